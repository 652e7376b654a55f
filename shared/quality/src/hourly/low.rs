//! Far fewer people than usual within a day.

use super::Recent;
use crate::finding::{Finding, Symptom};
use crate::level::Low;
use crate::limits::Limits;
use crate::profile::{Profile, WINDOWS};
use crate::series::Cell;
use crate::statistics::median;

/// How much livelier than usual a site may make a sensor that is not.
const LIVELIER: f64 = 0.2;

/// Counts of a window that lie below the usual.
struct Lack {
    /// First of its hours.
    first: usize,
    low: Low,
    /// ln of the ratio that the site's other sensors have to their usual.
    site: f64,
    /// How many of those there are.
    sisters: usize,
    /// How far below, in the sensor's own spreads.
    score: f64,
}

/// Sisters that make the site's ratio sure.
const SURE: usize = 3;

/// Finds that fewer people than usual came in the last 6, 12 or 24 hours:
/// fewer than [`Limits::low_ratio`] of the usual, and further off than
/// [`Limits::low_score`] of the sensor's own spreads, or
/// [`Limits::low_score_site`]. What the site's other
/// sensors lack as well, the sensor does not lack by itself.
pub(super) fn low(recent: &Recent, sisters: &[&Recent], limits: &Limits) -> Option<Finding> {
    let profile = recent.profile.as_ref()?;
    let lack = (0..WINDOWS.len())
        .filter_map(|window| lack(recent, profile, sisters, window))
        .filter(|lack| lack.low.ratio - lack.site <= limits.low_ratio.ln())
        .max_by(|one, other| one.score.total_cmp(&other.score))?;
    let limit = if lack.sisters < SURE {
        limits.low_score
    } else {
        limits.low_score_site
    };
    (limit <= lack.score).then(|| {
        let cells = recent.cells.get(lack.first..).unwrap_or_default();
        let numbers = [
            ("people", lack.low.counted),
            ("expected_people", lack.low.expected),
            ("ratio", lack.low.ratio.exp()),
            ("site_ratio", lack.site.exp()),
            ("hours", cells.len() as f64),
        ];
        let since = cells
            .first()
            .map_or_else(Default::default, |cell| cell.start);
        let points = recent.points(recent.levels.before(lack.first));
        let score = (lack.score, limit);
        Finding::scored(Symptom::Undercount, since, score, &numbers, points)
    })
}

/// How the newest hours lie beside the usual, of the window of that index.
fn lack(recent: &Recent, profile: &Profile, sisters: &[&Recent], window: usize) -> Option<Lack> {
    let length = WINDOWS.get(window).copied()?;
    let first = recent.cells.len().checked_sub(length)?;
    let cells = recent.last(length);
    let hour = cells.last()?.hour_of_day();
    let low = recent.levels.low(cells, first)?;
    let mut others = of_the_site(sisters, first, length);
    let site = median(&mut others).map_or(0.0, |site| site.clamp(-3.0, LIVELIER));
    let spread = profile.ratio_spread(window, hour).max(0.04) + low.expected.sqrt().recip();
    Some(Lack {
        first,
        low,
        site,
        sisters: others.len(),
        score: (site - low.ratio) / spread,
    })
}

/// How the site's other sensors lie beside their usual over the same hours, as
/// logarithms.
fn of_the_site(sisters: &[&Recent], first: usize, length: usize) -> Vec<f64> {
    sisters
        .iter()
        .filter(|sister| sister.profile.is_some())
        .filter_map(|sister| {
            let window: &[Cell] = sister.cells.get(first..first + length)?;
            sister.levels.low(window, first).map(|low| low.ratio)
        })
        .collect()
}
