//! When a site is open.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

/// Minutes of a day.
const DAY: u16 = 1440;

/// How far a moment is looked for: ten years.
const HORIZON: Days = Days::new(3_660);

/// Hours of one day, half-open, in minutes from local midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    /// First minute, 0 to 1439.
    pub opens: u16,
    /// First minute after it, 1 to 1440: until 24:00.
    pub closes: u16,
}

impl Hours {
    /// From midnight to midnight.
    pub const ALL_DAY: Self = Self {
        opens: 0,
        closes: DAY,
    };
}

/// A site's opening hours: a week that repeats, dates that differ from it, and
/// the site's zone.
///
/// Hours that go on after midnight are two: until 24:00, and from 0:00 of the
/// next day. Where clocks are put back, the hour that comes twice is open
/// twice; where they are put forward, hours that do not exist are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours {
    zone: Tz,
    /// Each weekday's hours in order, Monday first.
    week: [Cow<'static, [Hours]>; 7],
    exceptions: BTreeMap<NaiveDate, Vec<Hours>>,
}

/// Opening hours that contradict themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHours {
    /// A weekday is none of 1 (Monday) to 7.
    #[error("{0} is no weekday from 1 to 7")]
    Weekday(u8),
    /// Hours end before they begin, or after 24:00.
    #[error("hours from minute {opens} to minute {closes} are no part of a day")]
    Range {
        /// First minute.
        opens: u16,
        /// First minute after.
        closes: u16,
    },
    /// Two hours of a day overlap.
    #[error("the hours from minute {0} overlap others of their day")]
    Overlap(u16),
    /// A date is closed and has hours.
    #[error("{0} is both closed and open")]
    Contradiction(NaiveDate),
}

impl OpeningHours {
    /// A site of which no hours are known: always open.
    pub const ALWAYS: Self = Self {
        zone: Tz::UTC,
        week: [const { Cow::Borrowed(&[Hours::ALL_DAY]) }; 7],
        exceptions: BTreeMap::new(),
    };

    /// Hours by weekday (1 is Monday, 7 Sunday) and by date, each in any order
    /// and several a day. A date has its own hours instead of its weekday's;
    /// it is closed where it has none.
    ///
    /// # Errors
    /// [`InvalidHours`].
    pub fn new(
        zone: Tz,
        week: impl IntoIterator<Item = (u8, Hours)>,
        exceptions: impl IntoIterator<Item = (NaiveDate, Option<Hours>)>,
    ) -> Result<Self, InvalidHours> {
        let mut days: [Vec<Hours>; 7] = Default::default();
        for (weekday, hours) in week {
            let day = usize::from(weekday)
                .checked_sub(1)
                .and_then(|index| days.get_mut(index))
                .ok_or(InvalidHours::Weekday(weekday))?;
            day.push(hours);
        }
        let mut dates: BTreeMap<NaiveDate, Vec<Hours>> = BTreeMap::new();
        for (date, hours) in exceptions {
            let known = dates.contains_key(&date);
            let day = dates.entry(date).or_default();
            if known && day.is_empty() != hours.is_none() {
                return Err(InvalidHours::Contradiction(date));
            }
            day.extend(hours);
        }
        for day in days.iter_mut().chain(dates.values_mut()) {
            put_in_order(day)?;
        }
        Ok(Self {
            zone,
            week: days.map(Cow::Owned),
            exceptions: dates,
        })
    }

    /// The site's zone.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Whether the site is open at a moment.
    #[must_use]
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.day_spans(self.date(at))
            .any(|(opens, closes)| opens <= at && at < closes)
    }

    /// For how many seconds the site is open from one moment to another; none,
    /// when the second one is not the later.
    #[must_use]
    pub fn open_seconds(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        self.spans(from, to)
            .map(|(opens, closes)| (closes - opens).num_seconds())
            .sum()
    }

    /// The stretches from one moment to another in which the site is open, in
    /// order and cut at both; those that touch, at midnight too, are one.
    pub fn spans(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let mut days = self
            .spans_since(from, self.date(to))
            .map(move |(opens, closes)| (opens.max(from), closes.min(to)))
            .take_while(move |(opens, _)| *opens < to)
            .peekable();
        std::iter::from_fn(move || {
            let (opens, mut closes) = days.next()?;
            while let Some((_, later)) = days.next_if(|(next, _)| *next <= closes) {
                closes = closes.max(later);
            }
            Some((opens, closes))
        })
    }

    /// The first moment not before `at` at which the site is open; `at`
    /// itself, when it is. Nothing when it does not open within ten years.
    #[must_use]
    pub fn next_open(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (opens, _) = self.spans_since(at, self.horizon(at)).next()?;
        Some(opens.max(at))
    }

    /// The first moment not before `at` at which the site is closed; `at`
    /// itself, when it is. Nothing when it does not close any more.
    #[must_use]
    pub fn next_close(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // After the last exception, a week says it all.
        let last = self.exceptions.keys().next_back();
        let day = last.map_or(self.date(at), |last| self.date(at).max(*last));
        let known = day.checked_add_days(Days::new(8))?;
        let mut open_until = at;
        for (opens, closes) in self.spans_since(at, self.horizon(at)) {
            if open_until < opens {
                return Some(open_until);
            }
            if known < self.date(opens) {
                return None;
            }
            open_until = open_until.max(closes);
        }
        Some(open_until)
    }

    /// The last moment not after `at` until which the site was open; `at`
    /// itself, when it was open just before. Nothing when it was not within
    /// ten years.
    #[must_use]
    pub fn last_open_before(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let today = self.date(at);
        let first = today.checked_sub_days(HORIZON).unwrap_or(NaiveDate::MIN);
        std::iter::successors(Some(today), NaiveDate::pred_opt)
            .take_while(|date| first <= *date)
            .find_map(|date| {
                let opened = self.day_spans(date).filter(|(opens, _)| *opens < at);
                opened.map(|(_, closes)| closes.min(at)).max()
            })
    }

    /// The first moment not before `from` by which the site has been open for
    /// so many seconds since. Nothing when that takes more than ten years.
    #[must_use]
    pub fn after(&self, from: DateTime<Utc>, open_seconds: u32) -> Option<DateTime<Utc>> {
        let mut left = TimeDelta::seconds(i64::from(open_seconds));
        // Hours of a day may overlap where an hour comes twice.
        let mut counted = from;
        for (opens, closes) in self.spans_since(from, self.horizon(from)) {
            let opens = opens.max(counted);
            let length = (closes - opens).max(TimeDelta::zero());
            if left <= length {
                return Some(opens + left);
            }
            left -= length;
            counted = counted.max(closes);
        }
        None
    }

    /// The days' hours that end after a moment, in order, up to a last day.
    fn spans_since(
        &self,
        from: DateTime<Utc>,
        last: NaiveDate,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        self.date(from)
            .iter_days()
            .take_while(move |date| *date <= last)
            .flat_map(|date| self.day_spans(date))
            .skip_while(move |(_, closes)| *closes <= from)
    }

    fn day_spans(
        &self,
        date: NaiveDate,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
        let hours = match self.exceptions.get(&date) {
            Some(hours) => hours.as_slice(),
            None => self.week.get(weekday).map_or(&[][..], |day| day),
        };
        hours.iter().filter_map(move |hours| {
            let opens = self.moment(date, hours.opens, Twice::First)?;
            let closes = match hours.closes {
                DAY => self.moment(date.succ_opt()?, 0, Twice::First)?,
                minute => self.moment(date, minute, Twice::Second)?,
            };
            (opens < closes).then_some((opens, closes))
        })
    }

    /// A local minute as a moment; of a minute that is skipped, the moment at
    /// which clocks are put forward.
    fn moment(&self, date: NaiveDate, minute: u16, twice: Twice) -> Option<DateTime<Utc>> {
        let midnight = date.and_time(NaiveTime::MIN);
        let local = midnight.checked_add_signed(TimeDelta::minutes(i64::from(minute)))?;
        let found = self.zone.from_local_datetime(&local);
        let found = match twice {
            Twice::First => found.earliest(),
            Twice::Second => found.latest(),
        };
        let at = found.or_else(|| GapInfo::new(&local, &self.zone)?.end)?;
        Some(at.to_utc())
    }

    fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        let local = at.with_timezone(&self.zone);
        // Only the very ends of time have no local date.
        NaiveDate::from_yo_opt(local.year(), local.ordinal()).unwrap_or(at.date_naive())
    }

    fn horizon(&self, at: DateTime<Utc>) -> NaiveDate {
        let last = self.date(at).checked_add_days(HORIZON);
        last.unwrap_or(NaiveDate::MAX)
    }
}

/// Which of two moments a local minute means that comes twice.
#[derive(Debug, Clone, Copy)]
enum Twice {
    First,
    Second,
}

fn put_in_order(day: &mut [Hours]) -> Result<(), InvalidHours> {
    day.sort_unstable();
    let mut closed_until = 0;
    for &Hours { opens, closes } in day.iter() {
        if closes <= opens || DAY < closes {
            return Err(InvalidHours::Range { opens, closes });
        }
        if opens < closed_until {
            return Err(InvalidHours::Overlap(opens));
        }
        closed_until = closes;
    }
    Ok(())
}
