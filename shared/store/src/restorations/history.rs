//! What the channels of a sensor counted in the hours around a hole.

use spp_counts::step::QUARTER;

use crate::{Connection, Error, Result};

/// What a channel counted in an hour of the site's zone, in the device's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The channel.
    pub channel: i64,
    /// The hour's first second, since 1970.
    pub start: i64,
    /// The channel's first number.
    pub entered: i64,
    /// Its second number.
    pub exited: i64,
    /// Intervals measured.
    pub measured: i64,
    /// Of these, above what a door lets through.
    pub implausible: i64,
}

/// What these channels counted in the hours that begin at these moments, in seconds since
/// 1970. Hours without any interval are left out.
///
/// # Errors
/// The database's.
pub async fn history(
    connection: &Connection,
    channels: &[i64],
    starts: impl Iterator<Item = i64>,
) -> Result<Vec<Counted>> {
    let quarters: Vec<_> = starts.map(|start| start.div_euclid(QUARTER)).collect();
    let parameters = vec![super::json(&channels), super::json(&quarters)];
    let rows = connection.query(HISTORY, parameters).await?;
    let mut counted = Vec::new();
    for row in &rows {
        let channel = row.get(0)?;
        let hours: Vec<(i64, i64, i64, i64, i64)> = serde_json::from_str(&row.get::<String>(1)?)
            .map_err(|_| Error::Unexpected { column: 1 })?;
        let told = |(quarter, entered, exited, measured, implausible)| Counted {
            channel,
            start: quarter * QUARTER,
            entered,
            exited,
            measured,
            implausible,
        };
        counted.extend(hours.into_iter().map(told));
    }
    Ok(counted)
}

/// A row a channel, since crossing from the database costs by the row; a search an hour
/// and channel, since the rollup's key begins with the time.
const HISTORY: &str = "
    SELECT r.channel,
        json_group_array(json_array(r.quarter, r.entered, r.exited, r.intervals, r.flagged))
    FROM json_each(?2) q CROSS JOIN json_each(?1) c CROSS JOIN count_hour r
    ON r.quarter = q.value AND r.channel = c.value
    GROUP BY r.channel";
