//! Foorir and HuaXin: a heartbeat each minute and an upload an interval, each
//! at its own path. The answer has to say code 0.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Device, Plate, Push};
use crate::profile::Interval;

/// A stereo counter.
pub struct Foorir {
    plate: Plate,
}

impl Foorir {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self { plate }
    }

    fn at(rest: &'static str, body: &Value) -> Push {
        Push {
            rest,
            ..Push::json(body)
        }
    }
}

impl Device for Foorir {
    fn beat(&mut self, now: DateTime<Utc>) -> Option<Push> {
        let body = json!({"sn": self.plate.sensor.serial, "time": now.timestamp()});
        Some(Self::at("/api/camera/heartBeat", &body))
    }

    fn counts(&mut self, batch: &[Interval], now: DateTime<Utc>) -> Vec<Push> {
        let upload = |one: &Interval| {
            let body = json!({
                "sn": self.plate.sensor.serial,
                "time": now.timestamp(),
                "startTime": one.start,
                "endTime": one.end(),
                "in": one.people.entered,
                "out": one.people.exited,
                "passby": one.people.entered * 4,
                "turnback": one.people.exited / 12,
            });
            Self::at("/api/camera/dataUpload", &body)
        };
        batch.iter().map(upload).collect()
    }

    fn accepts(&mut self, answer: &str) -> bool {
        let answer: Value = serde_json::from_str(answer).unwrap_or_default();
        answer.get("code").and_then(Value::as_i64) == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::testing::{batch, check, now, plate, read};

    #[test]
    fn the_service_reads_it() {
        let plate = plate("foorir");
        let mut device = Foorir::new(plate);
        check(
            &mut device,
            plate,
            &batch(300, &[(12, 9), (0, 0)]),
            &["1: +0 300 in 12 out 9", "1: +300 300 in 0 out 0"],
        );
        let beat = read(plate, &device.beat(now()).unwrap());
        assert_eq!((beat.readings.len(), beat.device.clock), (0, Some(now())));
        assert!(!device.accepts(r#"{"code": 1}"#));
        assert!(!device.accepts(""));
    }
}
