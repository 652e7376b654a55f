//! Which intervals of a channel were not measured.

use std::collections::BTreeSet;

use chrono::DateTime;
use spp_calendar::OpeningHours;
use spp_store::counts::{Stretch, Summed};

/// For so many seconds beside a period closed hours are looked at.
pub const BESIDE: i64 = 4 * 86_400;

/// When the channels of a sensor were counted, during a period and for some time after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// All that was counted.
    pub counted: Vec<Stretch>,
    /// What holds a register's people of missing intervals before it.
    pub gathered: Vec<Stretch>,
    /// Whether the sensor tells registers: its next count will hold what is missing now.
    pub is_register: bool,
    /// Until when all should have arrived by now.
    pub until: i64,
}

/// An interval of which nothing was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Its first second since 1970.
    pub start: i64,
    /// Whether it begins while the site is open: else nobody comes in it.
    pub is_open: bool,
}

/// The channel's intervals of a period of which nothing was measured, in order. As in the
/// list of gaps, only those that begin while the site is open are missed, and none from
/// before the channel first counted. The closed hours that the same hole reaches into are
/// told with them, also beside the period, so that a day is whole again.
pub fn missing(
    channel: Summed,
    (from, to): (i64, i64),
    measured: &Measured,
    hours: &OpeningHours,
) -> Vec<Missing> {
    let interval = i64::from(channel.interval);
    let all = unmeasured(channel, (from - BESIDE, to + BESIDE), measured);
    let all = all.map(|start| Missing {
        start,
        is_open: is_open(hours, start),
    });
    let is_asked = |one: &Missing| from <= one.start && one.start + interval <= to;
    let all: Vec<_> = all.filter(|one| !one.is_open || is_asked(one)).collect();
    let holes = all.chunk_by(|one, next| one.start + interval == next.start);
    let holes = holes.filter(|hole| hole.iter().any(|one| one.is_open));
    holes.flatten().copied().collect()
}

/// The starts of the channel's intervals of which nothing was measured. Of whom a register
/// has counted after the gap nobody is missing.
fn unmeasured(
    channel: Summed,
    (from, to): (i64, i64),
    measured: &Measured,
) -> impl Iterator<Item = i64> {
    let is_own = move |stretch: &&Stretch| stretch.channel == channel.id;
    let gathered = measured.gathered.iter().filter(is_own);
    let gathered: BTreeSet<_> = gathered.map(|stretch| stretch.from).collect();
    let mut counted = measured.counted.iter().filter(is_own).peekable();
    let period = (from.max(channel.since), to.min(measured.until));
    starts(period, channel.interval).filter(move |start| {
        let end = start + i64::from(channel.interval);
        while counted.next_if(|stretch| stretch.to <= *start).is_some() {}
        match counted.peek() {
            Some(next) => end <= next.from && !gathered.contains(&next.from),
            None => !measured.is_register,
        }
    })
}

/// How many intervals of a period begin while the site is open.
pub fn open_intervals((from, to): (i64, i64), interval: u32, hours: &OpeningHours) -> usize {
    // The last one may end after it.
    let starts = starts((from, to + i64::from(interval.max(1)) - 1), interval);
    starts.filter(|start| is_open(hours, *start)).count()
}

/// The starts of the intervals that lie within a period.
fn starts((from, to): (i64, i64), interval: u32) -> impl Iterator<Item = i64> {
    let interval = i64::from(interval.max(1));
    let first = from + (-from).rem_euclid(interval);
    (0..)
        .map(move |number| first + number * interval)
        .take_while(move |start| start + interval <= to)
}

fn is_open(hours: &OpeningHours, at: i64) -> bool {
    DateTime::from_timestamp(at, 0).is_some_and(|at| hours.is_open(at))
}

#[cfg(test)]
mod tests {
    use spp_calendar::Hours;

    use super::*;

    /// A channel of a quarter of an hour that counts since a moment, and what it counted,
    /// against the starts that are missing of the first hour and a half of 1970.
    #[track_caller]
    fn check(since: i64, measured: &Measured, hours: &OpeningHours, expected: &[i64]) {
        let channel = Summed {
            id: 1,
            interval: 900,
            since,
        };
        let found = missing(channel, (0, 5_400), measured, hours);
        let starts: Vec<_> = found.iter().map(|one| one.start).collect();
        assert_eq!(starts, expected);
    }

    fn stretches(told: &[(i64, i64, i64)]) -> Vec<Stretch> {
        let stretch = |&(channel, from, to): &_| Stretch { channel, from, to };
        told.iter().map(stretch).collect()
    }

    fn counted(told: &[(i64, i64, i64)]) -> Measured {
        Measured {
            counted: stretches(told),
            gathered: Vec::new(),
            is_register: false,
            until: 9_000,
        }
    }

    #[test]
    fn what_is_not_measured_is_missing() {
        let check = |since, told: &[_], expected: &[_]| {
            check(since, &counted(told), &OpeningHours::ALWAYS, expected);
        };
        check(0, &[(1, 0, 5_400)], &[]);
        check(0, &[(1, 0, 1_800), (1, 3_600, 5_400)], &[1_800, 2_700]);
        check(2_700, &[], &[2_700, 3_600, 4_500]);
        // Another channel's counts, and those of another grid.
        check(3_600, &[(2, 0, 5_400)], &[3_600, 4_500]);
        check(0, &[(1, 900, 4_000)], &[0, 4_500]);
    }

    #[test]
    fn whom_a_register_has_counted_after_the_gap_nobody_misses() {
        let check = |is_register, gathered: &[_], expected: &[_]| {
            let measured = Measured {
                gathered: stretches(gathered),
                is_register,
                ..counted(&[(1, 0, 900), (1, 2_700, 3_600)])
            };
            check(0, &measured, &OpeningHours::ALWAYS, expected);
        };
        check(false, &[], &[900, 1_800, 3_600, 4_500]);
        check(true, &[], &[900, 1_800]);
        check(true, &[(1, 2_700, 3_600)], &[]);
        check(true, &[(2, 2_700, 3_600)], &[900, 1_800]);
    }

    #[test]
    fn a_hole_reaches_into_closed_hours_and_nothing_is_missed_there() {
        let open = Hours {
            opens: 60,
            closes: 75,
        };
        let week = (1..=7).map(|day| (day, open));
        let hours = OpeningHours::new(chrono_tz::Tz::UTC, week, []).unwrap();
        let check = |told: &[_], expected: &[_]| check(0, &counted(told), &hours, expected);
        check(&[(1, 3_600, 4_500)], &[]);
        check(&[(1, 0, 2_700), (1, 5_400, 6_300)], &[2_700, 3_600, 4_500]);
        // Beside the period, too, until what was measured or is not due yet.
        check(
            &[(1, 0, 1_800)],
            &[1_800, 2_700, 3_600, 4_500, 5_400, 6_300, 7_200, 8_100],
        );
        assert_eq!(open_intervals((3_600, 7_200), 900, &hours), 1);
    }
}
