//! A restoration as it is told: what it restores, how sure that is, and what was said.

use axum::Json;
use chrono_tz::Tz;
use serde::Serialize;
use spp_counts::step::Step;
use spp_incident::life::Author;
use spp_store::Connection;
use spp_store::restorations::{self, Figures, Hour, Listed};
use spp_web::auth::Principal;
use spp_web::moment::text;
use spp_web::{Error, Path, Result};
use utoipa::ToSchema;

use crate::state::State;

/// A restoration. Its figures are what was proposed and agreed on, also where some of it
/// has been measured since.
#[derive(Debug, Serialize, ToSchema)]
pub struct Restoration {
    id: i64,
    sensor_id: i64,
    /// The sensor's name.
    sensor: String,
    /// The name of the entrance where it hangs.
    entrance: String,
    site_id: i64,
    /// The site's name.
    site: String,
    /// First moment, with the zone's offset.
    from: String,
    /// First moment after it.
    to: String,
    /// `proposed`, `agreed`, `declined` or `withdrawn`: what was said last.
    state: &'static str,
    /// The method with its version.
    method: String,
    /// Why nothing was measured.
    reason: String,
    /// People in.
    r#in: i64,
    /// People out.
    out: i64,
    /// How many intervals are restored, of all channels.
    intervals: i64,
    /// How many of them have been measured since: what was measured is read instead.
    replaced: i64,
    /// In nine of ten such cases at least so many people in.
    low: i64,
    /// In nine of ten such cases at most so many people in.
    high: i64,
    /// What was said, in order.
    events: Vec<Said>,
}

/// What was said of a restoration.
#[derive(Debug, Serialize, ToSchema)]
pub struct Said {
    /// When, with the zone's offset.
    at: String,
    #[schema(value_type = Object)]
    author: Author,
    /// `proposed`, `agreed`, `declined` or `withdrawn`.
    event: String,
    text: Option<String>,
}

/// A restoration hour by hour.
#[derive(Debug, Serialize, ToSchema)]
pub struct Detailed {
    #[serde(flatten)]
    restoration: Restoration,
    /// The hours of which anything is restored.
    hours: Vec<RestoredHour>,
}

/// What is restored of an hour.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestoredHour {
    /// First moment, with the zone's offset.
    start: String,
    /// First moment after it.
    end: String,
    /// People in.
    r#in: i64,
    /// People out.
    out: i64,
    /// How many intervals are restored, of all channels.
    intervals: i64,
    /// How many of them have been measured since.
    replaced: i64,
    /// In nine of ten such hours at least so many people in.
    low: i64,
    /// In nine of ten such hours at most so many people in.
    high: i64,
}

/// Shows a restoration hour by hour, with what was said of it.
#[utoipa::path(get, operation_id = "restorations_get", path = "/api/v1/restorations/{id}", tag = "restorations", params(("id" = i64, Path)), responses((status = 200, body = Detailed), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn get(principal: Principal, Path(id): Path<i64>) -> Result<Json<Detailed>> {
    let connection = Connection::open().await?;
    let found = restorations::get(&connection, id, principal.tenant()).await?;
    let found = found.ok_or_else(Error::not_found)?;
    let zone = zone(&found)?;
    let hours = restorations::hours(&connection, id).await?;
    let mut told = all(&connection, vec![found]).await?;
    Ok(Json(Detailed {
        restoration: told.pop().ok_or_else(Error::not_found)?,
        hours: hours.into_iter().map(|one| hour(one, zone)).collect(),
    }))
}

/// A restoration, unless it does not exist or is another client's.
pub async fn one(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Restoration> {
    let found = restorations::get(connection, id, tenant).await?;
    let told = all(connection, found.into_iter().collect()).await?;
    told.into_iter().next().ok_or_else(Error::not_found)
}

/// Restorations with their figures, in their order.
pub async fn all(connection: &Connection, found: Vec<Listed>) -> Result<Vec<Restoration>> {
    let ids: Vec<_> = found.iter().map(|one| one.id).collect();
    let mut figures = restorations::figures(connection, &ids).await?;
    let told = found.into_iter().map(|one| {
        let figures = figures.remove(&one.id).unwrap_or_default();
        tell(one, figures)
    });
    told.collect()
}

fn tell(found: Listed, figures: Figures) -> Result<Restoration> {
    let zone = zone(&found)?;
    let state = State::of(&found.log);
    let state = state.ok_or_else(|| broken("a restoration without a log"))?;
    let (low, high) = band(figures);
    let events = found.log.into_iter().map(|entry| {
        Ok(Said {
            at: text(zone, entry.at),
            author: serde_json::from_str(&entry.author).map_err(broken)?,
            event: entry.event,
            text: entry.text,
        })
    });
    Ok(Restoration {
        id: found.id,
        sensor_id: found.sensor.0,
        sensor: found.sensor.1,
        entrance: found.entrance,
        site_id: found.site.0,
        site: found.site.1,
        from: text(zone, found.from),
        to: text(zone, found.to),
        state: state.as_str(),
        method: found.method,
        reason: found.reason,
        r#in: figures.entered,
        out: figures.exited,
        intervals: figures.intervals,
        replaced: figures.replaced,
        low,
        high,
        events: events.collect::<Result<_>>()?,
    })
}

fn hour(Hour { start, figures }: Hour, zone: Tz) -> RestoredHour {
    let (low, high) = band(figures);
    let span = Step::Hour.spans(zone, start, start + 1);
    let end = span.ok().and_then(|spans| Some(spans.first()?.end));
    RestoredHour {
        start: text(zone, start),
        end: text(zone, end.unwrap_or(start + 3_600)),
        r#in: figures.entered,
        out: figures.exited,
        intervals: figures.intervals,
        replaced: figures.replaced,
        low,
        high,
    }
}

/// The whole numbers between which the people in lie.
fn band(figures: Figures) -> (i64, i64) {
    let people = figures.entered as f64;
    let low = (people - figures.below).max(0.0).floor();
    (low as i64, (people + figures.above).ceil() as i64)
}

fn zone(found: &Listed) -> Result<Tz> {
    found.zone.parse().map_err(broken)
}

/// What must not be: what is stored cannot be read.
fn broken(error: impl std::fmt::Display) -> Error {
    Error::internal(error.to_string())
}
