//! What the watch asks of sensors, and what it keeps of them between its looks.
//!
//! A look begins with a claim: whoever claims a sensor moves its due moment on
//! in the same statement, so that two schedulers never look at the same one,
//! and one that dies meanwhile is made up for when the claim ends.

pub mod alarms;
pub mod hours;
pub mod service;
pub mod settings;
pub mod today;

#[cfg(test)]
mod tests;

use crate::{Connection, Result, Row, Transaction};

/// Seconds after which what somebody has claimed is due again.
pub const LEASE: i64 = 120;

/// A moment that never comes: of a sensor that is not in use.
pub const NEVER: i64 = 253_402_300_799;

/// A sensor whose states are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Its id.
    pub sensor: i64,
    /// Its site.
    pub site: i64,
    /// Whose it is.
    pub client: i64,
    /// Its interval in seconds.
    pub interval: u32,
    /// How often it is heard from at least, in seconds, where that is known.
    pub heartbeat: Option<u32>,
    /// Since when it is known, in seconds since 1970.
    pub created_at: i64,
    /// Whether it was taken out of use.
    pub retired: bool,
    /// When it was last heard from.
    pub last_contact: Option<i64>,
    /// The end of its newest interval.
    pub last_data: Option<i64>,
    /// When that interval arrived.
    pub data_arrived: Option<i64>,
    /// Its state of contact, as it was left.
    pub link: State,
    /// Its state of data, as it was left.
    pub data: State,
    /// What was found in its hours, as JSON.
    pub hourly: Option<String>,
    /// What was found in its days, as JSON.
    pub daily: Option<String>,
}

/// A state by its code, and since when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The code.
    pub code: String,
    /// Since when, in seconds since 1970.
    pub since: Option<i64>,
}

/// Claims the sensors whose states are due and shows them, the longest due
/// first, at most so many.
///
/// # Errors
/// The database's.
pub async fn claim(connection: &Connection, now: i64, limit: u32) -> Result<Vec<Watched>> {
    let sql = format!(
        "UPDATE watch SET due = ?1 + {LEASE} WHERE sensor_id IN
             (SELECT sensor_id FROM watch WHERE due <= ?1 ORDER BY due LIMIT ?2)
         RETURNING sensor_id"
    );
    let claimed = connection
        .query(&sql, vec![now.into(), limit.into()])
        .await?;
    let Some(ids) = ids(&claimed)? else {
        return Ok(Vec::new());
    };
    let rows = connection.query(WATCHED, vec![ids.into()]).await?;
    rows.iter().map(watched).collect()
}

/// The ids that rows begin with, as a JSON array; none, where there is no row.
fn ids(rows: &[Row]) -> Result<Option<String>> {
    let ids = rows
        .iter()
        .map(|row| row.get(0))
        .collect::<Result<Vec<i64>>>()?;
    Ok((!ids.is_empty()).then(|| serde_json::to_string(&ids).unwrap_or_default()))
}

const WATCHED: &str = "
    SELECT s.id, site.id, site.client_id, s.interval, s.heartbeat, s.created_at,
        s.retired_at IS NOT NULL, st.last_contact, st.last_data, st.data_arrived,
        w.link, w.link_since, w.data, w.data_since, w.hourly, w.daily
    FROM json_each(?1) j CROSS JOIN watch w ON w.sensor_id = j.value
    JOIN sensor s ON s.id = w.sensor_id
    JOIN entrance e ON e.id = s.entrance_id JOIN site ON site.id = e.site_id
    LEFT JOIN sensor_state st ON st.sensor_id = s.id";

fn watched(row: &Row) -> Result<Watched> {
    Ok(Watched {
        sensor: row.get(0)?,
        site: row.get(1)?,
        client: row.get(2)?,
        interval: row.get(3)?,
        heartbeat: row.get(4)?,
        created_at: row.get(5)?,
        retired: row.get(6)?,
        last_contact: row.get(7)?,
        last_data: row.get(8)?,
        data_arrived: row.get(9)?,
        link: State {
            code: row.get(10)?,
            since: row.get(11)?,
        },
        data: State {
            code: row.get(12)?,
            since: row.get(13)?,
        },
        hourly: row.get(14)?,
        daily: row.get(15)?,
    })
}

/// What a look at a sensor's states leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The sensor.
    pub sensor: i64,
    /// When its states can change next.
    pub due: i64,
    /// Its state of contact.
    pub link: State,
    /// Its state of data.
    pub data: State,
}

/// Keeps what a look has left, in one statement. What has become due since it was
/// claimed stays due: a sensor was heard again, or taken out of use.
///
/// # Errors
/// The database's.
pub async fn keep(transaction: &Transaction, looked: &[Looked], claimed_at: i64) -> Result<()> {
    let rows: Vec<_> = looked
        .iter()
        .map(|look| {
            (
                look.sensor,
                look.due,
                &look.link.code,
                look.link.since,
                &look.data.code,
                look.data.since,
            )
        })
        .collect();
    let rows = serde_json::to_string(&rows).unwrap_or_default();
    let sql =
        "UPDATE watch SET due = CASE WHEN due = ?2 THEN j.value ->> 1 ELSE due END, link = j.value ->> 2, link_since = j.value ->> 3,
             data = j.value ->> 4, data_since = j.value ->> 5, failures = 0, failure = NULL
         FROM json_each(?1) j WHERE sensor_id = j.value ->> 0";
    let lease = claimed_at + LEASE;
    transaction
        .execute(sql, vec![rows.into(), lease.into()])
        .await
}

/// Notes that a sensor could not be looked at, and puts the next look off: a
/// minute at first, twice as long each time, at most a day.
///
/// # Errors
/// The database's.
pub async fn put_off(connection: &Connection, sensor: i64, now: i64, failure: &str) -> Result<()> {
    let sql = "UPDATE watch SET failures = failures + 1, failure = ?3,
             due = ?2 + min(86400, 60 << min(failures, 11)),
             hour_due = max(hour_due, ?2 + 3600), day_due = max(day_due, ?2 + 86400)
         WHERE sensor_id = ?1";
    let parameters = vec![sensor.into(), now.into(), failure.into()];
    connection.execute(sql, parameters).await
}

/// The sensors that could not be looked at, with how often and why.
///
/// # Errors
/// The database's.
pub async fn failing(connection: &Connection, limit: u32) -> Result<Vec<(i64, i64, String)>> {
    let sql = "SELECT sensor_id, failures, failure FROM watch
         WHERE 0 < failures ORDER BY failures DESC LIMIT ?1";
    let rows = connection.query(sql, vec![limit.into()]).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}
