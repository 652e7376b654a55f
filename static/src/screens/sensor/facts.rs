//! What a sensor is: identity, place, firmware, clock.

use leptos::prelude::*;

use crate::api::sensors::{Clock, Sensor, Watched};
use crate::api::today::Health;
use crate::language::{say, since, span, spoken};
use crate::live::{Memo, Model};
use crate::parts::state::State;

/// A clock that is off by more seconds than this is worth a look.
const CLOCK: i64 = 120;

/// The sensor's particulars.
#[component]
pub fn Facts(watched: Model<Watched>) -> impl IntoView {
    let sensor = Memo::new(move |_| watched.with(|watched| watched.sensor.clone()));
    let plain = move |name: fn() -> &'static str, value: fn(&Sensor) -> Option<String>| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{move || sensor.with(value).unwrap_or_else(|| "—".to_owned())}</dd>
            </div>
        }
    };
    view! {
        <h2>{spoken("Паспорт датчика", "Particulars")}</h2>
        <dl class="facts">
            {plain(|| say("Клиент", "Client"), |sensor| Some(sensor.client.name.clone()))}
            {plain(|| say("Модель", "Model"), |sensor| sensor.model.clone())}
            {plain(|| say("Серийный номер", "Serial number"), |sensor| sensor.serial.clone())}
            {plain(|| say("Помещение", "Room"), |sensor| sensor.room.clone())}
            {plain(|| say("Шкаф", "Cabinet"), |sensor| sensor.cabinet.clone())}
            {plain(|| say("Формат передачи", "Format"), |sensor| Some(sensor.format.clone()))}
            {plain(|| say("Интервал", "Interval"), |sensor| Some(span(sensor.interval)))}
            <div>
                <dt>{spoken("Прошивка", "Firmware")}</dt>
                <dd>{move || firmware(&sensor.get())}</dd>
            </div>
            <div>
                <dt>{spoken("Часы датчика", "The sensor's clock")}</dt>
                <dd>{move || watched.with(|watched| watched.clock.as_ref().map(clock))}</dd>
            </div>
        </dl>
    }
}

fn firmware(sensor: &Sensor) -> AnyView {
    let installed = sensor.firmware.clone().unwrap_or_else(|| "—".to_owned());
    match &sensor.expected_firmware {
        Some(expected) if sensor.firmware.as_ref() != Some(expected) => {
            let word = format!("{}: {expected}", say("актуальная", "the current one is"));
            view! { {installed} " " <State health=|| Health::Watch word=Signal::derive(move || word.clone()) /> }.into_any()
        }
        _ => installed.into_any(),
    }
}

fn clock(clock: &Clock) -> impl IntoView + use<> {
    let off = clock.offset_seconds.abs();
    let way = match clock.offset_seconds {
        ..0 => say("отстают на", "behind by"),
        _ => say("спешат на", "ahead by"),
    };
    let (health, word) = match off {
        ..CLOCK => (Health::Good, say("идут верно", "right").to_owned()),
        _ => (Health::Watch, format!("{way} {}", span(off))),
    };
    view! {
        <State health=move || health word=Signal::derive(move || word.clone()) />
        " " <small>{since(&clock.at)}</small>
    }
}
