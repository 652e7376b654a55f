//! Foorir and HuaXin 3D counters, JSON: a heartbeat each minute, and counts.
//!
//! - The reply to a heartbeat sets the device's clock, how often it uploads,
//!   in minutes, and that it uploads increments: `dataMode` `Add`. Without a
//!   reply it does so too.
//! - A device that was set to `Total` by its installer says so in every
//!   upload, and its numbers are then registers.
//! - `passby` and `turnback` did not come in, and are not counted.

use serde::Deserialize;
use serde_json::json;
use spp_counts::{Amount, Reading, Register, Value};

use crate::json::{self, Time};
use crate::{Acknowledgement, Device, Expected, Payload, Readings, Refusal, limits};

pub struct Upload<'a>(pub Payload<'a>);

impl TryFrom<Upload<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Upload(payload): Upload<'_>) -> Result<Self, Refusal> {
        let push: Push = json::parse(payload.body)?;
        let readings = push.reading()?.into_iter().collect();
        Ok(Self {
            device: Device {
                serials: push.sn.into_iter().collect(),
                firmware: None,
                clock: push.time.map(|Time(time)| time),
            },
            readings,
            acknowledgement: acknowledgement(&payload),
        })
    }
}

/// Both paths of the device lead here, so its fields tell a heartbeat from an
/// upload.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Push {
    sn: Option<String>,
    #[serde(alias = "timestamp")]
    time: Option<Time>,
    start_time: Option<Time>,
    end_time: Option<Time>,
    r#in: Option<u32>,
    out: Option<u32>,
    data_mode: Option<String>,
}

impl Push {
    fn reading(&self) -> Result<Option<Reading>, Refusal> {
        let is_heartbeat = self.start_time.is_none()
            && self.end_time.is_none()
            && self.r#in.is_none()
            && self.out.is_none();
        if is_heartbeat {
            // A heartbeat says who sends it; anything else is no heartbeat.
            return match self.sn {
                Some(_) => Ok(None),
                None => Err(Refusal::field("sn", Expected::Present)),
            };
        }
        let amount = Amount::Both {
            entered: present("in", self.r#in)?.into(),
            exited: present("out", self.out)?.into(),
        };
        let Time(end) = present("endTime", self.end_time)?;
        let value = match self.data_mode.as_deref() {
            None | Some("Add") => {
                let Time(start) = present("startTime", self.start_time)?;
                limits::interval(start, end, || "endTime".to_owned())?;
                Value::Increment {
                    start,
                    end,
                    amount,
                    coverage: 100,
                    corrects: false,
                }
            }
            Some("Total") => Value::Cumulative {
                at: end,
                amount,
                register: Register::Full,
            },
            Some(_) => {
                let expected = Expected::OneOf(&["Add", "Total"]);
                return Err(Refusal::field("dataMode", expected));
            }
        };
        Ok(Some(Reading {
            channel: "1".to_owned(),
            value,
        }))
    }
}

fn present<T>(field: &str, value: Option<T>) -> Result<T, Refusal> {
    value.ok_or_else(|| Refusal::field(field, Expected::Present))
}

/// Code 0 is success. The same reply fits heartbeats and uploads.
fn acknowledgement(payload: &Payload<'_>) -> Acknowledgement {
    let reply = json!({
        "code": 0,
        "msg": "success",
        "data": {
            "time": payload.received_at.timestamp(),
            "uploadInterval": (payload.interval / 60).max(1),
            "dataMode": "Add",
        },
    });
    Acknowledgement::Json(reply.to_string())
}

#[cfg(test)]
mod tests;
