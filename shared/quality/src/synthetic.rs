//! Hours of a door that is well: Poisson counts around a daily shape.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use spp_calendar::opening::{Hours, OpeningHours};

use crate::{Hour, Limits, Site};

static LIMITS: LazyLock<Limits> = LazyLock::new(Limits::default);

static OPENING: LazyLock<OpeningHours> = LazyLock::new(|| {
    let hours = Hours {
        opens: 540,
        closes: 1_260,
    };
    OpeningHours::new(Tz::UTC, (1..=7).map(|day| (day, hours)), []).unwrap()
});

/// A shop that is open from 9 to 21.
pub static SITE: LazyLock<Site<'static>> = LazyLock::new(|| Site {
    zone: Tz::UTC,
    hours: &OPENING,
    limits: &LIMITS,
    excluded: &[],
    unusual: &[],
});

/// The midnight after so many days; the first one is a Monday.
pub fn end(days: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(19_723 + days)
}

/// Hours of so many days, with so many people in and as many out at noon of a
/// working day, out two hours after in.
pub fn healthy(seed: u64, days: i64, noon: f64) -> Vec<Hour> {
    let mut chance = Chance(seed);
    (0..days * 24)
        .map(|index| {
            let start = end(0) + TimeDelta::hours(index);
            let weekend = if index / 24 % 7 < 5 { 1.0 } else { 1.5 };
            let shape = |hour: i64| match hour {
                9..=20 => noon * weekend * (1.0 - ((hour - 12) as f64 / 10.0).powi(2)),
                _ => 0.0,
            };
            let hour = index % 24;
            let shape_out = if (9..=20).contains(&hour) {
                shape((hour - 2).max(9))
            } else {
                0.0
            };
            Hour {
                start,
                entered: chance.poisson(shape(hour)),
                exited: chance.poisson(shape_out),
                measured: 4,
                expected: 4,
            }
        })
        .collect()
}

/// A small random generator (`SplitMix64`), so that each run is the same.
pub struct Chance(pub u64);

impl Chance {
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A Poisson count, by the exponential gaps between its people.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        let (mut time, mut count) = (0.0, 0);
        loop {
            time -= (1.0 - self.share()).ln();
            if mean <= time {
                return count;
            }
            count += 1;
        }
    }
}
