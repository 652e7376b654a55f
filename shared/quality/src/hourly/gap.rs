//! Counts that are missing between others.

use crate::finding::{Finding, Symptom};
use crate::series::Cell;
use crate::site::Site;

/// Finds open time without counts before the newest hour; what is missing at
/// the end is late, and no gap yet. Of an hour of which a part is left out it is
/// not known which part was counted.
pub(super) fn gap(cells: &[Cell], site: &Site<'_>) -> Option<Finding> {
    let first = cells.iter().position(Cell::is_measured)?;
    let newest = cells.iter().rposition(Cell::is_measured)?;
    let missing = |cell: &Cell| (1.0 - cell.share) * site.attended_seconds(cell) as f64;
    let between = cells.get(first..newest).unwrap_or_default();
    let gaps: Vec<_> = between
        .iter()
        .filter(|cell| cell.share < 1.0 && !site.is_excluded(cell) && 0.0 < missing(cell))
        .collect();
    let seconds: f64 = gaps.iter().map(|cell| missing(cell)).sum();
    let limit = site.limits.gap_seconds;
    let (since, until) = (gaps.first()?.start, gaps.last()?.end());
    let points = cells.iter().map(|cell| cell.point(1.0));
    (limit <= seconds).then(|| {
        let numbers = [("missing_seconds", seconds)];
        let found = Finding::scored(Symptom::Gap, since, (seconds, limit), &numbers, points);
        Finding {
            confidence: 1.0,
            ..found.until(until)
        }
    })
}
