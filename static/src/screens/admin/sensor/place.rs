//! Where a sensor hangs, and to which system it belongs.

use leptos::prelude::*;
use serde_json::{Map, Value, json};

use crate::api::registry::{self, Row};
use crate::api::{Method, Result};
use crate::language::{say, spoken};
use crate::live::Memo;
use crate::parts::field::Field;
use crate::parts::form::Select;
use crate::parts::show::Show;
use crate::screens::admin::directory::{Directory, Of};
use crate::screens::admin::form::Form;

/// What stands for an entrance that is not entered yet.
pub const NEW: &str = "new";

/// The doors of a site.
pub fn doors(directory: Directory, site: &str) -> Vec<(String, String)> {
    let doors = directory.all(Of::Entrance).into_iter();
    let own = doors.filter(|row| row.text("site_id") == site);
    own.map(|row| (row.text("id"), row.text("name"))).collect()
}

/// The systems of a site's client.
pub fn systems(directory: Directory, site: &str) -> Vec<(String, String)> {
    let client = directory
        .find(Of::Site, site)
        .map(|site| site.text("client_id"));
    let client = client.unwrap_or_default();
    let systems = directory.all(Of::System).into_iter();
    let own = systems.filter(|row| row.text("client_id") == client);
    own.map(|row| (row.text("id"), row.text("name"))).collect()
}

/// Enters the door and the system of a new sensor, where there are none yet, and says
/// which they are.
pub async fn enter_place(
    form: Form,
    door: RwSignal<String>,
    directory: Directory,
) -> Result<Map<String, Value>> {
    let mut place = Map::new();
    let site = form.value("site").get_untracked();
    let (entrance, system) = (form.value("entrance_id"), form.value("system_id"));
    let has_system = !system.get_untracked().is_empty();
    let client = untrack(|| {
        let site = directory.find(Of::Site, &site);
        site.and_then(|site| site.number("client_id"))
    });
    let name = untrack(|| directory.plain(Of::Client, &client.unwrap_or_default().to_string()));
    if entrance.get_untracked() == NEW {
        let body = json!({"site_id": site.parse::<i64>().ok(), "name": door.get_untracked()});
        let saved = enter("/api/v1/entrances", &body).await?;
        directory.refresh();
        entrance.set(saved.id().to_string());
        place.insert("entrance_id".to_owned(), saved.id().into());
    }
    if !has_system {
        let body = json!({"client_id": client, "name": name, "edition": "cloud"});
        let saved = enter("/api/v1/systems", &body).await?;
        directory.refresh();
        system.set(saved.id().to_string());
        place.insert("system_id".to_owned(), saved.id().into());
    }
    Ok(place)
}

async fn enter(path: &str, body: &Value) -> Result<Row> {
    let empty = Map::new();
    registry::save(Method::Post, path, body.as_object().unwrap_or(&empty)).await
}

/// Where the sensor hangs, and to which system it belongs.
#[component]
pub fn Place(form: Form, door: RwSignal<String>, is_new: bool) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let (site, entrance) = (form.value("site"), form.value("entrance_id"));
    let known = untrack(|| directory.find(Of::Entrance, &entrance.get_untracked()));
    if let Some(door) = known {
        site.set(door.text("site_id"));
    }
    let doors = move || {
        let mut doors = doors(directory, &site.get());
        doors.push((
            NEW.to_owned(),
            say("+ новая входная группа", "+ a new entrance").to_owned(),
        ));
        doors
    };
    let systems = Memo::new(move |_| systems(directory, &site.get()));
    view! {
        <Select
            name="site"
            required=true
            label=spoken("Объект", "Site")
            none=spoken("— выберите —", "— choose —")
            value=site
            options=move || directory.options(Of::Site)
        />
        <Show when=move || site.with(|site| !site.is_empty())>
            <Select
                name="entrance_id"
                required=true
                label=spoken("Входная группа", "Entrance")
                value=entrance
                options=doors
                failure=form.failure
            />
            <Show when=move || entrance.with(|entrance| entrance == NEW)>
                <Field
                    name="door"
                    required=true
                    label=spoken("Название входной группы", "The entrance's name")
                    value=door
                />
            </Show>
            <Show when=move || !is_new || systems.with(|systems| 1 < systems.len())>
                <Select
                    name="system_id"
                    required=true
                    label=spoken("Система", "System")
                    value=form.value("system_id")
                    options=systems
                    failure=form.failure
                />
            </Show>
        </Show>
    }
}
