//! Events of a site that explain unusual figures.

use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::events::{self, Kind};
use spp_store::registry::sites;
use spp_web::auth::{Manager, Principal};
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Path, Result};
use utoipa::ToSchema;

use crate::answer::{self, Listing, found};
use crate::fields;

/// The longest event in seconds: two years.
const LONGEST: i64 = 731 * 86_400;

/// What is said of an event.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteEventBody {
    /// holiday, promotion, closure or works.
    kind: String,
    /// When it starts, RFC 3339.
    starts_at: String,
    /// When it is over, RFC 3339, after its start and within two years of it.
    ends_at: String,
    /// Its name, 1 to 200 characters.
    name: String,
}

/// An event of a site.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteEvent {
    id: i64,
    #[serde(flatten)]
    body: SiteEventBody,
}

/// A page of events.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteEvents {
    events: Vec<SiteEvent>,
    meta: Meta,
}

/// Lists the events of a site.
#[utoipa::path(get, operation_id = "site_events_list", path = "/api/v1/sites/{id}/events", tag = "sites", params(("id" = i64, Path), PageQuery), responses((status = 200, body = SiteEvents)))]
pub async fn list(
    principal: Principal,
    Path(site): Path<i64>,
    listing: Listing,
) -> Result<Json<SiteEvents>> {
    let connection = Connection::open().await?;
    let tenant = principal.tenant();
    answer::known(sites::get(&connection, site, tenant).await?)?;
    let rows = events::list(&connection, tenant, site, listing.window()).await?;
    let (events, meta) = listing.show(rows);
    Ok(Json(SiteEvents { events, meta }))
}

/// Enters an event of a site, which may have 2,000.
#[utoipa::path(post, operation_id = "site_events_create", path = "/api/v1/sites/{id}/events", tag = "sites", params(("id" = i64, Path)), request_body = SiteEventBody, responses((status = 201, body = SiteEvent), (status = 409, description = "it has as many as it may have", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn create(
    manager: Manager,
    Path(site): Path<i64>,
    spp_web::Json(body): spp_web::Json<SiteEventBody>,
) -> Result<(StatusCode, Json<SiteEvent>)> {
    let draft = draft(site, &body)?;
    let connection = Connection::open().await?;
    answer::known(sites::get(&connection, site, manager.0.tenant()).await?)?;
    let created = events::create(&connection, &draft).await;
    let id = created.map_err(fields::referring_above)?.ok_or_else(full)?;
    let event: SiteEvent = found(events::get(&connection, id, None).await?)?;
    Ok((StatusCode::CREATED, Json(event)))
}

/// Removes an event of a site.
#[utoipa::path(delete, operation_id = "site_events_remove", path = "/api/v1/sites/{id}/events/{event}", tag = "sites", params(("id" = i64, Path), ("event" = i64, Path)), responses((status = 204)))]
pub async fn remove(manager: Manager, Path((site, event)): Path<(i64, i64)>) -> Result<StatusCode> {
    let connection = Connection::open().await?;
    answer::known(sites::get(&connection, site, manager.0.tenant()).await?)?;
    answer::removed(events::delete(&connection, site, event).await?)
}

fn draft(site_id: i64, body: &SiteEventBody) -> Result<events::Draft> {
    let kind = fields::word("kind", &body.kind, Kind::ALL, Kind::id)?;
    let starts_at = fields::time("starts_at", &body.starts_at)?;
    let ends_at = fields::time("ends_at", &body.ends_at)?;
    if ends_at <= starts_at {
        let (english, russian) = (
            "expected a time after starts_at",
            "ожидается время позже starts_at",
        );
        return Err(Error::invalid("ends_at", english, russian));
    }
    if starts_at + LONGEST < ends_at {
        let (english, russian) = (
            "expected a time within two years of starts_at",
            "ожидается время не позже двух лет после starts_at",
        );
        return Err(Error::invalid("ends_at", english, russian));
    }
    Ok(events::Draft {
        site_id,
        kind,
        starts_at,
        ends_at,
        name: fields::text("name", &body.name, 200)?,
    })
}

fn full() -> Error {
    let most = events::MOST;
    Error::conflict(
        &format!("the site has {most} events already; remove some of them"),
        &format!("у объекта уже {most} событий; удалите часть из них"),
    )
}

impl From<events::Event> for SiteEvent {
    fn from(row: events::Event) -> Self {
        let draft = row.draft;
        let body = SiteEventBody {
            kind: draft.kind.id().to_owned(),
            starts_at: fields::moment(draft.starts_at),
            ends_at: fields::moment(draft.ends_at),
            name: draft.name,
        };
        Self { id: row.id, body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_ends_within_two_years() {
        let check = |ends_at: &str, expected: bool| {
            let body = SiteEventBody {
                kind: "works".to_owned(),
                starts_at: "2026-01-01T00:00:00Z".to_owned(),
                ends_at: ends_at.to_owned(),
                name: "Works".to_owned(),
            };
            let found = draft(1, &body).map(|draft| draft.ends_at);
            assert_eq!(found.is_ok(), expected, "{ends_at}: {found:?}");
        };
        check("2026-01-01T00:00:00Z", false);
        check("2026-01-01T00:00:01Z", true);
        check("2028-01-02T00:00:00Z", true);
        check("2028-01-02T00:00:01Z", false);
        check("2099-12-31T00:00:00Z", false);
    }
}
