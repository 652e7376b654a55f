//! The service's own life: when it ticked, and when it stood or heard nothing.

use crate::{Connection, Result, Transaction};

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

/// Notes a tick, and returns when the one before it was; not, where the clock has
/// been set back since.
///
/// # Errors
/// The database's.
pub async fn tick(transaction: &Transaction, now: i64) -> Result<Option<i64>> {
    let sql = "SELECT ticked_at FROM service";
    let before: Option<i64> = transaction.one(sql, Vec::new()).await?.get(0)?;
    let sql = "UPDATE service SET ticked_at = ?1";
    transaction.execute(sql, vec![now.into()]).await?;
    if before.is_none_or(|before| before <= now + AHEAD) {
        return Ok(before);
    }
    // The clock was ahead, and was set right: nothing that was to be in between
    // has been, and everything may be due.
    for sql in [
        "DELETE FROM downtime WHERE ?1 <= starts_at",
        "UPDATE downtime SET ends_at = ?1 WHERE ?1 < ends_at",
        "UPDATE watch SET due = 0, hour_due = 0, day_due = 0 WHERE ?1 IS NOT NULL
           AND sensor_id IN (SELECT id FROM sensor WHERE retired_at IS NULL)",
    ] {
        transaction.execute(sql, vec![now.into()]).await?;
    }
    Ok(None)
}

/// So many seconds two schedulers' clocks may be apart.
const AHEAD: i64 = 300;

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

/// How many sensors in use have ever been heard.
///
/// # Errors
/// The database's.
pub async fn sensors(connection: &Connection) -> Result<u32> {
    let sql = "SELECT count(*) FROM sensor_state st JOIN sensor s ON s.id = st.sensor_id
         WHERE s.retired_at IS NULL";
    connection.one(sql, Vec::new()).await?.get(0)
}

/// Whether any counts arrived in a time: then the service took them, whoever
/// ticked or did not.
///
/// # Errors
/// The database's.
pub async fn arrived_within(connection: &Connection, from: i64, to: i64) -> Result<bool> {
    // Nearly all counts arrive within the hour after their interval.
    let sql = "SELECT 1 FROM count WHERE hour BETWEEN ?1 / 3600 - 1 AND ?2 / 3600
           AND hour * 3600 + second + length + delay BETWEEN ?1 AND ?2 LIMIT 1";
    let row = connection.find(sql, vec![from.into(), to.into()]).await?;
    Ok(row.is_some())
}

/// Who arrives, of the sensors that were in contact when they were last looked
/// at: those that speak most often are missed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrivals {
    /// How many speak often enough to be expected.
    pub expected: u32,
    /// How many of all were heard within the time between two signs of life of
    /// those, and the grace.
    pub heard: u32,
    /// The sites to which they belong.
    pub sites: u32,
    /// The longest time between two signs of life of theirs, in seconds.
    pub heartbeat: u32,
    /// When the last of those arrived that have not been heard since.
    pub last: i64,
}

/// Who arrives, by as many of the sensors that speak most often as are enough to
/// tell; none, where all of those are heard.
///
/// # Errors
/// The database's.
pub async fn arrivals(
    connection: &Connection,
    now: i64,
    grace: i64,
    enough: u32,
) -> Result<Option<Arrivals>> {
    let row = connection
        .one(ARRIVALS, vec![now.into(), grace.into(), enough.into()])
        .await?;
    let Some(last) = row.get(4)? else {
        return Ok(None);
    };
    Ok(Some(Arrivals {
        expected: row.get(0)?,
        heard: row.get(1)?,
        sites: row.get(2)?,
        heartbeat: row.get(3)?,
        last,
    }))
}

const ARRIVALS: &str = "
    WITH beats AS MATERIALIZED (
        SELECT st.last_contact, e.site_id, coalesce(s.heartbeat, max(s.interval, 900)) AS beat
        FROM watch w JOIN sensor s ON s.id = w.sensor_id
        JOIN sensor_state st ON st.sensor_id = s.id JOIN entrance e ON e.id = s.entrance_id
        WHERE w.link = 'up' AND s.retired_at IS NULL),
    enough AS MATERIALIZED (
        SELECT min(beat) AS beat FROM
            (SELECT beat, count(*) OVER (ORDER BY beat) AS number FROM beats) WHERE ?3 <= number)
    SELECT coalesce(sum(b.beat <= e.beat), 0), coalesce(sum(?1 - e.beat - ?2 < last_contact), 0),
        count(DISTINCT CASE WHEN b.beat <= e.beat THEN site_id END), coalesce(e.beat, 0),
        max(CASE WHEN b.beat <= e.beat AND last_contact <= ?1 - e.beat - ?2 THEN last_contact END)
    FROM beats b, enough e";

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
