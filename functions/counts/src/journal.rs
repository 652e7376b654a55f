//! What was notable about a sensor's pushes.

use axum::Json;
use chrono::{DateTime, NaiveDate};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::counts::{self, Scope};
use spp_store::ingest::{Entry, entries};
use spp_web::auth::Principal;
use spp_web::moment::text;
use spp_web::{Error, Language, Query, Result, language};
use utoipa::{IntoParams, ToSchema};

/// At most so many entries are told.
const MOST_ENTRIES: u32 = 200;

/// Whose journal.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct JournalQuery {
    /// The sensor's id.
    pub sensor: i64,
}

/// What was notable about a sensor's pushes, the newest day first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Journal {
    /// The entries, the latest 200.
    journal: Vec<ToldEntry>,
}

/// Something notable, one entry a day and kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ToldEntry {
    /// The day of UTC.
    day: Option<NaiveDate>,
    /// `foreign-serial`, `uncounted-kind`, `wrong-clock` or `too-many-channels`.
    kind: String,
    /// What that is, in the reader's language.
    name: String,
    /// When it was first seen on that day, with the zone's offset.
    first: String,
    /// When it was last seen on that day.
    last: String,
    /// In how many pushes.
    times: i64,
    /// The serial number, the kind, the seconds by which the clock is wrong, or
    /// a channel's name.
    detail: String,
}

/// Tells what was notable about a sensor's pushes: another device's serial
/// number, a kind that is not counted, a wrong clock, too many channels.
#[utoipa::path(
    get,
    operation_id = "journal_get",
    path = "/api/v1/journal",
    tag = "counts",
    params(JournalQuery),
    responses(
        (status = 200, body = Journal),
        (status = 404, description = "no such sensor, or not yours", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 422, body = spp_web::Problem, content_type = "application/problem+json")
    ),
    security(("token" = []), ("session" = []))
)]
pub async fn get(
    principal: Principal,
    Query(query): Query<JournalQuery>,
    headers: HeaderMap,
) -> Result<Json<Journal>> {
    let connection = Connection::open().await?;
    let scope = Scope::Sensor(query.sensor);
    let extent = counts::extent(&connection, scope, principal.tenant()).await?;
    let zone = extent.ok_or_else(Error::not_found)?.zone;
    let found = entries(&connection, query.sensor, MOST_ENTRIES).await?;
    let language = language(&headers);
    let told = found.into_iter().map(|entry| ToldEntry {
        day: DateTime::from_timestamp(entry.first, 0).map(|first| first.date_naive()),
        name: name(&entry.kind, language).to_owned(),
        first: text(zone, entry.first),
        last: text(zone, entry.last),
        times: entry.times,
        kind: entry.kind,
        detail: entry.detail,
    });
    let journal = told.collect();
    Ok(Json(Journal { journal }))
}

/// What a kind is called; one of a newer release by its own name.
fn name(kind: &str, language: Language) -> &str {
    let (english, russian) = match kind {
        Entry::SERIAL => (
            "Another device's serial number",
            "Серийный номер другого устройства",
        ),
        Entry::KIND => (
            "Readings of a kind that is not counted",
            "Показания не того вида, который учитывается",
        ),
        Entry::CLOCK => ("The device's clock is wrong", "Часы устройства неверны"),
        Entry::CHANNELS => (
            "More channels than a sensor may have",
            "Каналов больше, чем может быть у датчика",
        ),
        other => (other, other),
    };
    match language {
        Language::English => english,
        Language::Russian => russian,
    }
}
