//! A gateway that speaks the service's own format.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Device, Plate, Push};
use crate::profile::Interval;

/// A gateway.
pub struct Spp {
    plate: Plate,
}

impl Spp {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self { plate }
    }

    fn push(&self, readings: &[Value], now: DateTime<Utc>) -> Push {
        Push::json(&json!({
            "sensor_serial": self.plate.sensor.serial,
            "firmware": self.plate.sensor.firmware,
            "clock": self.plate.text(now.timestamp()),
            "readings": readings,
        }))
    }
}

impl Device for Spp {
    fn counts(&mut self, batch: &[Interval], now: DateTime<Utc>) -> Vec<Push> {
        let readings: Vec<_> = batch
            .iter()
            .map(|one| {
                json!({
                    "start": self.plate.text(one.start),
                    "interval": one.length,
                    "in": one.people.entered,
                    "out": one.people.exited,
                })
            })
            .collect();
        vec![self.push(&readings, now)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::testing::{batch, check, now, plate, read};

    #[test]
    fn the_service_reads_it() {
        let plate = plate("spp");
        let mut device = Spp::new(plate);
        check(
            &mut device,
            plate,
            &batch(60, &[(12, 9), (1, 2)]),
            &["1: +0 60 in 12 out 9", "1: +60 60 in 1 out 2"],
        );
        let sent = read(plate, &device.push(&[], now())).device;
        assert_eq!(sent.clock, Some(now()));
    }
}
