//! Fields that several things share, and what is allowed in them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, SecondsFormat};
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

/// A secret of 192 random bits, in characters that an address may hold.
pub fn secret() -> Result<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
