//! The reader's language: texts, plural forms, numbers and dates.
//!
//! Both texts of a sentence stand beside each other where it is used:
//! `say("Сегодня", "Today")`. Whatever is said inside a closure of a view follows
//! when the reader switches the language.

mod names;
mod time;

use js_sys::{Array, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

pub use names::{by_name, lower};
pub use time::{
    clock, date, day, day_short, hand, here, local, moment, month, month_short, since, span, typed,
    weekday, zoned,
};

/// A language of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Русский.
    #[default]
    Russian,
    /// English.
    English,
}

/// Where the choice is kept in the browser.
const KEPT: &str = "language";

thread_local! {
    static LANGUAGE: ArcRwSignal<Language> = ArcRwSignal::new(Language::Russian);
}

impl Language {
    /// Its code, as in `lang` and `Accept-Language`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    /// The language of a code; none for any other.
    pub fn of(code: &str) -> Option<Self> {
        match code.get(..2)? {
            "ru" => Some(Self::Russian),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// One of two texts.
    pub fn say<T>(self, russian: T, english: T) -> T {
        match self {
            Self::Russian => russian,
            Self::English => english,
        }
    }
}

/// The language that the reader has now.
pub fn language() -> Language {
    LANGUAGE.with(|language| language.get())
}

/// The language, without following its changes: for requests.
pub fn language_now() -> Language {
    LANGUAGE.with(|language| language.get_untracked())
}

/// One of two texts, by the reader's language.
pub fn say<T>(russian: T, english: T) -> T {
    language().say(russian, english)
}

/// The same as what is drawn and follows the reader's switches. All such texts are of
/// one type: the program holds the way in which a text is drawn once, not for each.
pub fn spoken(
    russian: &'static str,
    english: &'static str,
) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || say(russian, english)
}

/// Switches the language, in place.
pub fn speak(language: Language) {
    LANGUAGE.with(|signal| signal.set(language));
    if let Some(page) = document().document_element() {
        _ = page.set_attribute("lang", language.code());
    }
    if let Ok(Some(storage)) = window().local_storage() {
        _ = storage.set_item(KEPT, language.code());
    }
}

/// The language that was chosen here before; Russian, where none was.
pub fn remembered() -> Language {
    let kept = window().local_storage().ok().flatten();
    kept.and_then(|storage| storage.get_item(KEPT).ok().flatten())
        .and_then(|code| Language::of(&code))
        .unwrap_or_default()
}

/// A number with its noun: "1 датчик, 2 датчика, 5 датчиков", "1 sensor, 2
/// sensors". Russian has three forms, English two.
pub fn counted(number: i64, russian: [&str; 3], english: [&str; 2]) -> String {
    let ([one, few, many], [single, plural]) = (russian, english);
    let word = match (language(), form(number)) {
        (Language::Russian, Form::One) => one,
        (Language::Russian, Form::Few) => few,
        (Language::Russian, Form::Many) => many,
        (Language::English, _) if number == 1 => single,
        (Language::English, _) => plural,
    };
    format!("{}\u{a0}{word}", whole(number))
}

/// A form of a Russian noun after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    One,
    Few,
    Many,
}

/// Which form follows a number.
fn form(number: i64) -> Form {
    match (number.abs() % 10, number.abs() % 100) {
        (_, 11..=14) => Form::Many,
        (1, _) => Form::One,
        (2..=4, _) => Form::Few,
        _ => Form::Many,
    }
}

/// The number by which something is called: "№ 7", "No. 7".
pub fn numbered(number: i64) -> String {
    format!("{}\u{a0}{number}", say("№", "No."))
}

/// A whole number with its groups: "12 345".
pub fn whole(number: i64) -> String {
    number_with(number as f64, &[])
}

/// A number with at most so many decimals.
pub fn decimal(number: f64, decimals: u32) -> String {
    number_with(number, &[("maximumFractionDigits", decimals.into())])
}

/// A share of one as whole percents, signed where it is a difference.
pub fn percent(share: f64, signed: bool) -> String {
    let sign = if signed { "exceptZero" } else { "auto" };
    number_with(
        share,
        &[("style", "percent".into()), ("signDisplay", sign.into())],
    )
}

fn number_with(number: f64, options: &[(&str, JsValue)]) -> String {
    let format = Intl::NumberFormat::new(&locales(), &object(options));
    let format = format.format();
    format
        .call1(&JsValue::NULL, &number.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| number.to_string())
}

/// The reader's locale, for the browser's formats.
fn locales() -> Array {
    Array::of1(&language().say("ru-RU", "en-GB").into())
}

/// An object of the browser's, such as the options of a format.
pub fn object(options: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_nouns_follow_their_number() {
        let check = |numbers: &[i64], expected: Form| {
            for number in numbers {
                assert_eq!(form(*number), expected, "{number}");
            }
        };
        check(&[1, 21, 101, 1_001, -1], Form::One);
        check(&[2, 3, 4, 22, 104], Form::Few);
        check(&[0, 5, 11, 12, 13, 14, 20, 111, 112, 1_014], Form::Many);
    }

    #[test]
    fn languages_are_known_by_their_codes() {
        let check = |code: &str, expected| assert_eq!(Language::of(code), expected, "{code}");
        check("ru", Some(Language::Russian));
        check("en-GB", Some(Language::English));
        check("de", None);
        check("", None);
    }
}
