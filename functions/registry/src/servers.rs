//! Local servers of systems, as they last made themselves known.

use axum::Json;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::servers;
use spp_store::registry::systems::{self, Edition};
use spp_web::auth::Contractor;
use spp_web::{Error, Path, Result};
use utoipa::ToSchema;

use crate::answer::{self, found};
use crate::fields;

/// How far a server's clock may be ahead of ours, in seconds.
const AHEAD: i64 = 300;

/// What a local server tells of itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalServerBody {
    /// The version of its software, 1 to 64 characters; the one told before if
    /// absent.
    version: Option<String>,
    /// When it synchronised, RFC 3339; now if absent.
    synchronised_at: Option<String>,
}

/// A system's local server.
#[derive(Debug, Serialize, ToSchema)]
pub struct LocalServer {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    synchronised_at: String,
}

/// Enters that the local server of a system has synchronised.
#[utoipa::path(put, operation_id = "servers_replace", path = "/api/v1/systems/{id}/server", tag = "systems", params(("id" = i64, Path)), request_body = LocalServerBody, responses((status = 200, body = LocalServer), (status = 409, description = "the system is of the cloud edition", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn replace(
    _: Contractor,
    Path(system): Path<i64>,
    spp_web::Json(body): spp_web::Json<LocalServerBody>,
) -> Result<Json<LocalServer>> {
    let now = Utc::now().timestamp();
    let told = body.synchronised_at.as_deref();
    let told = told.map(|time| fields::time("synchronised_at", time));
    let synced_at = told.transpose()?.unwrap_or(now);
    if now + AHEAD < synced_at {
        let (english, russian) = (
            "expected a time that has come",
            "ожидается уже наступившее время",
        );
        return Err(Error::invalid("synchronised_at", english, russian));
    }
    let version = fields::optional("version", body.version.as_deref(), 64)?;
    let connection = Connection::open().await?;
    is_local(&connection, system).await?;
    let server = servers::Server { synced_at, version };
    servers::put(&connection, system, &server).await?;
    found(servers::get(&connection, system).await?).map(Json)
}

/// Shows the local server of a system; not found before it has first
/// synchronised.
#[utoipa::path(get, operation_id = "servers_get", path = "/api/v1/systems/{id}/server", tag = "systems", params(("id" = i64, Path)), responses((status = 200, body = LocalServer), (status = 409, description = "the system is of the cloud edition", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn get(_: Contractor, Path(system): Path<i64>) -> Result<Json<LocalServer>> {
    let connection = Connection::open().await?;
    is_local(&connection, system).await?;
    found(servers::get(&connection, system).await?).map(Json)
}

async fn is_local(connection: &Connection, system: i64) -> Result<()> {
    let system = answer::known(systems::get(connection, system, None).await?)?;
    match system.draft.edition {
        Edition::Local => Ok(()),
        Edition::Cloud => Err(Error::conflict(
            "a system of the cloud edition has no local server",
            "у облачной системы нет локального сервера",
        )),
    }
}

impl From<servers::Server> for LocalServer {
    fn from(row: servers::Server) -> Self {
        Self {
            version: row.version,
            synchronised_at: fields::moment(row.synced_at),
        }
    }
}
