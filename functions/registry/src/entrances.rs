//! Entrances: the doors of a site.

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::{Window, entrances};
use spp_web::auth::{Administrator, Principal};
use spp_web::page::{Meta, Page, PageQuery};
use spp_web::{Error, Path, Query, Result};
use utoipa::{IntoParams, ToSchema};

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
#[utoipa::path(get, operation_id = "entrances_list", path = "/api/v1/entrances", tag = "entrances", params(Filter, PageQuery), responses((status = 200, body = Entrances)), security(("token" = [])))]
pub async fn list(
    principal: Principal,
    Query(filter): Query<Filter>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Entrances>> {
    let page = Page::try_from(query)?;
    let window = Window {
        after: page.after,
        limit: page.probe(),
    };
    let connection = Connection::open().await?;
    let mut rows = entrances::list(&connection, principal.tenant(), filter.site, window).await?;
    let meta = page.cut(&mut rows, |row| row.id);
    let entrances = rows.into_iter().map(Entrance::from).collect();
    Ok(Json(Entrances { entrances, meta }))
}

/// Enters an entrance.
#[utoipa::path(post, operation_id = "entrances_create", path = "/api/v1/entrances", tag = "entrances", request_body = EntranceBody, responses((status = 201, body = Entrance), (status = 422, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = [])))]
pub async fn create(
    _: Administrator,
    spp_web::Json(body): spp_web::Json<EntranceBody>,
) -> Result<Response> {
    let draft = entrances::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    let created = entrances::create(&connection, &draft, Utc::now().timestamp()).await;
    let id = created.map_err(fields::referring("site_id"))?;
    let entrance = find(&connection, id, None).await?;
    let location = format!("/api/v1/entrances/{id}");
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(entrance),
    )
        .into_response())
}

/// Shows an entrance.
#[utoipa::path(get, operation_id = "entrances_get", path = "/api/v1/entrances/{id}", tag = "entrances", params(("id" = i64, Path)), responses((status = 200, body = Entrance), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = [])))]
pub async fn get(principal: Principal, Path(id): Path<i64>) -> Result<Json<Entrance>> {
    let connection = Connection::open().await?;
    find(&connection, id, principal.tenant()).await.map(Json)
}

/// Renames an entrance.
#[utoipa::path(put, operation_id = "entrances_replace", path = "/api/v1/entrances/{id}", tag = "entrances", params(("id" = i64, Path)), request_body = EntranceBody, responses((status = 200, body = Entrance), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = [])))]
pub async fn replace(
    _: Administrator,
    Path(id): Path<i64>,
    spp_web::Json(body): spp_web::Json<EntranceBody>,
) -> Result<Json<Entrance>> {
    let draft = entrances::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    if !entrances::update(&connection, id, &draft).await? {
        return Err(Error::not_found());
    }
    find(&connection, id, None).await.map(Json)
}

async fn find(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Entrance> {
    let row = entrances::get(connection, id, tenant).await?;
    row.map(Entrance::from).ok_or_else(Error::not_found)
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
