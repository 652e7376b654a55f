//! Addresses to which nothing is sent.

use axum::Json;
use http::StatusCode;
use serde::Serialize;
use spp_store::Connection;
use spp_store::registry::suppressions;
use spp_web::auth::Administrator;
use spp_web::{Path, Result};
use utoipa::ToSchema;

use crate::{answer, fields};

/// An address to which nothing is sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suppression {
    email: String,
    /// Why, such as the answer of its server.
    reason: String,
    since: String,
}

/// Addresses to which nothing is sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suppressions {
    /// The newest 1000.
    suppressions: Vec<Suppression>,
}

/// Lists the addresses to which nothing is sent, newest first.
#[utoipa::path(get, operation_id = "suppressions_list", path = "/api/v1/suppressions", tag = "outbox", responses((status = 200, body = Suppressions)))]
pub async fn list(_: Administrator) -> Result<Json<Suppressions>> {
    let connection = Connection::open().await?;
    let rows = suppressions::list(&connection, 1000).await?;
    let suppressions = rows.into_iter().map(Suppression::from).collect();
    Ok(Json(Suppressions { suppressions }))
}

/// Lets an address be written to again.
#[utoipa::path(delete, operation_id = "suppressions_remove", path = "/api/v1/suppressions/{email}", tag = "outbox", params(("email" = String, Path)), responses((status = 204)))]
pub async fn remove(_: Administrator, Path(email): Path<String>) -> Result<StatusCode> {
    let connection = Connection::open().await?;
    answer::removed(suppressions::delete(&connection, &email).await?)
}

impl From<suppressions::Suppression> for Suppression {
    fn from(row: suppressions::Suppression) -> Self {
        Self {
            email: row.email,
            reason: row.reason,
            since: fields::moment(row.since),
        }
    }
}
