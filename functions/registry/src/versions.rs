//! The current release of each model's firmware, and of the local server's
//! software under the model `server`.

use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::versions;
use spp_web::auth::Contractor;
use spp_web::{Path, Result};
use utoipa::ToSchema;

use crate::{answer, fields};

/// Which release is current.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrentVersionBody {
    /// The release, 1 to 64 characters.
    version: String,
}

/// The current release of a model.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentVersion {
    model: String,
    version: String,
}

/// The current releases.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentVersions {
    versions: Vec<CurrentVersion>,
}

/// Lists the current releases, by model.
#[utoipa::path(get, operation_id = "versions_list", path = "/api/v1/versions", tag = "versions", responses((status = 200, body = CurrentVersions)))]
pub async fn list(_: Contractor) -> Result<Json<CurrentVersions>> {
    let connection = Connection::open().await?;
    let rows = versions::list(&connection).await?;
    let versions = rows.into_iter().map(CurrentVersion::from).collect();
    Ok(Json(CurrentVersions { versions }))
}

/// Says which release of a model's firmware is current; of the local server's
/// software under the model `server`.
#[utoipa::path(put, operation_id = "versions_replace", path = "/api/v1/versions/{model}", tag = "versions", params(("model" = String, Path, description = "The maker's name of the model, 1 to 100 characters, or `server`")), request_body = CurrentVersionBody, responses((status = 200, body = CurrentVersion)))]
pub async fn replace(
    _: Contractor,
    Path(model): Path<String>,
    spp_web::Json(body): spp_web::Json<CurrentVersionBody>,
) -> Result<Json<CurrentVersion>> {
    let current = versions::Version {
        model: fields::text("model", &model, 100)?,
        version: fields::text("version", &body.version, 64)?,
    };
    let connection = Connection::open().await?;
    versions::put(&connection, &current).await?;
    Ok(Json(current.into()))
}

/// Forgets which release of a model is current: none is out of date then.
#[utoipa::path(delete, operation_id = "versions_remove", path = "/api/v1/versions/{model}", tag = "versions", params(("model" = String, Path)), responses((status = 204)))]
pub async fn remove(_: Contractor, Path(model): Path<String>) -> Result<StatusCode> {
    let connection = Connection::open().await?;
    answer::removed(versions::delete(&connection, model.trim()).await?)
}

impl From<versions::Version> for CurrentVersion {
    fn from(row: versions::Version) -> Self {
        let versions::Version { model, version } = row;
        Self { model, version }
    }
}
