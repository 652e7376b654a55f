//! The form of a thing: a new one, or one that is known.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Map, Value};

use super::Said;
use super::ask::{Asked, told};
use super::directory::Directory;
use super::form::Form;
use super::read;
use super::section::{Life, Section, Things};
use super::sheet::{Save, Sheet};
use crate::api::registry::{self, Row};
use crate::api::{Failure, Method};
use crate::language::{say, spoken};
use crate::live::Model;
use crate::parts::address::escaped;
use crate::parts::field::Refusal;
use crate::parts::notice::Loaded;
use crate::parts::secret::Secret;
use crate::parts::sure::Sure;
use crate::route;
use crate::session;

/// What is known of a new thing from the address: whose it is. A client's own
/// people enter their client's.
fn begun() -> Row {
    let mut row = Row::default();
    for word in ["client", "system", "site", "entrance"] {
        if let Some(id) = route::query_now(word) {
            row.0.insert(format!("{word}_id"), Value::String(id));
        }
    }
    if let Some(client) = session::user().and_then(|user| user.client) {
        row.0.insert("client_id".to_owned(), client.id.into());
    }
    row
}

/// The page on which something new is entered.
#[component]
pub fn New(section: Section, things: &'static Things) -> impl IntoView {
    view! {
        <header class="head"><h1>{move || told(things.add)}</h1></header>
        {match things.form {
            Some(form) => form(None),
            None => view! { <Card section things row=begun() is_new=true /> }.into_any(),
        }}
    }
}

/// The page of something that is known.
#[component]
pub fn Edit(section: Section, things: &'static Things, id: i64) -> impl IntoView {
    let path = format!("{}/{id}", things.path);
    let read = read::row(move || path.clone());
    let changes = session::user().is_some_and(|user| (things.changes)(user.role));
    let show = move |row: Model<Row>| {
        let known = row.get_untracked();
        let more = things.more.map(|more| more(known.clone()));
        view! {
            <header class="head"><h1>{move || row.with(|row| row.text("name"))}</h1></header>
            {match things.form {
                Some(form) => form(Some(known)),
                None => view! { <Card section things row=known is_new=false /> }.into_any(),
            }}
            {more}
            {(changes && things.life == Life::ChangesAndGoes)
                .then(|| view! { <Remove section path=format!("{}/{id}", things.path) /> })}
        }
    };
    view! { <Loaded live=read show /> }
}

/// A form that is made of what is asked alone.
#[component]
fn Card(section: Section, things: &'static Things, row: Row, is_new: bool) -> impl IntoView {
    let form = Form::of(things.asks, &row);
    let changes = session::user().is_some_and(|user| (things.changes)(user.role));
    let directory = expect_context::<Directory>();
    let said = expect_context::<Said>();
    let secret = Model::new(None::<String>);
    let (id, asks) = (row.id(), things.asks);
    let save = Save::by(move || {
        let mut body = form.body(asks, is_new);
        let (method, path) = addressed(things, &mut body, (!is_new).then_some(id));
        async move {
            let saved = registry::save(method, &path, &body).await?;
            directory.refresh();
            let shown_once = ["key", "secret"].map(|name| saved.text(name));
            match shown_once.into_iter().find(|text| !text.is_empty()) {
                Some(text) => secret.set(Some(text)),
                None if is_new => said.go(landing(section, things, &saved), None),
                None => {}
            }
            Ok(())
        }
    });
    let button = move || match is_new {
        true => say("Добавить", "Add"),
        false => say("Сохранить", "Save"),
    };
    view! {
        <section class="card">
            {move || match secret.get() {
                Some(text) => view! {
                    <Secret text />
                    <a class="button" href=format!("/admin/{}", section.word)>{say("К списку", "To the list")}</a>
                }
                .into_any(),
                None => match changes {
                    true => view! {
                        <Sheet form save button><Asked asks form is_new /></Sheet>
                    }
                    .into_any(),
                    false => view! {
                        <fieldset class="bare form" disabled><Asked asks form is_new=false /></fieldset>
                    }
                    .into_any(),
                },
            }}
        </section>
    }
}

/// How and where a thing is sent; what its address says is not said again.
fn addressed(
    things: &Things,
    body: &mut Map<String, Value>,
    known: Option<i64>,
) -> (Method, String) {
    let mut taken = |name: &str| body.remove(name).map(|value| Row::shown(&value));
    let owner = match (things.owner, things.is_within()) {
        (Some(of), true) => taken(&format!("{}_id", of.word())),
        _ => None,
    };
    let address = things
        .address(&owner.unwrap_or_default())
        .unwrap_or_default();
    match (known, things.by) {
        (Some(id), _) => (Method::Put, format!("{address}/{id}")),
        (None, "id") => (Method::Post, address),
        (None, by) => {
            let name = taken(by).unwrap_or_default();
            (Method::Put, format!("{address}/{}", escaped(&name)))
        }
    }
}

/// Where one lands after something was entered.
fn landing(section: Section, things: &Things, saved: &Row) -> String {
    match things.opens() {
        true => format!("/admin/{}/{}", section.word, saved.id()),
        false => format!("/admin/{}", section.word),
    }
}

#[component]
fn Remove(section: Section, path: String) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let act = move |()| {
        let path = path.clone();
        spawn_local(async move {
            match registry::act(Method::Delete, &path).await {
                Ok(()) => route::go(&format!("/admin/{}", section.word)),
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    view! {
        <div class="actions">
            <Sure
                name=spoken("Удалить", "Remove")
                question=spoken("Это нельзя вернуть.", "It cannot be brought back.")
                act
            />
            <Refusal failure />
        </div>
    }
}
