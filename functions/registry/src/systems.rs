//! Systems: sensors and their server.

use axum::Json;
use axum::response::Response;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::systems::{self, Plan};
use spp_web::auth::{Contractor, Principal};
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Path, Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::answer::{self, Listing, found};
use crate::fields;

/// What is said of a system.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemBody {
    /// Whose it is; never changes.
    client_id: i64,
    /// Its name, 1 to 200 characters.
    name: String,
    /// Where its server stands.
    edition: Edition,
    /// prof or korp: the service plan of all its sensors, if one was agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<String>,
}

/// Where a system's server stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// The client's own server, synchronised with the data centre.
    Local,
    /// The data centre itself.
    Cloud,
}

/// A system.
#[derive(Debug, Serialize, ToSchema)]
pub struct System {
    id: i64,
    #[serde(flatten)]
    body: SystemBody,
    created_at: String,
}

/// A page of systems.
#[derive(Debug, Serialize, ToSchema)]
pub struct Systems {
    systems: Vec<System>,
    meta: Meta,
}

/// Which systems are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this client only.
    client: Option<i64>,
}

/// Lists systems.
#[utoipa::path(get, operation_id = "systems_list", path = "/api/v1/systems", tag = "systems", params(Filter, PageQuery), responses((status = 200, body = Systems)))]
pub async fn list(
    principal: Principal,
    Query(filter): Query<Filter>,
    listing: Listing,
) -> Result<Json<Systems>> {
    let connection = Connection::open().await?;
    let tenant = principal.tenant();
    let rows = systems::list(&connection, tenant, filter.client, listing.window()).await?;
    let (systems, meta) = listing.show(rows);
    Ok(Json(Systems { systems, meta }))
}

/// Enters a system.
#[utoipa::path(post, operation_id = "systems_create", path = "/api/v1/systems", tag = "systems", request_body = SystemBody, responses((status = 201, body = System)))]
pub async fn create(
    _: Contractor,
    spp_web::Json(body): spp_web::Json<SystemBody>,
) -> Result<Response> {
    let draft = systems::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    let created = systems::create(&connection, &draft, Utc::now().timestamp()).await;
    let id = created.map_err(fields::referring("client_id"))?;
    let system = find(&connection, id, None).await?;
    Ok(answer::created("/api/v1/systems", id, system))
}

/// Shows a system.
#[utoipa::path(get, operation_id = "systems_get", path = "/api/v1/systems/{id}", tag = "systems", params(("id" = i64, Path)), responses((status = 200, body = System)))]
pub async fn get(principal: Principal, Path(id): Path<i64>) -> Result<Json<System>> {
    let connection = Connection::open().await?;
    find(&connection, id, principal.tenant()).await.map(Json)
}

/// Replaces what is said of a system, but not whose it is.
#[utoipa::path(put, operation_id = "systems_replace", path = "/api/v1/systems/{id}", tag = "systems", params(("id" = i64, Path)), request_body = SystemBody, responses((status = 200, body = System)))]
pub async fn replace(
    _: Contractor,
    Path(id): Path<i64>,
    spp_web::Json(body): spp_web::Json<SystemBody>,
) -> Result<Json<System>> {
    let draft = systems::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    answer::changed(systems::update(&connection, id, &draft).await?)?;
    find(&connection, id, None).await.map(Json)
}

async fn find(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<System> {
    found(systems::get(connection, id, tenant).await?)
}

impl TryFrom<SystemBody> for systems::Draft {
    type Error = Error;

    fn try_from(body: SystemBody) -> Result<Self> {
        let plan = body.plan.as_deref();
        let plan = plan.map(|plan| fields::word("plan", plan, Plan::ALL, Plan::id));
        Ok(Self {
            client_id: body.client_id,
            name: fields::text("name", &body.name, 200)?,
            edition: match body.edition {
                Edition::Local => systems::Edition::Local,
                Edition::Cloud => systems::Edition::Cloud,
            },
            plan: plan.transpose()?,
        })
    }
}

impl From<systems::System> for System {
    fn from(row: systems::System) -> Self {
        let systems::Draft {
            client_id,
            name,
            edition,
            plan,
        } = row.draft;
        let edition = match edition {
            systems::Edition::Local => Edition::Local,
            systems::Edition::Cloud => Edition::Cloud,
        };
        let body = SystemBody {
            client_id,
            name,
            edition,
            plan: plan.map(|plan| plan.id().to_owned()),
        };
        Self {
            id: row.id,
            body,
            created_at: fields::moment(row.created_at),
        }
    }
}
