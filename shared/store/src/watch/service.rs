//! The service's own life: when it ticked, and when it stood or heard nothing.

use crate::{Connection, Result};

/// A time in which the service could hear nobody, whatever sensors did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Downtime {
    /// Its first second since 1970.
    pub starts_at: i64,
    /// The first second after it.
    pub ends_at: i64,
}

/// Why the service heard nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It was not running: nobody ticked.
    Stopped,
    /// It ran, but nobody at all arrived.
    Silent,
}

/// Notes a tick, and returns when the one before it was.
///
/// # Errors
/// The database's.
pub async fn tick(connection: &Connection, now: i64) -> Result<Option<i64>> {
    let sql = "UPDATE service SET ticked_at = max(?1, coalesce(ticked_at, 0))
         RETURNING (SELECT ticked_at FROM service)";
    connection.one(sql, vec![now.into()]).await?.get(0)
}

/// Notes a downtime; one that goes on is made longer.
///
/// # Errors
/// The database's.
pub async fn stood(connection: &Connection, downtime: Downtime, reason: Reason) -> Result<()> {
    let sql = "INSERT INTO downtime VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET ends_at = max(ends_at, excluded.ends_at)";
    let reason = match reason {
        Reason::Stopped => "stopped",
        Reason::Silent => "silent",
    };
    let Downtime { starts_at, ends_at } = downtime;
    let parameters = vec![starts_at.into(), ends_at.into(), reason.into()];
    connection.execute(sql, parameters).await
}

/// The downtimes that reach into the time after a moment, in their order.
///
/// # Errors
/// The database's.
pub async fn downtimes(connection: &Connection, after: i64) -> Result<Vec<Downtime>> {
    let sql = "SELECT starts_at, ends_at FROM downtime WHERE ?1 < ends_at ORDER BY starts_at";
    let rows = connection.query(sql, vec![after.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Downtime {
                starts_at: row.get(0)?,
                ends_at: row.get(1)?,
            })
        })
        .collect()
}

/// How many sensors in use have been heard from at all, and when the last of
/// them was.
///
/// # Errors
/// The database's.
pub async fn arrivals(connection: &Connection) -> Result<(i64, Option<i64>)> {
    let sql = "SELECT count(*), max(last_contact) FROM sensor_state st
         JOIN sensor s ON s.id = st.sensor_id WHERE s.retired_at IS NULL";
    let row = connection.one(sql, Vec::new()).await?;
    Ok((row.get(0)?, row.get(1)?))
}

/// Whether the end of the production calendar is yet to be told for this
/// year; says so only once.
///
/// # Errors
/// The database's.
pub async fn tell_calendar(connection: &Connection, year: i32) -> Result<bool> {
    let sql = "UPDATE service SET calendar_told = ?1
         WHERE coalesce(calendar_told, 0) < ?1 RETURNING 1";
    Ok(connection.find(sql, vec![year.into()]).await?.is_some())
}
