//! Irisys Vector: logs of cumulative registers, JSON.
//!
//! - Registers never fall but after a loss of power or a reset.
//! - The direction stands nowhere but in the register's configuration: the
//!   channel is the `RegisterId`, and the sensor's channel map says whether it
//!   is in or out.
//! - Registers of zones and of dwell times are levels. A register that bears
//!   the maker's own name for one (`Zone 1`, `Dwell`) is left out; any other
//!   name is an installer's and decides nothing, since a line may be called
//!   "Zone A, entry". Such a register is read, and counts once it is mapped.
//! - The log's time is that of the log, perhaps hours ago: it is not taken for
//!   the device's clock.

use serde::Deserialize;
use spp_counts::{Amount, Reading, Register, Value};

use crate::json::{self, Figure, Id, Rfc3339};
use crate::{Device, Payload, Readings, Refusal, limits};

pub struct CountLogs<'a>(pub Payload<'a>);

impl TryFrom<CountLogs<'_>> for Readings {
    type Error = Refusal;

    fn try_from(CountLogs(payload): CountLogs<'_>) -> Result<Self, Refusal> {
        let push: Push = json::parse(payload.body)?;
        let mut readings = Vec::new();
        for (l, log) in push.count_logs.into_iter().enumerate() {
            let Rfc3339(at) = log.timestamp;
            for (c, count) in log.counts.into_iter().enumerate() {
                if count.name.as_deref().is_some_and(is_level) {
                    continue;
                }
                let path = |field| move || format!("CountLogs[{l}].Counts[{c}].{field}");
                let Id(register) = count.register_id;
                readings.push(Reading {
                    channel: limits::channel(register, path("RegisterId"))?,
                    value: Value::Cumulative {
                        at,
                        amount: Amount::Undirected(count.value.count(path("Value"))?),
                        register: Register::Full,
                    },
                });
            }
        }
        Ok(Self {
            device: Device {
                serials: push.friendly_device_serial.into_iter().collect(),
                ..Device::default()
            },
            readings,
            ..Self::default()
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Push {
    count_logs: Vec<Log>,
    friendly_device_serial: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Log {
    timestamp: Rfc3339,
    counts: Vec<Count>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Count {
    name: Option<String>,
    register_id: Id,
    value: Figure,
}

/// Whether a register bears the maker's own name of a level: `Zone` or
/// `Dwell`, perhaps with a number.
fn is_level(name: &str) -> bool {
    let rest = name
        .strip_prefix("Zone")
        .or_else(|| name.strip_prefix("Dwell"));
    rest.is_some_and(|rest| rest.trim().bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
