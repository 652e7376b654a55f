//! Sites: where people are counted, with their zone and opening hours.

mod hours;

use axum::Json;
use axum::response::Response;
use chrono::Utc;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::sites;
use spp_web::auth::{Contractor, Manager, Principal};
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Path, Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::answer::{self, Listing, found, known};
use crate::fields;
use hours::{DayException, OpeningHours};

/// What is said of a site.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteBody {
    /// Whose it is; never changes.
    client_id: i64,
    /// Its name, 1 to 200 characters.
    name: String,
    /// Its postal address, at most 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Its time zone, as in `Europe/Moscow`. Counts that were summed before a
    /// change keep their days.
    zone: String,
    /// When it is open, by weekday; none means never said.
    #[serde(default)]
    hours: Vec<OpeningHours>,
    /// Dates that differ from their weekday.
    #[serde(default)]
    exceptions: Vec<DayException>,
}

/// A site.
#[derive(Debug, Serialize, ToSchema)]
pub struct Site {
    id: i64,
    #[serde(flatten)]
    body: SiteBody,
    created_at: String,
}

/// A page of sites.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sites {
    sites: Vec<Site>,
    meta: Meta,
}

/// Which sites are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this client only.
    client: Option<i64>,
}

/// Lists sites.
#[utoipa::path(get, operation_id = "sites_list", path = "/api/v1/sites", tag = "sites", params(Filter, PageQuery), responses((status = 200, body = Sites)))]
pub async fn list(
    principal: Principal,
    Query(filter): Query<Filter>,
    listing: Listing,
) -> Result<Json<Sites>> {
    let connection = Connection::open().await?;
    let tenant = principal.tenant();
    let rows = sites::list(&connection, tenant, filter.client, listing.window()).await?;
    let (sites, meta) = listing.show(rows);
    Ok(Json(Sites { sites, meta }))
}

/// Enters a site.
#[utoipa::path(post, operation_id = "sites_create", path = "/api/v1/sites", tag = "sites", request_body = SiteBody, responses((status = 201, body = Site)))]
pub async fn create(
    _: Contractor,
    spp_web::Json(body): spp_web::Json<SiteBody>,
) -> Result<Response> {
    let draft = sites::Draft::try_from(body)?;
    let transaction = Connection::open().await?.begin().await?;
    let created = sites::create(&transaction, &draft, Utc::now().timestamp()).await;
    let id = created.map_err(fields::referring("client_id"))?;
    let connection = transaction.commit().await?;
    let site = find(&connection, id, None).await?;
    Ok(answer::created("/api/v1/sites", id, site))
}

/// Shows a site.
#[utoipa::path(get, operation_id = "sites_get", path = "/api/v1/sites/{id}", tag = "sites", params(("id" = i64, Path)), responses((status = 200, body = Site)))]
pub async fn get(principal: Principal, Path(id): Path<i64>) -> Result<Json<Site>> {
    let connection = Connection::open().await?;
    find(&connection, id, principal.tenant()).await.map(Json)
}

/// Replaces what is said of a site, its hours and exceptions included, but not
/// whose it is. A client's manager changes the hours and exceptions alone.
#[utoipa::path(put, operation_id = "sites_replace", path = "/api/v1/sites/{id}", tag = "sites", params(("id" = i64, Path)), request_body = SiteBody, responses((status = 200, body = Site)))]
pub async fn replace(
    manager: Manager,
    Path(id): Path<i64>,
    spp_web::Json(body): spp_web::Json<SiteBody>,
) -> Result<Json<Site>> {
    let draft = sites::Draft::try_from(body)?;
    let transaction = Connection::open().await?.begin().await?;
    let site = known(sites::get(&transaction, id, manager.0.tenant()).await?)?;
    if manager.0.tenant().is_some() && !differ_by_hours_alone(&site.draft, &draft) {
        return Err(Error::forbidden());
    }
    answer::changed(sites::update(&transaction, id, &draft).await?)?;
    let connection = transaction.commit().await?;
    find(&connection, id, None).await.map(Json)
}

fn differ_by_hours_alone(one: &sites::Draft, other: &sites::Draft) -> bool {
    let identity = |draft: &sites::Draft| (draft.name.clone(), draft.address.clone(), draft.zone);
    identity(one) == identity(other)
}

async fn find(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Site> {
    found(sites::get(connection, id, tenant).await?)
}

impl TryFrom<SiteBody> for sites::Draft {
    type Error = Error;

    fn try_from(body: SiteBody) -> Result<Self> {
        let zone: Tz = body.zone.parse().map_err(|_| {
            let (english, russian) = (
                "expected a zone such as Europe/Moscow",
                "ожидается часовой пояс вида Europe/Moscow",
            );
            Error::invalid("zone", english, russian)
        })?;
        Ok(Self {
            client_id: body.client_id,
            name: fields::text("name", &body.name, 200)?,
            address: fields::optional("address", body.address.as_deref(), 500)?,
            zone,
            hours: hours::weekly(&body.hours)?,
            exceptions: hours::exceptions(body.exceptions)?,
        })
    }
}

impl From<sites::Site> for Site {
    fn from(row: sites::Site) -> Self {
        let draft = row.draft;
        let body = SiteBody {
            client_id: draft.client_id,
            name: draft.name,
            address: draft.address,
            zone: draft.zone.name().to_owned(),
            hours: draft.hours.into_iter().map(OpeningHours::from).collect(),
            exceptions: draft
                .exceptions
                .into_iter()
                .map(DayException::from)
                .collect(),
        };
        Self {
            id: row.id,
            body,
            created_at: fields::moment(row.created_at),
        }
    }
}
