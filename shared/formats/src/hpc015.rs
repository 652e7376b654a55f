//! HPC015 and HPC015S: infrared counters that send a form with hexadecimal
//! fields, and want a binary reply in hexadecimal.
//!
//! - `getsetting` asks for parameters and the time, `cache` brings records in
//!   repeated `data` fields. Without the right reply a device sends the same
//!   again every ten seconds, with another `flag`.
//! - **A record is a crossing**, or what was counted in a recording cycle: its
//!   second, in and out, and a checksum. The time is local, without a zone, so
//!   the site's zone holds. Before its first reply a device stands at 2015.
//! - **A crossing's key** is the serial number, the record's bytes and its
//!   position among equal records of the batch: two people in one second are
//!   two, and the same batch again is none.
//! - A record whose checksum is wrong was damaged on the way, and the push is
//!   refused, so that the device sends it again. The checksum of `status` is
//!   not looked at: the maker's own example fails it.
//! - A misaligned beam (`focus`) still counts what it counts.

mod reply;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use crc::{CRC_16_MODBUS, Crc};
use spp_counts::{Amount, Reading, Value};

use crate::key::Key;
use crate::{Acknowledgement, Device, Expected, Payload, Place, Readings, Refusal, local};

pub struct Request<'a>(pub Payload<'a>);

impl TryFrom<Request<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Request(payload): Request<'_>) -> Result<Self, Refusal> {
        let form = Form::new(payload.body)?;
        let [low, high] = form.required("flag")?.bytes::<2>()?;
        // The reply has the flag with its bytes swapped.
        let flag = [high, low];
        match form.required("cmd")?.text {
            b"getsetting" => settings(&payload, &form, flag),
            b"cache" => records(&payload, &form, flag),
            _ => Err(Refusal::field(
                "cmd",
                Expected::OneOf(&["getsetting", "cache"]),
            )),
        }
    }
}

/// The device's parameters as `getsetting` sends them, without the checksum.
const SETTINGS: usize = 53;

/// A record with its checksum.
const RECORD: usize = 17;

fn settings(payload: &Payload<'_>, form: &Form<'_>, flag: [u8; 2]) -> Result<Readings, Refusal> {
    let data = form.required("data")?;
    let settings = data.bytes::<SETTINGS>()?;
    data.checked(&settings)?;
    let [s0, s1, s2, s3, ..] = settings;
    let clock = settings
        .get(40..46)
        .and_then(|shown| shown.try_into().ok())
        .and_then(|shown| moment(payload, shown));
    Ok(Readings {
        device: Device {
            serials: serials([s0, s1, s2, s3]),
            firmware: None,
            clock,
        },
        readings: Vec::new(),
        acknowledgement: result(&reply::settings(payload, &settings, flag, clock)),
    })
}

fn records(payload: &Payload<'_>, form: &Form<'_>, flag: [u8; 2]) -> Result<Readings, Refusal> {
    let mut device = Device::default();
    let mut serial = None;
    if let Some(status) = form.get("status") {
        let [v1, v0, s0, s1, s2, s3, ..] = status.bytes::<14>()?;
        serial = Some([s0, s1, s2, s3]);
        device.serials = serials([s0, s1, s2, s3]);
        device.firmware = Some(format!("{v1:x}.{v0:02x}"));
    }
    let mut seen: HashMap<[u8; RECORD], i64> = HashMap::new();
    let mut readings = Vec::new();
    for field in form.all("data") {
        let record = field.bytes::<RECORD>()?;
        field.checked(&record)?;
        let position = seen.entry(record).or_default();
        *position += 1;
        let [
            y,
            mo,
            d,
            h,
            mi,
            s,
            _focus,
            i0,
            i1,
            i2,
            i3,
            o0,
            o1,
            o2,
            o3,
            _,
            _,
        ] = record;
        let key = Key::new()
            .with(serial.unwrap_or_default())
            .with(record)
            .with_number(*position);
        readings.push(Reading {
            channel: "1".to_owned(),
            value: Value::Event {
                at: moment(payload, [y, mo, d, h, mi, s])
                    .ok_or_else(|| field.refuse(Expected::LocalTime))?,
                amount: Amount::Both {
                    entered: u32::from_le_bytes([i0, i1, i2, i3]).into(),
                    exited: u32::from_le_bytes([o0, o1, o2, o3]).into(),
                },
                key: key.finish(),
            },
        });
    }
    if let Some(count) = form.get("count") {
        // A proxy that joins repeated fields would lose records unseen.
        let announced = std::str::from_utf8(count.text)
            .ok()
            .and_then(|text| usize::from_str_radix(text, 16).ok());
        if announced != Some(readings.len()) {
            return Err(count.refuse(Expected::Records(readings.len())));
        }
    }
    Ok(Readings {
        device,
        readings,
        acknowledgement: result(&reply::cache(payload, flag)),
    })
}

/// A serial number as it is printed, and as it is sent: low byte first.
fn serials(sent: [u8; 4]) -> Vec<String> {
    let [a, b, c, d] = sent;
    vec![hex(&[d, c, b, a]), hex(&sent)]
}

/// The moment of a device's local time.
fn moment(payload: &Payload<'_>, shown: [u8; 6]) -> Option<DateTime<Utc>> {
    local::to_utc(payload.zone, date(shown)?)
}

fn date([year, month, day, hour, minute, second]: [u8; 6]) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(2_000 + i32::from(year), month.into(), day.into())?.and_hms_opt(
        hour.into(),
        minute.into(),
        second.into(),
    )
}

/// Sent with the high byte first.
fn checksum(bytes: &[u8]) -> [u8; 2] {
    Crc::<u16>::new(&CRC_16_MODBUS)
        .checksum(bytes)
        .to_be_bytes()
}

fn result(reply: &[u8]) -> Acknowledgement {
    Acknowledgement::Text(format!("result={}", hex(reply)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A form whose values are hexadecimal or plain words, so that each keeps its
/// place in the body.
struct Form<'a>(Vec<(&'a [u8], Field<'a>)>);

#[derive(Clone, Copy)]
struct Field<'a> {
    /// The value's first byte in the body.
    at: usize,
    text: &'a [u8],
}

impl<'a> Form<'a> {
    fn new(body: &'a [u8]) -> Result<Self, Refusal> {
        let mut fields = Vec::new();
        let mut at = 0;
        for pair in body.split(|byte| *byte == b'&') {
            if let Some(equals) = pair.iter().position(|byte| *byte == b'=')
                && let Some((name, value)) = pair.split_at_checked(equals)
            {
                let field = Field {
                    at: at + equals + 1,
                    text: value.get(1..).unwrap_or_default().trim_ascii_end(),
                };
                fields.push((name.trim_ascii_start(), field));
            }
            at += pair.len() + 1;
        }
        if fields.is_empty() {
            return Err(Refusal::body(Expected::Form));
        }
        Ok(Self(fields))
    }

    fn all(&self, name: &str) -> impl Iterator<Item = Field<'a>> {
        self.0
            .iter()
            .filter(move |(key, _)| *key == name.as_bytes())
            .map(|(_, field)| *field)
    }

    fn get(&self, name: &str) -> Option<Field<'a>> {
        self.all(name).next()
    }

    fn required(&self, name: &str) -> Result<Field<'a>, Refusal> {
        self.get(name)
            .ok_or_else(|| Refusal::field(name, Expected::Present))
    }
}

impl Field<'_> {
    fn refuse(self, expected: Expected) -> Refusal {
        Refusal {
            place: Place::Byte(self.at as u64),
            expected,
        }
    }

    /// The value as so many bytes.
    fn bytes<const N: usize>(self) -> Result<[u8; N], Refusal> {
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        let (pairs, rest) = self.text.as_chunks::<2>();
        let bytes: Option<Vec<u8>> = pairs
            .iter()
            .map(|[high, low]| u8::try_from(digit(high)? * 16 + digit(low)?).ok())
            .collect();
        bytes
            .filter(|_| rest.is_empty())
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| self.refuse(Expected::Hex(N * 2)))
    }

    /// Refuses a value that does not end with its own checksum.
    fn checked(self, bytes: &[u8]) -> Result<(), Refusal> {
        match bytes.split_last_chunk::<2>() {
            Some((content, sum)) if *sum == checksum(content) => Ok(()),
            _ => Err(self.refuse(Expected::Checksum)),
        }
    }
}

#[cfg(test)]
mod tests;
