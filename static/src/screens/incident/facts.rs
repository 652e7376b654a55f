//! What an incident concerns, whose side the rules propose, what is to be done,
//! and the incidents that belong to it.

use leptos::prelude::*;

use super::words;
use crate::api;
use crate::api::articles::Brief;
use crate::api::incidents::{Incident, Row};
use crate::api::today::Health;
use crate::language::{date, language, moment, numbered, say, since, spoken, typed};
use crate::live::{self, Memo, Model};
use crate::parts::notice::Loaded;
use crate::parts::show::Show;
use crate::parts::state::State;
use crate::session;

/// How often the incidents that belong to it are read anew, in seconds.
const EVERY: u64 = 60;

/// The most articles that are named.
const ARTICLES: usize = 5;

/// What the incident concerns.
#[component]
pub fn Facts(
    /// The incident.
    incident: Model<Incident>,
) -> impl IntoView {
    // What passes with the time alone does not draw the links anew.
    let incident = Memo::new(move |_| Incident {
        at: String::new(),
        working_changes_at: None,
        deadlines: Vec::new(),
        held: Vec::new(),
        ..incident.get()
    });
    view! { <dl class="facts">{move || incident.with(rows)}</dl> }
}

fn rows(incident: &Incident) -> impl IntoView + use<> {
    let sensor = incident.sensor.clone();
    let site = incident
        .site
        .clone()
        .map(|site| link(format!("/sites/{}", site.id), site.name));
    let device = sensor
        .clone()
        .map(|sensor| link(format!("/sensors/{}", sensor.id), sensor.name));
    let model = sensor.as_ref().map(|sensor| {
        let parts = [sensor.model.clone(), sensor.serial.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let text =
        |read: fn(&crate::api::incidents::Sensor) -> Option<String>| sensor.as_ref().and_then(read);
    let warranty =
        text(|sensor| sensor.warranty_until.clone()).map(|day| typed(&day).map_or(day, date));
    let side = incident
        .side_name
        .clone()
        .map(|side| match &incident.clause {
            Some(clause) => format!("{side} ({} {clause})", say("п.", "clause")),
            None => side,
        });
    let client = session::is_contractor()
        .then(|| incident.client.as_ref().map(|client| client.name.clone()));
    let cause = incident.cause.as_deref().map(|cause| {
        let name = words::named(&incident.causes, cause);
        match &incident.article {
            Some(slug) => link(format!("/articles/{slug}"), name).into_any(),
            None => name.into_any(),
        }
    });
    let remedy = incident
        .remedy
        .as_deref()
        .map(|remedy| words::named(&incident.remedies, remedy));
    view! {
        {row(say("Клиент", "Client"), client.flatten())}
        {row(say("Объект", "Site"), site)}
        {row(say("Адрес", "Address"), incident.address.clone())}
        {row(say("Часовой пояс", "Time zone"), zone(incident))}
        {row(say("Входная группа", "Entrance"), text(|sensor| Some(sensor.entrance.clone())))}
        {row(say("Датчик", "Sensor"), device)}
        {row(say("Модель", "Model"), model.filter(|model| !model.is_empty()))}
        {row(say("Помещение", "Room"), text(|sensor| sensor.room.clone()))}
        {row(say("Шкаф", "Cabinet"), text(|sensor| sensor.cabinet.clone()))}
        {row(say("Поставка", "Supplied by"), text(|sensor| Some(party(&sensor.supplied_by))))}
        {row(say("Монтаж", "Mounted by"), text(|sensor| Some(party(&sensor.mounted_by))))}
        {row(say("Гарантия до", "Warranty until"), warranty)}
        {row(say("Тариф", "Plan"), incident.plan.as_deref().map(plan))}
        {row(say("Обнаружен", "Noticed"), Some(since(&incident.detected_at)))}
        {row(say("Сторона", "Side"), side)}
        {row(say("Причина", "Cause"), cause)}
        {row(say("Решение", "Remedy"), remedy)}
    }
}

/// The offset by which the screen's moments are told: the site's.
fn zone(incident: &Incident) -> Option<String> {
    incident.site.as_ref()?;
    let offset = moment(&incident.since)?.offset().to_string();
    Some(format!("UTC{offset}"))
}

fn row(name: &'static str, value: Option<impl IntoView + 'static>) -> impl IntoView {
    value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
}

fn link(href: String, name: String) -> impl IntoView {
    view! { <a href=href>{name}</a> }
}

fn party(code: &str) -> String {
    let name = match code {
        "contractor" => say("исполнитель", "contractor"),
        "client" => say("клиент", "client"),
        "third_party" => say("третье лицо", "third party"),
        _ => say("не указано", "not known"),
    };
    name.to_owned()
}

fn plan(code: &str) -> &'static str {
    match code {
        "korp" => say("КОРП", "KORP"),
        "prof" => say("ПРОФ", "PROF"),
        _ => "—",
    }
}

/// Whose side the rules propose, for who decides it.
#[component]
pub fn Proposal(
    /// The incident.
    incident: Model<Incident>,
) -> impl IntoView {
    let proposal = Memo::new(move |_| incident.with(|incident| incident.proposal.clone()));
    move || {
        proposal.get().filter(|_| session::is_contractor()).map(|proposal| {
            let word = match proposal.sure {
                true => say("Предлагаемая сторона", "Proposed side"),
                false => say("Предлагаемая сторона, фактов недостаточно", "Proposed side, the facts do not suffice"),
            };
            view! {
                <div class="proposal">
                    <p><b>{word} ": " {proposal.side_name}</b> " " <small>{proposal.source}</small></p>
                    <p>{proposal.rule}</p>
                </div>
            }
        })
    }
}

/// What the client's technical services are asked to do.
#[component]
pub fn Actions(
    /// The incident.
    incident: Model<Incident>,
) -> impl IntoView {
    let actions = Memo::new(move |_| {
        incident.with(|incident| match incident.closed_at {
            Some(_) => Vec::new(),
            None => incident.actions.clone(),
        })
    });
    view! {
        <Show when=move || actions.with(|actions| !actions.is_empty())>
            <div>
                <h3>{spoken("Что проверить на объекте", "What to check on site")}</h3>
                <ol class="steps">
                    {move || actions.get().into_iter().map(|action| view! { <li>{action}</li> }).collect_view()}
                </ol>
            </div>
        </Show>
    }
}

/// Articles of the knowledge base about what can show this symptom.
#[component]
pub fn Articles(
    /// The incident.
    incident: Model<Incident>,
) -> impl IntoView {
    let symptom = incident.with_untracked(|incident| incident.symptom.clone());
    let articles = live::once(move || {
        language();
        let symptom = symptom.clone();
        async move { api::articles::about(&symptom).await }
    });
    let show = |articles: Model<Vec<Brief>>| {
        view! {
            <ul class="briefs">
                {move || {
                    let some = articles.get().into_iter().take(ARTICLES);
                    some.map(|brief| view! { <li><a href=format!("/articles/{}", brief.slug)>{brief.title}</a></li> })
                        .collect_view()
                }}
            </ul>
        }
    };
    view! {
        <section class="card">
            <h2>{spoken("Из базы знаний", "From the knowledge base")}</h2>
            <Loaded live=articles show />
            <a href="/articles">{spoken("Вся база знаний", "The whole knowledge base")}</a>
        </section>
    }
}

/// The incidents of sensors that belong to the site's.
#[component]
pub fn Children(
    /// The incident.
    incident: Model<Incident>,
) -> impl IntoView {
    let id = incident.with_untracked(|incident| incident.id);
    // Only a site's incident has others under it.
    let possible =
        incident.with_untracked(|incident| incident.sensor.is_none() && incident.site.is_some());
    possible.then(|| {
        let children = live::every(EVERY, move || {
            language();
            api::incidents::children(id)
        });
        view! {
            <section class="card">
                <h2>{spoken("Инциденты датчиков", "Incidents of its sensors")}</h2>
                <Loaded live=children show=|children| view! { <List children /> } />
            </section>
        }
    })
}

#[component]
fn List(children: Model<Vec<Row>>) -> impl IntoView {
    move || match children.get() {
        none if none.is_empty() => {
            view! { <p class="none">{say("Отдельных инцидентов нет.", "There are none.")}</p> }
                .into_any()
        }
        children => {
            view! { <ul class="cases">{children.into_iter().map(child).collect_view()}</ul> }
                .into_any()
        }
    }
}

fn child(row: Row) -> impl IntoView {
    let health = match row.closed_at {
        Some(_) => Health::Good,
        None => Health::Watch,
    };
    let stage = row.stage_name;
    view! {
        <li>
            <a href=format!("/incidents/{}", row.id)>{numbered(row.id)} ". " {row.sensor.unwrap_or(row.name)}</a>
            <State health=move || health word=Signal::derive(move || stage.clone()) />
        </li>
    }
}
