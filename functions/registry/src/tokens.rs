//! Sensors' tokens: shown once, kept as hashes.

use axum::Json;
use chrono::Utc;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::{sensors, tokens};
use spp_web::auth::{self, Contractor};
use spp_web::{Error, Path, Result};
use utoipa::ToSchema;

use crate::{answer, fields};

/// How to give a sensor a new token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// For so many seconds the tokens before it stay good, 0 to 2 592 000 (30
    /// days); a day if absent.
    overlap: Option<u32>,
}

/// A token, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewToken {
    token: String,
}

/// The tokens that a sensor has had.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    tokens: Vec<Token>,
}

/// A token, as far as it may be seen.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
}

/// Lists when a sensor's tokens were made, expire and were revoked.
#[utoipa::path(get, operation_id = "tokens_list", path = "/api/v1/sensors/{id}/tokens", tag = "sensors", params(("id" = i64, Path)), responses((status = 200, body = Tokens)))]
pub async fn list(_: Contractor, Path(sensor): Path<i64>) -> Result<Json<Tokens>> {
    let connection = Connection::open().await?;
    known(&connection, sensor).await?;
    let rows = tokens::list(&connection, sensor).await?;
    let tokens = rows
        .into_iter()
        .map(|row| Token {
            created_at: fields::moment(row.created_at),
            expires_at: row.expires_at.map(fields::moment),
            revoked_at: row.revoked_at.map(fields::moment),
        })
        .collect();
    Ok(Json(Tokens { tokens }))
}

/// Gives a sensor a new token, and returns it this once. The tokens before it
/// stay good for a while, so that the device can be told without a gap.
#[utoipa::path(post, operation_id = "tokens_rotate", path = "/api/v1/sensors/{id}/tokens/rotate", tag = "sensors", params(("id" = i64, Path)), request_body = Rotation, responses((status = 200, body = NewToken)))]
pub async fn rotate(
    _: Contractor,
    Path(sensor): Path<i64>,
    spp_web::Json(rotation): spp_web::Json<Rotation>,
) -> Result<Json<NewToken>> {
    let overlap = rotation.overlap.unwrap_or(86_400);
    if 2_592_000 < overlap {
        let (english, russian) = ("expected 0 to 2592000", "ожидается от 0 до 2592000");
        return Err(Error::invalid("overlap", english, russian));
    }
    let connection = Connection::open().await?;
    known(&connection, sensor).await?;
    let token = fields::secret()?;
    let transaction = connection.begin().await?;
    let now = Utc::now().timestamp();
    tokens::rotate(&transaction, sensor, &auth::hash(&token), overlap, now).await?;
    transaction.commit().await?;
    Ok(Json(NewToken { token }))
}

/// Revokes all tokens of a sensor, at once.
#[utoipa::path(delete, operation_id = "tokens_revoke", path = "/api/v1/sensors/{id}/tokens", tag = "sensors", params(("id" = i64, Path)), responses((status = 204)))]
pub async fn revoke(_: Contractor, Path(sensor): Path<i64>) -> Result<StatusCode> {
    let connection = Connection::open().await?;
    known(&connection, sensor).await?;
    tokens::revoke(&connection, sensor, Utc::now().timestamp()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn known(connection: &Connection, sensor: i64) -> Result<()> {
    answer::known(sensors::get(connection, sensor, None).await?).map(drop)
}
