//! Questions about counts: sums of a scope over the parts of a period.

pub(crate) mod late;
mod place;
pub(crate) mod restored;
mod sites;
mod stretches;
mod sums;

use std::collections::BTreeMap;

use chrono_tz::Tz;
use spp_counts::step::{QUARTER, Span, Step};

pub use late::late;
pub use place::{Place, events, place};
pub use sites::{Visited, visited};
pub use stretches::{Counted, Stretch, stretches};
pub use sums::Sums;

use crate::{Connection, Error, Result, Value};

/// Whose counts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One sensor.
    Sensor(i64),
    /// All sensors of an entrance.
    Entrance(i64),
    /// All sensors of a site.
    Site(i64),
    /// All sensors of a client.
    Client(i64),
}

/// What must be known of a scope to ask for its counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Extent {
    /// The zone whose calendar divides the period: the first site's.
    pub zone: Tz,
    /// Whether there is another zone among the sites.
    pub mixed: bool,
    /// The channels that are summed.
    pub channels: Vec<Summed>,
}

/// A channel that is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summed {
    /// The channel's id.
    pub id: i64,
    /// The sensor's interval in seconds.
    pub interval: u32,
    /// Start of the channel's earliest interval.
    pub since: i64,
}

/// What a scope holds, unless it does not exist or is another client's.
///
/// # Errors
/// The database's.
pub async fn extent(
    connection: &Connection,
    scope: Scope,
    tenant: Option<i64>,
) -> Result<Option<Extent>> {
    let (exists, filter, id) = filters(scope);
    let sql = format!(
        "SELECT site.zone FROM {exists} AND (?2 IS NULL OR client.id = ?2)
         GROUP BY site.zone ORDER BY min(site.id)"
    );
    let zones = connection
        .query(&sql, vec![id.into(), tenant.into()])
        .await?;
    let Some(first) = zones.first() else {
        return Ok(None);
    };
    let unexpected = Error::Unexpected { column: 0 };
    let zone = match first.get::<Option<String>>(0)? {
        Some(name) => name.parse().map_err(|_| unexpected)?,
        // A client without a site yet.
        None => Tz::UTC,
    };
    let sql = format!(
        "SELECT c.id, s.interval, c.since
         FROM channel c JOIN sensor s ON s.id = c.sensor_id
         JOIN entrance ON entrance.id = s.entrance_id JOIN site ON site.id = entrance.site_id
         WHERE {filter} AND c.direction <> 'none' AND c.since IS NOT NULL"
    );
    let rows = connection.query(&sql, vec![id.into()]).await?;
    let channels = rows
        .iter()
        .map(|row| {
            Ok(Summed {
                id: row.get(0)?,
                interval: row.get(1)?,
                since: row.get(2)?,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Some(Extent {
        zone,
        mixed: 1 < zones.len(),
        channels,
    }))
}

/// Sums of the parts of a period, in their order. Hours come from the hours'
/// rollup, days and longer parts from the days'; only intervals from the
/// counts themselves. What is restored is read interval by interval, since there is
/// little of it.
///
/// # Errors
/// The database's.
pub async fn sums(
    connection: &Connection,
    scope: Scope,
    extent: &Extent,
    step: Step,
    spans: &[Span],
) -> Result<Vec<Sums>> {
    let mut sums = vec![Sums::default(); spans.len()];
    let keys = keys(extent, step, spans);
    let rows = match (step, spans.first(), spans.last()) {
        (Step::Interval(length), Some(first), Some(last)) => {
            intervals(connection, scope, first.start, last.end, length).await?
        }
        (Step::Hour, ..) => rollup(connection, scope, "count_hour", "quarter", &keys).await?,
        _ => rollup(connection, scope, "count_day", "day", &keys).await?,
    };
    let restored = restored::sums(connection, scope, step, spans).await?;
    for (key, part) in rows.into_iter().chain(restored) {
        if let Some(sum) = keys.get(&key).and_then(|position| sums.get_mut(*position)) {
            *sum = sum.and(part);
        }
    }
    Ok(sums)
}

/// By the key of the rollup, the part that it belongs to; of intervals, by
/// their number.
fn keys(extent: &Extent, step: Step, spans: &[Span]) -> BTreeMap<i64, usize> {
    let mut keys = BTreeMap::new();
    for (position, span) in spans.iter().enumerate() {
        match step {
            Step::Interval(_) => {}
            Step::Hour if extent.mixed => {
                let quarters = span.start.div_euclid(QUARTER)..span.end.div_euclid(QUARTER);
                keys.extend(quarters.map(|quarter| (quarter, position)));
            }
            Step::Hour => {
                keys.insert(span.start.div_euclid(QUARTER), position);
            }
            Step::Day | Step::Week | Step::Month => {
                keys.extend(span.days(extent.zone).map(|day| (day, position)));
            }
        }
    }
    if matches!(step, Step::Interval(_)) {
        keys.extend((0..).zip(0..spans.len()));
    }
    keys
}

/// The scope's channels with the weights of their two numbers: what the
/// channel map says of directions is applied here, and only here.
pub(crate) fn weighted(filter: &str) -> String {
    format!(
        "WITH ch AS MATERIALIZED (
             SELECT c.id, c.sensor_id AS sensor, s.created_at, site.id AS site,
                 CASE WHEN direction = 'both' THEN 1 - flip WHEN direction = 'in' THEN 1 - flip ELSE flip END AS ei,
                 CASE WHEN direction = 'both' THEN flip WHEN direction = 'in' THEN flip ELSE 1 - flip END AS eo,
                 direction = 'both' AND flip AS xi,
                 direction = 'both' AND NOT flip AS xo
             FROM channel c JOIN sensor s ON s.id = c.sensor_id
             JOIN entrance ON entrance.id = s.entrance_id JOIN site ON site.id = entrance.site_id
             WHERE {filter} AND c.direction <> 'none')"
    )
}

pub(crate) const WEIGHTED_SUMS: &str = "
    sum(ch.ei * r.entered + ch.xi * r.exited), sum(ch.eo * r.entered + ch.xo * r.exited)";

async fn rollup(
    connection: &Connection,
    scope: Scope,
    table: &str,
    column: &str,
    keys: &BTreeMap<i64, usize>,
) -> Result<Vec<(i64, Sums)>> {
    let keys: Vec<_> = keys.keys().collect();
    let keys = serde_json::to_string(&keys).unwrap_or_default();
    // The joins stand in the order of the key, time first: a search a pair.
    let (_, filter, id) = filters(scope);
    let sql = format!(
        "{} SELECT k.value, {WEIGHTED_SUMS}, sum(r.intervals), sum(r.flagged)
         FROM json_each(?2) k CROSS JOIN ch CROSS JOIN {table} r
         ON r.{column} = k.value AND r.channel = ch.id GROUP BY k.value",
        weighted(filter)
    );
    parts(connection, &sql, vec![id.into(), keys.into()]).await
}

async fn intervals(
    connection: &Connection,
    scope: Scope,
    from: i64,
    to: i64,
    length: u32,
) -> Result<Vec<(i64, Sums)>> {
    let (_, filter, id) = filters(scope);
    let sql = format!(
        "{} SELECT (r.hour * 3600 + r.second - ?3) / ?5 AS part,
             {WEIGHTED_SUMS}, count(*), sum(r.flags & 1)
         FROM json_each(?2) h CROSS JOIN ch CROSS JOIN count r
         ON r.hour = h.value AND r.channel = ch.id
         WHERE r.hour * 3600 + r.second >= ?3 AND r.hour * 3600 + r.second < ?4
         GROUP BY part",
        weighted(filter)
    );
    let parameters = vec![
        id.into(),
        hours(from, to).into(),
        from.into(),
        to.into(),
        length.into(),
    ];
    parts(connection, &sql, parameters).await
}

/// The hours since 1970 that a period touches, as a JSON list.
fn hours(from: i64, to: i64) -> String {
    let hours: Vec<_> = (from.div_euclid(3600)..=(to - 1).div_euclid(3600)).collect();
    serde_json::to_string(&hours).unwrap_or_default()
}

async fn parts(
    connection: &Connection,
    sql: &str,
    parameters: Vec<Value>,
) -> Result<Vec<(i64, Sums)>> {
    let rows = connection.query(sql, parameters).await?;
    rows.iter()
        .map(|row| {
            let sums = Sums {
                entered: row.get(1)?,
                exited: row.get(2)?,
                measured: row.get(3)?,
                implausible: row.get(4)?,
                ..Sums::default()
            };
            Ok((row.get(0)?, sums))
        })
        .collect()
}

/// The tables in which the scope exists, the filter of its sensors, its id.
fn filters(scope: Scope) -> (&'static str, &'static str, i64) {
    match scope {
        Scope::Sensor(id) => (
            "client JOIN site ON site.client_id = client.id
             JOIN entrance ON entrance.site_id = site.id
             JOIN sensor s ON s.entrance_id = entrance.id WHERE s.id = ?1",
            "s.id = ?1",
            id,
        ),
        Scope::Entrance(id) => (
            "client JOIN site ON site.client_id = client.id
             JOIN entrance ON entrance.site_id = site.id WHERE entrance.id = ?1",
            "entrance.id = ?1",
            id,
        ),
        Scope::Site(id) => (
            "client JOIN site ON site.client_id = client.id WHERE site.id = ?1",
            "site.id = ?1",
            id,
        ),
        Scope::Client(id) => (
            "client LEFT JOIN site ON site.client_id = client.id WHERE client.id = ?1",
            "site.client_id = ?1",
            id,
        ),
    }
}
