//! How many intervals of the parts of a period arrived late.

use spp_counts::step::{Span, Step};

use super::{Extent, Scope, filters, keys, weighted};
use crate::{Connection, Result};

/// Whether a count `r` of a channel `ch` was late: it arrived an hour and two of
/// its lengths after its end, and its sensor was entered by then. The first condition
/// follows from the second, and is that of the index.
pub(super) const LATE: &str = "r.delay > 3600 AND 3600 + 2 * r.length < r.delay
     AND ch.created_at <= r.hour * 3600 + r.second + r.length";

/// Of each part of a period, in their order, how many intervals arrived late:
/// more than an hour and two of their lengths after their end. What was over
/// before its sensor was entered is history, and not late.
///
/// Reads those alone that arrived late, whatever the period: an index holds them.
///
/// # Errors
/// The database's.
pub async fn late(
    connection: &Connection,
    scope: Scope,
    extent: &Extent,
    step: Step,
    spans: &[Span],
) -> Result<Vec<i64>> {
    let mut late = vec![0; spans.len()];
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
        return Ok(late);
    };
    // No interval is longer than a day, so that none from before its sensor's entry
    // is read, as a whole history would be.
    let sql = format!(
        "{} SELECT {} AS part, count(*)
         FROM ch CROSS JOIN count r INDEXED BY count_late ON r.channel = ch.id
             AND r.hour BETWEEN max(?2, ch.created_at / 3600 - 25) AND ?3
         WHERE {LATE} GROUP BY part",
        weighted(filters(scope).1),
        part(step, first.start),
    );
    let (_, _, id) = filters(scope);
    // Other zones' days of the same date begin and end at other hours.
    let apart = if extent.mixed { 86_400 } else { 0 };
    let from = (first.start - apart).div_euclid(3600);
    let to = (last.end + apart - 1).div_euclid(3600);
    let rows = connection
        .query(&sql, vec![id.into(), from.into(), to.into()])
        .await?;
    let keys = keys(extent, step, spans);
    for row in rows {
        let position = keys.get(&row.get::<i64>(0)?);
        if let Some(late) = position.and_then(|position| late.get_mut(*position)) {
            *late += row.get::<i64>(1)?;
        }
    }
    Ok(late)
}

/// The key of a count's part, as the rollups' triggers compute it.
pub(crate) fn part(step: Step, from: i64) -> String {
    let quarter = "(r.hour * 4 + r.second / 900)";
    match step {
        // Whole numbers are divided towards zero.
        Step::Interval(length) => format!(
            "iif(r.hour * 3600 + r.second < {from}, -1, (r.hour * 3600 + r.second - {from}) / {length})"
        ),
        Step::Hour => format!("{quarter} - ({quarter} + r.zone) % 4"),
        Step::Day | Step::Week | Step::Month => format!("({quarter} + r.zone) / 96"),
    }
}
