//! What the tests of all devices share: the service's own formats read what
//! the devices render.

use spp_counts::{Amount, Reading, Register, Value};
use spp_formats::{Acknowledgement, Format, Payload, Readings};

use super::*;
use crate::demo;
use crate::profile::People;

/// 2 March 2026, 12:00 in Moscow.
pub const NOON: i64 = 1_772_442_000;

/// The sensor of a format.
pub fn plate(format: &str) -> Plate {
    let mut all = demo::sensors();
    let (site, sensor) = all.find(|(_, sensor)| sensor.format == format).unwrap();
    Plate { sensor, site }
}

/// The device's clock shortly after the batch.
pub fn now() -> DateTime<Utc> {
    moment(NOON + 3_605)
}

/// Intervals from noon on with (in, out) people.
pub fn batch(length: u32, people: &[(u32, u32)]) -> Vec<Interval> {
    let mut batch = Vec::new();
    let (mut start, mut total_entered, mut total_exited) = (NOON, 1_000, 900);
    for &(entered, exited) in people {
        total_entered += u64::from(entered);
        total_exited += u64::from(exited);
        batch.push(Interval {
            start,
            length,
            people: People { entered, exited },
            total_entered,
            total_exited,
        });
        start += i64::from(length);
    }
    batch
}

/// Reads a push as the service would, and checks whose it is.
#[track_caller]
pub fn read(plate: Plate, push: &Push) -> Readings {
    let readings = Format::from_id(plate.sensor.format)
        .unwrap()
        .read(Payload {
            body: &push.body,
            content_type: Some(&push.content_type),
            received_at: now(),
            zone: plate.zone(),
            interval: plate.sensor.interval,
        })
        .unwrap();
    let serials = &readings.device.serials;
    let known = serials.iter().any(|serial| serial == plate.sensor.serial);
    assert!(serials.is_empty() || known, "{serials:?}");
    readings
}

/// The answer that the service would give.
pub fn answer(readings: &Readings) -> String {
    match &readings.acknowledgement {
        Acknowledgement::Empty => String::new(),
        Acknowledgement::Text(text) | Acknowledgement::Json(text) => text.clone(),
    }
}

/// A reading as text: `1: +0 900 in 12 out 9`, times from noon on.
pub fn line(Reading { channel, value }: &Reading) -> String {
    let after = |time: DateTime<Utc>| time.timestamp() - NOON;
    let people = |amount: &Amount| match amount {
        Amount::Both { entered, exited } => format!("in {entered} out {exited}"),
        Amount::Undirected(people) => format!("people {people}"),
    };
    match value {
        Value::Increment {
            start, end, amount, ..
        } => {
            let length = (*end - *start).num_seconds();
            format!("{channel}: +{} {length} {}", after(*start), people(amount))
        }
        Value::Cumulative {
            at,
            amount,
            register,
        } => {
            let narrow = match register {
                Register::Full => "",
                Register::Bits16 => " bits16",
            };
            format!("{channel}: at +{} {}{narrow}", after(*at), people(amount))
        }
        Value::Event { at, amount, .. } => {
            format!("{channel}: event +{} {}", after(*at), people(amount))
        }
    }
}

/// Renders a batch, reads it back and compares; a device sends the same
/// again without a difference.
#[track_caller]
pub fn check(device: &mut dyn Device, plate: Plate, batch: &[Interval], expected: &[&str]) {
    for _ in 0..2 {
        let mut lines = Vec::new();
        for push in device.counts(batch, now()) {
            let readings = read(plate, &push);
            lines.extend(readings.readings.iter().map(line));
            assert!(device.accepts(&answer(&readings)));
        }
        assert_eq!(lines, expected);
    }
}
