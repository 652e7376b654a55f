//! Clients' keys for reading their own figures, and for answering their incidents where
//! that was said: shown once, kept as hashes.

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::keys;
use spp_web::auth::{self, Manager};
use spp_web::{Path, Result};
use utoipa::ToSchema;

use crate::{answer, fields, rights};

/// What is said of a key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyBody {
    /// What it is for, 1 to 200 characters.
    name: String,
    /// Whether its holder also answers the client's incidents; it only reads if absent.
    answers: Option<bool>,
}

/// A key, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewKey {
    id: i64,
    key: String,
}

/// A client's keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct Keys {
    keys: Vec<Key>,
}

/// A key, as far as it may be seen.
#[derive(Debug, Serialize, ToSchema)]
pub struct Key {
    id: i64,
    name: String,
    /// Whether its holder also answers the client's incidents.
    answers: bool,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
}

/// Lists a client's keys.
#[utoipa::path(get, operation_id = "keys_list", path = "/api/v1/clients/{id}/keys", tag = "clients", params(("id" = i64, Path)), responses((status = 200, body = Keys)))]
pub async fn list(manager: Manager, Path(client): Path<i64>) -> Result<Json<Keys>> {
    rights::of_client(&manager, Some(client))?;
    let connection = Connection::open().await?;
    let rows = keys::list(&connection, client).await?;
    let keys = rows
        .into_iter()
        .map(|row| Key {
            id: row.id,
            name: row.name,
            answers: row.answers,
            created_at: fields::moment(row.created_at),
            revoked_at: row.revoked_at.map(fields::moment),
        })
        .collect();
    Ok(Json(Keys { keys }))
}

/// Makes a key with which a client's programs read its own figures, and answer its
/// incidents where that is said, and returns it this once.
#[utoipa::path(post, operation_id = "keys_create", path = "/api/v1/clients/{id}/keys", tag = "clients", params(("id" = i64, Path)), request_body = KeyBody, responses((status = 201, body = NewKey)))]
pub async fn create(
    manager: Manager,
    Path(client): Path<i64>,
    spp_web::Json(body): spp_web::Json<KeyBody>,
) -> Result<Response> {
    may_give(&manager, client)?;
    let name = fields::text("name", &body.name, 200)?;
    let key = fields::secret()?;
    let connection = Connection::open().await?;
    let now = Utc::now().timestamp();
    let (answers, hash) = (body.answers.unwrap_or(false), auth::hash(&key));
    let created = keys::create(&connection, client, &name, answers, &hash, now).await;
    let id = created.map_err(fields::referring_above)?;
    Ok((StatusCode::CREATED, Json(NewKey { id, key })).into_response())
}

/// Revokes a key.
#[utoipa::path(delete, operation_id = "keys_revoke", path = "/api/v1/clients/{id}/keys/{key}", tag = "clients", params(("id" = i64, Path), ("key" = i64, Path)), responses((status = 204)))]
pub async fn revoke(manager: Manager, Path((client, key)): Path<(i64, i64)>) -> Result<StatusCode> {
    may_give(&manager, client)?;
    let connection = Connection::open().await?;
    let now = Utc::now().timestamp();
    answer::removed(keys::revoke(&connection, client, key, now).await?)
}

/// Whether somebody may give a client's keys away.
fn may_give(manager: &Manager, client: i64) -> Result<()> {
    rights::of_access(&manager.0)?;
    rights::of_client(manager, Some(client))
}
