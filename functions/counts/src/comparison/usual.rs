//! What is usual at a time of the week: how many came at the same time of the
//! weeks before. Of weeks and months it is what is usual on their days together.

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

/// How many people come, before it is rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Habit {
    /// The middle of the weeks before.
    middle: f64,
    /// The variance about it.
    variance: f64,
}

/// What is usual by the weeks before, the nearest first.
pub fn usual(before: &[Sums]) -> Option<Usual> {
    habit(before).map(Usual::from)
}

/// What is usual of days together, each by the same weekday of its weeks before.
///
/// The middles are added, and so are the variances: days are taken to stray each by
/// itself. Unless it is known of every day, nothing is told. A day on which nothing
/// was counted in any week, as where the power is cut on Sundays, brings nobody.
pub fn together(days: impl Iterator<Item = Vec<Sums>>) -> Option<Usual> {
    let (mut sum, mut is_known) = (Habit::NONE, false);
    for before in days {
        let habit = match habit(&before) {
            Some(habit) => habit,
            None if is_never_counted(&before) => continue,
            None => return None,
        };
        is_known = true;
        sum.middle += habit.middle;
        sum.variance += habit.variance;
    }
    is_known.then(|| Usual::from(sum))
}

fn is_never_counted(before: &[Sums]) -> bool {
    FEWEST <= before.len() && before.iter().all(|before| before.measured == 0)
}

fn habit(before: &[Sums]) -> Option<Habit> {
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
    let chance = middle.max(0.0);
    let variance = (NORMAL * median(&mut distances)?).powi(2).max(chance);
    Some(Habit { middle, variance })
}

impl Habit {
    const NONE: Self = Self {
        middle: 0.0,
        variance: 0.0,
    };
}

impl From<Habit> for Usual {
    fn from(habit: Habit) -> Self {
        let strays = WIDTH * habit.variance.sqrt();
        let whole = |value: f64| value.round() as i64;
        Self {
            low: whole((habit.middle - strays).max(0.0)),
            median: whole(habit.middle),
            high: whole(habit.middle + strays),
        }
    }
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

    fn sums(before: &[(i64, i64)]) -> Vec<Sums> {
        let sums = before.iter().map(|&(entered, measured)| Sums {
            entered,
            measured,
            ..Sums::default()
        });
        sums.collect()
    }

    /// Weeks before, as people and intervals, against low, median and high.
    #[track_caller]
    fn check(before: &[(i64, i64)], expected: Option<(i64, i64, i64)>) {
        let found = usual(&sums(before));
        let found = found.map(|usual| (usual.low, usual.median, usual.high));
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

    #[test]
    fn days_together_add_their_middles_and_their_variances() {
        let check = |days: &[&[(i64, i64)]], expected: Option<(i64, i64, i64)>| {
            let days = days.iter().map(|before| sums(before));
            let found = together(days);
            let found = found.map(|usual| (usual.low, usual.median, usual.high));
            assert_eq!(found, expected);
        };
        let day = [(100, 96); 8];
        check(&[&day], Some((84, 100, 116)));
        // Four variances are twice the band, and not four times.
        check(&[&day, &day, &day, &day], Some((367, 400, 433)));
        check(&[&day, &[(100, 96); 3]], None);
        check(&[], None);
        // Never counted on that day, and never known.
        check(&[&day, &[(0, 0); 12]], Some((84, 100, 116)));
        check(&[&[(0, 0); 12]], None);
        check(&[&day, &[]], None);
    }
}
