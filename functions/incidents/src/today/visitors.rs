//! Who came today, beside what is usual.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use spp_calendar::OpeningHours;
use spp_counts::step::day_start;
use spp_quality::profile::{Profile, Usual};
use spp_store::counts::Visited;
use spp_store::watch::today::Standing;
use utoipa::ToSchema;

/// Visitors so far, beside what is usual by now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Visitors {
    pub so_far: i64,
    /// Usual by now; absent where that is not known of every sensor.
    pub usual: Option<f64>,
    /// In nine of ten days at least so many.
    pub low: Option<f64>,
    /// In nine of ten days at most so many.
    pub high: Option<f64>,
}

/// An hour of the day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Hour {
    /// When it begins, by the site's clock: "10:00".
    pub hour: String,
    /// Measured, and restored where nothing was.
    pub r#in: i64,
    pub usual: Option<f64>,
    /// Whether anything was counted in it.
    pub measured: bool,
}

/// A site's day.
pub struct Day {
    pub visitors: Visitors,
    pub hours: Vec<Hour>,
}

/// So many standard deviations to either side of the mean nine of ten days lie.
const NINE_OF_TEN: f64 = 1.645;

/// Days differ as a whole by so large a share of what is usual, beside what their
/// hours stray by themselves.
const DAY_STRAYS: f64 = 0.1;

/// A site's day: its opening hours, and those in which somebody came all the same.
pub fn day(
    standings: &[Standing],
    visited: &[Visited],
    hours: &OpeningHours,
    now: DateTime<Utc>,
) -> Day {
    let zone = hours.zone();
    let today = now.with_timezone(&zone).date_naive();
    let profiles = profiles(standings);
    let mut shown = Vec::new();
    let (mut so_far, mut expected, mut variance) = (0, 0.0, 0.0);
    let mut start = midnight(zone, today, now);
    while start.with_timezone(&zone).date_naive() == today {
        let (local, end) = (start.with_timezone(&zone), start + TimeDelta::hours(1));
        let came: Vec<_> = visited
            .iter()
            .filter(|one| (start.timestamp()..end.timestamp()).contains(&one.start))
            .collect();
        let entered = came.iter().map(|one| one.entered).sum();
        // Nobody is expected where the day is shut for once.
        let share = |to: DateTime<Utc>| hours.open_seconds(start, to.max(start)) as f64 / 3_600.0;
        let slot = local.weekday().num_days_from_monday() * 24 + local.hour();
        let usual = profiles.as_ref().map(|known| usual(known, slot as usize));
        let (open, passed) = (share(end), share(end.min(now)));
        so_far += entered;
        if let Some((people, spread)) = usual {
            expected += people * passed;
            variance += spread * spread * passed;
        }
        if 0.0 < open || 0 < entered {
            shown.push(Hour {
                hour: local.format("%H:%M").to_string(),
                r#in: entered,
                usual: usual.map(|(people, _)| (people * open).round()),
                measured: came.iter().any(|one| one.measured),
            });
        }
        start = end;
    }
    let strays = NINE_OF_TEN * (variance + (DAY_STRAYS * expected).powi(2)).sqrt();
    let usual = profiles.map(|_| expected);
    Day {
        visitors: Visitors {
            so_far,
            usual: usual.map(f64::round),
            low: usual.map(|usual| (usual - strays).max(0.0).round()),
            high: usual.map(|usual| (usual + strays).round()),
        },
        hours: shown,
    }
}

/// The first moment of a day, by a zone's clock.
fn midnight(zone: Tz, day: NaiveDate, now: DateTime<Utc>) -> DateTime<Utc> {
    day_start(zone, day)
        .and_then(|start| DateTime::from_timestamp(start, 0))
        .unwrap_or(now)
}

/// The sensors' profiles; none where one of them has none yet.
fn profiles(standings: &[Standing]) -> Option<Vec<Profile>> {
    let read = |standing: &Standing| {
        let profile = Profile::from_bytes(standing.profile.as_deref()?).ok()?;
        profile.is_ready().then_some(profile)
    };
    let profiles: Option<Vec<_>> = standings.iter().map(read).collect();
    profiles.filter(|profiles| !profiles.is_empty())
}

/// People in that are usual in an hour of the week, and their standard deviation:
/// the share of it that falls to those who come.
fn usual(profiles: &[Profile], slot: usize) -> (f64, f64) {
    let (mut people, mut variance) = (0.0, 0.0);
    for profile in profiles {
        let usual: Usual = profile.usual(slot);
        people += usual.entered;
        if 0.0 < usual.people() {
            variance += (usual.spread * usual.entered / usual.people()).powi(2);
        }
    }
    (people, variance.sqrt())
}

#[cfg(test)]
mod tests {
    use spp_calendar::Hours;

    use super::*;

    fn hours() -> OpeningHours {
        let open = Hours {
            opens: 600,
            closes: 1_320,
        };
        let week: Vec<_> = (1..=7).map(|weekday| (weekday, open)).collect();
        OpeningHours::new(chrono_tz::Europe::Moscow, week, []).unwrap()
    }

    #[test]
    fn the_day_is_the_sites_own() {
        // 12:30 in Moscow.
        let now = DateTime::from_timestamp(1_772_357_400, 0).unwrap();
        let check = |hour: i64, expected: i64| {
            let visited = [Visited {
                site: 1,
                start: 1_772_312_400 + hour * 3_600,
                entered: 7,
                measured: true,
            }];
            let day = day(&[], &visited, &hours(), now);
            assert_eq!(day.visitors.so_far, expected, "{hour}");
            assert_eq!(day.visitors.usual, None);
            day.hours
        };
        // Yesterday's last hour, and today's first.
        assert_eq!(check(-1, 0).len(), 12);
        let shown = check(0, 7);
        assert_eq!((shown.len(), shown[0].hour.as_str()), (13, "00:00"));
        let shown = check(11, 7);
        assert_eq!(
            (shown.len(), shown[1].measured, shown[2].measured),
            (12, true, false)
        );
    }
}
