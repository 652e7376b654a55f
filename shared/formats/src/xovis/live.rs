//! Crossings as they happen.
//!
//! - Each person is repeated as an object of type `GROUP` that crosses the
//!   same line: only `PERSON` counts, and a track that is not listed, since
//!   agents can be set to leave the list out.
//! - An agent may report one crossing twice: as `LINE_CROSS_…` of a line, and
//!   as `COUNT_INCREMENT` of the logic over it. The logic is what the installer
//!   set up for counting, with its filters, and its id is the channel of the
//!   same logic's intervals. So where a push has counts of a line's logic, its
//!   line crossings are left out. The channel of a bare line is `line-` and its
//!   number, so that the two never share one.
//! - `counter_value` is a total since some reset: each increment is one person.
//!   A decrement takes back what a crossing cannot, and is left out.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value as Json;
use spp_counts::{Amount, Reading, Value};

use super::Direction;
use crate::json::{self, Id, Object, Time};
use crate::key::Key;
use crate::{Expected, Refusal, limits};

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    frames: Vec<Frame>,
}

#[derive(Deserialize)]
struct Frame {
    framenumber: Option<Id>,
    time: Time,
    #[serde(default)]
    tracked_objects: Vec<Tracked>,
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Tracked {
    track_id: Id,
    r#type: Option<String>,
}

#[derive(Deserialize)]
struct Event {
    r#type: String,
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Deserialize, Default)]
struct Attributes {
    track_id: Option<Id>,
    sequence_number: Option<Id>,
    geometry_id: Option<Id>,
    logic_id: Option<Id>,
    counter_id: Option<Id>,
    counter_name: Option<String>,
}

/// What an event says about a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cross(Direction),
    Count(Direction),
}

impl Event {
    fn kind(&self) -> Option<Kind> {
        match self.r#type.as_str() {
            "LINE_CROSS_FORWARD" => Some(Kind::Cross(Direction::Forward)),
            "LINE_CROSS_BACKWARD" => Some(Kind::Cross(Direction::Backward)),
            "COUNT_INCREMENT" => {
                let name = self.attributes.counter_name.as_deref()?;
                Direction::of(name).map(|(direction, _)| Kind::Count(direction))
            }
            _ => None,
        }
    }
}

pub fn read(data: Json, path: &str, readings: &mut Vec<Reading>) -> Result<(), Refusal> {
    let Object(data) = json::part::<Object<Data>>(data, path)?;
    let has_counts = data.frames.iter().any(|frame| {
        let mut kinds = frame.events.iter().filter_map(Event::kind);
        kinds.any(|kind| matches!(kind, Kind::Count(_)))
    });
    for (f, frame) in data.frames.iter().enumerate() {
        let types: HashMap<&Id, &str> = frame
            .tracked_objects
            .iter()
            .filter_map(|object| Some((&object.track_id, object.r#type.as_deref()?)))
            .collect();
        for (e, event) in frame.events.iter().enumerate() {
            let track = event.attributes.track_id.as_ref();
            let is_person = track
                .and_then(|track| types.get(track))
                .is_none_or(|kind| *kind == "PERSON");
            let Some(kind) = event.kind().filter(|_| is_person) else {
                continue;
            };
            if has_counts && matches!(kind, Kind::Cross(_)) {
                continue;
            }
            let path = format!("{path}.frames[{f}].events[{e}].attributes");
            readings.push(reading(frame, event, kind, &path)?);
        }
    }
    Ok(())
}

fn reading(frame: &Frame, event: &Event, kind: Kind, path: &str) -> Result<Reading, Refusal> {
    let attributes = &event.attributes;
    let (direction, channel, field) = match kind {
        Kind::Cross(direction) => {
            let Id(line) = required(&attributes.geometry_id, path, "geometry_id")?;
            (direction, format!("line-{line}"), "geometry_id")
        }
        Kind::Count(direction) => {
            let Id(logic) = required(&attributes.logic_id, path, "logic_id")?;
            (direction, logic.clone(), "logic_id")
        }
    };
    let Time(at) = frame.time;
    let parts = [
        &frame.framenumber,
        &attributes.track_id,
        &attributes.geometry_id,
        &attributes.logic_id,
        &attributes.counter_id,
        &attributes.sequence_number,
    ];
    let key = parts
        .into_iter()
        .map(|part| part.as_ref().map_or("", |Id(text)| text))
        .fold(Key::new().with(&event.r#type), |key, part| key.with(part))
        .with_number(at.timestamp_millis());
    Ok(Reading {
        channel: limits::channel(channel, || format!("{path}.{field}"))?,
        value: Value::Event {
            at,
            amount: one(direction),
            key: key.finish(),
        },
    })
}

fn required<'a>(id: &'a Option<Id>, path: &str, field: &str) -> Result<&'a Id, Refusal> {
    id.as_ref()
        .ok_or_else(|| Refusal::field(format!("{path}.{field}"), Expected::Present))
}

/// One person in a direction.
pub fn one(direction: Direction) -> Amount {
    let forward = u64::from(direction == Direction::Forward);
    Amount::Both {
        entered: forward,
        exited: 1 - forward,
    }
}
