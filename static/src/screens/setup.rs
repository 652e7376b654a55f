//! Setting a device up: exactly what is typed into its page, and a light that
//! turns green with the first push.

mod first;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::api::Failure;
use crate::api::sensors::{Format, Watched};
use crate::fresh;
use crate::language::{say, spoken};
use crate::live::{self, Memo, Model};
use crate::parts::field::Refusal;
use crate::parts::notice::Loaded;
use crate::parts::secret::CopyButton;
use crate::parts::show::Show;
use first::First;

/// How often it is looked how the device stands, in seconds; more often until its
/// counts arrive.
const EVERY: u64 = 20;
/// For how many seconds an old token stays good beside a new one.
const OVERLAP: i64 = 86_400;

/// The screen on which a device is set up.
#[component]
pub fn Setup(
    /// The sensor's number.
    id: i64,
) -> impl IntoView {
    let live = live::every(EVERY, move || api::sensors::watched(id));
    let formats = live::once(api::sensors::formats);
    view! {
        <div class="screen setup">
            <Loaded
                live
                show=move |watched| view! {
                    <Head watched />
                    <First live watched />
                    <Loaded live=formats show=move |formats| view! { <Settings watched formats /> } />
                }
            />
        </div>
    }
}

#[component]
fn Head(watched: Model<Watched>) -> impl IntoView {
    let sensor = Memo::new(move |_| watched.with(|watched| watched.sensor.clone()));
    view! {
        <nav class="trail" aria-label=spoken("Где это", "Where this is")>
            <a href=move || format!("/sites/{}", sensor.get().site_id)>{move || sensor.get().site}</a>
            <a href=move || format!("/sensors/{}", sensor.get().id)>{move || sensor.get().name}</a>
        </nav>
        <header class="head">
            <h1>{spoken("Настройка устройства", "Set the device up")}</h1>
        </header>
    }
}

/// What is typed in, in the words of the device's maker.
#[component]
fn Settings(watched: Model<Watched>, formats: Model<Vec<Format>>) -> impl IntoView {
    let sensor = Memo::new(move |_| watched.with(|watched| watched.sensor.clone()));
    let format = Memo::new(move |_| {
        let code = sensor.get().format;
        formats.with(|formats| formats.iter().find(|format| format.format == code).cloned())
    });
    let token = Memo::new(move |_| fresh::token(sensor.get().id));
    let filled = move |text: &str| match token.get() {
        Some(token) => text.replace("{token}", &token),
        None => text.replace("{token}", say("ТОКЕН", "TOKEN")),
    };
    let address = move |format: &Format| {
        let origin = window().location().origin().unwrap_or_default();
        format!("{origin}{}", format.path)
    };
    // What lacks its token is of no use anywhere.
    let typed = move |name: &str, text: &str| {
        let whole = token.get().is_some() || !text.contains("{token}");
        view! { <Typed name value=filled(text) copies=whole /> }
    };
    view! {
        {move || format.get().map(|format| view! {
            <section class="card">
                <h2>{format.maker.clone()} ": " {say("что ввести", "what to type in")}</h2>
                <p class="lead">{format.models.clone()}</p>
                <Show when=move || token.get().is_none()><NewToken id=sensor.get().id /></Show>
                <dl class="typed">
                    {typed(say("Адрес (URL)", "Address (URL)"), &address(&format))}
                    {typed(say("Метод", "Method"), &format.method)}
                    {format.headers.iter().map(|header| typed(&header.name, &header.value)).collect_view()}
                </dl>
                <h3>{say("По шагам", "Step by step")}</h3>
                <ol class="steps">
                    {format
                        .steps
                        .iter()
                        .map(|step| view! { <li>{filled(&step.replace("{url}", &address(&format)))}</li> })
                        .collect_view()}
                </ol>
                {format.note.clone().map(|note| view! { <p class="hint">{note}</p> })}
            </section>
        })}
    }
}

/// A value that is typed into the device's page, with a button that copies it.
#[component]
fn Typed(#[prop(into)] name: String, value: String, copies: bool) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <code>{value.clone()}</code>
                {copies.then(|| view! { <CopyButton text=value class="quiet" /> })}
            </dd>
        </div>
    }
}

/// A token is shown once. Whoever has lost it makes a new one.
#[component]
fn NewToken(id: i64) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let make = move |_| {
        busy.set(true);
        spawn_local(async move {
            match api::sensors::rotate(id, OVERLAP).await {
                Ok(token) => fresh::keep(id, token),
                Err(refused) => _ = failure.try_set(Some(refused)),
            }
            _ = busy.try_set(false);
        });
    };
    view! {
        <div class="token">
            <p>
                {spoken(
                    "Токен датчика показывается один раз. Выпустите новый, если прежний не записан; прежний действует ещё сутки.",
                    "A sensor's token is shown once. Make a new one if the old one was not written down; the old one stays good for a day.",
                )}
            </p>
            <button type="button" class="button" disabled=busy on:click=make>
                {spoken("Выпустить новый токен", "Make a new token")}
            </button>
            <Refusal failure />
        </div>
    }
}
