//! What an hour shows: judged each hour from the last three days and what is
//! usual.
//!
//! Only what reaches the newest hour is found, and nothing while that hour is
//! old: a history that is imported, or a backlog that is sent, raises no alarm.

mod gap;
mod low;
mod silence;
mod surplus;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::finding::{Finding, Point};
use crate::level::Levels;
use crate::profile::Profile;
use crate::series::{Cell, Hour, last_hour, lay};
use crate::site::Site;

/// Hours that are looked at.
pub const HOURS: u16 = 72;

/// Hours after which the newest one is too old to say anything of now.
const FRESH: usize = 3;

/// The hours of a sensor up to its newest one, laid beside what is usual; of a
/// site's sensors each is laid once, and judged beside the others.
#[derive(Debug, Clone)]
pub struct Recent {
    /// The hours from [`HOURS`] ago to the newest one.
    cells: Vec<Cell>,
    levels: Levels,
    /// What is usual, when enough is known.
    profile: Option<Profile>,
    /// Whether the newest hour says something of now.
    fresh: bool,
}

impl Recent {
    /// Lays a sensor's last hours, in their order, beside what is usual:
    /// [`HOURS`] of them at most are looked at, and hours without counts may be
    /// left out. Without a profile that is ready, only what needs none is found.
    #[must_use]
    pub fn new(
        hours: &[Hour],
        profile: Option<Profile>,
        site: &Site<'_>,
        now: DateTime<Utc>,
    ) -> Self {
        let profile = profile.filter(Profile::is_ready);
        let end = last_hour(now, site.zone);
        let mut cells = lay(hours, profile.as_ref(), site.zone, end, HOURS);
        for cell in &mut cells {
            cell.unusual = site.is_unusual(cell);
            if site.is_excluded(cell) {
                cell.share = 0.0;
                cell.usual = cell.usual.scaled(0.0);
            }
        }
        let laid = cells.len();
        let newest = cells.iter().rposition(Cell::is_measured);
        cells.truncate(newest.map_or(0, |newest| newest + 1));
        Self {
            levels: Levels::of(&cells),
            fresh: laid <= cells.len() + FRESH,
            cells,
            profile,
        }
    }

    /// The last so many hours.
    fn last(&self, count: usize) -> &[Cell] {
        let first = self.cells.len().saturating_sub(count);
        self.cells.get(first..).unwrap_or_default()
    }

    /// The series that a finding shows, at the level before some hour.
    fn points(&self, level: f64) -> impl Iterator<Item = Point> + '_ {
        self.cells.iter().map(move |cell| cell.point(level))
    }
}

/// Judges a sensor by its last hours, beside the other sensors of its site.
#[must_use]
pub fn judge(recent: &Recent, sisters: &[&Recent], site: &Site<'_>) -> Vec<Finding> {
    let gap = gap::gap(&recent.cells, site);
    if !recent.fresh {
        return gap.into_iter().collect();
    }
    let zero = silence::zero(recent, site.limits);
    // Nobody at all is more than few.
    let low = match &zero {
        Some(_) => None,
        None => low::low(recent, sisters, site.limits),
    };
    [
        gap,
        zero,
        low,
        silence::frozen(recent, site.limits),
        surplus::spike(recent, site),
        surplus::closed_hours(recent, site),
    ]
    .into_iter()
    .flatten()
    .collect()
}
