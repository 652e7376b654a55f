//! Irisys Vector: logs of registers that only grow, among others that are
//! levels; the token in the maker's header `Authentication`.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Credential, Device, Plate, Push, utc};
use crate::demo::Lines;
use crate::profile::Interval;

/// A stereo counter.
pub struct Irisys {
    plate: Plate,
}

impl Irisys {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self { plate }
    }

    fn log(&self, one: &Interval) -> Value {
        let (entered, exited) = match self.plate.sensor.lines {
            Lines::Registers(entered, exited) => (entered, exited),
            Lines::Both(line) => (line, line),
        };
        let register = |name: &str, id: &str, value: u64| {
            let id: u32 = id.parse().unwrap_or_default();
            json!({"Name": name, "RegisterId": id, "Value": value})
        };
        let inside = one.total_entered.saturating_sub(one.total_exited);
        json!({
            "LogEntryId": one.end() / i64::from(one.length),
            "Timestamp": utc(one.end()),
            "Counts": [
                register("Line 1", entered, one.total_entered),
                register("Line 2", exited, one.total_exited),
                register("Zone 1", "2", inside),
                json!({"Name": "Dwell", "RegisterId": 3, "Value": 212.5}),
            ],
        })
    }
}

impl Device for Irisys {
    fn counts(&mut self, batch: &[Interval], _now: DateTime<Utc>) -> Vec<Push> {
        let logs: Vec<_> = batch.iter().map(|one| self.log(one)).collect();
        let body = json!({
            "CountLogs": logs,
            "FriendlyDeviceSerial": self.plate.sensor.serial,
        });
        vec![Push::json(&body).with(Credential::Authentication)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::testing::{batch, check, plate};

    #[test]
    fn the_service_reads_it() {
        let plate = plate("irisys");
        check(
            &mut Irisys::new(plate),
            plate,
            &batch(300, &[(12, 9), (1, 2)]),
            &[
                "0: at +300 people 1012",
                "1: at +300 people 909",
                "0: at +600 people 1013",
                "1: at +600 people 911",
            ],
        );
    }
}
