//! Milesight: a periodic report an interval, with the line's totals beside it,
//! which are about the same people.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Device, Plate, Push};
use crate::demo::Lines;
use crate::profile::Interval;

/// A stereo counter.
pub struct Milesight {
    plate: Plate,
    greeted: bool,
}

impl Milesight {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self {
            plate,
            greeted: false,
        }
    }

    fn report(&self, one: &Interval, now: DateTime<Utc>) -> Push {
        let sensor = self.plate.sensor;
        let uuid = match sensor.lines {
            Lines::Both(uuid) | Lines::Registers(uuid, _) => uuid,
        };
        let hours = self.plate.offset(now) / 3_600;
        let inside = i64::try_from(one.total_entered).unwrap_or_default()
            - i64::try_from(one.total_exited).unwrap_or_default();
        Push::json(&json!({
            "device_info": {
                "cus_device_id": "2001",
                "cus_site_id": "200",
                "device_mac": "24:E1:24:FB:7A:0C",
                "device_name": "Lenina 200",
                "device_sn": sensor.serial,
                "firmware_version": sensor.firmware,
                "hardware_version": "V1.1",
                "ip_address": "10.66.2.21",
                "running_time": now.timestamp().rem_euclid(8_640_000),
            },
            "line_periodic_data": [{
                "line": 1, "line_name": "Line1", "line_uuid": uuid,
                "total": {"in": one.people.entered, "out": one.people.exited},
                "group": {"in": one.people.entered / 3, "out": one.people.exited / 3},
            }],
            "line_total_data": [{
                "line": 1, "line_name": "Line1", "line_uuid": uuid,
                "total": {
                    "in_counted": one.total_entered,
                    "out_counted": one.total_exited,
                    "capacity_counted": inside,
                },
                "group": {"in_counted": 0, "out_counted": 0},
            }],
            "region_data": {"region_count_data": [{
                "region": 1, "region_name": "Region1",
                "region_uuid": "3e90b7d2-0c1f-45a6-8d7b-61f4a2c8e913",
                "total": {"current_total": one.people.entered.min(9)},
            }]},
            "time_info": {
                "dst_status": false,
                "enable_dst": false,
                "time_zone": format!("UTC+{hours}:00"),
                "start_time": self.plate.text(one.start),
                "end_time": self.plate.text(one.end()),
            },
        }))
    }
}

impl Device for Milesight {
    fn hello(&mut self, _now: DateTime<Utc>) -> Option<Push> {
        (!self.greeted).then(|| Push::json(&json!({"event": "Connection Test"})))
    }

    fn counts(&mut self, batch: &[Interval], now: DateTime<Utc>) -> Vec<Push> {
        batch.iter().map(|one| self.report(one, now)).collect()
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
        let plate = plate("milesight");
        let mut device = Milesight::new(plate);
        let hello = device.hello(now()).unwrap();
        assert_eq!(read(plate, &hello).readings, []);
        let line = "7d0c54e1-52a8-4f0f-9c1e-0b6a3e9f2d58";
        check(
            &mut device,
            plate,
            &batch(300, &[(12, 9), (1, 2)]),
            &[
                &format!("{line}: +0 300 in 12 out 9"),
                &format!("{line}: at +300 in 1012 out 909"),
                &format!("{line}: +300 300 in 1 out 2"),
                &format!("{line}: at +600 in 1013 out 911"),
            ],
        );
        assert_eq!(device.hello(now()), None);
    }
}
