//! What is restored of a period: where nothing was measured, and a restoration stands.

use spp_counts::step::{Span, Step};

use super::late::part;
use super::{Scope, Sums, WEIGHTED_SUMS, filters, weighted};
use crate::{Connection, Result};

/// The state of a restoration `x`: the last thing that was said of it. One stands while
/// that is 'agreed'.
pub(crate) const STATE: &str = "(SELECT v.event FROM restoration_event v
     WHERE v.restoration_id = x.id ORDER BY v.id DESC LIMIT 1)";

/// That something of a restored interval `r` was measured after all: intervals are
/// compared as stretches, since what arrives late may have another length and reach over
/// the end of its hour, which a restored one never does. None is longer than a day.
pub(crate) const MEASURED: &str = "(EXISTS (SELECT 1 FROM count m
     WHERE m.hour = r.hour AND m.channel = r.channel
       AND m.second < r.second + r.length AND r.second < m.second + m.length)
   OR EXISTS (SELECT 1 FROM count m INDEXED BY count_long
     WHERE m.channel = r.channel AND m.hour BETWEEN r.hour - 24 AND r.hour - 1
       AND 3600 < m.second + m.length
       AND (r.hour - m.hour) * 3600 + r.second < m.second + m.length))";

/// The restorations that stand of channels `ch` and touch the period from `?2` until `?3`,
/// with the hours of which something is wanted. A hole may reach into closed hours for
/// four days beside the period of its restoration.
pub(super) fn standing() -> String {
    format!(
        "standing AS MATERIALIZED (
             SELECT x.id, x.sensor_id, max(x.starts_at - 345600, ?2) / 3600 AS first,
                 (min(x.ends_at + 345600, ?3) - 1) / 3600 AS last
             FROM restoration x WHERE x.sensor_id IN (SELECT sensor FROM ch)
               AND x.starts_at - 345600 < ?3 AND ?2 < x.ends_at + 345600
               AND {STATE} = 'agreed')"
    )
}

/// Their intervals `r` of which nothing was measured: a search a channel.
pub(super) fn unmeasured() -> String {
    format!(
        "standing CROSS JOIN ch ON ch.sensor = standing.sensor_id
         CROSS JOIN restored r ON r.channel = ch.id
             AND r.hour BETWEEN standing.first AND standing.last
             AND r.restoration_id = standing.id
         WHERE NOT {MEASURED}"
    )
}

/// The restored people of the parts of a period, by the parts' keys.
///
/// Reads only what restorations that stand have of the period, and nothing where there
/// are none.
///
/// # Errors
/// The database's.
pub(super) async fn sums(
    connection: &Connection,
    scope: Scope,
    step: Step,
    spans: &[Span],
) -> Result<Vec<(i64, Sums)>> {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
        return Ok(Vec::new());
    };
    // Days of the same date begin and end at other hours in other zones, and at others
    // than when it was restored where a site's zone was corrected since.
    let apart = 86_400;
    let (from, to) = (first.start - apart, last.end + apart);
    let sql = format!(
        "{}, {} SELECT {} AS part, {WEIGHTED_SUMS},
             count(DISTINCT (r.hour * 3600 + r.second) || ' ' || r.channel)
         FROM {} GROUP BY part",
        weighted(filters(scope).1),
        standing(),
        part(step, first.start),
        unmeasured(),
    );
    let (_, _, id) = filters(scope);
    let rows = connection
        .query(&sql, vec![id.into(), from.into(), to.into()])
        .await?;
    rows.iter()
        .map(|row| {
            let sums = Sums {
                restored_entered: row.get(1)?,
                restored_exited: row.get(2)?,
                restored: row.get(3)?,
                ..Sums::default()
            };
            Ok((row.get(0)?, sums))
        })
        .collect()
}
