//! What the figures of the evidence are called, and how they are written.

use chrono::TimeDelta;

use super::{Evidence, clean};
use crate::locale::Locale;

/// How a figure is written.
#[derive(Clone, Copy)]
enum Unit {
    Number,
    Seconds,
    /// A share, as percent.
    Share,
    /// Of the rules' own reckoning: nothing that a reader could use.
    Inner,
}

/// A code, its name in Russian and in English, and its unit.
const LABELS: &[(&str, &str, &str, Unit)] = &[
    (
        "balance",
        "Перевес входов над выходами",
        "Entries over exits",
        Unit::Share,
    ),
    (
        "chance",
        "Вероятность случайности",
        "Probability of chance",
        Unit::Inner,
    ),
    ("conflicts", "Расхождений", "Conflicts", Unit::Number),
    ("days", "Дней подряд", "Days in a row", Unit::Number),
    ("distance", "Отличие", "Difference", Unit::Inner),
    (
        "distance_moved",
        "Отличие со сдвигом",
        "Difference when moved",
        Unit::Inner,
    ),
    ("entered", "Вошло", "Entered", Unit::Number),
    ("exited", "Вышло", "Exited", Unit::Number),
    (
        "expected_people",
        "Обычно посетителей",
        "Visitors usually",
        Unit::Number,
    ),
    (
        "highest_before",
        "Перевес обычно не больше",
        "Usually at most",
        Unit::Share,
    ),
    ("hours", "Часов подряд", "Hours in a row", Unit::Number),
    ("hours_late", "Сдвиг, часов", "Moved by hours", Unit::Number),
    ("limit", "Порог", "Limit", Unit::Inner),
    (
        "lowest_before",
        "Перевес обычно не меньше",
        "Usually at least",
        Unit::Share,
    ),
    (
        "missing_seconds",
        "Не хватает данных за",
        "Missing in all",
        Unit::Seconds,
    ),
    (
        "most_before",
        "Прежде не больше",
        "At most before",
        Unit::Number,
    ),
    (
        "offset_seconds",
        "Отклонение часов",
        "The clock is off by",
        Unit::Seconds,
    ),
    ("people", "Посетителей", "Visitors", Unit::Number),
    ("ratio", "От обычного", "Of the usual", Unit::Share),
    ("score", "Оценка", "Score", Unit::Inner),
    ("seconds", "Длительность", "Duration", Unit::Seconds),
    (
        "sensors_expected",
        "Датчиков должно быть на связи",
        "Sensors expected",
        Unit::Number,
    ),
    (
        "sensors_heard",
        "Датчиков на связи",
        "Sensors heard",
        Unit::Number,
    ),
    (
        "sensors",
        "Датчиков на объекте",
        "Sensors at the site",
        Unit::Number,
    ),
    (
        "sensors_lost",
        "Датчиков без связи",
        "Sensors lost",
        Unit::Number,
    ),
    ("silent_seconds", "Молчит", "Silent for", Unit::Seconds),
    ("similarity", "Сходство", "Similarity", Unit::Inner),
    (
        "site_ratio",
        "Весь объект от обычного",
        "The whole site, of the usual",
        Unit::Share,
    ),
    ("sites", "Объектов", "Sites", Unit::Number),
];

/// The figures of a finding that a reader can use, as the reader expects them.
#[must_use]
pub fn figures(locale: Locale, evidence: &spp_quality::Evidence) -> Vec<Evidence> {
    evidence
        .numbers
        .iter()
        .filter_map(|number| {
            Some(Evidence {
                code: number.name.clone(),
                value: written(locale, &number.name, number.value)?,
            })
        })
        .collect()
}

/// The name of a code; the code itself where it has none.
pub fn label(locale: Locale, code: &str) -> String {
    find(code).map_or_else(
        || clean::line(code, 60),
        |(_, russian, english, _)| locale.say(*russian, *english).to_owned(),
    )
}

fn written(locale: Locale, code: &str, value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    match find(code).map_or(Unit::Number, |(.., unit)| *unit) {
        Unit::Inner => None,
        Unit::Number => Some(format!("{:.0}", positive_zero(value.round()))),
        Unit::Share => {
            let percent = positive_zero((value * 100.0).round());
            Some(locale.say(format!("{percent:.0} %"), format!("{percent:.0}%")))
        }
        // A saturating cast is what is wanted of a figure beyond all clocks.
        Unit::Seconds => {
            TimeDelta::try_seconds(value.abs() as i64).map(|duration| locale.duration(duration))
        }
    }
}

/// No reader expects "-0".
fn positive_zero(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value }
}

fn find(code: &str) -> Option<&'static (&'static str, &'static str, &'static str, Unit)> {
    LABELS.iter().find(|(known, ..)| *known == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_with_their_units() {
        let check = |code, value, russian: Option<&str>, english: Option<&str>| {
            let evidence = spp_quality::Evidence::new(&[(code, value)], []);
            for (locale, expected) in [(Locale::Ru, russian), (Locale::En, english)] {
                let figures = figures(locale, &evidence);
                let written = figures
                    .first()
                    .map(|figure| format!("{}: {}", label(locale, &figure.code), figure.value));
                assert_eq!(written.as_deref(), expected);
            }
        };
        check(
            "silent_seconds",
            7260.0,
            Some("Молчит: 2 часа 1 минута"),
            Some("Silent for: 2 hours 1 minute"),
        );
        check(
            "offset_seconds",
            -180.0,
            Some("Отклонение часов: 3 минуты"),
            Some("The clock is off by: 3 minutes"),
        );
        check(
            "ratio",
            0.354,
            Some("От обычного: 35 %"),
            Some("Of the usual: 35%"),
        );
        check(
            "balance",
            -0.001,
            Some("Перевес входов над выходами: 0 %"),
            Some("Entries over exits: 0%"),
        );
        check(
            "people",
            139.6,
            Some("Посетителей: 140"),
            Some("Visitors: 140"),
        );
        check("brand_new", 3.0, Some("brand_new: 3"), Some("brand_new: 3"));
        check("score", 3.0, None, None);
        check("people", f64::NAN, None, None);
        check("silent_seconds", f64::INFINITY, None, None);
    }
}
