//! The hours that plausibility is judged by, and the usual that it is judged against.

use std::collections::BTreeMap;

use spp_counts::step::QUARTER;

use super::{LEASE, ids};
use crate::{Connection, Error, Result, Row, Transaction};

/// Which of a sensor's clocks has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// An hour is over.
    Hour,
    /// A day is over.
    Day,
}

/// A sensor whose figures are judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its id.
    pub sensor: i64,
    /// Its site.
    pub site: i64,
    /// Whose it is.
    pub client: i64,
    /// Its interval in seconds.
    pub interval: u32,
    /// Channels that count, each of which brings an interval.
    pub channels: u32,
    /// Start of its earliest interval; none, where it has never counted.
    pub since: Option<i64>,
    /// Its model.
    pub model: Option<String>,
    /// The firmware that it last told.
    pub firmware: Option<String>,
    /// Seconds by which its clock was ahead, when it last told.
    pub clock_offset: Option<i64>,
    /// When it last told its clock.
    pub clock_at: Option<i64>,
    /// What is usual for it.
    pub profile: Option<Vec<u8>>,
}

/// Sums of an hour of a sensor, by the channel map's directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourSum {
    /// Its first second since 1970.
    pub start: i64,
    /// People in.
    pub entered: u32,
    /// People out.
    pub exited: u32,
    /// Intervals measured, of all channels.
    pub measured: u32,
}

/// Claims the sensors of sites at which some are due, at most so many sites: a
/// sensor is judged beside the others of its site.
///
/// # Errors
/// The database's.
pub async fn claim(
    connection: &Connection,
    clock: Clock,
    now: i64,
    limit: u32,
) -> Result<Vec<Judged>> {
    let column = match clock {
        Clock::Hour => "hour_due",
        Clock::Day => "day_due",
    };
    let sql = format!(
        "UPDATE watch SET {column} = ?1 + {LEASE} WHERE sensor_id IN
             (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id
              WHERE s.retired_at IS NULL AND e.site_id IN
                 (SELECT e.site_id FROM watch w JOIN sensor s ON s.id = w.sensor_id
                  JOIN entrance e ON e.id = s.entrance_id
                  WHERE w.{column} <= ?1 AND s.retired_at IS NULL
                  GROUP BY e.site_id ORDER BY min(w.{column}) LIMIT ?2))
         RETURNING sensor_id"
    );
    let claimed = connection
        .query(&sql, vec![now.into(), limit.into()])
        .await?;
    let Some(ids) = ids(&claimed)? else {
        return Ok(Vec::new());
    };
    let rows = connection.query(JUDGED, vec![ids.into()]).await?;
    rows.iter().map(judged).collect()
}

const JUDGED: &str = "
    SELECT s.id, site.id, site.client_id, s.interval,
        (SELECT count(*) FROM channel c WHERE c.sensor_id = s.id AND c.direction <> 'none' AND c.since IS NOT NULL),
        (SELECT min(c.since) FROM channel c WHERE c.sensor_id = s.id AND c.direction <> 'none'),
        s.model, coalesce(st.firmware, s.firmware), st.clock_offset, st.clock_at,
        w.profile
    FROM json_each(?1) j CROSS JOIN watch w ON w.sensor_id = j.value
    JOIN sensor s ON s.id = w.sensor_id
    JOIN entrance e ON e.id = s.entrance_id JOIN site ON site.id = e.site_id
    LEFT JOIN sensor_state st ON st.sensor_id = s.id";

fn judged(row: &Row) -> Result<Judged> {
    Ok(Judged {
        sensor: row.get(0)?,
        site: row.get(1)?,
        client: row.get(2)?,
        interval: row.get(3)?,
        channels: row.get(4)?,
        since: row.get(5)?,
        model: row.get(6)?,
        firmware: row.get(7)?,
        clock_offset: row.get(8)?,
        clock_at: row.get(9)?,
        profile: row.get(10)?,
    })
}

/// The hours that begin at these moments, of sensors in one zone, by sensor and
/// in their order; hours without any interval are left out.
///
/// # Errors
/// The database's.
pub async fn sums(
    connection: &Connection,
    sensors: &[i64],
    starts: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<HourSum>>> {
    let sensors = serde_json::to_string(sensors).unwrap_or_default();
    let quarters: Vec<_> = starts.map(|start| start.div_euclid(QUARTER)).collect();
    let quarters = serde_json::to_string(&quarters).unwrap_or_default();
    let parameters = vec![sensors.into(), quarters.into()];
    let rows = connection.query(SUMS, parameters).await?;
    rows.iter()
        .map(|row| {
            let hours: Vec<(i64, i64, i64, i64)> = serde_json::from_str(&row.get::<String>(1)?)
                .map_err(|_| Error::Unexpected { column: 1 })?;
            Ok((row.get(0)?, hours.into_iter().map(hour).collect()))
        })
        .collect()
}

/// A row a sensor, since crossing from the database costs by the row; a search
/// an hour and channel, since the rollup's key begins with the time.
const SUMS: &str = "
    WITH ch AS MATERIALIZED (
        SELECT c.id, c.sensor_id,
            CASE WHEN direction = 'both' THEN 1 - flip WHEN direction = 'in' THEN 1 - flip ELSE flip END AS ei,
            CASE WHEN direction = 'both' THEN flip WHEN direction = 'in' THEN flip ELSE 1 - flip END AS eo,
            direction = 'both' AND flip AS xi, direction = 'both' AND NOT flip AS xo
        FROM channel c WHERE c.sensor_id IN (SELECT value FROM json_each(?1)) AND c.direction <> 'none'),
    sums AS (
        SELECT ch.sensor_id AS sensor, r.quarter,
            sum(ch.ei * r.entered + ch.xi * r.exited) AS entered,
            sum(ch.eo * r.entered + ch.xo * r.exited) AS exited,
            sum(r.intervals) AS measured
        FROM json_each(?2) q CROSS JOIN ch CROSS JOIN count_hour r
        ON r.quarter = q.value AND r.channel = ch.id
        GROUP BY ch.sensor_id, r.quarter ORDER BY ch.sensor_id, r.quarter)
    SELECT sensor, json_group_array(json_array(quarter, entered, exited, measured))
    FROM sums GROUP BY sensor";

fn hour((quarter, entered, exited, measured): (i64, i64, i64, i64)) -> HourSum {
    let narrow = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    HourSum {
        start: quarter * QUARTER,
        entered: narrow(entered),
        exited: narrow(exited),
        measured: narrow(measured),
    }
}

/// Conflicting statements about these sensors' intervals that arrived in a
/// period, by sensor.
///
/// # Errors
/// The database's.
pub async fn conflicts(
    connection: &Connection,
    sensors: &[i64],
    from: i64,
    to: i64,
) -> Result<BTreeMap<i64, u32>> {
    let sensors = serde_json::to_string(sensors).unwrap_or_default();
    let sql = "SELECT c.sensor_id, count(*) FROM channel c JOIN conflict x ON x.channel = c.id
         WHERE c.sensor_id IN (SELECT value FROM json_each(?1))
           AND ?2 <= x.arrived AND x.arrived < ?3
         GROUP BY c.sensor_id";
    let rows = connection
        .query(sql, vec![sensors.into(), from.into(), to.into()])
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// What judging a sensor's hours or days leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The sensor.
    pub sensor: i64,
    /// When it is judged next.
    pub due: i64,
    /// What was found, as JSON; none, where nothing was.
    pub findings: Option<String>,
    /// What is usual for it from now on; none, where that has not changed.
    pub profile: Option<Vec<u8>>,
}

/// Keeps verdicts. The states are looked at again at once where something was
/// found or is over, since findings become incidents there.
///
/// # Errors
/// The database's.
pub async fn keep(transaction: &Transaction, clock: Clock, verdicts: &[Verdict]) -> Result<()> {
    let (due, findings) = match clock {
        Clock::Hour => ("hour_due", "hourly"),
        Clock::Day => ("day_due", "daily"),
    };
    let sql = format!(
        "UPDATE watch SET {due} = ?2, profile = coalesce(?4, profile),
             due = CASE WHEN {findings} IS NULL AND ?3 IS NULL THEN due ELSE 0 END,
             {findings} = ?3 WHERE sensor_id = ?1"
    );
    for verdict in verdicts {
        let parameters = vec![
            verdict.sensor.into(),
            verdict.due.into(),
            verdict.findings.clone().into(),
            verdict.profile.as_deref().into(),
        ];
        transaction.execute(&sql, parameters).await?;
    }
    Ok(())
}
