//! When a sensor's channels were counted, as stretches of time without a hole.

use super::late::LATE;
use super::{Scope, filters, hours, weighted};
use crate::{Connection, Result};

/// Of which counts stretches are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Of all.
    Ever,
    /// Of those that arrived late, see [`super::late()`].
    Late,
    /// Of those that hold what a register counted over missing intervals before them.
    Gathered,
}

/// A stretch of one channel's counts that follow one another without a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The channel.
    pub channel: i64,
    /// First second of its first interval, since 1970.
    pub from: i64,
    /// First second after its last one.
    pub to: i64,
}

/// The stretches of a scope's summed channels, by channel and in order, of the
/// intervals that begin in a period.
///
/// Reads the counts themselves: only for periods of some weeks.
///
/// # Errors
/// The database's.
pub async fn stretches(
    connection: &Connection,
    scope: Scope,
    (from, to): (i64, i64),
    counted: Counted,
) -> Result<Vec<Stretch>> {
    let filter = match counted {
        Counted::Ever => "true",
        Counted::Late => LATE,
        Counted::Gathered => "r.flags & 2",
    };
    let sql = format!(
        "{}, counted AS (
             SELECT ch.id AS channel, r.hour * 3600 + r.second AS start,
                 r.hour * 3600 + r.second + r.length AS stop
             FROM json_each(?2) h CROSS JOIN ch CROSS JOIN count r
             ON r.hour = h.value AND r.channel = ch.id WHERE {filter}),
         begun AS (
             SELECT *, start IS NOT lag(stop) OVER (PARTITION BY channel ORDER BY start) AS begins
             FROM counted),
         numbered AS (
             SELECT *, sum(begins) OVER (PARTITION BY channel ORDER BY start) AS stretch
             FROM begun)
         SELECT channel, min(start), max(stop) FROM numbered
         GROUP BY channel, stretch ORDER BY channel, stretch",
        weighted(filters(scope).1)
    );
    let (_, _, id) = filters(scope);
    let parameters = vec![id.into(), hours(from, to).into()];
    let rows = connection.query(&sql, parameters).await?;
    rows.iter()
        .map(|row| {
            Ok(Stretch {
                channel: row.get(0)?,
                from: row.get(1)?,
                to: row.get(2)?,
            })
        })
        .collect()
}
