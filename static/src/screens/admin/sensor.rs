//! A sensor: its form. A new one leads to the page on which its device is set up.

mod channels;
mod device;
mod life;
mod place;

use leptos::prelude::*;
use serde_json::json;

use super::ask::{Ask, Asked, Kind};
use super::directory::{Directory, Of, Ready};
use super::form::Form;
use super::read;
use super::sheet::{Save, Sheet};
use super::words::SIDES;
use crate::api::Method;
use crate::api::registry::{self, Row};
use crate::fresh;
use crate::language::{say, spoken};
use crate::live::Model;
use crate::parts::notice::Loaded;
use crate::route;
use channels::{Channels, Editor};
use device::{Device, find};
use place::{NEW, Place, doors, enter_place, systems};

pub use life::more;

/// What is asked besides the place and the device.
static MORE: [Ask; 9] = [
    Ask::line("room", ("Помещение", "Room")),
    Ask::line("cabinet", ("Шкаф", "Cabinet")),
    Ask::of(
        "supplied_by",
        ("Кто поставил", "Supplied by"),
        Kind::Choice(|| &SIDES),
    )
    .must(),
    Ask::line("supplier", ("Поставщик", "The supplier"))
        .when(|form| form.text("supplied_by") != "contractor"),
    Ask::of(
        "mounted_by",
        ("Кто смонтировал", "Mounted by"),
        Kind::Choice(|| &SIDES),
    )
    .must(),
    Ask::line("mounter", ("Монтажник", "The mounter"))
        .when(|form| form.text("mounted_by") != "contractor"),
    Ask::of(
        "warranty_until",
        ("Гарантия до", "Warranty until"),
        Kind::Line("date"),
    ),
    Ask::line("firmware", ("Прошивка", "Firmware")).hint((
        "Если датчик её передаёт, берётся переданная",
        "What the sensor tells of it wins",
    )),
    Ask::of(
        "heartbeat",
        ("На связи не реже, секунд", "Heard at least each, seconds"),
        Kind::Whole,
    )
    .hint((
        "Не заполнено — по интервалу",
        "Empty: as its interval gives",
    )),
];

/// What is asked of the place and the device, in fields of their own.
static OWN: [Ask; 9] = [
    Ask::line("name", ("", "")),
    Ask::of("system_id", ("", ""), Kind::Of(Of::System)),
    Ask::of("entrance_id", ("", ""), Kind::Of(Of::Entrance)),
    Ask::line("model", ("", "")),
    Ask::line("serial", ("", "")),
    Ask::line("format", ("", "")),
    Ask::line("kind", ("", "")),
    Ask::of("interval", ("", ""), Kind::Whole),
    Ask::line("site", ("", "")).when(|_| false),
];

/// All that is asked.
fn asks() -> Vec<Ask> {
    [OWN.as_slice(), MORE.as_slice()].concat()
}

/// The form of a sensor: a new one, or one that is known.
pub fn form(sensor: Option<Row>) -> AnyView {
    let formats = read::rows(|| "/api/v1/formats".to_owned());
    let sensor = StoredValue::new(sensor);
    view! {
        <Loaded
            live=formats
            show=move |formats| view! { <Ready><Whole sensor=sensor.get_value() formats /></Ready> }
        />
    }
    .into_any()
}

#[component]
fn Whole(sensor: Option<Row>, formats: Model<Vec<Row>>) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let known = sensor.as_ref().map(Row::id);
    let is_new = known.is_none();
    let mut form = Form::of(&asks(), &sensor.clone().unwrap_or_else(|| untrack(begun)));
    form.elsewhere = channels::is_own;
    let door = RwSignal::new(String::new());
    let channels = Channels::of(sensor.as_ref(), form);
    follow(form, formats);
    let save = Save::by(move || async move {
        // All is read at once: the screen may be left before the first answer.
        let mut body = form.body(&asks(), is_new);
        channels.put(&mut body);
        body.extend(enter_place(form, door, directory).await?);
        match known {
            Some(id) => {
                let path = format!("/api/v1/sensors/{id}");
                registry::save(Method::Put, &path, &body).await?;
                channels.keep();
            }
            None => {
                let saved = registry::save(Method::Post, "/api/v1/sensors", &body).await?;
                fresh::keep(saved.id(), saved.text("token"));
                route::go(&format!("/sensors/{}/setup", saved.id()));
            }
        }
        directory.refresh();
        Ok(())
    });
    let button = move || match is_new {
        true => say(
            "Добавить и настроить устройство",
            "Add, and set the device up",
        ),
        false => say("Сохранить", "Save"),
    };
    view! {
        <section class="card">
            <Sheet form save button>
                <Place form door is_new />
                <Device form formats />
                <details open=!is_new>
                    <summary>{spoken("Место, поставка, гарантия", "Room, supply, warranty")}</summary>
                    <Asked asks=&MORE form is_new />
                </details>
                {(!is_new).then(|| view! { <Editor channels failure=form.failure /> })}
            </Sheet>
        </section>
    }
}

/// A new sensor: at the site and the entrance that are asked for, or the only ones.
fn begun() -> Row {
    let directory = expect_context::<Directory>();
    let entrance = route::query_now("entrance").unwrap_or_default();
    let site = directory
        .find(Of::Entrance, &entrance)
        .map(|row| row.text("site_id"));
    let sites = directory.all(Of::Site);
    let only = || match sites.as_slice() {
        [only] => Some(only.text("id")),
        _ => None,
    };
    let site = site.or_else(|| route::query_now("site")).or_else(only);
    let begun = json!({
        "name": say("Датчик 1", "Sensor 1"),
        "site": site.unwrap_or_default(),
        "entrance_id": entrance,
        "format": "hikvision",
        "supplied_by": "contractor",
        "mounted_by": "contractor",
    });
    Row(begun.as_object().cloned().unwrap_or_default())
}

/// Chooses what follows from a choice: the door and the system of a site, the kind
/// and the interval of a format.
fn follow(form: Form, formats: Model<Vec<Row>>) {
    let directory = expect_context::<Directory>();
    let site = form.value("site");
    Effect::new(move |before: Option<String>| {
        let now = site.get();
        if before.is_some() || form.value("entrance_id").get_untracked().is_empty() {
            let doors = untrack(|| doors(directory, &now));
            let first = doors.first().map(|(id, _)| id.clone());
            form.value("entrance_id")
                .set(first.unwrap_or_else(|| NEW.to_owned()));
        }
        if before.is_some() || form.value("system_id").get_untracked().is_empty() {
            let systems = untrack(|| systems(directory, &now));
            let first = systems.first().map(|(id, _)| id.clone());
            form.value("system_id").set(first.unwrap_or_default());
        }
        now
    });
    Effect::new(move |before: Option<String>| {
        let now = form.text("format");
        let is_typed = !form.value("interval").get_untracked().is_empty();
        if before.as_ref().is_some_and(|before| *before != now) || !is_typed {
            let format = formats.with_untracked(|formats| find(formats, &now));
            let format = format.unwrap_or_default();
            let interval = format.texts("intervals").into_iter().next();
            form.value("kind").set(format.text("default_kind"));
            form.value("interval").set(interval.unwrap_or_default());
        }
        now
    });
}
