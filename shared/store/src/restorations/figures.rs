//! How many people restorations bring, and how sure that is.

use std::collections::BTreeMap;

use spp_counts::step::{QUARTER, Step};

use crate::counts::late::part;
use crate::counts::restored::MEASURED;
use crate::counts::{WEIGHTED_SUMS, weighted};
use crate::{Connection, Result, Row};

/// What a restoration, or an hour of it, brings in all: what was agreed on, also where
/// some of it has been measured since.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// People in.
    pub entered: i64,
    /// People out.
    pub exited: i64,
    /// Intervals.
    pub intervals: i64,
    /// Of these, how many have been measured since, and are not read any more.
    pub replaced: i64,
    /// By so many people in it may be too much, in nine of ten such cases.
    pub below: f64,
    /// By so many people in it may be too little.
    pub above: f64,
}

/// What an hour of a restoration brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hour {
    /// The first second of an hour of the site's zone, since 1970.
    pub start: i64,
    /// What it brings.
    pub figures: Figures,
}

/// What these restorations bring, by their numbers.
///
/// The hours of a day are taken to stray together, since a day is busy or quiet as a
/// whole, and the days each by itself.
///
/// # Errors
/// The database's.
pub async fn figures(connection: &Connection, ids: &[i64]) -> Result<BTreeMap<i64, Figures>> {
    let sql = format!(
        "{}, days AS (SELECT wanted.id, {STRAYS} {HOURS} GROUP BY wanted.id, (h.quarter + h.zone) / 96)
         SELECT id, sum(below * below), sum(above * above) FROM days GROUP BY id",
        wanted()
    );
    let root = |square: f64| square.max(0.0).sqrt();
    let mut figures = sums(connection, "wanted.id", ids).await?;
    for row in connection.query(&sql, vec![super::json(&ids)]).await? {
        strays(&mut figures, &row, root)?;
    }
    Ok(figures)
}

/// What the hours of a restoration bring, in their order.
///
/// # Errors
/// The database's.
pub async fn hours(connection: &Connection, id: i64) -> Result<Vec<Hour>> {
    let sql = format!(
        "{} SELECT h.quarter, {STRAYS} {HOURS} GROUP BY h.quarter",
        wanted()
    );
    let mut hours = sums(connection, &part(Step::Hour, 0), &[id]).await?;
    for row in connection.query(&sql, vec![super::json(&[id])]).await? {
        strays(&mut hours, &row, |width| width)?;
    }
    let told = hours.into_iter().map(|(quarter, figures)| Hour {
        start: quarter * QUARTER,
        figures,
    });
    Ok(told.collect())
}

/// The sums of restorations by a key of theirs, without their bands.
async fn sums(connection: &Connection, key: &str, ids: &[i64]) -> Result<BTreeMap<i64, Figures>> {
    let sql = format!(
        "{} SELECT {key} AS part, {WEIGHTED_SUMS}, count(*), sum({MEASURED})
         FROM wanted CROSS JOIN ch ON ch.sensor = wanted.sensor_id
         CROSS JOIN restored r ON r.channel = ch.id
             AND r.hour BETWEEN wanted.first AND wanted.last AND r.restoration_id = wanted.id
         GROUP BY part",
        wanted()
    );
    let rows = connection.query(&sql, vec![super::json(&ids)]).await?;
    rows.iter()
        .map(|row| {
            let figures = Figures {
                entered: row.get(1)?,
                exited: row.get(2)?,
                intervals: row.get(3)?,
                replaced: row.get(4)?,
                ..Figures::default()
            };
            Ok((row.get(0)?, figures))
        })
        .collect()
}

/// Takes over the band of a row.
fn strays(
    figures: &mut BTreeMap<i64, Figures>,
    row: &Row,
    width: impl Fn(f64) -> f64,
) -> Result<()> {
    if let Some(figures) = figures.get_mut(&row.get::<i64>(0)?) {
        figures.below = width(row.get(1)?);
        figures.above = width(row.get(2)?);
    }
    Ok(())
}

/// The restorations whose numbers are the parameter, and their channels.
fn wanted() -> String {
    let sensors = "SELECT x.sensor_id FROM json_each(?1) j JOIN restoration x ON x.id = j.value";
    format!(
        "{}, wanted AS MATERIALIZED (
             SELECT x.id, x.sensor_id, x.starts_at / 3600 AS first, (x.ends_at - 1) / 3600 AS last
             FROM json_each(?1) j JOIN restoration x ON x.id = j.value)",
        weighted(&format!("s.id IN ({sensors})"))
    )
}

/// By how many people in the hours of a group may be wrong together.
const STRAYS: &str = "
    sum(ch.ei * h.entered_below + ch.xi * h.exited_below) AS below,
    sum(ch.ei * h.entered_above + ch.xi * h.exited_above) AS above";

const HOURS: &str = "
    FROM wanted CROSS JOIN restored_hour h ON h.restoration_id = wanted.id
    JOIN ch ON ch.id = h.channel";
