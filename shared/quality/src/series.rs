//! Hours of a sensor laid beside what is usual.

use chrono::{DateTime, Datelike, Offset, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

use crate::finding::Point;
use crate::profile::{Profile, SLOTS, Usual};

/// The sums of one hour of a sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hour {
    /// Its first moment: a whole hour of the site's zone.
    pub start: DateTime<Utc>,
    /// People in.
    pub entered: u32,
    /// People out.
    pub exited: u32,
    /// Intervals that were measured, of all channels.
    pub measured: u16,
    /// Intervals that it has, of all channels.
    pub expected: u16,
}

/// One hour, there or not, and what is usual then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub start: DateTime<Utc>,
    /// Hour of the site's week, 0 to 167 from Monday's midnight.
    pub slot: usize,
    pub entered: f64,
    pub exited: f64,
    /// Whether it says nothing of what is usual.
    pub unusual: bool,
    /// The share of it that was measured, 0 to 1.
    pub share: f64,
    /// What is usual in the measured share.
    pub usual: Usual,
}

impl Cell {
    pub fn end(&self) -> DateTime<Utc> {
        self.start + TimeDelta::hours(1)
    }

    pub fn people(&self) -> f64 {
        self.entered + self.exited
    }

    pub fn is_measured(&self) -> bool {
        0.0 < self.share
    }

    pub fn hour_of_day(&self) -> usize {
        self.slot % 24
    }

    /// The point of it that a finding shows.
    pub fn point(&self, level: f64) -> Point {
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        Point {
            at: self.start,
            value: self.is_measured().then(|| self.people()),
            expected: Some(tenth(self.usual.people() * level)),
        }
    }
}

/// The hour of the site's week in which a moment lies.
pub(crate) fn slot(at: DateTime<Utc>, zone: Tz) -> usize {
    let local = at.with_timezone(&zone);
    let day = local.weekday().num_days_from_monday() as usize;
    day * 24 + local.hour() as usize
}

/// The hours from a moment on, with their hours of the site's week. The zone is
/// asked twice a day only, and each hour of the days on which clocks change.
fn slots(
    first: DateTime<Utc>,
    zone: Tz,
    count: u16,
) -> impl Iterator<Item = (DateTime<Utc>, usize)> {
    let hour = move |index: u16| first + TimeDelta::hours(i64::from(index));
    (0..count).step_by(24).flat_map(move |day| {
        let begins = slot(hour(day), zone);
        let even = slot(hour(day) + TimeDelta::hours(23), zone) == (begins + 23) % SLOTS;
        (day..count.min(day + 24)).map(move |index| {
            let slot = if even {
                (begins + usize::from(index - day)) % SLOTS
            } else {
                slot(hour(index), zone)
            };
            (hour(index), slot)
        })
    })
}

/// The end of the site's last whole hour that is over.
pub(crate) fn last_hour(now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let offset = zone.offset_from_utc_datetime(&now.naive_utc()).fix();
    let local = now.timestamp() + i64::from(offset.local_minus_utc());
    now - TimeDelta::seconds(local.rem_euclid(3_600))
        - TimeDelta::nanoseconds(i64::from(now.timestamp_subsec_nanos()))
}

/// The last so many hours until `end`, each with what is usual; hours that are
/// not given, or given twice, or lie elsewhere, do no harm.
pub(crate) fn lay(
    hours: &[Hour],
    profile: Option<&Profile>,
    zone: Tz,
    end: DateTime<Utc>,
    count: u16,
) -> Vec<Cell> {
    let first = end - TimeDelta::hours(i64::from(count));
    let mut given = hours
        .iter()
        .skip_while(|hour| hour.start < first)
        .peekable();
    slots(first, zone, count)
        .map(|(start, slot)| {
            while given.next_if(|hour| hour.start < start).is_some() {}
            let hour = given.next_if(|hour| hour.start == start);
            let share = hour.map_or(0.0, |hour| {
                f64::from(hour.measured) / f64::from(hour.expected.max(hour.measured).max(1))
            });
            let usual = profile.map_or(Usual::default(), |profile| profile.usual(slot));
            Cell {
                start,
                slot,
                entered: hour.map_or(0.0, |hour| f64::from(hour.entered)),
                exited: hour.map_or(0.0, |hour| f64::from(hour.exited)),
                unusual: false,
                share,
                usual: usual.scaled(share),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_have_their_place_in_the_week_when_clocks_change() {
        // A year of a zone that changes its clocks for a month as well.
        for zone in [
            Tz::Africa__Casablanca,
            Tz::Europe__Berlin,
            Tz::Asia__Kolkata,
        ] {
            let first = last_hour(DateTime::UNIX_EPOCH + TimeDelta::days(20_000), zone);
            for (start, found) in slots(first, zone, 366 * 24 - 5) {
                assert_eq!(found, slot(start, zone), "{start} {zone}");
            }
        }
    }

    #[test]
    fn an_hour_is_over_when_the_next_one_begins() {
        let at = |minute| DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        assert_eq!(last_hour(at(60), Tz::UTC), at(60));
        assert_eq!(last_hour(at(119), Tz::UTC), at(60));
        assert_eq!(last_hour(at(119), Tz::Asia__Kolkata), at(90));
    }
}
