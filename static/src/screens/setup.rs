//! Setting a device up: exactly what is typed into its page, and a light that
//! turns green with the first push.

mod first;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::api::Failure;
use crate::api::sensors::{Format, Watched};
use crate::fresh;
use crate::language::say;
use crate::live;
use crate::parts::field::Refusal;
use crate::parts::icon::Icon;
use crate::parts::notice::Loaded;
use crate::screens::sensor::number;
use first::First;

/// How often the first push is looked for, in seconds.
const EVERY: u64 = 3;
/// For how many seconds an old token stays good beside a new one.
const OVERLAP: i64 = 86_400;

/// The screen on which a device is set up.
#[component]
pub fn Setup() -> impl IntoView {
    let watched = live::every(EVERY, || api::sensors::watched(number()));
    let formats = live::once(api::sensors::formats);
    view! {
        <div class="screen setup">
            <Loaded
                live=watched
                show=move |watched| view! {
                    <Head watched />
                    <First watched />
                    <Loaded live=formats show=move |formats| view! { <Settings watched formats /> } />
                }
            />
        </div>
    }
}

#[component]
fn Head(watched: RwSignal<Watched>) -> impl IntoView {
    let sensor = Memo::new(move |_| watched.with(|watched| watched.sensor.clone()));
    view! {
        <nav class="trail" aria-label=move || say("Где это", "Where this is")>
            <a href=move || format!("/sites/{}", sensor.get().site_id)>{move || sensor.get().site}</a>
            <a href=move || format!("/sensors/{}", sensor.get().id)>{move || sensor.get().name}</a>
        </nav>
        <header class="head">
            <h1>{move || say("Настройка устройства", "Set the device up")}</h1>
        </header>
    }
}

/// What is typed in, in the words of the device's maker.
#[component]
fn Settings(watched: RwSignal<Watched>, formats: RwSignal<Vec<Format>>) -> impl IntoView {
    let sensor = Memo::new(move |_| watched.with(|watched| watched.sensor.clone()));
    let format = Memo::new(move |_| {
        let code = sensor.get().format;
        formats.with(|formats| formats.iter().find(|format| format.format == code).cloned())
    });
    let token = move || fresh::token(sensor.get().id);
    let shown = move || token().unwrap_or_else(|| say("ТОКЕН", "TOKEN").to_owned());
    let address = move |format: &Format| {
        let origin = window().location().origin().unwrap_or_default();
        format!("{origin}{}", format.path.replace("{token}", &shown()))
    };
    view! {
        {move || format.get().map(|format| view! {
            <section class="card">
                <h2>{format.maker.clone()} ": " {say("что ввести", "what to type in")}</h2>
                <p class="lead">{format.models.clone()}</p>
                <Show when=move || token().is_none()><NewToken id=sensor.get().id /></Show>
                <dl class="typed">
                    <Typed name=say("Адрес (URL)", "Address (URL)") value=address(&format) />
                    <Typed name=say("Метод", "Method") value=format.method.clone() />
                    {format
                        .headers
                        .iter()
                        .map(|header| view! {
                            <Typed name=header.name.clone() value=header.value.replace("{token}", &shown()) />
                        })
                        .collect_view()}
                </dl>
                <h3>{say("По шагам", "Step by step")}</h3>
                <ol class="steps">
                    {format
                        .steps
                        .iter()
                        .map(|step| view! { <li>{step.replace("{url}", &address(&format)).replace("{token}", &shown())}</li> })
                        .collect_view()}
                </ol>
                {format.note.clone().map(|note| view! { <p class="hint">{note}</p> })}
            </section>
        })}
    }
}

/// A value that is typed into the device's page, with a button that copies it.
#[component]
fn Typed(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let text = value.clone();
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            copied.set(wasm_bindgen_futures::JsFuture::from(written).await.is_ok());
        });
    };
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <code>{value}</code>
                <button type="button" class="quiet" on:click=copy>
                    {Icon::Copy.draw()}
                    <span aria-live="polite">
                        {move || match copied.get() {
                            true => say("скопировано", "copied"),
                            false => say("копировать", "copy"),
                        }}
                    </span>
                </button>
            </dd>
        </div>
    }
}

/// A token is shown once. Whoever has lost it makes a new one.
#[component]
fn NewToken(id: i64) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let make = move |_| {
        spawn_local(async move {
            match api::sensors::rotate(id, OVERLAP).await {
                Ok(token) => fresh::keep(id, token),
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    view! {
        <div class="token">
            <p>
                {move || say(
                    "Токен датчика показывается один раз. Выпустите новый, если прежний не записан; прежний действует ещё сутки.",
                    "A sensor's token is shown once. Make a new one if the old one was not written down; the old one stays good for a day.",
                )}
            </p>
            <button type="button" class="button" on:click=make>
                {move || say("Выпустить новый токен", "Make a new token")}
            </button>
            <Refusal failure />
        </div>
    }
}
