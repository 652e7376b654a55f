//! A period divided into hours, days, weeks or months of the site's own zone.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::interval::interval_start;

/// How a period is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Intervals of so many seconds, counted from midnight in UTC.
    Interval(u32),
    /// Hours of the site's zone.
    Hour,
    /// Days of the site's zone, of 23 and 25 hours too.
    Day,
    /// Weeks from Monday.
    Week,
    /// Calendar months.
    Month,
}

/// One part of a period: from its first second until just before its end, in
/// seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First second.
    pub start: i64,
    /// First second after it.
    pub end: i64,
}

/// The most parts that a period may be divided into.
pub const MOST_SPANS: usize = 20_000;

/// A period that has more parts than [`MOST_SPANS`], or lies outside of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period has more than {MOST_SPANS} parts")]
pub struct TooLong;

impl Step {
    /// The parts that touch the period, whole: the first one holds its first
    /// second, the last one its last.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn spans(self, zone: Tz, from: i64, to: i64) -> Result<Vec<Span>, TooLong> {
        let mut spans = Vec::new();
        let mut start = self.start_of(zone, from).ok_or(TooLong)?;
        while start < to {
            if spans.len() == MOST_SPANS {
                return Err(TooLong);
            }
            let end = self.next(zone, start).ok_or(TooLong)?;
            spans.push(Span { start, end });
            start = end;
        }
        Ok(spans)
    }

    /// First second of the part that holds a moment.
    fn start_of(self, zone: Tz, at: i64) -> Option<i64> {
        let date = local_date(zone, at)?;
        match self {
            Self::Interval(seconds) => Some(interval_start(at, seconds)),
            Self::Hour => hour_start(zone, at),
            Self::Day => day_start(zone, date),
            Self::Week => {
                let monday = u64::from(date.weekday().num_days_from_monday());
                day_start(zone, date.checked_sub_days(Days::new(monday))?)
            }
            Self::Month => day_start(zone, date.with_day(1)?),
        }
    }

    /// First second of the part after the one that starts here.
    fn next(self, zone: Tz, start: i64) -> Option<i64> {
        let date = local_date(zone, start)?;
        match self {
            Self::Interval(seconds) => start.checked_add(i64::from(seconds)),
            // By quarters: where clocks move by half an hour, an hour has two
            // or six of them.
            Self::Hour => (1..=8)
                .map(|quarters| start + quarters * QUARTER)
                .find(|at| hour_start(zone, *at) == Some(*at)),
            Self::Day => day_start(zone, date.succ_opt()?),
            Self::Week => day_start(zone, date.checked_add_days(Days::new(7))?),
            Self::Month => day_start(zone, date.checked_add_months(Months::new(1))?),
        }
    }
}

impl Span {
    /// The local days of which the span has a part, in days since 1970-01-01.
    #[must_use]
    pub fn days(self, zone: Tz) -> std::ops::RangeInclusive<i64> {
        day_number(zone, self.start)..=day_number(zone, self.end - 1)
    }

    /// How many intervals of a sensor that counts since a moment begin in the
    /// span and are over now.
    #[must_use]
    pub fn expected(self, since: i64, now: i64, interval: u32) -> i64 {
        let interval = i64::from(interval);
        let starts_before =
            |at: i64| at.div_euclid(interval) + i64::from(at.rem_euclid(interval) != 0);
        let first = self.start.max(since);
        let last = self.end.min(now - interval + 1);
        (starts_before(last) - starts_before(first)).max(0)
    }
}

/// A quarter of an hour, of which all zones' offsets are multiples since 1972.
pub const QUARTER: i64 = 900;

/// The zone's offset from UTC at a moment, in quarters of an hour.
#[must_use]
pub fn offset_quarters(zone: Tz, at: i64) -> i64 {
    use chrono::Offset;
    DateTime::from_timestamp(at, 0).map_or(0, |time| {
        let offset = zone.offset_from_utc_datetime(&time.naive_utc()).fix();
        i64::from(offset.local_minus_utc()).div_euclid(QUARTER)
    })
}

/// The local day of a moment, in days since 1970-01-01.
#[must_use]
pub fn day_number(zone: Tz, at: i64) -> i64 {
    (at.div_euclid(QUARTER) + offset_quarters(zone, at)).div_euclid(96)
}

/// First second of a local day. Where midnight is skipped, the day starts with
/// the first moment after it.
#[must_use]
pub fn day_start(zone: Tz, date: NaiveDate) -> Option<i64> {
    let midnight = date.and_time(NaiveTime::MIN);
    (0..96)
        .filter_map(|quarter| midnight.checked_add_signed(TimeDelta::seconds(quarter * QUARTER)))
        .find_map(|local| zone.from_local_datetime(&local).earliest())
        .map(|start| start.timestamp())
}

fn hour_start(zone: Tz, at: i64) -> Option<i64> {
    let quarter = at.div_euclid(QUARTER);
    let within = (quarter + offset_quarters(zone, at)).rem_euclid(4);
    Some((quarter - within) * QUARTER)
}

fn local_date(zone: Tz, at: i64) -> Option<NaiveDate> {
    let time = DateTime::from_timestamp(at, 0)?;
    time.naive_utc()
        .checked_add_signed(TimeDelta::days(2))
        .and_then(|later| later.checked_sub_signed(TimeDelta::days(4)))?;
    Some(time.with_timezone(&zone).date_naive())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp()
    }

    /// A period of a zone against the starts of its parts and their lengths in hours.
    #[track_caller]
    fn check(step: Step, zone: Tz, from: &str, to: &str, expected: &[(&str, i64)]) {
        let found: Vec<_> = step
            .spans(zone, at(from), at(to))
            .unwrap()
            .into_iter()
            .map(|span| {
                let start = DateTime::from_timestamp(span.start, 0).unwrap();
                let local = start.with_timezone(&zone).format("%m-%d %H:%M").to_string();
                (local, (span.end - span.start) / 3600)
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(start, hours)| ((*start).to_owned(), *hours))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn parts_are_whole_and_of_the_sites_zone() {
        let moscow = chrono_tz::Europe::Moscow;
        check(
            Step::Day,
            moscow,
            "2026-02-27T22:00:00Z",
            "2026-02-28T21:00:00Z",
            &[("02-28 00:00", 24)],
        );
        check(
            Step::Week,
            moscow,
            "2026-03-01T12:00:00+03:00",
            "2026-03-02T00:00:01+03:00",
            &[("02-23 00:00", 168), ("03-02 00:00", 168)],
        );
        check(
            Step::Month,
            moscow,
            "2026-02-10T00:00:00+03:00",
            "2026-03-02T00:00:00+03:00",
            &[("02-01 00:00", 28 * 24), ("03-01 00:00", 31 * 24)],
        );
    }

    #[test]
    fn days_of_a_clock_change_have_23_and_25_hours() {
        let berlin = chrono_tz::Europe::Berlin;
        check(
            Step::Day,
            berlin,
            "2026-03-29T00:00:00+01:00",
            "2026-03-30T00:00:00+02:00",
            &[("03-29 00:00", 23)],
        );
        check(
            Step::Day,
            berlin,
            "2026-10-25T00:00:00+02:00",
            "2026-10-26T00:00:00+01:00",
            &[("10-25 00:00", 25)],
        );
        check(
            Step::Hour,
            berlin,
            "2026-10-25T02:00:00+02:00",
            "2026-10-25T03:00:00+01:00",
            &[("10-25 02:00", 1), ("10-25 02:00", 1)],
        );
    }

    #[test]
    fn a_day_without_midnight_starts_later() {
        check(
            Step::Day,
            chrono_tz::Africa::Cairo,
            "2026-04-24T12:00:00Z",
            "2026-04-24T13:00:00Z",
            &[("04-24 01:00", 23)],
        );
    }

    #[test]
    fn intervals_are_expected_once_they_are_over() {
        let span = Span {
            start: 0,
            end: 3600,
        };
        let check = |since, now, expected| {
            assert_eq!(span.expected(since, now, 900), expected, "{since} {now}");
        };
        check(0, 10_000, 4);
        check(0, 3600, 4);
        check(0, 3599, 3);
        check(0, 899, 0);
        check(900, 10_000, 3);
        check(901, 10_000, 2);
        check(5000, 10_000, 0);
    }

    #[test]
    fn a_period_without_end_is_refused() {
        let minute = Step::Interval(60);
        assert_eq!(minute.spans(Tz::UTC, 0, i64::MAX), Err(TooLong));
        assert_eq!(Step::Month.spans(Tz::UTC, i64::MIN, 0), Err(TooLong));
    }

    proptest! {
        #[test]
        fn parts_follow_one_another_and_hold_the_period(
            zone in proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
            from in 946_684_800_i64..4_000_000_000,
            length in 1_i64..3_000_000,
            step in proptest::sample::select(vec![Step::Hour, Step::Day, Step::Week, Step::Month]),
        ) {
            let spans = step.spans(zone, from, from + length).unwrap();
            prop_assert!(spans[0].start <= from);
            prop_assert!(from + length <= spans[spans.len() - 1].end);
            for pair in spans.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
            }
            for span in &spans {
                prop_assert!(span.start < span.end);
                if step == Step::Day {
                    prop_assert_eq!(span.days(zone).count(), 1);
                }
            }
        }
    }
}
