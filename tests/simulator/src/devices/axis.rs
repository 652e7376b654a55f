//! Axis Retail Data 0.4: all waiting measurements in one push, the token as
//! Bearer. Starts with a push without measurements.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Credential, Device, Plate, Push, utc};
use crate::profile::Interval;

/// A camera with the people counter.
pub struct Axis {
    plate: Plate,
    greeted: bool,
}

impl Axis {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self {
            plate,
            greeted: false,
        }
    }

    fn push(&self, batch: &[Interval], now: DateTime<Utc>) -> Push {
        let now = now.timestamp();
        let from = batch.first().map_or(now, |first| first.start);
        let to = batch.last().map_or(now, Interval::end);
        let mut data = self.span(from, to);
        let measurements: Vec<_> = batch.iter().map(|one| self.measurement(one)).collect();
        if let Some(fields) = data.as_object_mut() {
            fields.insert("measurements".to_owned(), measurements.into());
        }
        let sensor = self.plate.sensor;
        Push::json(&json!({
            "apiName": "Axis Retail Data",
            "apiVersion": "0.4",
            "utcSent": utc(now),
            "localSent": self.local(now),
            "data": data,
            "sensor": {
                "application": "AXIS People Counter",
                "applicationVersion": sensor.firmware,
                "timeZone": self.plate.zone().name(),
                "name": format!("axis-{}", sensor.serial),
                "serial": sensor.serial,
                "ipAddress": "10.41.3.16",
            },
        }))
        .with(Credential::Bearer)
    }

    fn measurement(&self, one: &Interval) -> Value {
        let adults = |people: u32| people - people / 9;
        let mut measurement = self.span(one.start, one.end());
        let (entered, exited) = (one.people.entered, one.people.exited);
        if let Some(fields) = measurement.as_object_mut() {
            fields.insert("kind".to_owned(), "people-counts".into());
            let items = json!([
                {"direction": "in", "count": entered, "adults": adults(entered)},
                {"direction": "out", "count": exited, "adults": adults(exited)},
            ]);
            fields.insert("items".to_owned(), items);
        }
        measurement
    }

    fn span(&self, from: i64, to: i64) -> Value {
        json!({
            "utcFrom": utc(from), "utcTo": utc(to),
            "localFrom": self.local(from), "localTo": self.local(to),
        })
    }

    fn local(&self, at: i64) -> String {
        let local = self.plate.local(at);
        local.format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}

impl Device for Axis {
    fn hello(&mut self, now: DateTime<Utc>) -> Option<Push> {
        (!self.greeted).then(|| self.push(&[], now))
    }

    fn counts(&mut self, batch: &[Interval], now: DateTime<Utc>) -> Vec<Push> {
        vec![self.push(batch, now)]
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
        let plate = plate("axis");
        let mut device = Axis::new(plate);
        let hello = device.hello(now()).unwrap();
        assert_eq!(read(plate, &hello).readings, []);
        check(
            &mut device,
            plate,
            &batch(300, &[(12, 9), (0, 0)]),
            &["1: +0 300 in 12 out 9", "1: +300 300 in 0 out 0"],
        );
        assert_eq!(device.hello(now()), None);
        let sent = read(plate, &device.push(&[], now())).device;
        assert_eq!(sent.clock, Some(now()));
        assert_eq!(sent.firmware.as_deref(), Some("10.4.1"));
    }
}
