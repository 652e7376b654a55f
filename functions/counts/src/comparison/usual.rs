//! What is usual at a time of the week: how many came at the same time of the
//! weeks before.

use serde::Serialize;
use spp_store::counts::Sums;
use utoipa::ToSchema;

/// What is usual is told by so many weeks.
const WEEKS: usize = 8;

/// So many weeks back they are looked for: some have no counts, or holidays.
pub const HORIZON: u64 = 12;

/// Fewer values tell nothing.
const FEWEST: usize = 4;

/// Of a week whose part has less than this of the intervals that its like
/// mostly has, too much is missing.
const COMPLETE: f64 = 0.9;

/// The half-width, in standard deviations, of a band that leaves out one value
/// of ten.
const WIDTH: f64 = 1.645;

/// What makes a median absolute deviation a standard one, of normal values.
const NORMAL: f64 = 1.4826;

/// How many people usually come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Usual {
    /// Nine of ten are not below it, or above `high`.
    pub low: i64,
    /// The middle of the weeks before.
    pub median: i64,
    /// See `low`.
    pub high: i64,
}

/// What is usual by the weeks before, the nearest first.
pub fn usual(before: &[Sums]) -> Option<Usual> {
    let counted = before.iter().filter(|before| 0 < before.measured);
    let mut measured: Vec<_> = counted
        .clone()
        .map(|before| before.measured as f64)
        .collect();
    let enough = COMPLETE * median(&mut measured)?;
    let mut values: Vec<_> = counted
        .filter(|before| enough <= before.measured as f64)
        .take(WEEKS)
        .map(|before| before.entered as f64)
        .collect();
    if values.len() < FEWEST {
        return None;
    }
    let middle = median(&mut values)?;
    let mut distances: Vec<_> = values.iter().map(|value| (value - middle).abs()).collect();
    // People who come by chance differ by the root of their number at least.
    let spread = (NORMAL * median(&mut distances)?).max(middle.max(0.0).sqrt());
    let whole = |value: f64| value.round() as i64;
    Some(Usual {
        low: whole((middle - WIDTH * spread).max(0.0)),
        median: whole(middle),
        high: whole(middle + WIDTH * spread),
    })
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len().checked_sub(1)?;
    let (low, high) = (values.get(middle / 2)?, values.get(middle.div_ceil(2))?);
    Some(f64::midpoint(*low, *high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weeks before, as people and intervals, against low, median and high.
    #[track_caller]
    fn check(before: &[(i64, i64)], expected: Option<(i64, i64, i64)>) {
        let before: Vec<_> = before
            .iter()
            .map(|&(entered, measured)| Sums {
                entered,
                measured,
                ..Sums::default()
            })
            .collect();
        let found = usual(&before).map(|usual| (usual.low, usual.median, usual.high));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_middle_of_the_weeks_is_usual() {
        check(&[(100, 96); 8], Some((84, 100, 116)));
        check(
            &[(70, 96), (90, 96), (110, 96), (130, 96)],
            Some((51, 100, 149)),
        );
        check(&[(0, 4); 8], Some((0, 0, 0)));
    }

    #[test]
    fn fewer_than_four_weeks_tell_nothing() {
        check(&[], None);
        check(&[(100, 96); 3], None);
        check(&[(100, 96), (100, 96), (100, 96), (0, 0), (0, 0)], None);
    }

    #[test]
    fn one_strange_week_does_not_matter() {
        check(
            &[(100, 96), (100, 96), (9_000, 96), (100, 96), (100, 96)],
            Some((84, 100, 116)),
        );
    }

    #[test]
    fn weeks_of_which_much_is_missing_are_left_out() {
        check(
            &[(10, 9), (100, 96), (100, 96), (100, 96), (100, 90)],
            Some((84, 100, 116)),
        );
        // A door more since some weeks: those before it are no measure.
        let (new, old) = ([(200, 192); 7], [(100, 96); 5]);
        check(&[new.as_slice(), &old].concat(), Some((177, 200, 223)));
        // A sensor whose power is cut at night is complete by day.
        check(&[(100, 48); 8], Some((84, 100, 116)));
    }

    #[test]
    fn the_nearest_eight_weeks_count() {
        let (near, far) = ([(100, 96); 8], [(900, 96); 4]);
        check(&[near.as_slice(), &far].concat(), Some((84, 100, 116)));
    }
}
