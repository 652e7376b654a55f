//! One incident: what is wrong and where, until when who must do what, what it
//! rests on, and what the reader may say.

mod answers;
mod facts;
mod fields;
mod form;
mod terms;
mod timeline;
mod words;

use leptos::prelude::*;

use super::incidents::health;
use crate::api;
use crate::api::incidents::Incident;
use crate::language::{language, numbered, say, since, spoken};
use crate::live::{self, Live, Model};
use crate::parts::evidence::Evidence;
use crate::parts::icon::Icon;
use crate::parts::notice::Loaded;
use crate::parts::state::State;
use crate::parts::title::title;
use answers::Answers;
use facts::{Actions, Articles, Children, Facts, Proposal};
use terms::Terms;
use timeline::Timeline;

/// How often it is read anew, in seconds.
const EVERY: u64 = 20;

/// The screen of an incident.
#[component]
pub fn IncidentScreen(
    /// The incident's number.
    id: i64,
) -> impl IntoView {
    let incident = live::every(EVERY, move || {
        language();
        api::incidents::incident(id)
    });
    view! {
        <div class="screen incident">
            <Loaded live=incident show=move |found| view! { <Whole incident=found live=incident /> } />
        </div>
    }
}

#[component]
fn Whole(incident: Model<Incident>, live: Live<Incident>) -> impl IntoView {
    let finding = move || incident.with(|incident| incident.evidence.clone());
    let like = Signal::derive(move || incident.with(|incident| incident.since.clone()));
    view! {
        <Head incident />
        <div class="columns">
            <div class="column">
                <section class="card answers" aria-label=spoken("Ответы", "Answers")>
                    <h2>{spoken("Что сделать дальше", "What to do next")}</h2>
                    <Proposal incident />
                    <Answers incident live />
                    <Actions incident />
                </section>
                <section class="card">
                    <h2>{spoken("На чём основано", "What it rests on")}</h2>
                    <Evidence finding like />
                </section>
                <section class="card">
                    <h2>{spoken("История", "History")}</h2>
                    <Timeline incident />
                </section>
            </div>
            <div class="column">
                <section class="card terms">
                    <h2>{spoken("Сроки", "Terms")}</h2>
                    <Terms incident />
                </section>
                <section class="card">
                    <h2>{spoken("Где и что", "Where and what")}</h2>
                    <Facts incident />
                </section>
                <Children incident />
                <Articles incident />
            </div>
        </div>
    }
}

#[component]
fn Head(incident: Model<Incident>) -> impl IntoView {
    let part = move |read: fn(&Incident) -> String| move || incident.with(read);
    let health = move || {
        incident.with(|incident| {
            let mut open = incident.deadlines.iter().filter(|term| term.met.is_none());
            health(&incident.stage, open.any(|term| term.breached))
        })
    };
    let stage = Signal::derive(move || incident.with(|incident| incident.stage_name.clone()));
    title(move || incident.with(|incident| format!("{} {}", numbered(incident.id), incident.name)));
    view! {
        <nav class="trail" aria-label=spoken("Где это", "Where this is")>
            <a href="/incidents">{spoken("Инциденты", "Incidents")}</a>
            {move || incident.with(|incident| incident.parent_id).map(|parent| view! {
                <a href=format!("/incidents/{parent}")>{say("Инцидент объекта", "The site's incident")} " " {numbered(parent)}</a>
            })}
        </nav>
        <header class="head">
            <div>
                <h1>{part(|incident| incident.name.clone())} " "<small>{part(|incident| numbered(incident.id))}</small></h1>
                <p class="lead">{part(place)} " · " {part(|incident| format!("{} {}", say("с", "since"), since(&incident.since)))}</p>
            </div>
            <div class="stands">
                <State health word=stage />
                {move || turn(&incident.get())}
            </div>
        </header>
    }
}

/// Where it is, in a line.
fn place(incident: &Incident) -> String {
    let site = incident.site.as_ref().map(|site| site.name.clone());
    let sensor = incident.sensor.as_ref();
    let entrance = sensor.map(|sensor| sensor.entrance.clone());
    let name = sensor.map(|sensor| sensor.name.clone());
    let parts = [site, entrance, name].into_iter().flatten();
    let place = parts.collect::<Vec<_>>().join(", ");
    match place.is_empty() {
        true => say("Вся система", "The whole system").to_owned(),
        false => place,
    }
}

/// Whose turn it is, and whether it comes and goes.
fn turn(incident: &Incident) -> impl IntoView + use<> {
    let whose = incident.whose_name.clone();
    let closed = incident.closed_at.as_deref().map(since);
    let unstable = incident
        .unstable
        .then(|| say("появляется и исчезает", "comes and goes"));
    view! {
        {whose.map(|whose| view! { <span class="term">{Icon::Person.draw()} {say("ход: ", "to act: ")} {whose}</span> })}
        {unstable.map(|unstable| view! { <span class="term watch">{Icon::Watch.draw()} {unstable}</span> })}
        {closed.map(|closed| view! { <span class="term">{Icon::Clock.draw()} {say("закрыт ", "closed ")} {closed}</span> })}
    }
}
