//! A sensor as the load plays it: what it says next, and what has been
//! acknowledged so far.

use std::fmt::Write as _;

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};

/// The length of the intervals that are pushed, in seconds.
pub const INTERVAL: i64 = 60;

/// A sensor.
#[derive(Debug, Clone)]
pub struct Sensor {
    /// Its id in the registry.
    pub id: i64,
    /// The token that it pushes with.
    pub token: String,
    /// Start of its first interval ever, in seconds since 1970.
    pub first: i64,
    /// Start of the interval that it pushes next.
    pub next: i64,
    /// What must be stored of it.
    pub sums: Sums,
}

/// Sums of intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// People in.
    pub entered: i64,
    /// People out.
    pub exited: i64,
    /// Intervals.
    pub measured: i64,
}

impl Sums {
    /// Adds an interval.
    pub fn add(&mut self, entered: u32, exited: u32) {
        self.entered += i64::from(entered);
        self.exited += i64::from(exited);
        self.measured += 1;
    }
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.entered += other.entered;
        self.exited += other.exited;
        self.measured += other.measured;
    }
}

impl Sensor {
    /// A sensor that has not pushed anything.
    pub fn new(id: i64, token: String, first: i64) -> Self {
        Self {
            id,
            token,
            first,
            next: first,
            sums: Sums::default(),
        }
    }

    /// The body with its next readings: an object if it is one, else a list.
    pub fn body(&self, readings: usize) -> Bytes {
        let mut text = String::with_capacity(readings * 80 + 2);
        if readings == 1 {
            write(&mut text, self.next);
            return text.into();
        }
        let mut separator = '[';
        for start in self.starts(readings) {
            text.push(separator);
            separator = ',';
            write(&mut text, start);
        }
        text.push(']');
        text.into()
    }

    /// Its next readings are on the disk.
    pub fn acknowledged(&mut self, readings: usize) {
        for start in self.starts(readings) {
            let (entered, exited) = people(start);
            self.sums.add(entered, exited);
            self.next = start + INTERVAL;
        }
    }

    fn starts(&self, readings: usize) -> impl Iterator<Item = i64> + use<> {
        (self.next..)
            .step_by(usize::try_from(INTERVAL).unwrap_or(1))
            .take(readings)
    }
}

fn write(text: &mut String, start: i64) {
    let (entered, exited) = people(start);
    let time = DateTime::<Utc>::from_timestamp(start, 0).unwrap_or_default();
    let time = time.to_rfc3339_opts(SecondsFormat::Secs, true);
    // Writing to a string cannot fail.
    _ = write!(
        text,
        r#"{{"start":"{time}","interval":{INTERVAL},"in":{entered},"out":{exited}}}"#
    );
}

/// Who passed in that minute: anything that differs from its neighbours.
fn people(start: i64) -> (u32, u32) {
    let minute = u32::try_from(start / 60).unwrap_or(0);
    (minute % 17, minute % 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sensor_says_what_it_is_later_measured_by() {
        let mut sensor = Sensor::new(1, String::new(), 1_772_312_400);
        assert_eq!(
            sensor.body(1),
            r#"{"start":"2026-02-28T21:00:00Z","interval":60,"in":3,"out":5}"#
        );
        for readings in [1, 1000] {
            let body: serde_json::Value = serde_json::from_slice(&sensor.body(readings)).unwrap();
            let before = sensor.sums;
            sensor.acknowledged(readings);
            let list = body.as_array().cloned().unwrap_or(vec![body]);
            let sum = |field: &str| list.iter().map(|one| one[field].as_i64().unwrap()).sum();
            let mut expected = before;
            expected += Sums {
                entered: sum("in"),
                exited: sum("out"),
                measured: readings as i64,
            };
            assert_eq!(sensor.sums, expected);
        }
        assert_eq!(sensor.next, sensor.first + 1001 * INTERVAL);
    }
}
