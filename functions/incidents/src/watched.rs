//! One sensor: how it stands and stood, and what is found in its figures.

use axum::Json;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use http::HeaderMap;
use serde::Serialize;
use serde_json::Value;
use spp_calendar::MOSCOW;
use spp_incident::class;
use spp_quality::{Finding, Symptom};
use spp_store::Connection;
use spp_store::incidents::{self, Filter};
use spp_store::registry::{Window, decrees, sensors};
use spp_store::watch::today::{self, Watched};
use spp_web::auth::Principal;
use spp_web::{Error, Language, Path, Result, language};
use utoipa::ToSchema;

use crate::context::{broken, report};
use crate::list::{Reader, Row, said, time};

/// So many days of states are shown.
const DAYS: i64 = 30;
/// The most incidents that are looked through for them.
const MOST: u32 = 200;
/// The most incidents that are listed.
const LISTED: usize = 20;

/// How a sensor stands and stood.
#[derive(Debug, Serialize, ToSchema)]
pub struct WatchedSensor {
    sensor: Identity,
    link: Link,
    data: Data,
    /// How its clock goes, where it has told the time.
    clock: Option<Clock>,
    /// Seconds between two signs of life, where that is known.
    heartbeat: Option<u32>,
    findings: Vec<Found>,
    /// When it was not well in the last 30 days, the oldest first.
    states: Vec<Spell>,
    /// The newest first, 20 at most.
    incidents: Vec<Row>,
    /// Why the watch could not look at it; for the contractor alone.
    failure: Option<String>,
}

/// What a sensor is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Identity {
    id: i64,
    name: String,
    client: Named,
    site_id: i64,
    site: String,
    zone: String,
    entrance: String,
    model: Option<String>,
    serial: Option<String>,
    firmware: Option<String>,
    /// The firmware that is current for its model.
    expected_firmware: Option<String>,
    format: &'static str,
    /// The length of its intervals in seconds.
    interval: u32,
    room: Option<String>,
    cabinet: Option<String>,
    retired: bool,
}

/// Something with its name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    id: i64,
    name: String,
}

/// Whether it is heard from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    /// awaited, up or lost.
    state: String,
    since: Option<String>,
    last_contact: Option<String>,
}

/// Whether its counts are there.
#[derive(Debug, Serialize, ToSchema)]
pub struct Data {
    /// awaited, current, `catching_up` or late.
    state: String,
    since: Option<String>,
    /// The end of its newest interval.
    last_data: Option<String>,
    /// When that interval arrived.
    arrived: Option<String>,
}

/// How its clock goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clock {
    /// Seconds by which it is ahead; negative where it is behind.
    offset_seconds: i64,
    at: String,
}

/// Something that is found in its figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    symptom: &'static str,
    name: &'static str,
    since: String,
    until: Option<String>,
    /// How sure, from 0 to 1.
    confidence: f64,
    /// Numbers by the code of their meaning, and a series to draw.
    #[schema(value_type = Object)]
    evidence: Value,
}

/// A time in which it was not well.
#[derive(Debug, Serialize, ToSchema)]
pub struct Spell {
    /// link, data or quality.
    kind: &'static str,
    symptom: String,
    name: &'static str,
    incident: i64,
    from: String,
    /// Absent while it lasts.
    to: Option<String>,
}

/// Shows how a sensor stands and stood, and what is found in its figures.
#[utoipa::path(get, operation_id = "watched_get", path = "/api/v1/watch/sensors/{id}", tag = "watch", params(("id" = i64, Path)), responses((status = 200, body = WatchedSensor), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn get(
    principal: Principal,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Json<WatchedSensor>> {
    let (now, language, tenant) = (Utc::now(), language(&headers), principal.tenant());
    let connection = Connection::open().await?;
    let sensor = sensors::get(&connection, id, tenant).await?;
    let watched = today::watched(&connection, id, tenant).await?;
    let (sensor, watched) = sensor.zip(watched).ok_or_else(Error::not_found)?;
    let zone: Tz = watched.zone.parse().unwrap_or(MOSCOW);
    let filter = Filter {
        sensor: Some(id),
        ..Filter::default()
    };
    let window = Window {
        after: 0,
        limit: MOST,
    };
    let found = incidents::list(&connection, tenant, &filter, window).await?;
    let reader = Reader {
        calendar: decrees::calendar(&connection).await?,
        language,
        now,
    };
    let mut incidents = reader.rows(&connection, found).await?;
    let states = spells(&incidents, now);
    incidents.truncate(LISTED);
    let show = |at: Option<i64>| at.map(|at| time(at, zone));
    Ok(Json(WatchedSensor {
        link: Link {
            state: watched.link.code.clone(),
            since: show(watched.link.since),
            last_contact: show(watched.last_contact),
        },
        data: Data {
            state: watched.data.code.clone(),
            since: show(watched.data.since),
            last_data: show(watched.last_data),
            arrived: show(watched.data_arrived),
        },
        clock: watched.clock.map(|(offset_seconds, at)| Clock {
            offset_seconds,
            at: time(at, zone),
        }),
        heartbeat: sensor.draft.heartbeat,
        findings: findings(&watched, id, zone, language)?,
        states,
        incidents,
        // It names what is inside, which is the contractor's to mend.
        failure: watched
            .failure
            .clone()
            .filter(|_| principal.is_contractor()),
        sensor: identity(sensor, watched),
    }))
}

fn identity(sensor: sensors::Sensor, watched: Watched) -> Identity {
    let draft = sensor.draft;
    Identity {
        id: sensor.id,
        name: draft.name,
        client: Named {
            id: watched.client.0,
            name: watched.client.1,
        },
        site_id: watched.site.0,
        site: watched.site.1,
        zone: watched.zone,
        entrance: watched.entrance,
        model: draft.model,
        serial: draft.serial,
        firmware: watched.firmware,
        expected_firmware: watched.current_firmware,
        format: draft.format.id(),
        interval: draft.interval,
        room: draft.room,
        cabinet: draft.cabinet,
        retired: sensor.retired_at.is_some(),
    }
}

fn findings(watched: &Watched, id: i64, zone: Tz, language: Language) -> Result<Vec<Found>> {
    let texts = [&watched.hourly, &watched.daily].into_iter().flatten();
    let read = texts.map(|text| serde_json::from_str::<Vec<Finding>>(text));
    let mut shown = Vec::new();
    for findings in read {
        let findings = match findings {
            Ok(findings) => findings,
            // What cannot be read is told in the log, and the rest is shown.
            Err(error) => {
                report("what was found of sensor", id, &broken(error));
                continue;
            }
        };
        for finding in findings {
            let show = |at: DateTime<Utc>| time(at.timestamp(), zone);
            shown.push(Found {
                symptom: finding.symptom.as_str(),
                name: said(language, class::name(finding.symptom)),
                since: show(finding.since),
                until: finding.until.map(show),
                confidence: finding.confidence,
                evidence: serde_json::to_value(&finding).map_err(broken)?,
            });
        }
    }
    Ok(shown)
}

/// The incidents that reach into the days that are shown, as times of one aspect.
fn spells(incidents: &[Row], now: DateTime<Utc>) -> Vec<Spell> {
    let first = now - TimeDelta::days(DAYS);
    let recent = incidents.iter().filter(|row| {
        let closed = row.closed_at.as_deref();
        let closed = closed.and_then(|at| DateTime::parse_from_rfc3339(at).ok());
        closed.is_none_or(|at| first < at)
    });
    let spells = recent.map(|row| Spell {
        kind: aspect(&row.symptom),
        symptom: row.symptom.clone(),
        name: row.name,
        incident: row.id,
        from: row.since.clone(),
        to: row.closed_at.clone(),
    });
    let mut spells: Vec<_> = spells.collect();
    spells.reverse();
    spells
}

/// Which aspect of a sensor a symptom is about.
fn aspect(symptom: &str) -> &'static str {
    match symptom.parse() {
        Ok(Symptom::NoContact | Symptom::SiteDown) => "link",
        Ok(Symptom::NoData | Symptom::Gap) => "data",
        _ => "quality",
    }
}
