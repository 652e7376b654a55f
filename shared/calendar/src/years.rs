//! The production calendar of the Russian Federation, year by year.
//!
//! Only exceptions are listed: any other Saturday and Sunday is off, any other
//! weekday is a working day.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::production::DayKind;

/// A day of a year: its month times 100 and its day, as 1231 is 31 December.
type Day = u32;

/// What a year has beside its plain weeks.
pub(crate) struct Year {
    pub(crate) year: i32,
    /// Weekdays and weekends that are holidays, or off by transfer.
    pub(crate) off: &'static [Day],
    /// An hour shorter; a Saturday among them works by transfer.
    pub(crate) short: &'static [Day],
    /// Saturdays and Sundays that work full hours by transfer.
    pub(crate) working: &'static [Day],
}

// 2023 to 2026: facts of xmlcalendar (ru), as of 2022-08-07, 2023-09-30,
// 2024-12-01 and 2025-09-30.
const Y2023: Year = Year {
    year: 2023,
    off: &[
        101, 102, 103, 104, 105, 106, 107, 108, 223, 224, 308, 501, 508, 509, 612, 1104, 1106,
    ],
    short: &[222, 307, 1103],
    working: &[],
};

const Y2024: Year = Year {
    year: 2024,
    off: &[
        101, 102, 103, 104, 105, 106, 107, 108, 223, 308, 429, 430, 501, 509, 510, 612, 1104, 1230,
        1231,
    ],
    short: &[222, 307, 508, 611, 1102],
    working: &[427, 1228],
};

const Y2025: Year = Year {
    year: 2025,
    off: &[
        101, 102, 103, 104, 105, 106, 107, 108, 223, 308, 501, 502, 508, 509, 612, 613, 1103, 1104,
        1231,
    ],
    short: &[307, 430, 611, 1101],
    working: &[],
};

const Y2026: Year = Year {
    year: 2026,
    off: &[
        101, 102, 103, 104, 105, 106, 107, 108, 109, 223, 308, 309, 501, 509, 511, 612, 1104, 1231,
    ],
    short: &[430, 508, 611, 1103],
    working: &[],
};

// 2027: derived from the government's decree on the transfer of days off in
// 2027 (20 February to 22 February, 2 January to 5 November, 3 January to
// 31 December), the holidays by law with their shifts from weekends, and the
// shorter day before a holiday.
const Y2027: Year = Year {
    year: 2027,
    off: &[
        101, 102, 103, 104, 105, 106, 107, 108, 222, 223, 308, 501, 503, 509, 510, 612, 614, 1104,
        1105, 1231,
    ],
    short: &[220, 430, 611, 1103],
    working: &[],
};

/// The years that come with the program, in order and without a gap.
pub(crate) const BUILT_IN: [Year; 5] = [Y2023, Y2024, Y2025, Y2026, Y2027];

/// Days that are off by law in every year (Labour Code, article 112).
pub(crate) const HOLIDAYS: [Day; 14] = [
    101, 102, 103, 104, 105, 106, 107, 108, 223, 308, 501, 509, 612, 1104,
];

impl Year {
    /// The year's days in order.
    pub(crate) fn days(&self) -> impl Iterator<Item = (NaiveDate, DayKind)> {
        dates(self.year).map(|date| {
            let day = date.month() * 100 + date.day();
            let kind = if self.off.contains(&day) {
                DayKind::Off
            } else if self.short.contains(&day) {
                DayKind::Short
            } else if self.working.contains(&day) {
                DayKind::Working
            } else {
                plain(date)
            };
            (date, kind)
        })
    }
}

/// All dates of a year, in order.
pub(crate) fn dates(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_yo_opt(year, 1);
    first
        .into_iter()
        .flat_map(|first| first.iter_days())
        .take_while(move |date| date.year() == year)
}

/// What a date is when nothing is said about it.
pub(crate) fn plain(date: NaiveDate) -> DayKind {
    match date.weekday() {
        Weekday::Sat | Weekday::Sun => DayKind::Off,
        _ => DayKind::Working,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A year against its count of working days and its hours in a week of 40,
    /// of which a slip in the table would miss one.
    #[track_caller]
    fn check(year: &Year, working_days: usize, hours: usize) {
        let count = |kind| year.days().filter(|(_, found)| *found == kind).count();
        let (working, short) = (count(DayKind::Working), count(DayKind::Short));
        assert_eq!(
            (working + short, working * 8 + short * 7),
            (working_days, hours),
            "{}",
            year.year
        );
    }

    #[test]
    fn each_year_has_its_norm_of_days_and_hours() {
        check(&Y2023, 247, 1973);
        check(&Y2024, 248, 1979);
        check(&Y2025, 247, 1972);
        check(&Y2026, 247, 1972);
        check(&Y2027, 247, 1972);
    }

    #[test]
    fn holidays_by_law_are_off_and_transfers_to_work_are_weekends() {
        for year in &BUILT_IN {
            for holiday in &HOLIDAYS {
                assert!(year.off.contains(holiday), "{} {holiday:?}", year.year);
            }
            for day in year.working {
                let date = NaiveDate::from_ymd_opt(year.year, day / 100, day % 100).unwrap();
                assert_eq!(plain(date), DayKind::Off, "{date}");
            }
        }
    }
}
