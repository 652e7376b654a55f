//! Counts of a period by parts, beside what is usual and beside last year.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Result, get};

/// Counts of a period by parts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Series {
    /// The parts, in their order.
    pub parts: Vec<Part>,
    /// What explains unusual figures.
    pub events: Vec<Event>,
}

/// One part of a period.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Part {
    /// Its first moment, by the site's clock.
    pub start: String,
    /// The first moment after it.
    pub end: String,
    /// People in.
    pub r#in: i64,
    /// People out.
    pub out: i64,
    /// How many intervals should be measured by now.
    pub expected: i64,
    /// How many are.
    pub measured: i64,
    /// How many of these arrived late; none where that is not told.
    pub late: Option<i64>,
    /// How many intervals are restored.
    #[serde(default)]
    pub filled: i64,
    /// How many of the people in were restored rather than counted.
    #[serde(default)]
    pub restored: i64,
    /// How many people in are usual.
    pub usual: Option<Usual>,
    /// The same part of last year.
    pub year: Option<Year>,
}

/// How many people in are usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Usual {
    /// Fewer are unusual.
    pub low: i64,
    /// The middle.
    pub median: i64,
    /// More are unusual.
    pub high: i64,
}

/// A part of last year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Year {
    /// People in.
    pub r#in: i64,
    /// How many intervals were measured.
    pub measured: i64,
}

/// What explains unusual figures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Event {
    /// `holiday`, `promotion`, `closure` or `works`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Its first moment, by the site's clock.
    pub from: String,
    /// The first moment after it.
    pub to: String,
}

/// How a period is divided, the finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks from Monday.
    Week,
    /// Months.
    Month,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hour, Self::Day, Self::Week, Self::Month];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The step of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// Whose counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// A site's, by its number.
    Site(i64),
    /// An entrance's.
    Entrance(i64),
}

/// Which counts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Whose.
    pub whose: Whose,
    /// The first day.
    pub from: NaiveDate,
    /// The first day after the period.
    pub to: NaiveDate,
    /// How the period is divided.
    pub step: Step,
    /// Whether beside what is usual and beside last year.
    pub compared: bool,
}

impl Question {
    /// Where the answer is, as `json`, `csv` or `xlsx`.
    pub fn address(&self, format: &str) -> String {
        let (name, number) = match self.whose {
            Whose::Site(number) => ("site", number),
            Whose::Entrance(number) => ("entrance", number),
        };
        let Self {
            from, to, compared, ..
        } = self;
        let step = self.step.code();
        format!(
            "/api/v1/series?{name}={number}&from={from}&to={to}&step={step}&usual={compared}&year={compared}&format={format}"
        )
    }
}

/// The counts of a period.
pub async fn series(question: Question) -> Result<Series> {
    get(&question.address("json")).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_an_address() {
        let question = Question {
            whose: Whose::Site(3),
            from: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
            to: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
            step: Step::Day,
            compared: true,
        };
        let tail = "from=2026-11-01&to=2026-12-01&step=day&usual=true&year=true&format=csv";
        assert_eq!(
            question.address("csv"),
            format!("/api/v1/series?site=3&{tail}")
        );
        let entrance = Question {
            whose: Whose::Entrance(5),
            ..question
        };
        assert_eq!(
            entrance.address("csv"),
            format!("/api/v1/series?entrance=5&{tail}")
        );
    }

    #[test]
    fn steps_are_known_by_their_codes() {
        for step in Step::ALL {
            assert_eq!(Step::of(step.code()), Some(step));
        }
        assert_eq!(Step::of("interval"), None);
    }
}
