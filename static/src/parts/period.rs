//! Periods of the calendar, and how they are divided.

use chrono::{Datelike as _, Months, NaiveDate, TimeDelta, Weekday};
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::api::series::Step;
use crate::language::{moment, typed};

/// The longest period, in days.
const MOST_DAYS: i64 = 5 * 366;

/// Days of the calendar, divided by a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The first day after it.
    pub to: NaiveDate,
    /// How it is divided.
    pub step: Step,
}

impl Period {
    /// A period of chosen days, divided as chosen where the parts are neither too
    /// many nor too few; none where the days are in the wrong order or too many.
    pub fn of(first: NaiveDate, last: NaiveDate, step: Option<Step>) -> Option<Self> {
        let days = (last - first).num_days() + 1;
        let to = last.succ_opt()?;
        (0 < days && days <= MOST_DAYS).then(|| Self {
            from: first,
            to,
            step: step
                .filter(|step| steps(days).contains(step))
                .unwrap_or_else(|| fitting(days)),
        })
    }

    /// How many days it has.
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days()
    }

    /// Its last day.
    pub fn last(&self) -> NaiveDate {
        self.to.pred_opt().unwrap_or(self.to)
    }

    /// Whether a day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }

    /// As many days right before it.
    pub fn before(&self) -> Self {
        self.moved(-self.days())
    }

    /// As many days right after it.
    pub fn after(&self) -> Self {
        self.moved(self.days())
    }

    fn moved(&self, days: i64) -> Self {
        let moved = |day: NaiveDate| day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day);
        Self {
            from: moved(self.from),
            to: moved(self.to),
            ..*self
        }
    }
}

/// The steps that divide so many days into neither too many nor too few parts.
pub fn steps(days: i64) -> Vec<Step> {
    let fits = |step: &Step| match step {
        Step::Hour => days <= 14,
        Step::Day => (2..=400).contains(&days),
        Step::Week => 14 <= days,
        Step::Month => 56 <= days,
    };
    Step::ALL.into_iter().filter(fits).collect()
}

/// The step by which so many days are read best.
fn fitting(days: i64) -> Step {
    match days {
        ..=7 => Step::Hour,
        8..=92 => Step::Day,
        93..=740 => Step::Week,
        _ => Step::Month,
    }
}

/// What is looked at: a unit of the calendar, and how it is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// A day by hours.
    Day,
    /// A week by hours.
    Week,
    /// A month by days.
    #[default]
    Month,
    /// A year by weeks.
    Weeks,
    /// A year by months.
    Months,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Weeks,
        Self::Months,
    ];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Weeks => "weeks",
            Self::Months => "months",
        }
    }

    /// The view of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.code() == code)
    }

    /// The period that a day lies in.
    pub fn around(self, day: NaiveDate) -> Period {
        let year = |years: i32| NaiveDate::from_ymd_opt(day.year() + years, 1, 1).unwrap_or(day);
        let (from, to, step) = match self {
            Self::Day => (day, day + TimeDelta::days(1), Step::Hour),
            Self::Week => {
                let monday = day.week(Weekday::Mon).checked_first_day().unwrap_or(day);
                (monday, monday + TimeDelta::days(7), Step::Hour)
            }
            Self::Month => {
                let first = day.with_day(1).unwrap_or(day);
                let next = first.checked_add_months(Months::new(1));
                (first, next.unwrap_or(day), Step::Day)
            }
            Self::Weeks => (year(0), year(1), Step::Week),
            Self::Months => (year(0), year(1), Step::Month),
        };
        Period { from, to, step }
    }
}

/// The day that it is in a zone at a moment of the API.
pub fn day_in(zone: &str, at: &str) -> Option<NaiveDate> {
    // Sweden writes dates as the API does.
    let options = Object::new();
    for (name, value) in [
        ("timeZone", zone),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
    ] {
        _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let format = Intl::DateTimeFormat::new(&Array::of1(&"sv-SE".into()), &options);
    let millis = moment(at)?.timestamp_millis();
    let text = format
        .format()
        .call1(&JsValue::NULL, &Date::new(&(millis as f64).into()));
    typed(&text.ok()?.as_string()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_view_shows_the_period_that_a_day_lies_in() {
        let check = |view: View, day, from, to, step| {
            let period = view.around(date(day));
            assert_eq!(
                (period.from, period.to, period.step),
                (date(from), date(to), step)
            );
            assert!(period.contains(date(day)));
            assert_eq!(view.around(period.last()), period);
        };
        check(
            View::Day,
            "2026-11-25",
            "2026-11-25",
            "2026-11-26",
            Step::Hour,
        );
        check(
            View::Week,
            "2026-11-25",
            "2026-11-23",
            "2026-11-30",
            Step::Hour,
        );
        check(
            View::Week,
            "2026-11-29",
            "2026-11-23",
            "2026-11-30",
            Step::Hour,
        );
        check(
            View::Month,
            "2026-12-31",
            "2026-12-01",
            "2027-01-01",
            Step::Day,
        );
        check(
            View::Month,
            "2028-02-29",
            "2028-02-01",
            "2028-03-01",
            Step::Day,
        );
        check(
            View::Weeks,
            "2026-11-25",
            "2026-01-01",
            "2027-01-01",
            Step::Week,
        );
        check(
            View::Months,
            "2026-01-01",
            "2026-01-01",
            "2027-01-01",
            Step::Month,
        );
    }

    #[test]
    fn views_are_known_by_their_codes() {
        for view in View::ALL {
            assert_eq!(View::of(view.code()), Some(view));
        }
        assert_eq!(View::of("decade"), None);
    }

    #[test]
    fn chosen_days_are_divided_as_they_are_read_best() {
        let check = |first, last, step, expected| {
            let period = Period::of(date(first), date(last), step);
            assert_eq!(period.map(|period| period.step), expected);
        };
        check("2026-11-25", "2026-11-25", None, Some(Step::Hour));
        check("2026-11-01", "2026-11-30", None, Some(Step::Day));
        check("2026-01-01", "2026-12-31", None, Some(Step::Week));
        check("2023-01-01", "2026-12-31", None, Some(Step::Month));
        check(
            "2026-11-01",
            "2026-11-30",
            Some(Step::Week),
            Some(Step::Week),
        );
        check(
            "2026-11-01",
            "2026-11-30",
            Some(Step::Hour),
            Some(Step::Day),
        );
        check("2026-11-30", "2026-11-01", None, None);
        check("1926-11-30", "2026-11-01", None, None);
    }

    #[test]
    fn periods_adjoin() {
        let period = Period::of(date("2026-11-05"), date("2026-11-14"), None).unwrap();
        assert_eq!(period.days(), 10);
        assert_eq!(period.before().to, period.from);
        assert_eq!(period.after().from, period.to);
        assert_eq!(period.after().before(), period);
    }
}
