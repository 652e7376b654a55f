//! Our own format, for sensors without one and for whoever writes a gateway.
//!
//! The body is one reading, a list of readings, or an object with the list
//! and a word about the sensor:
//!
//! ```json
//! {
//!   "sensor_serial": "A-1204",
//!   "firmware": "2.1",
//!   "clock": "2026-03-01T10:15:02+03:00",
//!   "readings": [
//!     {"start": "2026-03-01T10:00:00+03:00", "interval": 900, "in": 12, "out": 9}
//!   ]
//! }
//! ```
//!
//! A reading is one of three, and its fields say which:
//!
//! | Reading | Fields | Meaning |
//! |---|---|---|
//! | increment | `start`, `end` or `interval`, `in`, `out` | people of that interval |
//! | cumulative | `at`, `in_total`, `out_total` | registers as they stood at that moment |
//! | event | `at`, `in`, `out`, `key` | people who crossed at that moment |
//!
//! - `channel` names the line or door, 1 to 64 characters; `"1"` if absent.
//! - Times are RFC 3339 with an offset, in the years 2000 to 2099.
//! - `interval` is in seconds. An interval lasts a second to a day.
//! - Numbers of people are whole, 0 to 4 294 967 295.
//! - `coverage` says which share of the interval the sensor observed, in
//!   percent; 100 if absent.
//! - `corrects: true` replaces what was said of the interval before. Without
//!   it a repetition changes nothing.
//! - `register` is `"full"`, or `"bits16"` for registers that wrap at 65 536.
//! - `key`, text or a whole number, tells an event from another one of the
//!   same moment, and stays the same when the event is sent again.
//! - A field that is not in this list is refused: it would be a misspelling.
//! - At most 10 000 readings a push.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use spp_counts::{Amount, Reading, Register, Value};

use crate::json::{self, Object, Rfc3339};
use crate::key::Key;
use crate::{Acknowledgement, Device, Expected, Payload, Readings, Refusal, limits};

pub struct Push<'a>(pub Payload<'a>);

impl TryFrom<Push<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Push(payload): Push<'_>) -> Result<Self, Refusal> {
        let body = payload.body;
        let (device, readings) = if json::first_byte(body) == Some(b'[') {
            let entries = json::parse_any::<Vec<Object<Entry>>>(body)?;
            (Device::default(), list(entries, "")?)
        } else if is_envelope(body) {
            let envelope: Envelope = json::parse(body)?;
            let readings = list(envelope.readings, "readings")?;
            let device = Device {
                serials: envelope.sensor_serial.into_iter().collect(),
                firmware: envelope.firmware,
                clock: envelope.clock.map(|Rfc3339(time)| time),
            };
            (device, readings)
        } else {
            let entry: Entry = json::parse(body)?;
            (Device::default(), vec![entry.reading(Path::Alone)?])
        };
        Ok(Self {
            device,
            readings,
            acknowledgement: Acknowledgement::Empty,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    sensor_serial: Option<String>,
    firmware: Option<String>,
    clock: Option<Rfc3339>,
    readings: Vec<Object<Entry>>,
}

/// One reading with the fields of all three kinds: a struct is read in one
/// pass, where an enum told apart by its fields would be buffered first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    channel: Option<String>,
    start: Option<Rfc3339>,
    end: Option<Rfc3339>,
    interval: Option<u32>,
    at: Option<Rfc3339>,
    r#in: Option<u32>,
    out: Option<u32>,
    in_total: Option<u32>,
    out_total: Option<u32>,
    coverage: Option<u8>,
    corrects: Option<bool>,
    register: Option<Width>,
    key: Option<EventKey>,
}

/// Whether an object is an envelope rather than one reading. The two share no
/// field, so the first one decides: it stands between the first two quotes.
fn is_envelope(body: &[u8]) -> bool {
    matches!(
        body.split(|byte| *byte == b'"').nth(1),
        Some(b"sensor_serial" | b"firmware" | b"clock" | b"readings")
    )
}

fn list(entries: Vec<Object<Entry>>, parent: &'static str) -> Result<Vec<Reading>, Refusal> {
    if limits::READINGS < entries.len() {
        let expected = Expected::AtMost(limits::READINGS);
        return Err(match parent {
            "" => Refusal::body(expected),
            parent => Refusal::field(parent, expected),
        });
    }
    entries
        .into_iter()
        .enumerate()
        .map(|(index, Object(entry))| entry.reading(Path::In(parent, index)))
        .collect()
}

/// Where an entry stands, spelt out only for a refusal.
#[derive(Clone, Copy)]
enum Path {
    Alone,
    In(&'static str, usize),
}

impl Path {
    fn of(self, field: &str) -> String {
        match self {
            Self::Alone => field.to_owned(),
            Self::In(parent, index) => format!("{parent}[{index}].{field}"),
        }
    }
}

impl Entry {
    fn reading(self, path: Path) -> Result<Reading, Refusal> {
        let value = match (&self.start, &self.at) {
            (Some(Rfc3339(start)), _) => self.increment(*start, path)?,
            (None, Some(Rfc3339(at))) if self.in_total.is_some() || self.out_total.is_some() => {
                self.cumulative(*at, path)?
            }
            (None, Some(Rfc3339(at))) => self.event(*at, path)?,
            (None, None) => {
                return Err(match path {
                    Path::Alone => Refusal::body(Expected::OneOf(&["start", "at"])),
                    Path::In(parent, index) => Refusal::field(
                        format!("{parent}[{index}]"),
                        Expected::OneOf(&["start", "at"]),
                    ),
                });
            }
        };
        let channel = match self.channel {
            Some(name) => limits::channel(name, || path.of("channel"))?,
            None => "1".to_owned(),
        };
        Ok(Reading { channel, value })
    }

    fn increment(&self, start: DateTime<Utc>, path: Path) -> Result<Value, Refusal> {
        absent(path, "at", &self.at)?;
        absent(path, "in_total", &self.in_total)?;
        absent(path, "out_total", &self.out_total)?;
        absent(path, "register", &self.register)?;
        absent(path, "key", &self.key)?;
        let end = match (&self.end, self.interval) {
            (Some(Rfc3339(end)), None) => {
                limits::interval(start, *end, || path.of("end"))?;
                *end
            }
            (None, Some(seconds @ 1..=limits::LONGEST)) => {
                start + TimeDelta::seconds(seconds.into())
            }
            (None, Some(_)) => {
                return Err(Refusal::field(path.of("interval"), Expected::Seconds));
            }
            (Some(_), Some(_)) => {
                return Err(Refusal::field(path.of("interval"), Expected::Absent));
            }
            (None, None) => return Err(Refusal::field(path.of("end"), Expected::Present)),
        };
        let coverage = match self.coverage {
            Some(percent @ ..=100) => percent,
            None => 100,
            Some(_) => return Err(Refusal::field(path.of("coverage"), Expected::Percent)),
        };
        Ok(Value::Increment {
            start,
            end,
            amount: Amount::Both {
                entered: present(path, "in", self.r#in)?.into(),
                exited: present(path, "out", self.out)?.into(),
            },
            coverage,
            corrects: self.corrects.unwrap_or(false),
        })
    }

    fn cumulative(&self, at: DateTime<Utc>, path: Path) -> Result<Value, Refusal> {
        self.momentary(path)?;
        absent(path, "in", &self.r#in)?;
        absent(path, "out", &self.out)?;
        absent(path, "key", &self.key)?;
        Ok(Value::Cumulative {
            at,
            amount: Amount::Both {
                entered: present(path, "in_total", self.in_total)?.into(),
                exited: present(path, "out_total", self.out_total)?.into(),
            },
            register: self.register.map_or(Register::Full, |Width(width)| width),
        })
    }

    fn event(&self, at: DateTime<Utc>, path: Path) -> Result<Value, Refusal> {
        self.momentary(path)?;
        absent(path, "register", &self.register)?;
        let EventKey(key) = present(path, "key", self.key)?;
        Ok(Value::Event {
            at,
            amount: Amount::Both {
                entered: present(path, "in", self.r#in)?.into(),
                exited: present(path, "out", self.out)?.into(),
            },
            key,
        })
    }

    /// Refuses the fields of an interval beside those of a moment.
    fn momentary(&self, path: Path) -> Result<(), Refusal> {
        absent(path, "end", &self.end)?;
        absent(path, "interval", &self.interval)?;
        absent(path, "coverage", &self.coverage)?;
        absent(path, "corrects", &self.corrects)
    }
}

fn present<T>(path: Path, field: &str, value: Option<T>) -> Result<T, Refusal> {
    value.ok_or_else(|| Refusal::field(path.of(field), Expected::Present))
}

fn absent<T>(path: Path, field: &str, value: &Option<T>) -> Result<(), Refusal> {
    match value {
        None => Ok(()),
        Some(_) => Err(Refusal::field(path.of(field), Expected::Absent)),
    }
}

/// A register's width in the words of this format.
#[derive(Clone, Copy)]
struct Width(Register);

impl<'de> Deserialize<'de> for Width {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WidthVisitor;
        impl Visitor<'_> for WidthVisitor {
            type Value = Width;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(json::WIDTH)
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Width, E> {
                match value {
                    "full" => Ok(Width(Register::Full)),
                    "bits16" => Ok(Width(Register::Bits16)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(value), &self)),
                }
            }
        }
        deserializer.deserialize_str(WidthVisitor)
    }
}

/// An event's key, which is the same as text and as a number.
#[derive(Clone, Copy)]
struct EventKey(u64);

impl<'de> Deserialize<'de> for EventKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl Visitor<'_> for KeyVisitor {
            type Value = EventKey;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<EventKey, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<EventKey, E> {
                self.visit_str(&value.to_string())
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<EventKey, E> {
                Ok(EventKey(Key::new().with(value).finish()))
            }
        }
        deserializer.deserialize_any(KeyVisitor)
    }
}

#[cfg(test)]
mod tests;
