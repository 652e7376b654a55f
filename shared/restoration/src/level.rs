//! By how much the hours around a gap differ from what is usual.

/// How quickly a level follows, and how far.
pub(crate) struct Pace {
    /// Hours in which the weight of an observation falls to 1/e.
    fading: f64,
    /// Hours of usual figures that are put in beside the observed ones, so that
    /// few observations do not count for much.
    prior: f64,
    least: f64,
    most: f64,
}

/// What lasts for days: the season, the weather, works in the street.
pub(crate) const SLOW: Pace = Pace {
    fading: 36.0,
    prior: 6.0,
    least: 0.3,
    most: 3.0,
};

/// What lasts for hours.
pub(crate) const FAST: Pace = Pace {
    fading: 1.44,
    prior: 0.48,
    least: 0.2,
    most: 5.0,
};

/// Hours beyond which the slow level sees nothing: an observation there would
/// weigh less than a thousandth.
pub(crate) const SIGHT: usize = 252;

/// Expected figures times the level that the observed ones on both sides have.
///
/// The level of an hour is the ratio of two sums, of the observed figures and
/// of those expected beside them, weighted by how near they are; the hour
/// itself is not in them. Far from any observation it is one. Linear in the
/// number of hours: the sums are carried from hour to hour, once in each
/// direction.
pub(crate) fn levelled(expected: &[f64], observed: &[Option<f64>], pace: &Pace) -> Vec<f64> {
    let prior = pace.prior * expected.iter().sum::<f64>() / expected.len().max(1) as f64;
    let pairs: Vec<(f64, Option<f64>)> = expected
        .iter()
        .copied()
        .zip(observed.iter().copied())
        .collect();
    let before = passed(pairs.iter(), pace.fading);
    let mut after = passed(pairs.iter().rev(), pace.fading);
    after.reverse();
    let around = before.iter().zip(&after);
    expected
        .iter()
        .zip(around)
        .map(|(expected, (before, after))| {
            let usual = before.expected + after.expected + prior;
            if usual <= 0.0 {
                return *expected;
            }
            let level = (before.observed + after.observed + prior) / usual;
            expected * level.clamp(pace.least, pace.most)
        })
        .collect()
}

/// What was observed before an hour, and expected beside it.
#[derive(Clone, Copy, Default)]
struct Sums {
    observed: f64,
    expected: f64,
}

fn passed<'a>(pairs: impl Iterator<Item = &'a (f64, Option<f64>)>, fading: f64) -> Vec<Sums> {
    let kept = (-1.0 / fading).exp();
    let mut sums = Sums::default();
    pairs
        .map(|&(expected, observed)| {
            let before = sums;
            if let Some(observed) = observed {
                sums.observed += observed;
                sums.expected += expected;
            }
            sums.observed *= kept;
            sums.expected *= kept;
            before
        })
        .collect()
}
