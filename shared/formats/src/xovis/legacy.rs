//! Firmware 4 and 3: intervals by element, and events.
//!
//! One crossing comes as two events, `LineCrossing` and `LineCount`: only the
//! second counts.

use serde::Deserialize;
use serde_json::Value as Json;
use spp_counts::{Reading, Value};

use super::{Direction, add_serial, both, join, live, text};
use crate::json::{self, Figure, Id, Object, Time};
use crate::key::Key;
use crate::{Readings, Refusal, limits};

#[derive(Deserialize)]
struct Content {
    #[serde(default)]
    element: Vec<Element>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Element {
    element_id: Id,
    #[serde(default)]
    measurement: Vec<Measurement>,
}

#[derive(Deserialize)]
struct Measurement {
    from: Time,
    to: Time,
    #[serde(default)]
    value: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    value: Figure,
    label: String,
}

pub fn content(mut document: Json, path: &str, into: &mut Readings) -> Result<(), Refusal> {
    if let Some(serial) = text(&document, "/sensor-info/serial-number") {
        add_serial(serial, into);
    }
    let clock = document.pointer("/sensor-time/time");
    let clock = clock.and_then(|time| Time::deserialize(time).ok());
    into.device.clock = clock.map(|Time(time)| time).or(into.device.clock);

    let content = document
        .get_mut("content")
        .map(Json::take)
        .unwrap_or_default();
    let path = join(path, "content");
    let Object(content) = json::part::<Object<Content>>(content, &path)?;
    for (e, element) in content.element.into_iter().enumerate() {
        let Id(id) = element.element_id;
        let path = format!("{path}.element[{e}]");
        let channel = limits::channel(id, || format!("{path}.element-id"))?;
        for (m, measurement) in element.measurement.iter().enumerate() {
            let path = format!("{path}.measurement[{m}]");
            let values = measurement.value.iter().enumerate();
            let values = values.map(|(index, value)| (value.label.as_str(), &value.value, index));
            let value = |index| format!("{path}.value[{index}].value");
            let Some(amount) = both(values, value)? else {
                continue;
            };
            let (Time(start), Time(end)) = (measurement.from, measurement.to);
            limits::interval(start, end, || format!("{path}.to"))?;
            into.readings.push(Reading {
                channel: channel.clone(),
                value: Value::Increment {
                    start,
                    end,
                    amount,
                    coverage: 100,
                    corrects: false,
                },
            });
        }
    }
    Ok(())
}

/// A list of events in an object, as some agents send it.
pub fn events(list: Json, path: &str, into: &mut Readings) -> Result<(), Refusal> {
    let list: Vec<Json> = json::part(list, path)?;
    let numbered = list.into_iter().enumerate();
    for (index, document) in numbered {
        event(document, &format!("{path}[{index}]"), into)?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    timestamp: Time,
    direction: String,
    count_item: Item,
    object: Option<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: Id,
}

pub fn event(document: Json, path: &str, into: &mut Readings) -> Result<(), Refusal> {
    if let Some(serial) = text(&document, "/serial") {
        add_serial(serial, into);
    }
    let is = |field: &str, word: &str| document.get(field).and_then(Json::as_str) == Some(word);
    if !is("type", "LineCount") || is("objectType", "GROUP") {
        return Ok(());
    }
    let Object(event) = json::part::<Object<Event>>(document, path)?;
    let Some((direction, _)) = Direction::of(&event.direction) else {
        return Ok(());
    };
    let Time(at) = event.timestamp;
    let Id(item) = event.count_item.id;
    let key = Key::new()
        .with(&item)
        .with(
            event
                .object
                .map(|Item { id: Id(id) }| id)
                .unwrap_or_default(),
        )
        .with(event.direction)
        .with_number(at.timestamp_millis());
    into.readings.push(Reading {
        channel: limits::channel(item, || join(path, "countItem.id"))?,
        value: Value::Event {
            at,
            amount: live::one(direction),
            key: key.finish(),
        },
    });
    Ok(())
}
