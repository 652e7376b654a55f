//! The scheduled work: looks at what is due, in steps, for as long as a tick
//! may take. What is left over is due at the next one.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::Json;
use chrono::{TimeDelta, Utc};
use serde::Serialize;
use spp_quality::Span;
use spp_quality::hourly::HOURS;
use spp_store::watch::Watched;
use spp_store::watch::hours::Clock;
use spp_store::{Connection, watch};
use spp_web::Result;
use spp_web::auth::Scheduler;

use crate::attention;
use crate::context::{Context, broken};
use crate::judge;
use crate::look;
use crate::raise;
use crate::service;

/// For so long a tick goes on; the next one comes a minute after it began.
const PATIENCE: Duration = Duration::from_secs(25);

/// So many sensors are looked at in one step.
const STEP: u32 = 2_000;

/// So many incidents want attention in one step.
const INCIDENTS: u32 = 200;

/// So many sensors that are put off are reported.
const REPORTED: u32 = 20;

/// What a tick has done.
#[derive(Debug, Default, Serialize)]
pub struct Tick {
    /// Sensors whose hours were judged.
    hours: usize,
    /// Sensors whose days were judged.
    days: usize,
    /// Sensors whose states were looked at.
    looked: usize,
    /// Sensors that could not be looked at.
    failed: usize,
    /// Incidents with a term that came near or passed.
    attended: usize,
    /// Sensors that are put off, the longest failing first: which, how often they
    /// have failed, and why.
    put_off: Vec<(i64, i64, String)>,
    /// Whether something is left for the next tick.
    more: bool,
}

/// Does what is due. Two schedulers may call at once: each claims what it looks
/// at, and neither sees what the other has claimed.
pub async fn tick(_: Scheduler) -> Result<Json<Tick>> {
    let began = Instant::now();
    let now = Utc::now();
    let mut connection = Connection::open().await?;
    let outage;
    (connection, outage) = service::notice(connection, now).await?;
    let context = Context::load(&connection, now).await?;
    let mut tick = Tick::default();
    connection = service::judge(connection, outage, &context).await?;
    connection = service::warn(connection, &context).await?;
    for clock in [Clock::Hour, Clock::Day] {
        loop {
            let judged;
            (connection, judged) = judge::judge(connection, clock, &context).await?;
            match clock {
                Clock::Hour => tick.hours += judged,
                Clock::Day => tick.days += judged,
            }
            if judged == 0 {
                break;
            }
            if PATIENCE / 2 < began.elapsed() {
                tick.more = true;
                break;
            }
        }
    }
    loop {
        let step;
        (connection, step) = states(connection, &context).await?;
        tick.looked += step.looked;
        tick.failed += step.failed;
        if step.looked + step.failed == 0 {
            break;
        }
        if PATIENCE < began.elapsed() {
            tick.more = true;
            break;
        }
    }
    loop {
        let attended;
        (connection, attended) = attention::attend(connection, &context, INCIDENTS).await?;
        tick.attended += attended;
        if attended == 0 {
            break;
        }
        if PATIENCE < began.elapsed() {
            tick.more = true;
            break;
        }
    }
    tick.put_off = watch::failing(&connection, REPORTED).await?;
    Ok(Json(tick))
}

struct Step {
    looked: usize,
    failed: usize,
}

/// Looks at the next sensors that are due. One that cannot be looked at is put
/// off and does not keep the others from it.
async fn states(connection: Connection, context: &Context) -> Result<(Connection, Step)> {
    let now = context.now.timestamp();
    let claimed = watch::claim(&connection, now, STEP).await?;
    let sites = claimed.iter().map(|watched| watched.site);
    let places = context.places(&connection, sites).await?;
    let silences = silences(&connection, &claimed, context).await?;
    let (mut seen, mut failures) = (Vec::new(), Vec::new());
    for watched in &claimed {
        let place = places.get(&watched.site);
        let known = silences.get(&watched.sensor).map_or(&[][..], Vec::as_slice);
        let look = place
            .ok_or_else(|| broken("a sensor without a site"))
            .and_then(|place| look::look(watched, place, known, context));
        match look {
            Ok(look) => seen.push(look),
            Err(error) => failures.push((watched.sensor, format!("{error:?}"))),
        }
    }
    let step = Step {
        looked: seen.len(),
        failed: failures.len(),
    };
    for (sensor, failure) in failures {
        watch::put_off(&connection, sensor, now, &failure).await?;
    }
    if seen.is_empty() {
        return Ok((connection, step));
    }
    Ok((raise::raise(connection, seen, context).await?, step))
}

/// The times in which sensors are known to have been silent, of those in whose
/// hours something was found.
async fn silences(
    connection: &Connection,
    claimed: &[Watched],
    context: &Context,
) -> Result<BTreeMap<i64, Vec<Span>>> {
    let found = claimed.iter().filter(|watched| watched.hourly.is_some());
    let sensors: Vec<_> = found.map(|watched| watched.sensor).collect();
    if sensors.is_empty() {
        return Ok(BTreeMap::new());
    }
    let since = context.now - TimeDelta::hours(i64::from(HOURS) + 1);
    let silent = ["no_contact", "no_data", "site_down"];
    context
        .incidents(connection, &sensors, since, &silent)
        .await
}
