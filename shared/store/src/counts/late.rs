//! How many intervals of the parts of a period arrived late.

use spp_counts::step::{Span, Step};

use super::{Extent, Scope, filters, hours, keys, weighted};
use crate::{Connection, Result};

/// Whether a count `r` of a channel `ch` was late: it arrived an hour and two of
/// its lengths after its end, and its sensor was entered by then.
pub(super) const LATE: &str =
    "3600 + 2 * r.length < r.delay AND ch.created_at <= r.hour * 3600 + r.second + r.length";

/// Of each part of a period, in their order, how many intervals arrived late:
/// more than an hour and two of their lengths after their end. What was over
/// before its sensor was entered is history, and not late.
///
/// Reads the counts themselves: only for periods of some weeks.
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
    let sql = format!(
        "{} SELECT {} AS part, count(*)
         FROM json_each(?2) h CROSS JOIN ch CROSS JOIN count r
         ON r.hour = h.value AND r.channel = ch.id
         WHERE {LATE} GROUP BY part",
        weighted(filters(scope).1),
        part(step, first.start),
    );
    let (_, _, id) = filters(scope);
    // Other zones' days of the same date begin and end at other hours.
    let apart = if extent.mixed { 86_400 } else { 0 };
    let hours = hours(first.start - apart, last.end + apart);
    let rows = connection
        .query(&sql, vec![id.into(), hours.into()])
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
fn part(step: Step, from: i64) -> String {
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
