//! Xovis firmware 5: minutes of a line's logic, several in a push, beside a
//! zone's; a status every some minutes. The token is the password of Basic.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Credential, Device, Plate, Push};
use crate::demo::Lines;
use crate::profile::Interval;

/// A stereo counter.
pub struct Xovis {
    plate: Plate,
    greeted: bool,
    /// The number of the next package.
    package: u32,
}

impl Xovis {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self {
            plate,
            greeted: false,
            package: 0,
        }
    }

    fn package(&mut self, agent: u32) -> Value {
        let id = self.package;
        self.package += 1;
        json!({"version": "5.0", "id": id, "agent_id": agent})
    }

    fn info(&self) -> Value {
        json!({
            "serial_number": self.plate.sensor.serial,
            "type": "SINGLE_SENSOR",
            "timezone": self.plate.zone().name(),
            "name": "Tverskaya 100",
            "group": "Moscow",
        })
    }
}

impl Device for Xovis {
    fn hello(&mut self, _now: DateTime<Utc>) -> Option<Push> {
        let body = json!({"connection_test": {}});
        (!self.greeted).then(|| Push::json(&body).with(Credential::Basic))
    }

    fn beat(&mut self, now: DateTime<Utc>) -> Option<Push> {
        let sensor = self.plate.sensor;
        let body = json!({"status_data": {
            "package_info": self.package(1006),
            "sensor_info": self.info(),
            "states": {
                "device": {
                    "info": {"fw_version": sensor.firmware, "serial": sensor.serial},
                    "state": {"state": "OK", "details": {
                        "uptime_sec": now.timestamp().rem_euclid(8_640_000),
                        "temperatures": {"die": 58, "housing": 44},
                    }},
                },
                "time": {"state": {"state": "OK", "details": {
                    "ntp_host": "ntp.example.org",
                    "ntp_host_stratum": 2,
                    "time": self.plate.text(now.timestamp()),
                    "tz_offset_sec": self.plate.offset(now),
                }}},
                "updates": {"state": {"state": "OK", "version": sensor.firmware}},
            },
        }});
        Some(Push::json(&body).with(Credential::Basic))
    }

    fn counts(&mut self, batch: &[Interval], _now: DateTime<Utc>) -> Vec<Push> {
        let id = match self.plate.sensor.lines {
            Lines::Both(id) | Lines::Registers(id, _) => id,
        };
        let id: u32 = id.parse().unwrap_or_default();
        let record = |one: &Interval, counts: Value| {
            let samples = one.length / 60;
            json!({
                "from": one.start * 1_000, "to": one.end() * 1_000,
                "samples": samples, "samples_expected": samples, "counts": counts,
            })
        };
        let line = |one: &Interval| {
            let (entered, exited) = (one.people.entered, one.people.exited);
            let counts = json!([
                {"id": 2, "name": "fw", "value": entered},
                {"id": 3, "name": "bw", "value": exited},
                {"id": 4, "name": "fw-male", "value": entered / 2},
                {"id": 5, "name": "fw-female", "value": entered - entered / 2},
            ]);
            record(one, counts)
        };
        let zone = |one: &Interval| {
            let balance = i64::from(one.people.entered) - i64::from(one.people.exited);
            record(one, json!([{"id": 1, "name": "balance", "value": balance}]))
        };
        let logic = |id: u32, info: &str, kind: &str, records: Vec<Value>| {
            let geometry = json!({"id": id + 3, "type": kind, "name": "Door"});
            json!({
                "id": id, "name": "Door", "info": info,
                "geometries": [geometry], "records": records,
            })
        };
        let lines = batch.iter().map(line).collect();
        let zones = batch.iter().map(zone).collect();
        let body = json!({"logics_data": {
            "package_info": self.package(1008),
            "sensor_info": self.info(),
            "logics": [
                logic(1, "XLT_4X_ZONE_COUNT", "ZONE", zones),
                logic(id, "XLT_4X_LINE_IN_OUT_COUNT", "LINE", lines),
            ],
        }});
        vec![Push::json(&body).with(Credential::Basic)]
    }

    fn accepts(&mut self, _answer: &str) -> bool {
        self.greeted = true;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::testing::{batch, check, now, plate, read};

    #[test]
    fn the_service_reads_it() {
        let plate = plate("xovis");
        let mut device = Xovis::new(plate);
        let hello = device.hello(now()).unwrap();
        assert_eq!(read(plate, &hello).readings, []);
        check(
            &mut device,
            plate,
            &batch(60, &[(12, 9), (0, 0), (1, 2)]),
            &[
                "2: +0 60 in 12 out 9",
                "2: +60 60 in 0 out 0",
                "2: +120 60 in 1 out 2",
            ],
        );
        let beat = read(plate, &device.beat(now()).unwrap());
        assert_eq!((beat.readings.len(), beat.device.clock), (0, Some(now())));
        assert_eq!(beat.device.firmware.as_deref(), Some(plate.sensor.firmware));
    }
}
