//! How much of a part of a period was measured, and how.

use crate::api::series::Part;

/// A part can be compared where at least so much of it is known.
const ENOUGH: f64 = 0.9;

/// What a part holds, where anything of it should be there by now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// How much of it was measured, from 0 to 1.
    pub measured: f64,
    /// How much of it arrived late, from 0 to 1.
    pub late: f64,
    /// How much of it was not measured and is restored, from 0 to 1.
    pub filled: f64,
}

impl Share {
    /// The shares of a part; none of a part that is still to come.
    pub fn of(part: &Part) -> Option<Self> {
        let expected = part.expected.max(part.measured);
        let share = |intervals: i64| intervals as f64 / expected as f64;
        (0 < expected).then(|| Self {
            measured: share(part.measured),
            late: share(part.late.unwrap_or_default().min(part.measured)),
            filled: share(part.filled.min(expected - part.measured)),
        })
    }

    /// How much of it is missing, from 0 to 1.
    pub fn missing(self) -> f64 {
        1.0 - self.measured - self.filled
    }

    /// Whether enough of it is known to compare it, be it restored.
    pub fn is_enough(self) -> bool {
        ENOUGH <= self.measured + self.filled
    }
}

/// The people of a part by how they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// They were counted, and told in time.
    pub counted: i64,
    /// They were counted, and told late: as many as there were late intervals.
    pub late: i64,
    /// They were restored.
    pub restored: i64,
}

impl Split {
    /// The people of a part; none where nothing was measured nor restored.
    pub fn of(part: &Part) -> Option<Self> {
        let share = Share::of(part)?;
        let counted = part.r#in - part.restored;
        let late = match part.measured {
            0 => 0.0,
            _ => counted as f64 * share.late / share.measured,
        };
        let late = late.round() as i64;
        (0 < part.measured + part.filled).then_some(Self {
            counted: counted - late,
            late,
            restored: part.restored,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(expected: i64, measured: i64, late: Option<i64>, restored: i64) -> Part {
        Part {
            r#in: 100,
            expected,
            measured,
            late,
            restored,
            filled: if restored == 0 {
                0
            } else {
                expected - measured
            },
            ..Part::default()
        }
    }

    #[test]
    fn a_part_is_measured_late_or_missing() {
        let check = |expected, measured, late, shares: Option<(f64, f64, f64)>| {
            let share = Share::of(&part(expected, measured, late, 0));
            let found = share.map(|share| (share.measured, share.late, share.missing()));
            assert_eq!(found, shares);
        };
        check(288, 288, Some(0), Some((1.0, 0.0, 0.0)));
        check(288, 288, None, Some((1.0, 0.0, 0.0)));
        check(288, 216, Some(72), Some((0.75, 0.25, 0.25)));
        check(288, 0, Some(0), Some((0.0, 0.0, 1.0)));
        // A sensor that is ahead of its time.
        check(287, 288, Some(0), Some((1.0, 0.0, 0.0)));
        check(0, 0, Some(0), None);
    }

    #[test]
    fn what_is_restored_is_not_missing() {
        let check = |measured, filled, missing, is_enough| {
            let part = Part {
                filled,
                ..part(96, measured, None, 40)
            };
            let share = Share::of(&part);
            let found = share.map(|share| (share.missing(), share.is_enough()));
            assert_eq!(found, Some((missing, is_enough)));
        };
        check(48, 24, 0.25, false);
        check(48, 48, 0.0, true);
        // Two restorations that met in closed hours.
        check(48, 60, 0.0, true);
    }

    #[test]
    fn people_are_told_apart_by_how_they_are_known() {
        let check = |part: Part, expected: Option<(i64, i64, i64)>| {
            let split = Split::of(&part);
            assert_eq!(
                split.map(|split| (split.counted, split.late, split.restored)),
                expected
            );
        };
        check(part(288, 288, None, 0), Some((100, 0, 0)));
        check(part(288, 288, Some(72), 0), Some((75, 25, 0)));
        check(part(288, 144, Some(144), 0), Some((0, 100, 0)));
        check(part(288, 144, Some(0), 40), Some((60, 0, 40)));
        check(part(288, 0, Some(0), 100), Some((0, 0, 100)));
        check(part(288, 0, Some(0), 0), None);
        check(part(0, 0, None, 0), None);
    }

    #[test]
    fn what_is_mostly_missing_is_not_compared() {
        let check = |measured, expected| {
            let share = Share::of(&part(100, measured, None, 0));
            assert_eq!(share.map(Share::is_enough), Some(expected));
        };
        check(90, true);
        check(89, false);
    }
}
