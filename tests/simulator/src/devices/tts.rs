//! A `LoRaWAN` counter of IMBUILDINGS behind The Things Stack: totals of 16
//! bits, fields that are zero left out, the time the network server's.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{Device, Plate, Push, moment};
use crate::profile::Interval;

/// A radio counter.
pub struct Tts {
    plate: Plate,
    joined: bool,
}

impl Tts {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self {
            plate,
            joined: false,
        }
    }

    fn message(&self, field: &str, at: i64, content: Value) -> Push {
        let eui = self.plate.sensor.serial;
        let mut message = json!({
            "end_device_ids": {
                "device_id": format!("eui-{}", eui.to_lowercase()),
                "application_ids": {"application_id": "romashka"},
                "dev_eui": eui,
                "join_eui": "70B3D57ED0000000",
            },
            "correlation_ids": [format!("as:up:{at:026X}")],
            "received_at": nanoseconds(at, 912_345_678),
        });
        if let Some(fields) = message.as_object_mut() {
            fields.insert(field.to_owned(), content);
        }
        Push::json(&message)
    }

    /// One frame: what was counted in the interval, and since ever.
    fn uplink(&self, one: &Interval) -> Push {
        let since = [one.people.entered, one.people.exited].map(u64::from);
        let total = [one.total_entered, one.total_exited];
        // Registers of 16 bits wrap.
        let [a, b] = since.map(narrow);
        let [total_a, total_b] = total.map(narrow);
        let number = one.end().div_euclid(i64::from(one.length));
        let frame = narrow(number.unsigned_abs()).to_be_bytes();
        let [_, low] = frame;
        let mut raw = vec![2, 6];
        raw.extend(self.eui());
        raw.extend([0, 0x01, 0x1C]);
        raw.extend(a.to_be_bytes());
        raw.extend(b.to_be_bytes());
        raw.push(0x20);
        raw.extend(total_a.to_be_bytes());
        raw.extend(total_b.to_be_bytes());
        raw.push(low);
        let decoded = [
            ("device_type_identifier", 2),
            ("device_type_variant", 6),
            ("counter_a", a),
            ("counter_b", b),
            ("sensor_status", 0x20),
            ("total_counter_a", total_a),
            ("total_counter_b", total_b),
            ("payload_counter", u16::from(low)),
        ];
        let mut decoded: Map<String, Value> = decoded
            .into_iter()
            .filter(|(_, value)| *value != 0)
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        decoded.insert("device_type".to_owned(), "People Counter".into());
        decoded.insert("battery_voltage".to_owned(), json!(2.84));
        // Heard a moment before the interval's end, so that it lies inside.
        let at = one.end() - 1;
        let content = json!({
            "f_port": 1,
            "f_cnt": u16::from_be_bytes(frame),
            "frm_payload": BASE64_STANDARD.encode(raw),
            "decoded_payload": decoded,
            "received_at": nanoseconds(at, 812_345_678),
        });
        self.message("uplink_message", at, content)
    }

    fn eui(&self) -> [u8; 8] {
        let eui = u64::from_str_radix(self.plate.sensor.serial, 16);
        eui.unwrap_or_default().to_be_bytes()
    }
}

impl Device for Tts {
    fn hello(&mut self, now: DateTime<Utc>) -> Option<Push> {
        let at = now.timestamp();
        let content = json!({
            "session_key_id": "AYlhLx3TtO0=",
            "received_at": nanoseconds(at, 50_000_000),
        });
        (!self.joined).then(|| self.message("join_accept", at, content))
    }

    fn counts(&mut self, batch: &[Interval], _now: DateTime<Utc>) -> Vec<Push> {
        batch.iter().map(|one| self.uplink(one)).collect()
    }

    fn accepts(&mut self, _answer: &str) -> bool {
        self.joined = true;
        true
    }
}

/// The lower 16 bits.
fn narrow(number: u64) -> u16 {
    (number & 0xFFFF) as u16
}

/// A time as the network server writes it.
fn nanoseconds(at: i64, nanoseconds: u32) -> String {
    let time = moment(at).format("%Y-%m-%dT%H:%M:%S");
    format!("{time}.{nanoseconds:09}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::testing::{batch, check, line, now, plate, read};

    #[test]
    fn the_service_reads_it() {
        let plate = plate("tts");
        let mut device = Tts::new(plate);
        let hello = device.hello(now()).unwrap();
        assert_eq!(read(plate, &hello).readings, []);
        check(
            &mut device,
            plate,
            &batch(300, &[(12, 9), (0, 0)]),
            &[
                "1: at +299 in 1012 out 909 bits16",
                "1: at +599 in 1012 out 909 bits16",
            ],
        );
        assert_eq!(device.hello(now()), None);
    }

    #[test]
    fn totals_wrap_and_zeros_are_left_out() {
        let plate = plate("tts");
        let mut one = batch(300, &[(7, 0)]).remove(0);
        (one.total_entered, one.total_exited) = (65_536 + 3, 65_536);
        let push = Tts::new(plate).uplink(&one);
        let text = String::from_utf8(push.body.clone()).unwrap();
        assert!(!text.contains("total_counter_b"), "{text}");
        let readings = read(plate, &push).readings;
        assert_eq!(line(&readings[0]), "1: at +299 in 3 out 0 bits16");
        // The raw frame alone says the same.
        let raw = text.replace("decoded_payload", "hidden");
        let push = Push::new("application/json", raw);
        assert_eq!(read(plate, &push).readings, readings);
    }
}
