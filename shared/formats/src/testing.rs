//! What the tests of all formats share.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use spp_counts::{Amount, Reading, Register, Value};

use crate::{Format, Language, Payload, Readings, Refusal, limits};

/// A file of the pushes.
macro_rules! fixture {
    ($path:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/fixtures/pushes/",
            $path
        ))
        .as_slice()
    };
}
pub(crate) use fixture;

/// A body with one of its parts exchanged, everywhere.
#[track_caller]
pub fn with(body: &[u8], part: &str, other: &str) -> Vec<u8> {
    let text = std::str::from_utf8(body).expect("text");
    assert!(text.contains(part), "{part} is not in the body");
    text.replace(part, other).into_bytes()
}

/// A push at a quarter past one in Moscow, from a sensor with an interval of
/// a quarter of an hour.
pub fn payload<'a>(body: &'a [u8], content_type: Option<&'a str>) -> Payload<'a> {
    Payload {
        body,
        content_type,
        received_at: time("2026-03-01T10:15:05Z"),
        zone: chrono_tz::Europe::Moscow,
        interval: 900,
    }
}

pub fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

pub fn read(format: Format, body: &[u8]) -> Result<Readings, Refusal> {
    let result = format.read(payload(body, None));
    if let Ok(readings) = &result {
        within_limits(readings);
    }
    result
}

/// Reads a body and compares what it says, a line a reading, or the refusal.
///
/// - `1: 2026-03-01T10:00:00Z +900 in 12 out 9`, then `80%` and `corrects`
/// - `1: total at 2026-03-01T10:00:00Z in 12 out 9`, then `bits16`
/// - `1: event at 2026-03-01T10:00:00Z in 1 out 0`
/// - `refused: readings[0].in: expected …`
#[track_caller]
pub fn check(format: Format, body: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(lines(&read(format, body.as_ref())), expected);
}

pub fn lines(result: &Result<Readings, Refusal>) -> Vec<String> {
    match result {
        Ok(readings) => readings.readings.iter().map(line).collect(),
        Err(refusal) => {
            assert_ne!(
                refusal.text(Language::Russian),
                refusal.text(Language::English)
            );
            vec![format!("refused: {refusal}")]
        }
    }
}

fn line(Reading { channel, value }: &Reading) -> String {
    let amount = |amount: &Amount| match amount {
        Amount::Both { entered, exited } => format!("in {entered} out {exited}"),
        Amount::Undirected(people) => format!("people {people}"),
    };
    let text = |time: &DateTime<Utc>| time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    match value {
        Value::Increment {
            start,
            end,
            amount: people,
            coverage,
            corrects,
        } => {
            let coverage = match coverage {
                100 => String::new(),
                percent => format!(" {percent}%"),
            };
            let corrects = if *corrects { " corrects" } else { "" };
            let length = (*end - *start).num_seconds();
            let (start, people) = (text(start), amount(people));
            format!("{channel}: {start} +{length} {people}{coverage}{corrects}")
        }
        Value::Cumulative {
            at,
            amount: people,
            register,
        } => {
            let width = match register {
                Register::Full => "",
                Register::Bits16 => " bits16",
            };
            format!("{channel}: total at {} {}{width}", text(at), amount(people))
        }
        Value::Event {
            at,
            amount: people,
            key: _,
        } => format!("{channel}: event at {} {}", text(at), amount(people)),
    }
}

/// The keys of the events of a push.
pub fn keys(readings: &Readings) -> Vec<u64> {
    let keys = readings
        .readings
        .iter()
        .filter_map(|reading| match reading.value {
            Value::Event { key, .. } => Some(key),
            Value::Increment { .. } | Value::Cumulative { .. } => None,
        });
    keys.collect()
}

/// What every reading of every format keeps to, whatever the input.
fn within_limits(readings: &Readings) {
    assert!(readings.readings.len() <= limits::READINGS);
    for Reading { channel, value } in &readings.readings {
        assert!((1..=64).contains(&channel.chars().count()), "{channel:?}");
        let (times, amount) = match value {
            Value::Increment {
                start,
                end,
                amount,
                coverage,
                ..
            } => {
                assert!((1..=86_400).contains(&(*end - *start).num_seconds()));
                assert!(*coverage <= 100);
                (vec![*start], amount)
            }
            Value::Cumulative { at, amount, .. } | Value::Event { at, amount, .. } => {
                (vec![*at], amount)
            }
        };
        assert!(times.into_iter().all(|time| limits::in_era(time).is_some()));
        let (first, second) = match amount {
            Amount::Both { entered, exited } => (*entered, *exited),
            Amount::Undirected(people) => (*people, 0),
        };
        assert!(first.max(second) <= u32::MAX.into());
    }
}

/// Neither arbitrary bytes nor spoilt samples make a format panic or pass its
/// limits.
#[track_caller]
pub fn never_panics(format: Format, samples: &[&[u8]]) {
    let samples: Vec<Vec<u8>> = samples.iter().map(|sample| sample.to_vec()).collect();
    let bodies = prop_oneof![
        1 => proptest::collection::vec(any::<u8>(), 0..300),
        1 => ".{0,200}".prop_map(String::into_bytes),
        8 => (
            select(samples),
            proptest::collection::vec((any::<Index>(), any::<Index>(), edit()), 1..5),
        )
            .prop_map(|(sample, edits)| edits.into_iter().fold(sample, spoil)),
    ];
    let content_types = prop_oneof![
        Just(None),
        Just(Some("multipart/form-data; boundary=frontier")),
        Just(Some("application/json")),
    ];
    let config = Config {
        cases: 600,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&(bodies, content_types), |(body, content_type)| {
            let result = format.read(payload(&body, content_type));
            lines(&result);
            if let Ok(readings) = result {
                within_limits(&readings);
            }
            Ok(())
        })
        .expect("no panic");
}

#[derive(Debug, Clone)]
enum Edit {
    Byte(u8),
    Cut,
    Repeat,
    /// Replaces a number as a whole, so that the document stays one.
    Number(&'static str),
}

/// Whole numbers around the limits of what formats hold.
const WHOLE: &[&str] = &[
    "0",
    "-1",
    "7",
    "61",
    "99",
    "2026",
    "65536",
    "4294967295",
    "4294967296",
    "1767225600",
    "1767225600000",
    "18446744073709551615",
    "-9223372036854775808",
];

/// What is no whole number, or none that fits.
const ODD: &[&str] = &["99999999999999999999999", "1.5", "-1e308", "", "null", "Ж"];

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        any::<u8>().prop_map(Edit::Byte),
        Just(Edit::Cut),
        Just(Edit::Repeat),
        // Whole numbers twice as often as a whole list: they get further.
        select(WHOLE).prop_map(Edit::Number),
        select([WHOLE, ODD].concat()).prop_map(Edit::Number),
    ]
}

fn spoil(mut body: Vec<u8>, (from, to, edit): (Index, Index, Edit)) -> Vec<u8> {
    if body.is_empty() {
        return body;
    }
    let at = from.index(body.len());
    let end = (at + to.index(40)).min(body.len());
    match edit {
        Edit::Byte(byte) => body[at] = byte,
        Edit::Cut => drop(body.drain(at..end)),
        Edit::Repeat => {
            let part = body[at..end].to_vec();
            body.splice(at..at, part);
        }
        Edit::Number(number) => {
            let is_digit = |byte: &u8| byte.is_ascii_digit();
            let start = body[at..].iter().position(is_digit).map(|n| at + n);
            if let Some(start) = start {
                let length = body[start..]
                    .iter()
                    .take_while(|byte| is_digit(byte))
                    .count();
                body.splice(start..start + length, number.bytes());
            }
        }
    }
    body
}
