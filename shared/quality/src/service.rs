//! Whether we ourselves take counts.

use chrono::{DateTime, TimeDelta, Utc};

use crate::finding::{Evidence, Finding, Symptom};
use crate::limits::Limits;
use crate::span::Span;

/// How many of all sensors are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrivals {
    /// When anything last arrived before the silence.
    pub last: DateTime<Utc>,
    /// Sensors that were in contact then, and should have been heard since.
    pub expected: u32,
    /// How many of them were.
    pub heard: u32,
    /// Sites to which those that should have been heard belong.
    pub sites: u32,
    /// The longest time between two signs of life of those, in seconds.
    pub heartbeat: u32,
}

/// The time in which we stood still, when the look before this one is longer
/// ago than looks are.
#[must_use]
pub fn stopped(
    last_look: Option<DateTime<Utc>>,
    limits: &Limits,
    now: DateTime<Utc>,
) -> Option<Span> {
    let from = last_look?;
    let length = (now - from).num_seconds() as f64;
    (limits.stopped_seconds < length).then_some(Span { from, to: now })
}

/// The time in which nobody arrives, until now: more than a sign of life is
/// missing of nearly all sensors of several sites at the same time, which no
/// fault of theirs explains.
#[must_use]
pub fn silent(arrivals: &Arrivals, limits: &Limits, now: DateTime<Utc>) -> Option<Span> {
    let wait = f64::from(arrivals.heartbeat) + limits.grace_seconds;
    let most = limits.outage_share * f64::from(arrivals.expected);
    let outage = wait < (now - arrivals.last).num_seconds() as f64
        && limits.outage_sensors <= f64::from(arrivals.expected)
        && limits.outage_sites <= f64::from(arrivals.sites)
        && f64::from(arrivals.heard) <= most;
    outage.then_some(Span {
        from: arrivals.last,
        to: now,
    })
}

/// The finding of a time in which we took no counts; over, when it is told
/// by a look that came after it.
#[must_use]
pub fn outage(time: Span, arrivals: Option<&Arrivals>, now: DateTime<Utc>) -> Finding {
    let mut numbers = vec![("seconds", time.seconds() as f64)];
    if let Some(arrivals) = arrivals {
        numbers.push(("sensors_expected", f64::from(arrivals.expected)));
        numbers.push(("sensors_heard", f64::from(arrivals.heard)));
        numbers.push(("sites", f64::from(arrivals.sites)));
    }
    // A stretch that reaches to within a minute of now goes on.
    let over = time.to + TimeDelta::minutes(1) < now;
    Finding {
        symptom: Symptom::ServiceOutage,
        since: time.from,
        until: over.then_some(time.to),
        confidence: if arrivals.is_some() { 0.95 } else { 1.0 },
        evidence: Evidence::new(&numbers, []),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn we_had_stopped_when_the_last_look_is_long_ago() {
        let check = |last: Option<i64>, now, expected: Option<(i64, i64)>| {
            let found = stopped(last.map(at), &Limits::default(), at(now));
            assert_eq!(
                found,
                expected.map(|(from, to)| Span {
                    from: at(from),
                    to: at(to)
                })
            );
        };
        check(None, 100, None);
        check(Some(99), 100, None);
        check(Some(95), 100, None);
        check(Some(40), 100, Some((40, 100)));
        check(Some(101), 100, None);
    }

    #[test]
    fn silence_of_all_sites_is_our_own() {
        let check = |expected, heard, sites, now, outage: bool| {
            let arrivals = Arrivals {
                last: at(0),
                expected,
                heard,
                sites,
                heartbeat: 900,
            };
            let found = silent(&arrivals, &Limits::default(), at(now));
            assert_eq!(found.is_some(), outage, "{arrivals:?}");
        };
        check(100, 0, 10, 18, true);
        check(100, 2, 10, 18, true);
        check(100, 3, 10, 18, false);
        check(100, 0, 10, 16, false);
        check(100, 0, 1, 18, false);
        check(3, 0, 3, 18, false);
        check(0, 0, 0, 18, false);
    }

    #[test]
    fn an_outage_that_is_over_says_until_when() {
        let time = Span {
            from: at(0),
            to: at(60),
        };
        assert_eq!(outage(time, None, at(60)).until, None);
        assert_eq!(outage(time, None, at(70)).until, Some(at(60)));
    }
}
