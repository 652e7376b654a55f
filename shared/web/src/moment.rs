//! Moments and periods, as requests and answers write them.

use chrono::{DateTime, NaiveDate, SecondsFormat};
use chrono_tz::Tz;
use spp_counts::step::day_start;

use crate::{Error, Result};

/// The period between the fields `from` and `to`, in seconds since 1970. Each is a time of
/// RFC 3339, or a date of the zone.
///
/// # Errors
/// A time that is none, or a period that ends before it begins.
pub fn period(from: &str, to: &str, zone: Tz) -> Result<(i64, i64)> {
    let (from, to) = (moment("from", from, zone)?, moment("to", to, zone)?);
    if to <= from {
        return Err(Error::invalid(
            "to",
            "expected a time after from",
            "ожидается время позже from",
        ));
    }
    Ok((from, to))
}

/// A moment in seconds since 1970 as RFC 3339, with the zone's offset.
#[must_use]
pub fn text(zone: Tz, at: i64) -> String {
    DateTime::from_timestamp(at, 0).map_or_else(String::new, |time| {
        let local = time.with_timezone(&zone);
        local.to_rfc3339_opts(SecondsFormat::Secs, false)
    })
}

fn moment(field: &str, text: &str, zone: Tz) -> Result<i64> {
    let time = DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|time| time.timestamp());
    let date = || {
        text.parse::<NaiveDate>()
            .ok()
            .and_then(|date| day_start(zone, date))
    };
    time.or_else(date).ok_or_else(|| {
        Error::invalid(
            field,
            "expected a date, or a time such as 2026-03-01T10:00:00+03:00 (in an address, + is %2B)",
            "ожидается дата или время вида 2026-03-01T10:00:00+03:00 (в адресе + пишется как %2B)",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, expected: std::result::Result<(i64, i64), &str>) {
        let found = period(from, to, chrono_tz::Europe::Moscow).map_err(|error| {
            let problem = error.problem(crate::Language::English);
            problem.field.unwrap_or_default()
        });
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    #[test]
    fn a_period_is_of_times_or_of_the_zones_dates() {
        check(
            "2026-03-01",
            "2026-03-02",
            Ok((1_772_312_400, 1_772_398_800)),
        );
        check(
            "2026-03-01T00:00:00Z",
            "2026-03-02",
            Ok((1_772_323_200, 1_772_398_800)),
        );
        check("2026-03-01", "2026-03-01", Err("to"));
        check("2026-03-02", "2026-03-01", Err("to"));
        check("1 March", "2026-03-01", Err("from"));
        check("2026-02-30", "2026-03-01", Err("from"));
    }
}
