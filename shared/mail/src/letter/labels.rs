//! What the figures of the evidence are called, and how they are written.

use chrono::TimeDelta;

use spp_quality::{Unit, meaning};

use super::{Evidence, clean};
use crate::locale::Locale;

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
    meaning(code).map_or_else(
        || clean::line(code, 60),
        |meaning| locale.say(meaning.ru, meaning.en).to_owned(),
    )
}

fn written(locale: Locale, code: &str, value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    match meaning(code).map_or(Unit::Number, |meaning| meaning.unit) {
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
