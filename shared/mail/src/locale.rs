//! Dates, durations and numbers as a reader expects them.

use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The language of a letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
}

const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Locale {
    /// Its code, as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.say("ru", "en")
    }

    /// The one of two texts that is in this language.
    pub(crate) fn say<T>(self, russian: T, english: T) -> T {
        match self {
            Self::Ru => russian,
            Self::En => english,
        }
    }

    /// `25 ноября 2026 г., 14:05 (МСК)`, `25 November 2026, 14:05 (MSK, UTC+3)`.
    #[must_use]
    pub fn moment(self, at: &DateTime<Tz>) -> String {
        // In the last hours of the calendar a zone's clock shows nothing.
        let utc = at.naive_utc();
        let local = utc.checked_add_offset(at.offset().fix()).unwrap_or(utc);
        format!(
            "{}, {:02}:{:02} ({})",
            self.date(local.date()),
            local.hour(),
            local.minute(),
            self.zone(at)
        )
    }

    /// `25 ноября 2026 г.`, `25 November 2026`.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> String {
        let month = usize::try_from(date.month0()).unwrap_or_default();
        let names = self.say(&MONTHS_RU, &MONTHS_EN);
        let month = names.get(month).copied().unwrap_or_default();
        let end = self.say(" г.", "");
        format!("{} {month} {}{end}", date.day(), date.year())
    }

    /// A duration in its two largest units: `2 дня 3 часа`, `5 minutes`.
    #[must_use]
    pub fn duration(self, duration: TimeDelta) -> String {
        let minutes = duration.num_minutes().max(0);
        let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let parts = [
            (days, ["день", "дня", "дней"], ["day", "days"]),
            (hours, ["час", "часа", "часов"], ["hour", "hours"]),
            (
                minutes,
                ["минута", "минуты", "минут"],
                ["minute", "minutes"],
            ),
        ];
        let said: Vec<_> = parts
            .into_iter()
            .skip_while(|(number, ..)| *number == 0)
            .take(2)
            .filter(|(number, ..)| *number != 0)
            .map(|(number, russian, english)| self.count(number, russian, english))
            .collect();
        if said.is_empty() {
            return self.say("меньше минуты", "less than a minute").to_owned();
        }
        said.join(" ")
    }

    /// A number with its noun in the right form: `21 датчик`, `3 датчика`,
    /// `11 датчиков`; `1 sensor`, `2 sensors`.
    pub(crate) fn count(self, number: i64, russian: [&str; 3], english: [&str; 2]) -> String {
        let [one, few, many] = russian;
        let [single, plural] = english;
        let word = match (
            self,
            number.unsigned_abs() % 100,
            number.unsigned_abs() % 10,
        ) {
            (Self::En, ..) if number == 1 => single,
            (Self::En, ..) => plural,
            (Self::Ru, 11..=14, _) => many,
            (Self::Ru, _, 1) => one,
            (Self::Ru, _, 2..=4) => few,
            (Self::Ru, ..) => many,
        };
        format!("{number} {word}")
    }

    fn zone(self, at: &DateTime<Tz>) -> String {
        let minutes = at.offset().fix().local_minus_utc() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        let offset = match (hours, rest) {
            (0, 0) => "UTC".to_owned(),
            (_, 0) => format!("UTC{sign}{hours}"),
            _ => format!("UTC{sign}{hours}:{rest:02}"),
        };
        match at.timezone() {
            Tz::Europe__Moscow => self.say("МСК".to_owned(), format!("MSK, {offset}")),
            _ => offset,
        }
    }
}

/// A code that names no language of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no language of letters")]
pub struct UnknownLocale(String);

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "ru" => Ok(Self::Ru),
            "en" => Ok(Self::En),
            _ => Err(UnknownLocale(code.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    #[test]
    fn a_moment_is_written_as_the_reader_writes_it() {
        let at = Utc.with_ymd_and_hms(2026, 11, 25, 11, 5, 0).unwrap();
        let check = |zone: Tz, russian: &str, english: &str| {
            let at = at.with_timezone(&zone);
            assert_eq!(Locale::Ru.moment(&at), russian);
            assert_eq!(Locale::En.moment(&at), english);
        };
        check(
            Tz::Europe__Moscow,
            "25 ноября 2026 г., 14:05 (МСК)",
            "25 November 2026, 14:05 (MSK, UTC+3)",
        );
        check(
            Tz::Asia__Kamchatka,
            "25 ноября 2026 г., 23:05 (UTC+12)",
            "25 November 2026, 23:05 (UTC+12)",
        );
        check(
            Tz::Asia__Kolkata,
            "25 ноября 2026 г., 16:35 (UTC+5:30)",
            "25 November 2026, 16:35 (UTC+5:30)",
        );
        check(
            Tz::America__St_Johns,
            "25 ноября 2026 г., 07:35 (UTC-3:30)",
            "25 November 2026, 07:35 (UTC-3:30)",
        );
        check(
            Tz::UTC,
            "25 ноября 2026 г., 11:05 (UTC)",
            "25 November 2026, 11:05 (UTC)",
        );
        // The last moment there is, in a zone whose clock cannot show it.
        let last = DateTime::<Utc>::MAX_UTC.with_timezone(&Tz::Europe__Moscow);
        let written = "31 декабря 262142 г., 23:59 (МСК)";
        assert_eq!(Locale::Ru.moment(&last), written);
    }

    #[test]
    fn a_noun_agrees_with_its_number() {
        let check = |number, russian: &str, english: &str| {
            let nouns = (["датчик", "датчика", "датчиков"], ["sensor", "sensors"]);
            assert_eq!(Locale::Ru.count(number, nouns.0, nouns.1), russian);
            assert_eq!(Locale::En.count(number, nouns.0, nouns.1), english);
        };
        check(0, "0 датчиков", "0 sensors");
        check(1, "1 датчик", "1 sensor");
        check(4, "4 датчика", "4 sensors");
        check(5, "5 датчиков", "5 sensors");
        check(11, "11 датчиков", "11 sensors");
        check(14, "14 датчиков", "14 sensors");
        check(21, "21 датчик", "21 sensors");
        check(111, "111 датчиков", "111 sensors");
        check(122, "122 датчика", "122 sensors");
    }

    #[test]
    fn a_duration_is_told_in_its_two_largest_units() {
        let check = |minutes, russian: &str, english: &str| {
            let duration = TimeDelta::minutes(minutes);
            assert_eq!(Locale::Ru.duration(duration), russian);
            assert_eq!(Locale::En.duration(duration), english);
        };
        check(-5, "меньше минуты", "less than a minute");
        check(0, "меньше минуты", "less than a minute");
        check(1, "1 минута", "1 minute");
        check(60, "1 час", "1 hour");
        check(1441, "1 день", "1 day");
        check(2 * 1440 + 181, "2 дня 3 часа", "2 days 3 hours");
    }
}
