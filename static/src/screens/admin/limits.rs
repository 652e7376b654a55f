//! Thresholds of the watch: those of a client, a site or a sensor where they differ
//! from what would hold without them.

mod line;

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde_json::{Map, Value};
use wasm_bindgen::JsCast as _;
use web_sys::{Event, HtmlSelectElement};

use super::ask::{Word, options};
use super::directory::{Directory, Of, Ready};
use super::form::Form;
use super::read;
use super::sheet::{Pending, Save, Sheet, may_leave};
use crate::api::registry::{self, Row};
use crate::api::{Failure, Method, Result};
use crate::json;
use crate::language::{say, spoken};
use crate::live::{self, Memo, Model};
use crate::parts::form::Select;
use crate::parts::notice::Loaded;
use crate::route;
use line::{Line, number};

/// Whose thresholds there are.
static SCOPES: [Word; 3] = [
    ("client", ("Клиент", "Client")),
    ("site", ("Объект", "Site")),
    ("sensor", ("Датчик", "Sensor")),
];

/// Thresholds by name.
type Values = BTreeMap<String, f64>;

/// The screen of thresholds.
pub fn screen() -> AnyView {
    let scope = RwSignal::new(route::query_now("scope").unwrap_or_else(|| "site".to_owned()));
    let id = RwSignal::new(route::query_now("id").unwrap_or_default());
    let limits = read::rows(|| "/api/v1/limits".to_owned());
    let sensors = read::rows(|| "/api/v1/sensors".to_owned());
    let directory = expect_context::<Directory>();
    let things = move || match scope.get().as_str() {
        "client" => directory.options(Of::Client),
        "site" => directory.options(Of::Site),
        _ => {
            let sensors = sensors.get().map(|rows| rows.get()).unwrap_or_default();
            let named = |row: Row| {
                let place = directory.name(Of::Entrance, &row.text("entrance_id"));
                (row.text("id"), format!("{place} · {}", row.text("name")))
            };
            sensors.into_iter().map(named).collect()
        }
    };
    Effect::new(move |before: Option<String>| {
        let now = scope.get();
        if before.is_some_and(|before| before != now) {
            id.set(String::new());
        }
        now
    });
    let chosen = Memo::new(move |_| (scope.get(), id.get()));
    // Where a sensor hangs, for what it takes over. Lists that are read again need not
    // change what is typed below.
    let above = Memo::new(move |_| {
        let (scope, id) = chosen.get();
        let site = match scope.as_str() {
            "client" => return Vec::new(),
            "site" => id,
            _ => {
                let sensors = sensors.get().map(|rows| rows.get()).unwrap_or_default();
                let sensor = sensors.into_iter().find(|row| row.text("id") == id);
                let door = sensor
                    .map(|sensor| sensor.text("entrance_id"))
                    .unwrap_or_default();
                let site = directory.find(Of::Entrance, &door);
                let site = site.map(|door| door.text("site_id")).unwrap_or_default();
                let client = directory
                    .find(Of::Site, &site)
                    .map(|site| site.text("client_id"));
                return vec![("client", client.unwrap_or_default()), ("site", site)];
            }
        };
        let client = directory
            .find(Of::Site, &site)
            .map(|site| site.text("client_id"));
        vec![("client", client.unwrap_or_default())]
    });
    let Pending(pending) = expect_context();
    // Before the fields hear of it: what stays chosen stays in them.
    let ask = move |event: Event| {
        if may_leave(pending) {
            return;
        }
        event.stop_propagation();
        let field = event.target().and_then(|target| target.dyn_into().ok());
        if let Some(field) = field {
            let field: HtmlSelectElement = field;
            let kept = if field.name() == "scope" { scope } else { id };
            field.set_value(&kept.get_untracked());
        }
    };
    let none = move || say("— выберите —", "— choose —");
    view! {
        <header class="head">
            <div>
                <h1>{spoken("Пороги", "Thresholds")}</h1>
                <p class="lead">
                    {spoken(
                        "Когда данные считаются неисправностью. Заполните только то, что должно отличаться.",
                        "When figures count as a fault. Fill in only what is to differ.",
                    )}
                </p>
            </div>
        </header>
        <div class="tools whose" on:change:capture=ask>
            <Select name="scope" label=spoken("Для кого", "Whose") value=scope options=|| options(&SCOPES) />
            <Select name="id" label=spoken("Что", "Which") none value=id options=things />
        </div>
        <Loaded
            live=limits
            show=move |limits| view! {
                <Ready>
                    <Loaded
                        live=sensors
                        show=move |_| move || {
                            let (scope, id) = chosen.get();
                            (!id.is_empty()).then(|| view! { <Own scope id above=above.get() limits /> })
                        }
                    />
                </Ready>
            }
        />
    }
    .into_any()
}

/// What is kept of one thing; nothing, where it is not there.
async fn kept(scope: &str, id: &str) -> Result<Values> {
    match registry::one(&format!("/api/v1/limits/{scope}/{id}")).await {
        Ok(row) => Ok(values(row)),
        Err(Failure::Missing) => Ok(Values::new()),
        Err(failure) => Err(failure),
    }
}

fn values(row: Row) -> Values {
    let number = |(name, value): (String, Value)| value.as_f64().map(|value| (name, value));
    let mut values = Values::new();
    values.extend(row.0.into_iter().filter_map(number));
    values
}

#[component]
fn Own(
    scope: String,
    id: String,
    above: Vec<(&'static str, String)>,
    limits: Model<Vec<Row>>,
) -> impl IntoView {
    let path = StoredValue::new(format!("/api/v1/limits/{scope}/{id}"));
    let read = live::once(move || {
        let (scope, id, above) = (scope.clone(), id.clone(), above.clone());
        async move {
            let mut taken = Values::new();
            for (scope, id) in above {
                taken.extend(kept(scope, &id).await?);
            }
            Ok((taken, kept(&scope, &id).await?))
        }
    });
    view! {
        <Loaded
            live=read
            show=move |read| {
                let (taken, own) = read.get_untracked();
                view! { <Table path=path.get_value() taken own limits=limits.get_untracked() /> }
            }
        />
    }
}

#[component]
fn Table(path: String, taken: Values, own: Values, limits: Vec<Row>) -> impl IntoView {
    let form = Form::of(&[], &Row::default());
    let typed: Vec<(String, RwSignal<String>)> = limits
        .iter()
        .map(|limit| {
            let name = limit.text("name");
            let value = own
                .get(&name)
                .copied()
                .map(json::written)
                .unwrap_or_default();
            (name, RwSignal::new(value))
        })
        .collect();
    let fields = typed.clone();
    let save = Save::by(move || {
        let sent = |(name, value): &(String, RwSignal<String>)| {
            let number = number(&value.get_untracked())?;
            Some((name.clone(), Value::from(number)))
        };
        let mut body = Map::new();
        body.extend(typed.iter().filter_map(sent));
        let path = path.clone();
        async move { registry::save(Method::Put, &path, &body).await.map(drop) }
    });
    let failure = form.failure;
    let mut group = String::new();
    let rows = limits.into_iter().zip(fields).map(move |(limit, (name, value))| {
        let head = (limit.text("group") != group).then(|| limit.text("group"));
        if let Some(head) = &head {
            group.clone_from(head);
        }
        let without = taken.get(&name).copied();
        view! {
            {head.map(|head| view! { <tr class="group"><th scope="colgroup" colspan="4">{head}</th></tr> })}
            <Line limit without value failure />
        }
    });
    view! {
        <section class="card">
            <Sheet form save button=spoken("Сохранить", "Save")>
                <table class="limits">
                    <caption class="unseen">{spoken("Пороги", "Thresholds")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{spoken("Порог", "Threshold")}</th>
                            <th scope="col" class="number">{spoken("Сейчас без своего", "Without its own")}</th>
                            <th scope="col">{spoken("Своё значение", "Its own")}</th>
                            <th scope="col">{spoken("Единица", "Unit")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </Sheet>
        </section>
    }
}
