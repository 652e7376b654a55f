//! What a day shows: judged once a day from up to ten weeks of hours.

mod direction;
mod shift;
#[cfg(test)]
mod tests;
mod undercount;

use chrono::{DateTime, TimeDelta, Utc};

use crate::finding::Finding;
use crate::limits::Limits;
use crate::profile::{self, Profile};
use crate::series::{Cell, Hour, last_hour, lay};
use crate::site::Site;

/// Days that are judged together; what is usual is taken from before them.
const JUDGED: i64 = 14;

/// What a day leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Daily {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What is usual now.
    pub profile: Profile,
}

/// A sensor's last days beside what was usual before them.
#[derive(Debug, Clone)]
pub struct Days {
    /// The hours of the last days, beside what was usual before.
    cells: Vec<Cell>,
    before: Profile,
    /// What is usual now.
    profile: Profile,
}

impl Days {
    /// Lays a sensor's last days beside what was usual before them. `hours` in
    /// their order, ten weeks or less. Unusual days are not judged.
    #[must_use]
    pub fn new(hours: &[Hour], site: &Site<'_>, now: DateTime<Utc>) -> Self {
        let end = last_hour(now, site.zone);
        let begin = end - TimeDelta::days(JUDGED);
        let before = profile::build(hours, site, begin);
        let mut cells = lay(hours, Some(&before), site.zone, end, JUDGED as u16 * 24);
        for cell in &mut cells {
            if site.is_unusual(cell) {
                cell.share = 0.0;
            }
        }
        let profile = profile::build(hours, site, end);
        Self {
            cells,
            before,
            profile,
        }
    }

    /// Days of the site of which all hours were measured, in their order.
    fn whole(&self) -> Vec<&[Cell]> {
        profile::whole_days(&self.cells).collect()
    }
}

/// Judges a sensor by its last days, beside those of the site's other sensors.
#[must_use]
pub fn judge(days: &Days, sisters: &[&Days], limits: &Limits) -> Daily {
    let mut findings = Vec::new();
    if days.before.is_ready() {
        findings.extend(undercount::undercount(days, sisters, limits));
        findings.extend(shift::shift(days, limits));
        let swapped = direction::swapped(days, limits);
        // A door whose directions are swapped is out of balance for that reason.
        match swapped {
            Some(swapped) => findings.push(swapped),
            None => findings.extend(direction::imbalance(days, limits)),
        }
    }
    Daily {
        findings,
        profile: days.profile.clone(),
    }
}
