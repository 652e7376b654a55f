//! JSON payloads: read by serde, refused with a path.

use chrono::{DateTime, Utc};
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde::Deserialize;
use serde_json::error::Category;

use crate::{Expected, Place, Refusal};

/// Reads a JSON document into a maker's own shape.
///
/// The common case reads once; only a document that is refused is read again,
/// to find the path of the field at fault.
///
/// # Errors
/// Names the line and column of a syntax error, else the field's path.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let error = match serde_json::from_slice(body) {
        Ok(document) => return Ok(document),
        Err(error) => error,
    };
    if error.classify() != Category::Data {
        return Err(syntax(&error));
    }
    let document = &mut serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(document) {
        Ok(document) => Ok(document),
        Err(error) => Err(refusal(
            &error.path().to_string(),
            &error.inner().to_string(),
        )),
    }
}

fn syntax(error: &serde_json::Error) -> Refusal {
    Refusal {
        place: Place::Line {
            line: error.line() as u64,
            column: error.column() as u64,
        },
        expected: Expected::Json,
    }
}

/// Turns serde's message about a field into a refusal. Serde tells what it
/// expected only in words, which are the visitors' own: see [`EXPECTATIONS`].
fn refusal(path: &str, message: &str) -> Refusal {
    if let Some(rest) = message.strip_prefix("missing field `") {
        let missing = rest.split('`').next().unwrap_or_default();
        let path = match path {
            "." | "" => missing.to_owned(),
            parent => format!("{parent}.{missing}"),
        };
        return Refusal::field(path, Expected::Present);
    }
    let wanted = message.rsplit_once("expected ").map_or("", |(_, tail)| tail);
    let expected = EXPECTATIONS
        .iter()
        .find(|(words, _)| wanted.starts_with(words))
        .map_or(Expected::Json, |(_, expected)| *expected);
    match path {
        "." | "" => Refusal::body(expected),
        path => Refusal::field(path, expected),
    }
}

const EXPECTATIONS: &[(&str, Expected)] = &[
    ("u32", Expected::Count),
    ("u64", Expected::Count),
    ("i64", Expected::Integer),
    ("i32", Expected::Integer),
    ("a string", Expected::Text),
    ("string", Expected::Text),
    ("a boolean", Expected::Boolean),
    ("a sequence", Expected::List),
    ("struct", Expected::Object),
    ("a map", Expected::Object),
    ("map", Expected::Object),
    (TIME, Expected::Time),
    (RFC3339, Expected::Rfc3339),
];

const TIME: &str = "a number or an RFC 3339 time";
const RFC3339: &str = "an RFC 3339 time";

/// A time that may stand as milliseconds since 1970 or as RFC 3339 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time(pub DateTime<Utc>);

/// A time as RFC 3339 text; an offset of `-00:00` is legal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rfc3339(pub DateTime<Utc>);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TimeVisitor;
        impl Visitor<'_> for TimeVisitor {
            type Value = Time;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(TIME)
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Time, E> {
                DateTime::from_timestamp_millis(value)
                    .map(Time)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(value), &self))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Time, E> {
                let signed = i64::try_from(value)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))?;
                self.visit_i64(signed)
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Time, E> {
                DateTime::parse_from_rfc3339(value)
                    .map(|time| Time(time.to_utc()))
                    .map_err(|_| E::invalid_value(de::Unexpected::Str(value), &self))
            }
        }
        deserializer.deserialize_any(TimeVisitor)
    }
}

impl<'de> Deserialize<'de> for Rfc3339 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl Visitor<'_> for TextVisitor {
            type Value = Rfc3339;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(RFC3339)
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Rfc3339, E> {
                DateTime::parse_from_rfc3339(value)
                    .map(|time| Rfc3339(time.to_utc()))
                    .map_err(|_| E::invalid_value(de::Unexpected::Str(value), &self))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only the errors are looked at")]
    struct Document {
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only the errors are looked at")]
    struct Item {
        count: u32,
        at: Time,
    }

    #[track_caller]
    fn check(body: &str, message: &str) {
        let refusal = parse::<Document>(body.as_bytes()).expect_err("a refusal");
        assert_eq!(refusal.to_string(), message);
    }

    #[test]
    fn a_refusal_names_the_place_and_the_expectation() {
        check("{", "line 1, column 1: expected a JSON document");
        check("[1]", "body: expected an object");
        check("{}", "items: expected this field, which is missing");
        check(r#"{"items":3}"#, "items: expected a list");
        check(
            r#"{"items":[{"at":0}]}"#,
            "items[0].count: expected this field, which is missing",
        );
        check(
            r#"{"items":[{"count":-1,"at":0}]}"#,
            "items[0].count: expected a whole number from 0 to 4294967295",
        );
        check(
            r#"{"items":[{"count":1,"at":"noon"}]}"#,
            "items[0].at: expected a time: a number since 1970, or such as 2026-03-01T10:00:00+03:00",
        );
    }

    #[test]
    fn depth_is_limited() {
        let deep = "[".repeat(100_000);
        check(&deep, "line 1, column 1: expected an object");
    }
}
