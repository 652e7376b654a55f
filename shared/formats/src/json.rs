//! JSON payloads: read by serde, refused with a path.

use std::marker::PhantomData;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::Value;
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
    parse_any::<Object<T>>(body).map(|Object(document)| document)
}

/// The first byte that says something, after a byte order mark and spaces.
pub(crate) fn first_byte(body: &[u8]) -> Option<u8> {
    without_mark(body)
        .iter()
        .copied()
        .find(|byte| !byte.is_ascii_whitespace())
}

pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
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

/// Reads a part of a document that was taken apart already, and stands there
/// at a path.
pub(crate) fn part<T: DeserializeOwned>(value: Value, path: &str) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let inner = refusal(&error.path().to_string(), &error.inner().to_string());
        let field = match inner.place {
            Place::Field(field) if field.starts_with('[') => format!("{path}{field}"),
            Place::Field(field) if path.is_empty() => field,
            Place::Field(field) => format!("{path}.{field}"),
            _ if path.is_empty() => return inner,
            _ => path.to_owned(),
        };
        Refusal::field(field, inner.expected)
    })
}

/// How deep `serde_json` follows nested values.
const DEPTH: usize = 128;

/// Turns serde's message about a field into a refusal. Serde tells what it
/// expected only in words, which are the visitors' own: see [`EXPECTATIONS`].
fn refusal(path: &str, message: &str) -> Refusal {
    // Of a missing or doubled field serde gives the object's path, and the
    // field only in its message.
    let inner = [
        ("missing field `", Expected::Present),
        ("duplicate field `", Expected::Once),
    ];
    for (words, expected) in inner {
        if let Some(rest) = message.strip_prefix(words) {
            let field = rest.split('`').next().unwrap_or_default();
            return match path {
                "." | "" => Refusal::field(field, expected),
                parent => Refusal::field(format!("{parent}.{field}"), expected),
            };
        }
    }
    if message.starts_with("unknown field") {
        return Refusal::field(path, Expected::Absent);
    }
    let wanted = message
        .rsplit_once("expected ")
        .map_or("", |(_, tail)| tail);
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
    ("u16", Expected::Bits16),
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

/// A value that stands as an object. Serde by itself would also take a list of
/// the fields in their order, which no maker means.
#[derive(Debug)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
            type Value = Object<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

/// A name that may stand as a number or as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Id(pub String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;
        impl Visitor<'_> for IdVisitor {
            type Value = Id;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Id, E> {
                Ok(Id(value.to_string()))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Id, E> {
                Ok(Id(value.to_string()))
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Id, E> {
                Ok(Id(value.to_owned()))
            }
        }
        deserializer.deserialize_any(IdVisitor)
    }
}

/// A value that is a count of people only beside a name that says so; beside
/// another name it may be anything.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Figure(Value);

impl Figure {
    /// The value as a count. Some devices write whole numbers as `3.0`.
    pub(crate) fn count(&self, path: impl FnOnce() -> String) -> Result<u64, Refusal> {
        let count = match self.0.as_u64() {
            Some(count) => Some(count),
            None => self.0.as_f64().and_then(whole),
        };
        count
            .filter(|count| *count <= u32::MAX.into())
            .ok_or_else(|| Refusal::field(path(), Expected::Count))
    }
}

fn whole(number: f64) -> Option<u64> {
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    fits.then_some(number as u64)
}

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
            r#"{"items":[{"at":1767225600}]}"#,
            "items[0].count: expected this field, which is missing",
        );
        check(
            r#"{"items":[{"count":-1,"at":1767225600000}]}"#,
            "items[0].count: expected a whole number from 0 to 4294967295",
        );
        check(
            r#"{"items":[{"count":1,"at":0}]}"#,
            "items[0].at: expected a time from the year 2000 to 2099",
        );
        check(
            r#"{"items":[{"count":1,"count":1}]}"#,
            "items[0].count: expected this field once",
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
        let deep = parse::<serde_json::Value>(format!(r#"{{"a":{deep}"#).as_bytes());
        let message = "body: expected nesting of at most 128 levels";
        assert_eq!(deep.expect_err("a refusal").to_string(), message);
    }
}
