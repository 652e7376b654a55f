//! Working days, office hours and terms by the production calendar.

mod terms;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::business::BusinessDuration;
use crate::spans::Spans;
use crate::years::BUILT_IN;

pub use terms::calendar_days_after;

/// The zone in which the office keeps its hours (S1 2.1).
pub const MOSCOW: Tz = chrono_tz::Europe::Moscow;

/// What a day is for the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 9 to 18; on a Saturday or Sunday by transfer.
    Working,
    /// 9 to 17: the day before a holiday; on a Saturday or Sunday by transfer.
    Short,
    /// No hours: a weekend, a holiday, or off by transfer.
    Off,
}

impl DayKind {
    /// Office hours by Moscow time, from the first hour until the last
    /// (S1 2.1); there is no lunch break.
    #[must_use]
    pub const fn hours(self) -> Option<(u32, u32)> {
        match self {
            Self::Working => Some((9, 18)),
            Self::Short => Some((9, 17)),
            Self::Off => None,
        }
    }
}

/// The answer depends on a year of which no production calendar is loaded: it
/// is refused rather than guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no production calendar is loaded for {year}")]
pub struct Beyond {
    /// The first such year.
    pub year: i32,
}

/// The production calendar of some successive years, with its office hours.
///
/// Moments are taken at their whole second, fractions are dropped. Office
/// hours are half-open: the office is open at 09:00:00 and closed at 18:00:00.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Production {
    /// All days of the loaded years, in order.
    pub(crate) days: Vec<Day>,
    /// The end of the last loaded year.
    pub(crate) end: i64,
    pub(crate) time: Spans,
    /// When each working day closes, in order.
    pub(crate) closings: Vec<i64>,
    pub(crate) decrees: Vec<Applied>,
}

/// A decree that a calendar has taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The decree's identifier.
    pub id: String,
    /// The moment from which it counts.
    pub in_force: DateTime<Utc>,
}

/// A day of the calendar; moments are in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) date: NaiveDate,
    pub(crate) kind: DayKind,
    pub(crate) starts: i64,
    /// When the day closes, where it counts as a working day.
    pub(crate) closes: Option<i64>,
}

impl Production {
    /// The calendar that comes with the program: 2023 to 2027.
    #[must_use]
    pub fn built_in() -> Self {
        Self::of_days(BUILT_IN.iter().flat_map(crate::years::Year::days))
    }

    /// What a day is, by all decrees that the calendar has taken over.
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn day(&self, date: NaiveDate) -> Result<DayKind, Beyond> {
        self.days
            .first()
            .and_then(|first| usize::try_from((date - first.date).num_days()).ok())
            .and_then(|index| self.days.get(index))
            .map(|day| day.kind)
            .ok_or(Beyond { year: date.year() })
    }

    /// Whether a day is not what its weekday says: a weekday off, or a weekend that is
    /// worked. Of a year of which no calendar is loaded, no day is.
    #[must_use]
    pub fn is_unusual(&self, date: NaiveDate) -> bool {
        let is_weekend = 5 <= date.weekday().num_days_from_monday();
        match self.day(date) {
            Ok(DayKind::Off) => !is_weekend,
            Ok(DayKind::Working | DayKind::Short) => is_weekend,
            Err(_) => false,
        }
    }

    /// Whether a moment lies in office hours.
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn is_working(&self, at: DateTime<Utc>) -> Result<bool, Beyond> {
        Ok(self.time.contain(self.loaded(at)?))
    }

    /// The first moment not before `at` in office hours; `at` itself, when it
    /// lies in them.
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn next_working(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Beyond> {
        self.found(self.time.next(self.loaded(at)?))
    }

    /// The moment at which a length of working time has passed since `from`:
    /// the first one not before `from`, in office hours or at their end.
    ///
    /// A length that ends with a working day is thus over at its closing
    /// moment, not the next morning; no length outside of office hours is over
    /// with the next opening.
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn after(
        &self,
        from: DateTime<Utc>,
        length: BusinessDuration,
    ) -> Result<DateTime<Utc>, Beyond> {
        let from = self.loaded(from)?;
        self.found(self.time.after(from, length.as_seconds()))
    }

    /// The moment from which a length of working time passes until `to`: the
    /// last one not after `to`, in office hours or at their end. Without any
    /// length it is the last moment at which work can be done by `to`.
    ///
    /// # Errors
    /// [`Beyond`], with the year before the first one, when the loaded years
    /// hold less time than that.
    pub fn before(
        &self,
        to: DateTime<Utc>,
        length: BusinessDuration,
    ) -> Result<DateTime<Utc>, Beyond> {
        let to = self.loaded_end(to)?;
        self.time
            .before(to, length.as_seconds())
            .map(moment)
            .ok_or(Beyond {
                year: self.first_year() - 1,
            })
    }

    /// Working time from one moment to another; none, when the second one is
    /// not the later.
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<BusinessDuration, Beyond> {
        let passed = |at| {
            Ok(BusinessDuration::seconds(
                self.time.passed(self.loaded_end(at)?),
            ))
        };
        Ok(passed(to)?.saturating_sub(passed(from)?))
    }

    /// The first year that is loaded.
    #[must_use]
    pub fn first_year(&self) -> i32 {
        self.days.first().map_or(0, |day| day.date.year())
    }

    /// The last year that is loaded.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        self.days.last().map_or(0, |day| day.date.year())
    }

    /// Days from a date until the last loaded one; fewer than none once it is over.
    #[must_use]
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        self.days
            .last()
            .map_or(0, |day| (day.date - today).num_days())
    }

    /// Whether the next year's calendar is to be loaded by now: at most 60
    /// days are left of the last one.
    #[must_use]
    pub fn is_ending(&self, today: NaiveDate) -> bool {
        self.days_left(today) <= 60
    }

    /// The decrees that the calendar has taken over, in their order: what a
    /// deadline was computed by.
    #[must_use]
    pub fn decrees(&self) -> &[Applied] {
        &self.decrees
    }

    /// The calendar of successive days in order.
    pub(crate) fn of_days(days: impl IntoIterator<Item = (NaiveDate, DayKind)>) -> Self {
        let mut calendar = Self {
            days: Vec::new(),
            end: 0,
            time: Spans::default(),
            closings: Vec::new(),
            decrees: Vec::new(),
        };
        let mut hours = Vec::new();
        for (date, kind) in days {
            let day_hours = office_hours(date, kind);
            calendar.days.push(Day {
                date,
                kind,
                starts: moscow(date, 0).unwrap_or(calendar.end),
                closes: day_hours.map(|(_, closes)| closes),
            });
            hours.extend(day_hours);
            calendar.end = date
                .succ_opt()
                .and_then(|next| moscow(next, 0))
                .unwrap_or(calendar.end);
        }
        calendar.time = hours.into_iter().collect();
        calendar.gather_closings();
        calendar
    }

    /// Closings are kept apart so that days are counted by a search.
    pub(crate) fn gather_closings(&mut self) {
        self.closings = self.days.iter().filter_map(|day| day.closes).collect();
    }

    /// A moment that the loaded years hold, in seconds since 1970.
    fn loaded(&self, at: DateTime<Utc>) -> Result<i64, Beyond> {
        let seconds = at.timestamp();
        let starts = self.days.first().map_or(self.end, |day| day.starts);
        if (starts..self.end).contains(&seconds) {
            Ok(seconds)
        } else {
            let year = at.with_timezone(&MOSCOW).year();
            Err(Beyond { year })
        }
    }

    /// The same, or the very end of the last loaded year, until which all is known.
    fn loaded_end(&self, at: DateTime<Utc>) -> Result<i64, Beyond> {
        if at.timestamp() == self.end {
            Ok(self.end)
        } else {
            self.loaded(at)
        }
    }

    /// A moment that a search has found, or that lies after the last loaded year.
    fn found(&self, seconds: Option<i64>) -> Result<DateTime<Utc>, Beyond> {
        seconds.map(moment).ok_or(Beyond {
            year: self.last_year() + 1,
        })
    }
}

fn office_hours(date: NaiveDate, kind: DayKind) -> Option<(i64, i64)> {
    let (opens, closes) = kind.hours()?;
    Some((moscow(date, opens)?, moscow(date, closes)?))
}

/// A full hour of a date by Moscow time, in seconds since 1970.
pub(crate) fn moscow(date: NaiveDate, hour: u32) -> Option<i64> {
    let local = date.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?);
    let at = MOSCOW.from_local_datetime(&local).earliest()?;
    Some(at.timestamp())
}

/// Seconds of a loaded year as a moment.
fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}
