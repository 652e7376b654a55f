//! HPC015S: a form with hexadecimal fields and checksums. It asks for its
//! settings until they are confirmed, sends a record a crossing, and forgets
//! them only on the right answer.

use std::fmt::Write;

use chrono::{DateTime, Datelike, Timelike, Utc};

use super::{Device, Plate, Push};
use crate::profile::Interval;
use crate::random::Random;

/// The settings take over these parameters.
const NEW: u8 = 0x04;
/// The settings are right.
const CONFIRMED: u8 = 0x05;
/// The records are safe.
const SAFE: u8 = 0x01;

/// A battery-driven infrared counter.
pub struct Hpc015 {
    plate: Plate,
    /// The serial number, low byte first.
    serial: [u8; 4],
    /// The recording and the upload cycle, in minutes.
    cycles: [u8; 2],
    settled: bool,
    /// The last push's command and flag.
    asked: (Command, [u8; 2]),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    Settings,
    Cache,
}

impl Hpc015 {
    /// Switched on, with its factory's cycles.
    pub fn new(plate: Plate) -> Self {
        let serial = u32::from_str_radix(plate.sensor.serial, 16).unwrap_or_default();
        Self {
            plate,
            serial: serial.to_le_bytes(),
            cycles: [0, 0],
            settled: false,
            asked: (Command::Settings, [0, 0]),
        }
    }

    /// The moment as the device's clock shows it, in bytes.
    fn clock(&self, at: i64) -> [u8; 6] {
        let local = self.plate.local(at);
        let byte = |number: u32| u8::try_from(number).unwrap_or_default();
        [
            u8::try_from(local.year() - 2_000).unwrap_or_default(),
            byte(local.month()),
            byte(local.day()),
            byte(local.hour()),
            byte(local.minute()),
            byte(local.second()),
        ]
    }

    /// Notes what is asked, and returns the flag: minute and second.
    fn ask(&mut self, command: Command, now: DateTime<Utc>) -> String {
        let [.., minute, second] = self.clock(now.timestamp());
        self.asked = (command, [minute, second]);
        hex(&[minute, second])
    }

    fn settings(&mut self, now: DateTime<Utc>) -> Push {
        let flag = self.ask(Command::Settings, now);
        let mut data = self.serial.to_vec();
        data.extend([3, 0]);
        data.extend(self.cycles);
        // No fixed upload times, model and display.
        data.extend([0; 9]);
        data.extend([0, 2]);
        for _ in 0..3 {
            data.extend([0x07, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6]);
        }
        data.extend(self.clock(now.timestamp()));
        let weekday = self.plate.local(now.timestamp()).weekday();
        data.push(u8::try_from(weekday.num_days_from_sunday()).unwrap_or_default());
        data.extend([0, 0, 23, 59]);
        let body = format!("cmd=getsetting&flag={flag}&data={}", sealed(data));
        Push::new("application/x-www-form-urlencoded", body)
    }

    fn status(&self) -> String {
        let mut status = vec![0x02, 0x15];
        status.extend(self.serial);
        // The beam is aligned; batteries of the transmitter and the counter.
        status.extend([0, 0x57, 0, 0x4A, 0, 1]);
        sealed(status)
    }

    /// A record a crossing, by the second.
    fn records(&self, one: &Interval) -> Vec<String> {
        let mut random = Random::of(&[one.start, i64::from(u32::from_le_bytes(self.serial))]);
        let mut crossings: Vec<(u32, [u32; 2])> = Vec::new();
        for _ in 0..one.people.entered {
            crossings.push((random.below(one.length), [1, 0]));
        }
        for _ in 0..one.people.exited {
            crossings.push((random.below(one.length), [0, 1]));
        }
        crossings.sort_unstable();
        crossings
            .into_iter()
            .map(|(second, people)| {
                let mut record = self.clock(one.start + i64::from(second)).to_vec();
                record.push(0);
                record.extend(people.into_iter().flat_map(u32::to_le_bytes));
                sealed(record)
            })
            .collect()
    }
}

impl Device for Hpc015 {
    fn hello(&mut self, now: DateTime<Utc>) -> Option<Push> {
        (!self.settled).then(|| self.settings(now))
    }

    fn counts(&mut self, batch: &[Interval], now: DateTime<Utc>) -> Vec<Push> {
        let flag = self.ask(Command::Cache, now);
        let records: Vec<_> = batch.iter().flat_map(|one| self.records(one)).collect();
        let mut body = format!("cmd=cache&flag={flag}&status={}", self.status());
        for record in &records {
            body += "&data=";
            body += record;
        }
        // Writing into a text does not fail.
        _ = write!(body, "&count={:04X}&temp=8C1&Tend=nT", records.len());
        vec![Push::new("application/x-www-form-urlencoded", body)]
    }

    fn accepts(&mut self, answer: &str) -> bool {
        let Some(answer) = answer.strip_prefix("result=").and_then(opened) else {
            return false;
        };
        // The flag comes back with its bytes swapped.
        let (command, [minute, second]) = self.asked;
        match (command, answer.as_slice()) {
            (_, [_, b, a, ..]) if (*a, *b) != (minute, second) => false,
            (Command::Settings, [code, _, _, _, _, _, _, _, _, recording, upload, ..]) => {
                self.cycles = [*recording, *upload];
                self.settled = *code == CONFIRMED;
                matches!(*code, NEW | CONFIRMED)
            }
            (Command::Cache, [code, ..]) => *code == SAFE,
            (Command::Settings, _) | (Command::Cache, []) => false,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Bytes with their checksum, in hexadecimal.
fn sealed(mut bytes: Vec<u8>) -> String {
    let sum = checksum(&bytes);
    bytes.extend(sum.to_be_bytes());
    hex(&bytes)
}

/// What [`sealed`] made; nothing if the checksum is another one.
fn opened(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.trim().as_bytes().as_chunks::<2>() else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut bytes: Vec<u8> = pairs
        .iter()
        .map(|[high, low]| u8::try_from(digit(*high)? * 16 + digit(*low)?).ok())
        .collect::<Option<_>>()?;
    let (low, high) = (bytes.pop()?, bytes.pop()?);
    (checksum(&bytes).to_be_bytes() == [high, low]).then_some(bytes)
}

/// The checksum of Modbus.
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| match sum & 1 {
            0 => sum >> 1,
            _ => (sum >> 1) ^ 0xA001,
        })
    })
}

#[cfg(test)]
mod tests {
    use spp_counts::{Amount, Value};

    use super::*;
    use crate::devices::testing::{answer, batch, now, plate, read};

    #[test]
    fn settings_are_asked_for_until_they_are_confirmed() {
        let plate = plate("hpc015");
        let mut device = Hpc015::new(plate);
        for cycles in [[0, 0], [0, 5]] {
            assert_eq!(device.cycles, cycles);
            let hello = device.hello(now()).unwrap();
            let readings = read(plate, &hello);
            assert_eq!(readings.device.clock, Some(now()));
            assert!(device.accepts(&answer(&readings)));
        }
        assert_eq!(device.hello(now()), None);
    }

    #[test]
    fn every_crossing_is_a_record_and_a_repetition_the_same() {
        let plate = plate("hpc015");
        let mut device = Hpc015::new(plate);
        let batch = batch(60, &[(12, 9), (0, 0), (30, 41)]);
        let mut first = None;
        for seconds in [0, 10] {
            let push = device.counts(&batch, now() + chrono::TimeDelta::seconds(seconds));
            let readings = read(plate, &push[0]);
            assert!(device.accepts(&answer(&readings)));
            let mut sums = [(0, 0); 3];
            for reading in &readings.readings {
                let Value::Event {
                    at,
                    amount: Amount::Both { entered, exited },
                    ..
                } = reading.value
                else {
                    panic!("{reading:?}");
                };
                let minute = (at.timestamp() - batch[0].start) / 60;
                let sum = &mut sums[usize::try_from(minute).unwrap()];
                *sum = (sum.0 + entered, sum.1 + exited);
            }
            assert_eq!(sums, [(12, 9), (0, 0), (30, 41)]);
            let first = first.get_or_insert_with(|| readings.readings.clone());
            assert_eq!(*first, readings.readings);
        }
    }

    #[test]
    fn nothing_but_the_right_answer_is_accepted() {
        let plate = plate("hpc015");
        let mut device = Hpc015::new(plate);
        let push = device.counts(&batch(60, &[(1, 0)]), now()).remove(0);
        let right = answer(&read(plate, &push));
        assert!(device.accepts(&right));
        for wrong in [
            "",
            "result=",
            "result=01",
            &right.replace("result=01", "result=00"),
        ] {
            assert!(!device.accepts(wrong), "{wrong}");
        }
        device.counts(&batch(60, &[(1, 0)]), now() + chrono::TimeDelta::seconds(1));
        assert!(!device.accepts(&right), "the answer to an earlier push");
    }
}
