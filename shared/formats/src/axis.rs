//! Axis Retail Data 0.4: increments of an interval, JSON.
//!
//! - Times are the `utc…` fields; the `local…` ones beside them have no zone.
//! - `adults` is a part of `count`, and not added.
//! - Measurements of other kinds than people are skipped, whatever is in them.
//!   A header without measurements is a test of the connection, and accepted.
//! - A device has one counter, so the channel is always `1`: the application's
//!   name, which could tell two apart, changes with its versions.

use serde::Deserialize;
use serde_json::Value as Json;
use spp_counts::{Amount, Reading, Value};

use crate::json::{self, Object, Rfc3339};
use crate::{Device, Expected, Payload, Readings, Refusal, limits};

pub struct RetailData<'a>(pub Payload<'a>);

impl TryFrom<RetailData<'_>> for Readings {
    type Error = Refusal;

    fn try_from(RetailData(payload): RetailData<'_>) -> Result<Self, Refusal> {
        let push: Push = json::parse(payload.body)?;
        if push.api_name != "Axis Retail Data" {
            let expected = Expected::Document("Axis Retail Data");
            return Err(Refusal::field("apiName", expected));
        }
        let measurements = push.data.map(|data| data.measurements).unwrap_or_default();
        let mut readings = Vec::new();
        for (index, measurement) in measurements.into_iter().enumerate() {
            if measurement.get("kind").and_then(Json::as_str) == Some("people-counts") {
                let path = format!("data.measurements[{index}]");
                let Object(measurement) = json::part(measurement, &path)?;
                readings.extend(reading(&measurement, &path)?);
            }
        }
        let sensor = push.sensor.unwrap_or_default();
        Ok(Self {
            device: Device {
                serials: sensor.serial.into_iter().collect(),
                firmware: sensor.application_version,
                clock: push.utc_sent.map(|Rfc3339(time)| time),
            },
            readings,
            ..Self::default()
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Push {
    api_name: String,
    utc_sent: Option<Rfc3339>,
    data: Option<Data>,
    sensor: Option<Sensor>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    measurements: Vec<Json>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Sensor {
    serial: Option<String>,
    application_version: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Measurement {
    utc_from: Rfc3339,
    utc_to: Rfc3339,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    direction: String,
    count: u32,
}

/// What a measurement counted; nothing, if it names no direction.
fn reading(measurement: &Measurement, path: &str) -> Result<Option<Reading>, Refusal> {
    let (Rfc3339(start), Rfc3339(end)) = (measurement.utc_from, measurement.utc_to);
    limits::interval(start, end, || format!("{path}.utcTo"))?;
    let (mut entered, mut exited) = (None, None);
    for (index, item) in measurement.items.iter().enumerate() {
        let direction = match item.direction.as_str() {
            "in" => &mut entered,
            "out" => &mut exited,
            _ => continue,
        };
        // Whether a second number adds to the first or repeats it is not
        // documented, so it is not guessed.
        if direction.replace(u64::from(item.count)).is_some() {
            let path = format!("{path}.items[{index}].direction");
            return Err(Refusal::field(path, Expected::Once));
        }
    }
    if entered.is_none() && exited.is_none() {
        return Ok(None);
    }
    Ok(Some(Reading {
        channel: "1".to_owned(),
        value: Value::Increment {
            start,
            end,
            amount: Amount::Both {
                entered: entered.unwrap_or(0),
                exited: exited.unwrap_or(0),
            },
            coverage: 100,
            corrects: false,
        },
    }))
}

#[cfg(test)]
mod tests;
