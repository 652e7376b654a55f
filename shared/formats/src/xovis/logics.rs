//! Counts of a line's logic by interval.
//!
//! - Several intervals in one push are how an outage comes back.
//! - Logics of zones and queues have no counters of a line's two directions,
//!   and are left out. Their numbers are levels and durations.
//! - Fewer samples than expected mean that only a part of the interval was
//!   observed: the coverage says so.

use serde::Deserialize;
use serde_json::Value as Json;
use spp_counts::{Reading, Value};

use super::both;
use crate::json::{self, Figure, Id, Object, Time};
use crate::{Refusal, limits};

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    logics: Vec<Logic>,
}

#[derive(Deserialize)]
struct Logic {
    id: Id,
    #[serde(default)]
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    from: Time,
    to: Time,
    samples: Option<f64>,
    samples_expected: Option<f64>,
    #[serde(default)]
    counts: Vec<Count>,
}

#[derive(Deserialize)]
struct Count {
    name: String,
    value: Figure,
}

pub fn read(data: Json, path: &str, readings: &mut Vec<Reading>) -> Result<(), Refusal> {
    let Object(data) = json::part::<Object<Data>>(data, path)?;
    for (l, logic) in data.logics.into_iter().enumerate() {
        let Id(id) = logic.id;
        let channel = limits::channel(id, || format!("{path}.logics[{l}].id"))?;
        for (r, record) in logic.records.iter().enumerate() {
            let path = format!("{path}.logics[{l}].records[{r}]");
            let counts = record.counts.iter().enumerate();
            let counts = counts.map(|(index, count)| (count.name.as_str(), &count.value, index));
            let value = |index| format!("{path}.counts[{index}].value");
            let Some(amount) = both(counts, value)? else {
                continue;
            };
            let (Time(start), Time(end)) = (record.from, record.to);
            limits::interval(start, end, || format!("{path}.to"))?;
            readings.push(Reading {
                channel: channel.clone(),
                value: Value::Increment {
                    start,
                    end,
                    amount,
                    coverage: record.coverage(),
                    corrects: false,
                },
            });
        }
    }
    Ok(())
}

impl Record {
    fn coverage(&self) -> u8 {
        match (self.samples, self.samples_expected) {
            (Some(samples), Some(expected)) if 0.0 < expected => {
                (samples * 100.0 / expected).clamp(0.0, 100.0) as u8
            }
            _ => 100,
        }
    }
}
