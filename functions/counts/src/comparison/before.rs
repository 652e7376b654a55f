//! The same local time, earlier.

use chrono::{DateTime, Days, Months, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

/// The same local time of so many weeks before, the nearest first; a time that
/// a change of clocks skips is left out.
pub fn weeks_before(zone: Tz, at: i64, weeks: u64) -> impl Iterator<Item = i64> {
    (1..=weeks).filter_map(move |weeks| days_before(zone, at, 7 * weeks))
}

/// The same local time so many days before.
pub fn days_before(zone: Tz, at: i64, days: u64) -> Option<i64> {
    moment(zone, local(zone, at)?.checked_sub_days(Days::new(days))?)
}

/// The same local time of the same day twelve months before.
pub fn month_of_last_year(zone: Tz, at: i64) -> Option<i64> {
    moment(zone, local(zone, at)?.checked_sub_months(Months::new(12))?)
}

fn local(zone: Tz, at: i64) -> Option<NaiveDateTime> {
    let time = DateTime::from_timestamp(at, 0)?;
    Some(time.with_timezone(&zone).naive_local())
}

fn moment(zone: Tz, local: NaiveDateTime) -> Option<i64> {
    let found = zone.from_local_datetime(&local).earliest()?;
    Some(found.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp()
    }

    #[test]
    fn the_clock_says_the_same_in_the_weeks_before() {
        let check = |zone, from: &str, days, expected: Option<&str>| {
            assert_eq!(
                days_before(zone, at(from), days),
                expected.map(at),
                "{from}"
            );
        };
        let berlin = chrono_tz::Europe::Berlin;
        check(
            berlin,
            "2026-04-02T10:00:00+02:00",
            7,
            Some("2026-03-26T10:00:00+01:00"),
        );
        check(berlin, "2026-04-05T02:00:00+02:00", 7, None);
        check(
            berlin,
            "2026-11-01T02:00:00+01:00",
            7,
            Some("2026-10-25T02:00:00+02:00"),
        );
        check(
            chrono_tz::Europe::Moscow,
            "2026-03-02T00:00:00+03:00",
            364,
            Some("2025-03-03T00:00:00+03:00"),
        );
    }

    #[test]
    fn a_month_meets_its_like_of_last_year() {
        let moscow = chrono_tz::Europe::Moscow;
        let found = month_of_last_year(moscow, at("2026-02-01T00:00:00+03:00"));
        assert_eq!(found, Some(at("2025-02-01T00:00:00+03:00")));
    }
}
