//! How far off such estimates are elsewhere in the same series.

use std::ops::Range;

use crate::series::Series;
use crate::weeks::WEEK;
use crate::{Estimate, Hour};

/// Weeks in which the restoration is tested.
const WEEKS: usize = 8;

/// How far off estimates of n people are grows with 1 + n to this power: between
/// the root of chance and the straight line of a level that is not met. The one
/// keeps hours of nearly nobody from widening the bounds of all.
const GROWTH: f64 = 0.75;

/// So many residuals tell beyond what one in twenty lies: fewer do not reach.
const ENOUGH: usize = 19;

/// The bounds where fewer tests can be made: within them lay 92 to 99 of a
/// hundred hours of public series of streets and doors.
const UNTESTED: f64 = 2.0;

/// The bounds of hours that a holiday or an event makes unusual, which no test
/// in usual weeks tells of: about nine of ten hours of Melbourne's public
/// holidays lay within them.
const UNUSUAL: f64 = 5.0;

/// Within 1.645 standard deviations lie nine of ten.
const NINE_OF_TEN: f64 = 1.645;

/// How far below and above an estimate the bounds are, as shares of its scale.
pub(crate) struct Band {
    below: f64,
    above: f64,
}

impl Band {
    /// The band that holds nine of ten hours of gaps of the same length, at the
    /// same time of the weeks around.
    pub fn tested(series: &Series<'_>) -> Self {
        let places = places(series);
        let mut residuals: Vec<_> = places
            .iter()
            .flat_map(|place| residuals(series, place))
            .collect();
        residuals.sort_by(f64::total_cmp);
        let tested = ENOUGH <= residuals.len();
        let least = if tested { 0.0 } else { UNTESTED };
        let bound = |beyond: Option<f64>| beyond.unwrap_or(0.0).max(least);
        Self {
            below: bound(quantile(&residuals, 0.05).map(|residual| -residual)),
            above: bound(quantile(&residuals, 0.95)),
        }
    }

    /// The bounds of an estimate, never nearer than chance alone makes them.
    pub fn around(&self, people: f64, usual: bool) -> Estimate {
        let chance = NINE_OF_TEN * people.sqrt();
        let least = if usual { 0.0 } else { UNUSUAL };
        let distance = |bound: f64| chance.max(bound.max(least) * scale(people));
        Estimate {
            people,
            low: (people - distance(self.below)).max(0.0),
            high: people + distance(self.above),
        }
    }
}

/// How far off an estimate of so many people may be; not at all where the site
/// is closed, or where nobody ever came.
fn scale(people: f64) -> f64 {
    if people <= 0.0 {
        0.0
    } else {
        (1.0 + people).powf(GROWTH)
    }
}

/// Where a gap like this one can be made: nearest weeks first.
fn places(series: &Series<'_>) -> Vec<Range<usize>> {
    let gap = &series.gap;
    let by_weeks = (1..=12).flat_map(|weeks| [-weeks, weeks]);
    let weeks = by_weeks.map(|weeks| {
        // A week has too few hours like a short gap: the ones beside it serve.
        let beside = if gap.len() < 12 { 2 } else { 0 };
        (-beside..=beside)
            .filter_map(|hours| moved(gap, weeks * WEEK as isize + hours))
            .filter(|place| is_whole(series, place))
            .collect::<Vec<_>>()
    });
    weeks
        .filter(|places| !places.is_empty())
        .take(WEEKS)
        .flatten()
        .collect()
}

fn moved(gap: &Range<usize>, by: isize) -> Option<Range<usize>> {
    Some(gap.start.checked_add_signed(by)?..gap.end.checked_add_signed(by)?)
}

/// Whether all that can be counted there was.
fn is_whole(series: &Series<'_>, place: &Range<usize>) -> bool {
    let known = |(at, hour): (usize, &Hour)| {
        !hour.open || hour.usual && hour.counted().is_some() && !series.gap.contains(&at)
    };
    let hours = series.hours.get(place.clone());
    hours.is_some_and(|hours| place.clone().zip(hours).all(known))
}

/// How far the counts of a place are from what would have been restored there,
/// as shares of its scale.
fn residuals(series: &Series<'_>, place: &Range<usize>) -> Vec<f64> {
    let counted = place.clone().map(|at| series.hours.get(at)?.counted());
    let expected = series.expected(place);
    let residual = |(counted, expected): (Option<f64>, f64)| {
        let counted = counted?;
        (0.0 < expected).then(|| (counted - expected) / scale(expected))
    };
    counted.zip(expected).filter_map(residual).collect()
}

/// The value below which a share of all such values lies, and not only of these
/// sorted ones: the k-th of n stands for k / (n + 1).
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)? as f64;
    let place = (share * (last + 2.0) - 1.0).clamp(0.0, last);
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    let (low, high) = (sorted.get(low)?, sorted.get(high)?);
    Some(low + (high - low) * place.fract())
}
