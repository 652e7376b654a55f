//! JSON payloads: read by serde, refused with a path.

use chrono::{DateTime, Utc};
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde::Deserialize;
use serde_json::error::Category;

use crate::limits::{ERA_SECONDS, in_era};
use crate::{Expected, Place, Refusal};

/// Reads a JSON object into a maker's own shape.
///
/// The common case reads once; only a document that is refused is read again,
/// to find the path of the field at fault.
///
/// # Errors
/// Names the line and column of a syntax error, else the field's path.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    // Serde also reads a list into a struct, by position: no maker means that.
    if first_byte(body) == Some(b'[') {
        return Err(Refusal::body(Expected::Object));
    }
    parse_any(body)
}

/// The first byte that says something, after a byte order mark and spaces.
pub(crate) fn first_byte(body: &[u8]) -> Option<u8> {
    without_mark(body)
        .iter()
        .copied()
        .find(|byte| !byte.is_ascii_whitespace())
}

fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// Reads a JSON document, whether an object or a list.
pub(crate) fn parse_any<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let body = without_mark(body);
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

pub(crate) fn syntax(error: &serde_json::Error) -> Refusal {
    if error.to_string().starts_with("recursion limit") {
        return Refusal::body(Expected::Depth(DEPTH));
    }
    Refusal {
        place: Place::Line {
            line: error.line() as u64,
            column: error.column() as u64,
        },
        expected: Expected::Json,
    }
}

/// How deep serde_json follows nested values.
const DEPTH: usize = 128;

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
    let spoken = [
        ("duplicate field", Expected::Once),
        ("unknown field", Expected::Absent),
    ];
    for (words, expected) in spoken {
        if message.starts_with(words) {
            return Refusal::field(path, expected);
        }
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
    ("u8", Expected::Percent),
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
    (ERA, Expected::Era),
    (WIDTH, Expected::OneOf(&["full", "bits16"])),
];

const TIME: &str = "a number or an RFC 3339 time";
const RFC3339: &str = "an RFC 3339 time";
pub(crate) const WIDTH: &str = "a width of a register";
const ERA: &str = "a time from 2000 to 2099";

/// A time that may stand as seconds or milliseconds since 1970, or as RFC 3339
/// text. In the years 2000 to 2099 the two numbers cannot be confused.
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
                let time = if ERA_SECONDS.contains(&value) {
                    DateTime::from_timestamp_secs(value)
                } else {
                    DateTime::from_timestamp_millis(value)
                };
                time.and_then(in_era)
                    .map(Time)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(value), &ERA))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Time, E> {
                self.visit_i64(i64::try_from(value).unwrap_or(i64::MAX))
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Time, E> {
                text(value, &self).map(Time)
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
                text(value, &self).map(Rfc3339)
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

fn text<E: de::Error>(value: &str, visitor: &dyn de::Expected) -> Result<DateTime<Utc>, E> {
    let time = DateTime::parse_from_rfc3339(value)
        .map_err(|_| E::invalid_value(de::Unexpected::Str(value), visitor))?;
    in_era(time.to_utc()).ok_or_else(|| E::invalid_value(de::Unexpected::Str(value), &ERA))
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
        check(&deep, "body: expected an object");
        let deep = format!(r#"{{"items":[{{"count":1,"at":0,"more":{deep}"#);
        check(&deep, "items[0].at: expected a time from the year 2000 to 2099");
        check(
            &deep.replace(r#""at":0"#, r#""at":1767225600"#),
            "body: expected nesting of at most 128 levels",
        );
    }
}
