//! Where somebody is signed in.

use axum::Json;
use chrono::Utc;
use http::StatusCode;
use serde::Serialize;
use spp_store::Connection;
use spp_store::people::sessions;
use spp_web::auth::SignedIn;
use spp_web::{Path, Result};
use utoipa::ToSchema;

use crate::{answer, fields};

/// One's own sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct Places {
    sessions: Vec<Place>,
}

/// A browser in which one is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Place {
    id: i64,
    created_at: String,
    seen_at: String,
    /// The network address of the sign-in.
    address: Option<String>,
    /// The browser.
    agent: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

/// Lists where one is signed in, the last used first.
#[utoipa::path(get, operation_id = "sessions_list", path = "/api/v1/sessions", tag = "people", responses((status = 200, body = Places)))]
pub async fn list(signed_in: SignedIn) -> Result<Json<Places>> {
    let connection = Connection::open().await?;
    let person = signed_in.person;
    let rows = sessions::list(&connection, person.user, Utc::now().timestamp()).await?;
    let places = rows.into_iter().map(|row| Place {
        id: row.id,
        created_at: fields::moment(row.created_at),
        seen_at: fields::moment(row.seen_at),
        address: row.address,
        agent: row.agent,
        current: row.id == person.session,
    });
    Ok(Json(Places {
        sessions: places.collect(),
    }))
}

/// Signs out in one browser.
#[utoipa::path(delete, operation_id = "sessions_revoke", path = "/api/v1/sessions/{id}", tag = "people", params(("id" = i64, Path)), responses((status = 204)))]
pub async fn revoke(signed_in: SignedIn, Path(id): Path<i64>) -> Result<StatusCode> {
    let connection = Connection::open().await?;
    answer::removed(sessions::revoke(&connection, signed_in.person.user, id).await?)
}

/// Signs out everywhere else.
#[utoipa::path(delete, operation_id = "sessions_revoke_others", path = "/api/v1/sessions", tag = "people", responses((status = 204)))]
pub async fn revoke_others(signed_in: SignedIn) -> Result<StatusCode> {
    let connection = Connection::open().await?;
    let person = signed_in.person;
    sessions::revoke_all(&connection, person.user, Some(person.session)).await?;
    Ok(StatusCode::NO_CONTENT)
}
