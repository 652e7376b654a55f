//! Changes of the calendar that are loaded without a release.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::production::{Applied, DayKind, MOSCOW, Production};
use crate::years::{HOLIDAYS, dates, plain};

/// The form of the document that this version reads and writes.
const FORMAT: u32 = 1;

/// A decree that changes days of loaded years, or adds the next year.
///
/// It is read from a document and checked while read; it counts from its
/// moment on, and time used before that stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Document", into = "Document")]
pub struct Decree {
    id: String,
    source: String,
    in_force: DateTime<Utc>,
    year: Option<i32>,
    days: BTreeMap<NaiveDate, DayKind>,
}

/// A decree as it is written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: u32,
    id: String,
    source: String,
    in_force: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    days: Vec<Change>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    date: NaiveDate,
    kind: DayKind,
}

/// Why a decree is not taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The document is of a form that this version does not know.
    #[error("the document's format is {0}, this version reads {FORMAT}")]
    Format(u32),
    /// The document does not name the decree or where it was published.
    #[error("the decree has no id or no source")]
    Unnamed,
    /// The document neither changes a day nor adds a year.
    #[error("the decree changes nothing")]
    Empty,
    /// A date is listed twice.
    #[error("{0} is listed twice")]
    Twice(NaiveDate),
    /// A holiday by law would be a working day in the added year: most likely
    /// the document lists too little.
    #[error("{0} is a holiday by law, but not off in the added year")]
    Holiday(NaiveDate),
    /// The added year does not follow the last loaded one.
    #[error("the year {year} cannot be added, {next} is the next one")]
    NotNext {
        /// The year to add.
        year: i32,
        /// The only year that could be added.
        next: i32,
    },
    /// A date of a year that is not loaded.
    #[error("{0} belongs to a year that is not loaded")]
    NotLoaded(NaiveDate),
    /// A date was over when the decree came into force.
    #[error("{0} was over when the decree came into force")]
    Over(NaiveDate),
    /// The calendar has already taken over a decree of this name.
    #[error("the decree {0} is already in the calendar")]
    Known(String),
    /// The calendar has already taken over a decree that is in force later.
    #[error("the decree {0}, in force later, is already in the calendar")]
    Later(String),
}

impl Production {
    /// The calendar as it is with a decree: until the decree's moment the
    /// hours are the old ones, from then on the new ones, so that
    /// [`Self::between`] and [`Self::after`] leave the time used as it was and
    /// count the rest anew.
    ///
    /// A term that has ended by then stays as it was, and none ends with the
    /// decree itself: a working day that is over stays one, and a day that the
    /// decree cuts short at once, with no hours left, is none to those who
    /// count days.
    ///
    /// # Errors
    /// [`Refused`]; decrees are taken over in the order in which they are in force.
    pub fn with_decree(&self, decree: &Decree) -> Result<Self, Refused> {
        self.check(decree)?;
        let old_days = self.days.iter().map(|day| (day.date, day.kind));
        let new_days = decree
            .year
            .into_iter()
            .flat_map(dates)
            .map(|date| (date, plain(date)));
        let mut new = Self::of_days(old_days.chain(new_days).map(|(date, kind)| {
            let changed = decree.days.get(&date).copied();
            (date, changed.unwrap_or(kind))
        }));
        // A year that was not loaded has no time used by an old calendar.
        let moment = decree.in_force.timestamp().min(self.end);
        new.time = self.time.until_then(moment, &new.time);
        for (new, old) in new.days.iter_mut().zip(&self.days) {
            let over = old.closes.filter(|closes| *closes <= moment);
            new.closes = over.or(new.closes.filter(|closes| moment < *closes));
        }
        new.gather_closings();
        new.decrees.clone_from(&self.decrees);
        new.decrees.push(Applied {
            id: decree.id.clone(),
            in_force: decree.in_force,
        });
        Ok(new)
    }

    /// The calendar with several decrees, in whichever order they are kept.
    ///
    /// # Errors
    /// [`Refused`], by the first decree that does not fit.
    pub fn with_decrees<'a>(
        &self,
        decrees: impl IntoIterator<Item = &'a Decree>,
    ) -> Result<Self, Refused> {
        let mut decrees: Vec<_> = decrees.into_iter().collect();
        decrees.sort_by(|one, other| {
            (one.in_force, one.year, &one.id).cmp(&(other.in_force, other.year, &other.id))
        });
        decrees
            .into_iter()
            .try_fold(self.clone(), |calendar, decree| {
                calendar.with_decree(decree)
            })
    }

    fn check(&self, decree: &Decree) -> Result<(), Refused> {
        for applied in &self.decrees {
            if applied.id == decree.id {
                return Err(Refused::Known(applied.id.clone()));
            }
            if decree.in_force < applied.in_force {
                return Err(Refused::Later(applied.id.clone()));
            }
        }
        let next = self.last_year() + 1;
        if let Some(year) = decree.year.filter(|year| *year != next) {
            return Err(Refused::NotNext { year, next });
        }
        let today = decree.in_force.with_timezone(&MOSCOW).date_naive();
        for date in decree.days.keys() {
            if decree.year == Some(date.year()) {
                continue;
            }
            self.day(*date).map_err(|_| Refused::NotLoaded(*date))?;
            if *date < today {
                return Err(Refused::Over(*date));
            }
        }
        Ok(())
    }
}

impl Decree {
    /// What names the decree among all others.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it was published.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The moment from which it counts.
    #[must_use]
    pub fn in_force(&self) -> DateTime<Utc> {
        self.in_force
    }

    /// The year that it adds.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// The days that it changes; in an added year, all that are not plain
    /// weekdays and weekends.
    #[must_use]
    pub fn days(&self) -> &BTreeMap<NaiveDate, DayKind> {
        &self.days
    }
}

impl TryFrom<Document> for Decree {
    type Error = Refused;

    fn try_from(document: Document) -> Result<Self, Refused> {
        if document.format != FORMAT {
            return Err(Refused::Format(document.format));
        }
        if document.id.trim().is_empty() || document.source.trim().is_empty() {
            return Err(Refused::Unnamed);
        }
        if document.days.is_empty() && document.year.is_none() {
            return Err(Refused::Empty);
        }
        let mut days = BTreeMap::new();
        for Change { date, kind } in document.days {
            if days.insert(date, kind).is_some() {
                return Err(Refused::Twice(date));
            }
        }
        if let Some(date) = document.year.and_then(|year| working_holiday(year, &days)) {
            return Err(Refused::Holiday(date));
        }
        Ok(Self {
            id: document.id,
            source: document.source,
            in_force: document.in_force,
            year: document.year,
            days,
        })
    }
}

impl From<Decree> for Document {
    fn from(decree: Decree) -> Self {
        let days = decree.days.into_iter();
        Self {
            format: FORMAT,
            id: decree.id,
            source: decree.source,
            in_force: decree.in_force,
            year: decree.year,
            days: days.map(|(date, kind)| Change { date, kind }).collect(),
        }
    }
}

/// A holiday by law on which people would work.
fn working_holiday(year: i32, days: &BTreeMap<NaiveDate, DayKind>) -> Option<NaiveDate> {
    HOLIDAYS
        .into_iter()
        .filter_map(|day| NaiveDate::from_ymd_opt(year, day / 100, day % 100))
        .find(|date| days.get(date).copied().unwrap_or_else(|| plain(*date)) != DayKind::Off)
}

#[cfg(test)]
mod tests;
