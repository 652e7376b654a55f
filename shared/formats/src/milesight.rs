//! Milesight `VS12x` and `VS13x`, JSON.
//!
//! - `line_periodic_data` are increments, `line_total_data` registers that are
//!   not known to be reset, `line_trigger_data` single crossings. A device
//!   sends several of them about the same people, so all are read and the
//!   sensor's kind decides which is counted.
//! - **Triggers** differ by firmware: with some their total is the crossing,
//!   with others it looks like a register. They are read as crossings; for a
//!   sensor whose triggers are totals, another kind is to be chosen, which is
//!   the default.
//! - **Lines** are told apart by `line_uuid`, else by number, since names and
//!   numbers change. Firmware was seen to repeat the first line's uuid for the
//!   second: a uuid belongs to the lowest number that it comes with. Another
//!   line takes the uuid that it has elsewhere in the push, else its number.
//! - **Time** is RFC 3339, or for VS121-P local with slashes: then
//!   `time_zone`, `UTC+8:00`, and `dst_status` say the offset, else the site's
//!   zone. VS121-P has one line, without a list.
//! - Dwell times, regions and occupancy are no counts of visitors.

mod time;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;
use spp_counts::{Amount, Reading, Register, Value};

use self::time::TimeInfo;
use crate::json::{self, Id, Object};
use crate::key::Key;
use crate::{Device, Expected, Payload, Readings, Refusal, limits};

pub struct Report<'a>(pub Payload<'a>);

impl TryFrom<Report<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Report(payload): Report<'_>) -> Result<Self, Refusal> {
        let push: Push = match json::parse(payload.body) {
            Ok(push) => push,
            Err(_) if is_test(payload.body) => return Ok(Self::default()),
            Err(refusal) => return Err(refusal),
        };
        let is_report = push.device_info.is_some() || push.time_info.is_some();
        if !is_report {
            return if is_test(payload.body) {
                Ok(Self::default())
            } else {
                Err(Refusal::field("device_info", Expected::Present))
            };
        }
        let time = push.time_info.unwrap_or_default();
        let periodic = Lines::new(push.line_periodic_data, "line_periodic_data")?;
        let total = Lines::new(push.line_total_data, "line_total_data")?;
        let trigger = Lines::new(push.line_trigger_data, "line_trigger_data")?;
        let names = Names::new([&periodic, &total, &trigger]);
        let mut readings = Vec::new();

        let whole = match (push.in_counted, push.out_counted) {
            (None, None) => None,
            (entered, exited) => Some(Total {
                entered: entered.unwrap_or(0),
                exited: exited.unwrap_or(0),
            }),
        };
        let periodic = names.channels(periodic)?.chain(alone(whole));
        for (channel, total) in periodic {
            let (start, end) = time.interval(payload.zone)?;
            readings.push(Reading {
                channel,
                value: Value::Increment {
                    start,
                    end,
                    amount: total.amount(),
                    coverage: 100,
                    corrects: false,
                },
            });
        }
        for (channel, total) in names.channels(total)?.chain(alone(push.total_data)) {
            readings.push(Reading {
                channel,
                value: Value::Cumulative {
                    at: time.moment(payload.zone)?,
                    amount: total.amount(),
                    register: Register::Full,
                },
            });
        }
        for (position, (channel, total)) in names.channels(trigger)?.enumerate() {
            let key = Key::new()
                .with(&channel)
                .with_number(total.entered.into())
                .with_number(total.exited.into())
                .with_number(i64::try_from(position).unwrap_or(i64::MAX));
            readings.push(Reading {
                channel,
                value: Value::Event {
                    at: time.moment(payload.zone)?,
                    amount: total.amount(),
                    key: key.finish(),
                },
            });
        }
        let info = push.device_info.unwrap_or_default();
        Ok(Self {
            device: Device {
                serials: [info.device_sn, info.device_mac]
                    .into_iter()
                    .flatten()
                    .collect(),
                firmware: info.firmware_version,
                clock: time.sent(payload.zone),
            },
            readings,
            ..Self::default()
        })
    }
}

/// Whether a body is the device's test of the connection, whose shape is not
/// documented.
fn is_test(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body).to_ascii_lowercase();
    text.contains("connection test") || text.contains("connection_test")
}

/// A line that stands without a list or a number.
fn alone(total: Option<Total>) -> impl Iterator<Item = (String, Total)> {
    total.into_iter().map(|total| ("1".to_owned(), total))
}

#[derive(Deserialize)]
struct Push {
    device_info: Option<DeviceInfo>,
    time_info: Option<TimeInfo>,
    line_periodic_data: Option<Json>,
    line_total_data: Option<Json>,
    line_trigger_data: Option<Json>,
    in_counted: Option<u32>,
    out_counted: Option<u32>,
    total_data: Option<Total>,
}

#[derive(Deserialize, Default)]
struct DeviceInfo {
    device_sn: Option<String>,
    device_mac: Option<String>,
    firmware_version: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    line: Option<Id>,
    line_uuid: Option<String>,
    total: Total,
}

#[derive(Deserialize, Clone, Copy)]
struct Total {
    #[serde(rename = "in", alias = "in_counted", alias = "in_cumulative_counted")]
    entered: u32,
    #[serde(
        rename = "out",
        alias = "out_counted",
        alias = "out_cumulative_counted"
    )]
    exited: u32,
}

impl Total {
    fn amount(self) -> Amount {
        Amount::Both {
            entered: self.entered.into(),
            exited: self.exited.into(),
        }
    }
}

/// The lines of one list, or the one line that stands in a list's place.
struct Lines {
    path: &'static str,
    lines: Vec<Line>,
}

impl Lines {
    fn new(value: Option<Json>, path: &'static str) -> Result<Self, Refusal> {
        let lines = match value {
            None | Some(Json::Null) => Vec::new(),
            Some(object @ Json::Object(_)) => vec![Line {
                line: None,
                line_uuid: None,
                total: json::part(object, path)?,
            }],
            Some(list) => json::part::<Vec<Object<Line>>>(list, path)?
                .into_iter()
                .map(|Object(line)| line)
                .collect(),
        };
        Ok(Self { path, lines })
    }
}

/// Which line of a push owns which uuid.
struct Names {
    /// The line that owns a uuid: the lowest number that it comes with.
    owners: BTreeMap<String, String>,
    /// The first uuid that a line owns, by the line's number.
    owned: BTreeMap<String, String>,
}

impl Names {
    fn new(lists: [&Lines; 3]) -> Self {
        let mut owners: BTreeMap<String, String> = BTreeMap::new();
        let named = lists
            .into_iter()
            .flat_map(|list| &list.lines)
            .filter_map(|line| Some((&line.line.as_ref()?.0, line.line_uuid.as_ref()?)))
            .filter(|(_, uuid)| !uuid.is_empty());
        for (number, uuid) in named.clone() {
            let owner = owners.entry(uuid.clone()).or_insert_with(|| number.clone());
            if rank(number) < rank(owner) {
                owner.clone_from(number);
            }
        }
        let mut owned = BTreeMap::new();
        for (number, uuid) in named {
            if owners.get(uuid) == Some(number) {
                owned.entry(number.clone()).or_insert_with(|| uuid.clone());
            }
        }
        Self { owners, owned }
    }

    /// The channel and the total of each line of a list.
    fn channels(
        &self,
        list: Lines,
    ) -> Result<impl Iterator<Item = (String, Total)> + use<>, Refusal> {
        let mut channels = Vec::with_capacity(list.lines.len());
        for (index, line) in list.lines.into_iter().enumerate() {
            let path = || format!("{}[{index}].line", list.path);
            let name = match (line.line, line.line_uuid.filter(|uuid| !uuid.is_empty())) {
                (Some(Id(number)), uuid) => self.name(&number, uuid.as_deref()),
                (None, Some(uuid)) => uuid,
                (None, None) => "1".to_owned(),
            };
            channels.push((limits::channel(name, path)?, line.total));
        }
        Ok(channels.into_iter())
    }

    fn name(&self, number: &str, uuid: Option<&str>) -> String {
        uuid.filter(|uuid| self.owners.get(*uuid).is_some_and(|owner| owner == number))
            .or_else(|| self.owned.get(number).map(String::as_str))
            .unwrap_or(number)
            .to_owned()
    }
}

/// Line numbers in their order: 2 before 10.
fn rank(number: &str) -> (usize, &str) {
    (number.len(), number)
}

#[cfg(test)]
mod tests;
