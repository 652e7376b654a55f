//! Fields that several things share, and what is allowed in them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, SecondsFormat};
use spp_formats::limits::ERA_SECONDS;
use spp_web::{Error, Result};

/// A text of at most so many characters, without spaces around it.
pub fn text(field: &str, value: &str, most: usize) -> Result<String> {
    let value = value.trim();
    if value.is_empty() || most < value.chars().count() {
        let english = format!("expected 1 to {most} characters");
        let russian = format!("ожидается от 1 до {most} знаков");
        return Err(Error::invalid(field, &english, &russian));
    }
    Ok(value.to_owned())
}

/// As [`text`]; nothing, or an empty text, is nothing.
pub fn optional(field: &str, value: Option<&str>, most: usize) -> Result<Option<String>> {
    value
        .filter(|value| !value.trim().is_empty())
        .map(|value| text(field, value, most))
        .transpose()
}

/// A word of a few, found by its name.
pub fn word<T: Copy>(
    field: &str,
    value: &str,
    words: &[T],
    id: impl Fn(T) -> &'static str,
) -> Result<T> {
    let word = words.iter().copied().find(|word| id(*word) == value);
    word.ok_or_else(|| {
        let words: Vec<_> = words.iter().copied().map(id).collect();
        let words = words.join(", ");
        let english = format!("expected one of: {words}");
        let russian = format!("ожидается одно из: {words}");
        Error::invalid(field, &english, &russian)
    })
}

/// A moment of the years 2000 to 2099 from RFC 3339, in seconds since 1970.
pub fn time(field: &str, value: &str) -> Result<i64> {
    DateTime::parse_from_rfc3339(value)
        .ok()
        .map(|time| time.timestamp())
        .filter(|seconds| ERA_SECONDS.contains(seconds))
        .ok_or_else(|| {
            let (english, russian) = (
                "expected a time such as 2026-12-31T10:00:00+03:00",
                "ожидается время вида 2026-12-31T10:00:00+03:00",
            );
            Error::invalid(field, english, russian)
        })
}

/// A date.
pub fn date(field: &str, value: &str) -> Result<NaiveDate> {
    value.parse().map_err(|_| {
        let (english, russian) = (
            "expected a date such as 2026-12-31",
            "ожидается дата вида 2026-12-31",
        );
        Error::invalid(field, english, russian)
    })
}

/// A moment as the API writes it: RFC 3339 in UTC.
pub fn moment(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).map_or_else(String::new, |time| {
        time.to_rfc3339_opts(SecondsFormat::Secs, true)
    })
}

/// A refusal of an id that leads nowhere.
pub fn unknown(field: &str) -> Error {
    Error::invalid(field, "there is no such thing", "такого нет")
}

/// An error of the store, where a broken reference is the fault of a field.
pub fn referring(field: &str) -> impl FnOnce(spp_store::Error) -> Error {
    move |error| match error {
        spp_store::Error::Reference => unknown(field),
        other => other.into(),
    }
}

/// A broken reference where the thing referred to stands in the address.
pub fn referring_above(error: spp_store::Error) -> Error {
    match error {
        spp_store::Error::Reference => Error::not_found(),
        other => other.into(),
    }
}

/// A secret of 192 random bits, in characters that an address may hold.
pub fn secret() -> Result<String> {
    random::<24>().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// So many random bytes.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
    Ok(bytes)
}
