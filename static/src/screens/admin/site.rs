//! A site: its form, with opening hours and, for a new one, its entrances.

mod equipment;
mod hours;
mod week;
pub mod zones;

use leptos::prelude::*;
use serde_json::{Map, Value, json};

use super::Said;
use super::ask::{Ask, Kind};
use super::directory::{Directory, Of, Ready};
use super::form::Form;
use super::sheet::{Save, Sheet};
use super::words::administrator;
use crate::api::registry::{self, Row};
use crate::api::{Method, Result};
use crate::language::{say, spoken};
use crate::live::{Memo, Model};
use crate::parts::field::Field;
use crate::parts::form::Select;
use crate::parts::show::Show;
use crate::route;
use crate::session;
use hours::{Editor, Hours};

pub use equipment::more;

/// What stands for a client that is not entered yet.
const NEW: &str = "new";

static ASKS: [Ask; 4] = [
    Ask::of("client_id", ("Клиент", "Client"), Kind::Of(Of::Client)).fixed(),
    Ask::line("name", ("Название", "Name")),
    Ask::line("address", ("Адрес", "Address")),
    Ask::line("zone", ("Часовой пояс", "Time zone")),
];

/// The form of a site: a new one, or one that is known.
pub fn form(site: Option<Row>) -> AnyView {
    let site = StoredValue::new(site);
    view! { <Ready><Whole site=site.get_value() /></Ready> }.into_any()
}

#[component]
fn Whole(site: Option<Row>) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let said = expect_context::<Said>();
    let mut form = Form::of(&ASKS, &site.clone().unwrap_or_else(begun));
    form.elsewhere = hours::is_own;
    let hours = Hours::of(site.as_ref(), Callback::new(move |()| form.touch()));
    let client = RwSignal::new(String::new());
    let doors = Model::new(vec![say("Главный вход", "Main entrance").to_owned()]);
    let known = site.as_ref().map(Row::id);
    // A site that was entered is not entered again when a door was refused.
    let entered = StoredValue::new(None::<i64>);
    let save = Save::by(move || async move {
        // All is read at once: the screen may be left before the first answer.
        let names = doors.get_untracked();
        let mut body = form.body(&ASKS, true);
        hours.put(&mut body);
        if let Some(client) = owner(form, client, directory).await? {
            body.insert("client_id".to_owned(), client.into());
        }
        let id = match known.or(entered.try_get_value().flatten()) {
            Some(id) => replace(id, &body).await?,
            None => {
                let saved = registry::save(Method::Post, "/api/v1/sites", &body).await?;
                entered.try_set_value(Some(saved.id()));
                saved.id()
            }
        };
        if known.is_none() {
            enter_doors(id, names, doors).await?;
            let sensor = format!("/admin/sensors/new?site={id}");
            said.go(
                format!("/admin/sites/{id}"),
                Some((sensor, ("Добавить датчик", "Add a sensor"))),
            );
        }
        directory.refresh();
        Ok(())
    });
    let is_new = known.is_none();
    let locked = !session::is_contractor();
    let button = move || match is_new {
        true => say("Добавить объект", "Add the site"),
        false => say("Сохранить", "Save"),
    };
    view! {
        <section class="card">
            <Sheet form save button>
                <fieldset class="bare form" disabled=locked>
                    {is_new.then(|| view! { <Client form client /> })}
                    <Field name="name" required=true label=spoken("Название", "Name") value=form.value("name") failure=form.failure />
                    <Field name="address" label=spoken("Адрес", "Address") value=form.value("address") failure=form.failure />
                    <Select
                        name="zone"
                        required=true
                        label=spoken("Часовой пояс", "Time zone")
                        value=form.value("zone")
                        options=zones::options
                        failure=form.failure
                    />
                </fieldset>
                <Editor hours failure=form.failure />
                {is_new.then(|| view! { <Doors doors form /> })}
            </Sheet>
        </section>
    }
}

/// A new site: the client that is asked for or the only one, and the zone nearby.
fn begun() -> Row {
    let clients = untrack(|| expect_context::<Directory>().all(Of::Client));
    let client = route::query_now("client").or_else(|| match clients.as_slice() {
        [] if enters_clients() => Some(NEW.to_owned()),
        [only] => Some(only.text("id")),
        _ => None,
    });
    let mut row = Row::default();
    row.0
        .insert("client_id".to_owned(), client.unwrap_or_default().into());
    row.0.insert("zone".to_owned(), zones::near().into());
    row
}

/// Whether the reader may enter clients.
fn enters_clients() -> bool {
    session::user().is_some_and(|user| administrator(user.role))
}

/// Enters the client of a new site, where it is a new one, too; its number then.
async fn owner(form: Form, client: RwSignal<String>, directory: Directory) -> Result<Option<i64>> {
    let chosen = form.value("client_id");
    if chosen.get_untracked() != NEW {
        return Ok(None);
    }
    let mut body = Map::new();
    body.insert("name".to_owned(), client.get_untracked().into());
    let saved = registry::save(Method::Post, "/api/v1/clients", &body).await?;
    directory.refresh();
    chosen.set(saved.id().to_string());
    Ok(Some(saved.id()))
}

async fn replace(id: i64, body: &Map<String, Value>) -> Result<i64> {
    let path = format!("/api/v1/sites/{id}");
    registry::save(Method::Put, &path, body).await.map(|_| id)
}

/// Enters the doors that are named, each once: those that are entered are named no more.
async fn enter_doors(site: i64, names: Vec<String>, doors: Model<Vec<String>>) -> Result<()> {
    for name in names {
        if !name.trim().is_empty() {
            let body = json!({"site_id": site, "name": name});
            let body = body.as_object().cloned().unwrap_or_default();
            registry::save(Method::Post, "/api/v1/entrances", &body).await?;
        }
        doors.update(|doors| drop(doors.remove(0)));
    }
    Ok(())
}

/// Whose the new site is; an administrator may enter the client here.
#[component]
fn Client(form: Form, client: RwSignal<String>) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let value = form.value("client_id");
    let options = move || {
        let mut options = directory.options(Of::Client);
        if enters_clients() {
            options.push((
                NEW.to_owned(),
                say("+ новый клиент", "+ a new client").to_owned(),
            ));
        }
        options
    };
    view! {
        <Select
            name="client_id"
            required=true
            label=spoken("Клиент", "Client")
            none=spoken("— выберите —", "— choose —")
            value
            options
            failure=form.failure
        />
        <Show when=move || value.with(|value| value == NEW)>
            <Field
                name="client"
                required=true
                label=spoken("Название нового клиента", "The new client's name")
                value=client
            />
        </Show>
    }
}

/// The doors of a new site.
#[component]
fn Doors(doors: Model<Vec<String>>, form: Form) -> impl IntoView {
    let count = Memo::new(move |_| doors.with(Vec::len));
    let door = move |at: usize| {
        let value = doors.with_untracked(|doors| doors.get(at).cloned());
        let type_in = move |text: String| {
            doors.update(|doors| {
                if let Some(door) = doors.get_mut(at) {
                    *door = text;
                }
            });
        };
        view! {
            <input
                type="text"
                class="door"
                aria-label=move || format!("{} {}", say("Входная группа", "Entrance"), at + 1)
                prop:value=value
                on:input:target=move |event| type_in(event.target().value())
            />
        }
    };
    let add = move |_| {
        doors.update(|doors| doors.push(String::new()));
        form.touch();
    };
    view! {
        <fieldset class="hours">
            <legend>{spoken("Входные группы", "Entrances")}</legend>
            <p class="hint">
                {spoken("Двери, над которыми висят датчики.", "The doors above which sensors hang.")}
            </p>
            {move || (0..count.get()).map(door).collect_view()}
            <button type="button" class="quiet" on:click=add>{spoken("+ входная группа", "+ entrance")}</button>
        </fieldset>
    }
}
