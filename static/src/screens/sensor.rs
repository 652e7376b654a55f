//! One sensor: what it is, how it stands and stood, and what it has sent.

mod arrivals;
mod facts;
mod gaps;
mod states;

use leptos::prelude::*;

use crate::api;
use crate::api::sensors::Watched;
use crate::api::today::Health;
use crate::language::{language, numbered, percent, say, since, spoken};
use crate::live::{self, Memo, Model};
use crate::parts::evidence::Evidence;
use crate::parts::notice::{Empty, Loaded};
use crate::parts::show::Show;
use crate::parts::state::State;
use crate::parts::title::title;
use crate::session;
use arrivals::{Notes, Pushes};
use facts::Facts;
use gaps::Gaps;
use states::States;

/// How often it is read anew, in seconds.
const EVERY: u64 = 20;

/// The screen of a sensor.
#[component]
pub fn SensorScreen(
    /// The sensor's number.
    id: i64,
) -> impl IntoView {
    let watched = live::every(EVERY, move || {
        language();
        api::sensors::watched(id)
    });
    view! {
        <div class="screen sensor">
            <Loaded live=watched show=|watched| view! { <Whole watched /> } />
        </div>
    }
}

#[component]
fn Whole(watched: Model<Watched>) -> impl IntoView {
    let id = watched.with_untracked(|watched| watched.sensor.id);
    view! {
        <Head watched />
        <div class="columns">
            <section class="card">
                <h2>{spoken("Состояние за 30 дней", "The last 30 days")}</h2>
                <States watched />
            </section>
            <section class="card"><Facts watched /></section>
        </div>
        <section class="card">
            <h2>{spoken("Замечания к данным", "What was found in its counts")}</h2>
            <Findings watched />
        </section>
        <div class="columns even">
            <section class="card">
                <h2>{spoken("Пропуски", "Gaps")}</h2>
                <Gaps id />
            </section>
            <section class="card">
                <h2>{spoken("Инциденты", "Incidents")}</h2>
                <Cases watched />
            </section>
        </div>
        <Show when=session::is_contractor>
            <section class="card">
                <h2>{spoken("Последние передачи", "The last pushes")}</h2>
                <Pushes id />
            </section>
        </Show>
        <section class="card">
            <h2>{spoken("Журнал приёма", "Journal of what arrived")}</h2>
            <Notes id />
        </section>
    }
}

#[component]
fn Head(watched: Model<Watched>) -> impl IntoView {
    let sensor = Memo::new(move |_| watched.with(|watched| watched.sensor.clone()));
    let link = Memo::new(move |_| watched.with(|watched| contact(&watched.link.state)));
    let data = Memo::new(move |_| watched.with(|watched| supply(&watched.data.state)));
    let heard = move || {
        watched.with(|watched| match &watched.link.last_contact {
            Some(at) => format!("{} {}", say("последняя связь:", "last heard:"), since(at)),
            None => say("на связь ещё не выходил", "not heard from yet").to_owned(),
        })
    };
    title(move || sensor.get().name);
    let retired = Memo::new(move |_| sensor.with(|sensor| sensor.retired));
    let failure = Memo::new(move |_| watched.with(|watched| watched.failure.is_some()));
    view! {
        <nav class="trail" aria-label=spoken("Где это", "Where this is")>
            <a href="/">{spoken("Сегодня", "Today")}</a>
            <a href=move || format!("/sites/{}", sensor.get().site_id)>{move || sensor.get().site}</a>
        </nav>
        <header class="head">
            <div>
                <h1>{move || sensor.get().name}</h1>
                <p class="lead">{move || sensor.get().entrance} " · " {heard}</p>
            </div>
            <div class="actions">
                <Show
                    when=move || !retired.get()
                    fallback=|| view! {
                        <State health=|| Health::Awaited word=Signal::derive(|| say("Выведен из работы", "Retired").to_owned()) />
                    }
                >
                    <State health=move || link.get().0 word=Signal::derive(move || link.get().1.to_owned()) />
                    <State health=move || data.get().0 word=Signal::derive(move || data.get().1.to_owned()) />
                </Show>
                <Show when=move || failure.get()>
                    <State health=|| Health::Watch word=Signal::derive(|| say("Проверка отложена из-за сбоя", "Its check failed and was put off").to_owned()) />
                </Show>
            </div>
            <Show when=session::is_contractor>
                <a class="button" href=move || format!("/sensors/{}/setup", sensor.get().id)>
                    {spoken("Настройка устройства", "Set the device up")}
                </a>
            </Show>
        </header>
    }
}

/// A state of contact as it is shown.
pub fn contact(state: &str) -> (Health, &'static str) {
    match state {
        "up" => (Health::Good, say("На связи", "In contact")),
        "lost" => (Health::Bad, say("Нет связи", "No contact")),
        _ => (
            Health::Awaited,
            say("Ожидается первая передача", "Waiting for the first push"),
        ),
    }
}

/// A state of data as it is shown.
fn supply(state: &str) -> (Health, &'static str) {
    match state {
        "current" => (Health::Good, say("Данные поступают", "Counts arrive")),
        "catching_up" => (Health::Watch, say("Данные догоняют", "Catching up")),
        "late" => (Health::Bad, say("Данных нет", "No counts")),
        _ => (Health::Awaited, say("Данных ещё не было", "No counts yet")),
    }
}

/// What is found in the figures, each with what it rests on.
#[component]
fn Findings(watched: Model<Watched>) -> impl IntoView {
    let findings = Memo::new(move |_| watched.with(|watched| watched.findings.clone()));
    let counts = Memo::new(move |_| watched.with(|watched| watched.data.last_data.is_some()));
    move || {
        match findings.get() {
        _ if !counts.get() => view! {
            <p class="none">{say("Данных ещё не было.", "No counts yet.")}</p>
        }
        .into_any(),
        none if none.is_empty() => view! {
            <p class="none">{say("Замечаний нет: данные правдоподобны.", "None: the counts are plausible.")}</p>
        }
        .into_any(),
        findings => findings
            .into_iter()
            .map(|found| {
                view! {
                    <article class="finding">
                        <h3>{found.name}</h3>
                        <p class="lead">
                            {say("с ", "since ")} {since(&found.since)} " · "
                            {say("уверенность", "sure to")} " " {percent(found.confidence, false)}
                        </p>
                        <Evidence finding=move || found.evidence.clone() like=found.since.clone() />
                    </article>
                }
            })
            .collect_view()
            .into_any(),
    }
    }
}

#[component]
fn Cases(watched: Model<Watched>) -> impl IntoView {
    let cases = Memo::new(move |_| watched.with(|watched| watched.incidents.clone()));
    move || {
        match cases.get() {
        none if none.is_empty() => view! {
            <Empty
                title=spoken("Инцидентов не было", "No incidents so far")
                text=spoken("Когда что-то случится, инцидент появится здесь.", "When something happens, it will stand here.")
            />
        }
        .into_any(),
        cases => view! {
            <ul class="cases">
                {cases
                    .into_iter()
                    .map(|case| {
                        let health = if case.closed_at.is_some() { Health::Good } else { Health::Bad };
                        view! {
                            <li>
                                <a href=format!("/incidents/{}", case.id)>{numbered(case.id)} ". " {case.name}</a>
                                <State health=move || health word=Signal::derive(move || case.stage_name.clone()) />
                                <small>{since(&case.since)}</small>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
        .into_any(),
    }
    }
}
