//! How many people pass a sensor, minute by minute.
//!
//! A shop's day has its hours: it fills after opening, has a peak at lunch and
//! a higher one after work, at weekends one long one in the afternoon, and
//! empties before closing; few come to one that is open at night. Half as many
//! again come to a sale, where there are any. Everyone who came in leaves some
//! time later. How many really came is drawn around that, so that no two days are
//! alike; what is drawn depends on the sensor and the minute alone, so that
//! history and live pushes, and a push and its repetition, agree.

use chrono::{DateTime, Datelike, Days, NaiveDate, Offset, TimeZone, Weekday};
use chrono_tz::Tz;

use crate::random::Random;

/// Minutes of a day.
const DAY: i64 = 1_440;

/// After so many minutes in the shop a third of the visitors leaves each.
const STAYS: [i64; 3] = [8, 20, 35];

/// So many times as many come to a sale.
const SALE: f64 = 1.5;

/// Shops close so early on 31 December, in minutes from midnight.
const NEW_YEARS_EVE: u16 = 18 * 60;

/// People who passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct People {
    /// In.
    pub entered: u32,
    /// Out.
    pub exited: u32,
}

/// People counted in an interval, by a sensor that counts since long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// First second, since 1970.
    pub start: i64,
    /// Seconds.
    pub length: u32,
    /// People of the interval.
    pub people: People,
    /// All people in until the interval's end.
    pub total_entered: u64,
    /// All people out until the interval's end.
    pub total_exited: u64,
}

impl Interval {
    /// First second after the interval.
    pub fn end(&self) -> i64 {
        self.start + i64::from(self.length)
    }
}

/// When a shop is open: a span a weekday, Monday first, in minutes from
/// midnight.
pub type Week = [(u16, u16); 7];

/// The people at one sensor.
#[derive(Debug, Clone)]
pub struct Crowd {
    zone: Tz,
    week: Week,
    /// Tells this sensor from others of the same profile.
    seed: i64,
    /// Visitors a minute where the day's curve is 1.
    scale: f64,
    /// Whether more come to sales.
    sales: bool,
}

impl Crowd {
    /// The people at a sensor that sees so many visitors on an average day.
    pub fn new(zone: Tz, week: Week, seed: i64, visitors: f64) -> Self {
        let days = week.iter().zip(0_i64..).map(|(&(opens, closes), day)| {
            let minutes = i64::from(opens)..i64::from(closes);
            let curve = |minute| curve(minute, (opens, closes), is_weekend(day));
            weight(day) * minutes.map(curve).sum::<f64>()
        });
        let scale = 7.0 * visitors / days.sum::<f64>();
        Self {
            zone,
            week,
            seed,
            scale,
            sales: false,
        }
    }

    /// The same, where there are sales to which more come.
    pub fn with_sales(self) -> Self {
        Self {
            sales: true,
            ..self
        }
    }

    /// People of a minute, counted since 1970.
    pub fn minute(&self, minute: i64) -> People {
        let local = minute + self.offset(minute);
        let (inwards, outwards) = (self.inwards(local), self.outwards(local));
        if inwards + outwards == 0.0 {
            return People::default();
        }
        let mut random = Random::of(&[self.seed, minute]);
        People {
            entered: random.poisson(inwards),
            exited: random.poisson(outwards),
        }
    }

    /// People of an interval of whole minutes.
    pub fn interval(&self, start: i64, length: u32) -> People {
        let first = start.div_euclid(60);
        let minutes = first..first + i64::from(length / 60);
        minutes.fold(People::default(), |sum, minute| {
            let People { entered, exited } = self.minute(minute);
            People {
                entered: sum.entered + entered,
                exited: sum.exited + exited,
            }
        })
    }

    /// Minutes by which the shop's clocks are ahead of UTC.
    fn offset(&self, minute: i64) -> i64 {
        let time = DateTime::from_timestamp(minute * 60, 0).unwrap_or_default();
        let offset = self.zone.offset_from_utc_datetime(&time.naive_utc()).fix();
        i64::from(offset.local_minus_utc()) / 60
    }

    /// How many come in on average in a minute of local time.
    fn inwards(&self, local: i64) -> f64 {
        let (date, minute) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        // 1 January 1970 was a Thursday.
        let weekday = (date + 3).rem_euclid(7);
        let Some(hours) = self.hours(date) else {
            return 0.0;
        };
        // Weather, holidays, an advertisement: no two days are alike.
        let luck = 0.85 + 0.3 * Random::of(&[self.seed, date, -1]).unit();
        let is_sale = self.sales && day(date).is_some_and(|date| sale(date).is_some());
        let luck = if is_sale { luck * SALE } else { luck };
        self.scale * weight(weekday) * luck * curve(minute, hours, is_weekend(weekday))
    }

    /// Everyone who came in goes out later.
    fn outwards(&self, local: i64) -> f64 {
        let came = STAYS.map(|stay| self.inwards(local - stay));
        came.iter().sum::<f64>() / STAYS.len() as f64
    }

    /// When the shop is open on a date, in days since 1970.
    fn hours(&self, date: i64) -> Option<(u16, u16)> {
        hours(&self.week, day(date)?)
    }
}

/// A date by its days since 1970.
fn day(date: i64) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(i32::try_from(date).ok()?)
}

/// The Friday of the sale that a date belongs to: a sale is the last Friday of a
/// month and the weekend after it.
pub fn sale(date: NaiveDate) -> Option<NaiveDate> {
    let since_friday = (date.weekday().num_days_from_monday() + 3) % 7;
    let friday = date.checked_sub_days(Days::new(since_friday.into()))?;
    let next = friday.checked_add_days(Days::new(7))?;
    (since_friday < 3 && next.month() != friday.month()).then_some(friday)
}

/// When a shop is open on a date.
pub fn hours(week: &Week, date: NaiveDate) -> Option<(u16, u16)> {
    let weekday = usize::try_from(date.weekday().num_days_from_monday()).ok()?;
    let (opens, closes) = *week.get(weekday)?;
    match (date.month(), date.day()) {
        (1, 1) => None,
        (12, 31) => Some((opens, closes.min(NEW_YEARS_EVE))),
        _ => Some((opens, closes)),
    }
}

/// How a weekday compares with the average one; 0 is Monday.
fn weight(weekday: i64) -> f64 {
    match weekday {
        0 | 1 => 0.80,
        2 => 0.85,
        3 => 0.90,
        4 => 1.10,
        5 => 1.40,
        _ => 1.15,
    }
}

fn is_weekend(weekday: i64) -> bool {
    i64::from(Weekday::Sat.num_days_from_monday()) <= weekday
}

/// The course of a day: how busy a minute is beside others of the same day.
fn curve(minute: i64, (opens, closes): (u16, u16), weekend: bool) -> f64 {
    let (opens, closes) = (i64::from(opens), i64::from(closes));
    if !(opens..closes).contains(&minute) {
        return 0.0;
    }
    let peak = |at: i64, width: f64| (-((minute - at) as f64 / width).powi(2)).exp();
    let busy = if weekend {
        0.4 + 1.6 * peak(15 * 60 + 30, 170.0)
    } else {
        0.4 + 0.9 * peak(13 * 60, 60.0) + 1.4 * peak(18 * 60 + 30, 90.0)
    };
    if (opens, closes) == (0, DAY) {
        let night = peak(3 * 60, 150.0).max(peak(27 * 60, 150.0));
        return busy * (1.0 - 0.9 * night);
    }
    let filling = ((minute - opens + 10) as f64 / 45.0).min(1.0);
    let emptying = ((closes - minute) as f64 / 40.0).min(1.0);
    busy * filling * emptying
}

#[cfg(test)]
mod tests;
