//! What a sensor's own facts show, whatever it counts.

use chrono::{DateTime, TimeDelta, Utc};

use crate::finding::{Finding, Symptom};
use crate::limits::Limits;

/// A clock that was told longer ago says nothing of now.
const FRESH: TimeDelta = TimeDelta::days(2);

/// Finds a device's clock off by more than [`Limits::clock_seconds`]:
/// `offset` seconds ahead, told at `told`.
#[must_use]
pub fn clock(
    offset: i64,
    told: DateTime<Utc>,
    limits: &Limits,
    now: DateTime<Utc>,
) -> Option<Finding> {
    let score = (offset.unsigned_abs() as f64, limits.clock_seconds);
    let off = score.1 < score.0 && now - told < FRESH;
    off.then(|| {
        let numbers = [("offset_seconds", offset as f64)];
        let found = Finding::scored(Symptom::Clock, told, score, &numbers, []);
        Finding {
            confidence: 1.0,
            ..found
        }
    })
}

/// Finds that a device contradicted itself more than [`Limits::conflicts`]
/// times in the day until `now`.
#[must_use]
pub fn conflicts(count: u32, limits: &Limits, now: DateTime<Utc>) -> Option<Finding> {
    let score = (f64::from(count), limits.conflicts);
    let since = now - TimeDelta::days(1);
    (score.1 < score.0).then(|| {
        let numbers = [("conflicts", score.0)];
        Finding::scored(Symptom::Conflict, since, score, &numbers, [])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_off_beyond_the_limit() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(10);
        let check = |offset, hours_ago, expected| {
            let told = now - TimeDelta::hours(hours_ago);
            let found = clock(offset, told, &Limits::default(), now);
            assert_eq!(found.is_some(), expected, "{offset} s");
        };
        check(60, 1, false);
        check(61, 1, true);
        check(-3_600, 1, true);
        check(-3_600, 49, false);
        check(i64::MIN, 1, true);
    }

    #[test]
    fn a_few_contradictions_are_let_pass() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(conflicts(5, &Limits::default(), now), None);
        let found = conflicts(6, &Limits::default(), now).unwrap();
        assert_eq!(found.evidence.number("conflicts"), Some(6.0));
    }
}
