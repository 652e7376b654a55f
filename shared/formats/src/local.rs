//! Local times of devices that do not say their zone.

use chrono::{DateTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::limits;

/// The moment at which clocks of the zone showed a time, if it lies in the
/// years 2000 to 2099.
///
/// An hour that a zone lived through twice is taken as the first of the two.
/// One that it skipped is read with the offset from before, as a clock that
/// missed the change shows it.
pub fn to_utc(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    let time = match zone.from_local_datetime(&local).earliest() {
        Some(time) => time.to_utc(),
        None => {
            let before = local.checked_sub_signed(TimeDelta::hours(3))?;
            let offset = zone.from_local_datetime(&before).earliest()?.offset().fix();
            at_offset(local, offset.local_minus_utc().into())?
        }
    };
    limits::in_era(time)
}

/// The moment at which clocks so many seconds east of Greenwich showed a time,
/// if it lies in the years 2000 to 2099.
pub fn at_offset(local: NaiveDateTime, seconds: i64) -> Option<DateTime<Utc>> {
    let time = local.checked_sub_signed(TimeDelta::try_seconds(seconds)?)?;
    limits::in_era(time.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(zone: Tz, local: &str, utc: Option<&str>) {
        let local = local.parse().expect("a local time");
        let utc = utc.map(|text| text.parse().expect("a time"));
        assert_eq!(to_utc(zone, local), utc);
    }

    #[test]
    fn local_times_by_zone() {
        use chrono_tz::Europe::{Berlin, Moscow};
        check(Moscow, "2026-03-01T10:00:00", Some("2026-03-01T07:00:00Z"));
        check(Moscow, "2010-07-01T10:00:00", Some("2010-07-01T06:00:00Z"));
        check(Berlin, "2026-10-25T02:30:00", Some("2026-10-25T00:30:00Z"));
        check(Berlin, "2026-03-29T02:30:00", Some("2026-03-29T01:30:00Z"));
        check(Moscow, "1999-12-31T10:00:00", None);
        check(Moscow, "2100-01-01T10:00:00", None);
    }
}
