//! Entrances: the doors of a site.

use axum::Json;
use axum::response::Response;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::entrances;
use spp_web::auth::{Contractor, Principal};
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Path, Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::answer::{self, Listing, found};
use crate::fields;

/// What is said of an entrance.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntranceBody {
    /// The site that it leads to; never changes.
    site_id: i64,
    /// Its name, 1 to 200 characters.
    name: String,
}

/// An entrance.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entrance {
    id: i64,
    #[serde(flatten)]
    body: EntranceBody,
    created_at: String,
}

/// A page of entrances.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entrances {
    entrances: Vec<Entrance>,
    meta: Meta,
}

/// Which entrances are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this site only.
    site: Option<i64>,
}

/// Lists entrances.
#[utoipa::path(get, operation_id = "entrances_list", path = "/api/v1/entrances", tag = "entrances", params(Filter, PageQuery), responses((status = 200, body = Entrances)))]
pub async fn list(
    principal: Principal,
    Query(filter): Query<Filter>,
    listing: Listing,
) -> Result<Json<Entrances>> {
    let connection = Connection::open().await?;
    let tenant = principal.tenant();
    let rows = entrances::list(&connection, tenant, filter.site, listing.window()).await?;
    let (entrances, meta) = listing.show(rows);
    Ok(Json(Entrances { entrances, meta }))
}

/// Enters an entrance.
#[utoipa::path(post, operation_id = "entrances_create", path = "/api/v1/entrances", tag = "entrances", request_body = EntranceBody, responses((status = 201, body = Entrance)))]
pub async fn create(
    _: Contractor,
    spp_web::Json(body): spp_web::Json<EntranceBody>,
) -> Result<Response> {
    let draft = entrances::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    let created = entrances::create(&connection, &draft, Utc::now().timestamp()).await;
    let id = created.map_err(fields::referring("site_id"))?;
    let entrance = find(&connection, id, None).await?;
    Ok(answer::created("/api/v1/entrances", id, entrance))
}

/// Shows an entrance.
#[utoipa::path(get, operation_id = "entrances_get", path = "/api/v1/entrances/{id}", tag = "entrances", params(("id" = i64, Path)), responses((status = 200, body = Entrance)))]
pub async fn get(principal: Principal, Path(id): Path<i64>) -> Result<Json<Entrance>> {
    let connection = Connection::open().await?;
    find(&connection, id, principal.tenant()).await.map(Json)
}

/// Renames an entrance.
#[utoipa::path(put, operation_id = "entrances_replace", path = "/api/v1/entrances/{id}", tag = "entrances", params(("id" = i64, Path)), request_body = EntranceBody, responses((status = 200, body = Entrance)))]
pub async fn replace(
    _: Contractor,
    Path(id): Path<i64>,
    spp_web::Json(body): spp_web::Json<EntranceBody>,
) -> Result<Json<Entrance>> {
    let draft = entrances::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    answer::changed(entrances::update(&connection, id, &draft).await?)?;
    find(&connection, id, None).await.map(Json)
}

async fn find(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Entrance> {
    found(entrances::get(connection, id, tenant).await?)
}

impl TryFrom<EntranceBody> for entrances::Draft {
    type Error = Error;

    fn try_from(body: EntranceBody) -> Result<Self> {
        Ok(Self {
            site_id: body.site_id,
            name: fields::text("name", &body.name, 200)?,
        })
    }
}

impl From<entrances::Entrance> for Entrance {
    fn from(row: entrances::Entrance) -> Self {
        let entrances::Draft { site_id, name } = row.draft;
        let body = EntranceBody { site_id, name };
        Self {
            id: row.id,
            body,
            created_at: fields::moment(row.created_at),
        }
    }
}
