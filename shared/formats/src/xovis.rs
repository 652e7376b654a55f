//! Xovis sensors, JSON: firmware 5, and the older 4 and 3.
//!
//! - A push is one document, a list of them, or several without a separator,
//!   as they come from a raw connection.
//! - **`logics_data`** are increments of a logic, whose id is the channel; see
//!   `logics`. **`live_data`** and the events of firmware 4 are crossings; see
//!   `live` and `legacy`. A sensor may send both about the same people, and
//!   its kind decides which is counted.
//! - **`status_data`** is the heartbeat, with the clock and the firmware. A
//!   `connection_test` is accepted and says nothing.
//! - The serial number is missing from many pushes: then the address of the
//!   push alone says whose it is.
//! - Times are milliseconds or RFC 3339 by the agent's setting.

mod legacy;
mod live;
mod logics;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::json::{self, Time};
use crate::{Expected, Payload, Readings, Refusal};

pub struct Package<'a>(pub Payload<'a>);

impl TryFrom<Package<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Package(payload): Package<'_>) -> Result<Self, Refusal> {
        let mut readings = Self::default();
        for (document, path) in documents(payload.body)? {
            read(document, &path, &mut readings)?;
        }
        Ok(readings)
    }
}

/// The documents of a body, each with its path.
fn documents(body: &[u8]) -> Result<Vec<(Json, String)>, Refusal> {
    let body = json::without_mark(body);
    let stream = serde_json::Deserializer::from_slice(body).into_iter::<Json>();
    let mut documents = stream
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| json::syntax(&error))?;
    if let [Json::Array(list)] = documents.as_mut_slice() {
        documents = std::mem::take(list);
    } else if documents.len() <= 1 {
        let single = documents.into_iter().next();
        return single
            .map(|document| vec![(document, String::new())])
            .ok_or_else(|| Refusal::body(Expected::Json));
    }
    let numbered = documents.into_iter().enumerate();
    Ok(numbered
        .map(|(index, document)| (document, format!("[{index}]")))
        .collect())
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() {
        field.to_owned()
    } else {
        format!("{path}.{field}")
    }
}

fn read(mut document: Json, path: &str, into: &mut Readings) -> Result<(), Refusal> {
    let mut take = |field: &str| document.get_mut(field).map(Json::take);
    if let Some(data) = take("logics_data") {
        identify(&data, into);
        return logics::read(data, &join(path, "logics_data"), &mut into.readings);
    }
    if let Some(data) = take("live_data") {
        identify(&data, into);
        return live::read(data, &join(path, "live_data"), &mut into.readings);
    }
    if let Some(data) = take("status_data") {
        identify(&data, into);
        status(&data, into);
        return Ok(());
    }
    if take("connection_test").is_some() {
        return Ok(());
    }
    if let Some(events) = take("values") {
        return legacy::events(events, &join(path, "values"), into);
    }
    if document.get("content").is_some() {
        return legacy::content(document, path, into);
    }
    if document.get("timestamp").is_some() {
        return legacy::event(document, path, into);
    }
    let expected = Expected::Document("Xovis");
    Err(match path {
        "" => Refusal::body(expected),
        path => Refusal::field(path, expected),
    })
}

fn identify(data: &Json, into: &mut Readings) {
    if let Some(serial) = text(data, "/sensor_info/serial_number") {
        add_serial(serial, into);
    }
}

fn add_serial(serial: String, into: &mut Readings) {
    if !into.device.serials.contains(&serial) {
        into.device.serials.push(serial);
    }
}

/// A status has dozens of fields that change with the firmware: what is not
/// found says nothing.
fn status(data: &Json, into: &mut Readings) {
    let clock = data.pointer("/states/time/state/details/time");
    let clock = clock.and_then(|time| Time::deserialize(time).ok());
    into.device.clock = clock.map(|Time(time)| time).or(into.device.clock);
    into.device.firmware = text(data, "/states/device/info/fw_version")
        .or_else(|| text(data, "/states/updates/state/version"))
        .or_else(|| into.device.firmware.take());
    if let Some(serial) = text(data, "/states/device/info/serial") {
        add_serial(serial, into);
    }
}

fn text(data: &Json, pointer: &str) -> Option<String> {
    let text = data.pointer(pointer)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// The two directions of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

impl Direction {
    /// The direction of a counter, with how much its name is to be preferred
    /// to another of the same direction: 0 is the maker's own.
    ///
    /// Names are compared as a whole: `fw-male` is a part of `fw`, and
    /// counting it as well would double everyone.
    fn of(name: &str) -> Option<(Self, usize)> {
        let find = |names: [&str; 4]| {
            names
                .iter()
                .position(|known| known.eq_ignore_ascii_case(name.trim()))
        };
        find(["fw", "forward", "in", "entry"])
            .map(|rank| (Self::Forward, rank))
            .or_else(|| {
                find(["bw", "backward", "reverse", "out"]).map(|rank| (Self::Backward, rank))
            })
    }
}

/// The number of each direction among named numbers, if one is there at all.
fn both<'a>(
    counts: impl Iterator<Item = (&'a str, &'a json::Figure, usize)>,
    path: impl Fn(usize) -> String,
) -> Result<Option<spp_counts::Amount>, Refusal> {
    let mut best: [Option<(usize, u64)>; 2] = [None, None];
    for (name, figure, index) in counts {
        let Some((direction, rank)) = Direction::of(name) else {
            continue;
        };
        let [forward, backward] = &mut best;
        let slot = match direction {
            Direction::Forward => forward,
            Direction::Backward => backward,
        };
        if slot.is_none_or(|(known, _)| rank < known) {
            *slot = Some((rank, figure.count(|| path(index))?));
        }
    }
    Ok(match best {
        [None, None] => None,
        [forward, backward] => Some(spp_counts::Amount::Both {
            entered: forward.map_or(0, |(_, people)| people),
            exited: backward.map_or(0, |(_, people)| people),
        }),
    })
}

#[cfg(test)]
mod tests;
