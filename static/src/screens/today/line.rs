//! A site's line.

use leptos::prelude::*;

use crate::api::today::{Aspect, Health, Line, Quality, Term, Visitors};
use crate::language::{counted, percent, say, since, whole};
use crate::live::Memo;
use crate::parts::icon::Icon;
use crate::parts::spark::Spark;
use crate::parts::state::State;

/// A site's line: how it stands and why, who came, what is due.
#[component]
pub fn SiteLine(line: Memo<Option<Line>>) -> impl IntoView {
    let part = move |read: fn(&Line) -> String| {
        move || line.with(|line| line.as_ref().map(read).unwrap_or_default())
    };
    let id = line.with_untracked(|line| line.as_ref().map_or(0, |line| line.id));
    let health = Memo::new(move |_| {
        line.with(|line| line.as_ref().map_or(Health::Awaited, |line| line.state))
    });
    let hours = move || {
        line.with(|line| {
            line.as_ref()
                .map(|line| line.hours.clone())
                .unwrap_or_default()
        })
    };
    view! {
        <li class=move || format!("line {}", health.get().class())>
            <div class="who">
                <a class="name" href=format!("/sites/{id}")>{part(|line| line.name.clone())}</a>
                <span class="place">
                    {part(|line| line.address.clone().unwrap_or_else(|| line.client.name.clone()))}
                </span>
            </div>
            <div class="how">
                <State health />
                <span class="reason">{part(|line| line.reason.clone())}</span>
            </div>
            <div class="aspects">
                {move || line.with(|line| line.as_ref().map(|line| view! { <Aspects line=line.clone() /> }))}
            </div>
            <div class="count">
                {move || line.with(|line| line.as_ref().map(|line| view! { <Count visitors=line.visitors.clone() /> }))}
            </div>
            <div class="hours"><Spark hours /></div>
            <div class="due">
                {move || line.with(|line| line.as_ref().map(|line| view! { <Due line=line.clone() /> }))}
            </div>
        </li>
    }
}

/// Contact, counts and plausibility, each with its shape.
#[component]
fn Aspects(line: Line) -> impl IntoView {
    let (link, data) = (link(&line.link), data(&line.data));
    let quality = quality(&line.quality);
    view! {
        <ul>
            <li><State health=move || link.0 word=Signal::derive(move || link.1.to_owned()) /></li>
            <li><State health=move || data.0 word=Signal::derive(move || data.1.to_owned()) /></li>
            <li><State health=move || quality.0 word=Signal::derive(move || quality.1.clone()) /></li>
        </ul>
    }
}

fn link(aspect: &Aspect) -> (Health, &'static str) {
    let (health, word) = match aspect.state.as_str() {
        "up" => (Health::Good, say("Связь", "Contact")),
        "partly" => (Health::Watch, say("Связь частично", "Contact in part")),
        "lost" => (Health::Bad, say("Нет связи", "No contact")),
        _ => (Health::Awaited, say("Связи ещё не было", "Not heard yet")),
    };
    (quiet(aspect, health), word)
}

/// What alarms nobody now is not told in an alarm's colour and shape.
fn quiet(aspect: &Aspect, health: Health) -> Health {
    match health {
        Health::Watch | Health::Bad if !aspect.alarms => Health::Awaited,
        health => health,
    }
}

fn data(aspect: &Aspect) -> (Health, &'static str) {
    let (health, word) = match aspect.state.as_str() {
        "current" => (Health::Good, say("Данные", "Counts")),
        "catching_up" => (Health::Watch, say("Данные догоняют", "Catching up")),
        "late" => (Health::Bad, say("Данных нет", "No counts")),
        _ => (Health::Awaited, say("Данных ещё не было", "No counts yet")),
    };
    (quiet(aspect, health), word)
}

fn quality(quality: &Quality) -> (Health, String) {
    match (quality.state.as_str(), quality.symptoms.first()) {
        ("doubtful", Some(symptom)) => (Health::Watch, symptom.name.clone()),
        ("doubtful", None) => (Health::Watch, say("Сомнительно", "Doubtful").to_owned()),
        ("awaited", _) => (
            Health::Awaited,
            say("Нечего проверять", "Nothing to check").to_owned(),
        ),
        _ => (Health::Good, say("Достоверно", "Plausible").to_owned()),
    }
}

/// Visitors so far, beside what is usual by now.
#[component]
fn Count(visitors: Visitors) -> impl IntoView {
    let so_far = visitors.so_far as f64;
    let beside = visitors.usual.filter(|usual| 0.0 < *usual).map(|usual| {
        let share = percent(so_far / usual - 1.0, true);
        let few = visitors.low.is_some_and(|low| so_far < low);
        let many = visitors.high.is_some_and(|high| high < so_far);
        match (few, many) {
            (true, _) => (
                "unusual",
                format!("{share}, {}", say("меньше обычного", "unusually few")),
            ),
            (_, true) => (
                "unusual",
                format!("{share}, {}", say("больше обычного", "unusually many")),
            ),
            _ => (
                "usual",
                format!("{share} {}", say("к обычному", "to the usual")),
            ),
        }
    });
    view! {
        <b>{whole(visitors.so_far)}</b>
        {beside.map(|(class, text)| view! { <small class=class>{text}</small> })}
    }
}

/// Open incidents, and the next term.
#[component]
fn Due(line: Line) -> impl IntoView {
    let open = line.incidents.open;
    let worst = line.incidents.worst.clone();
    view! {
        {worst.map(|worst| {
            view! {
                <a class="incident" href=format!("/incidents/{}", worst.id)>
                    {Icon::Incident.draw()}
                    <span>
                        {worst.name}
                        {(1 < open).then(|| format!(" ({} {})", say("и ещё", "and"), more(open - 1)))}
                    </span>
                </a>
            }
        })}
        {line.deadline.map(|term| view! { <TermMark term /> })}
    }
}

fn more(count: i64) -> String {
    counted(
        count,
        ["инцидент", "инцидента", "инцидентов"],
        ["more", "more"],
    )
}

#[component]
fn TermMark(term: Term) -> impl IntoView {
    let class = match (term.breached, term.at_risk) {
        (true, _) => "term bad",
        (_, true) => "term watch",
        _ => "term",
    };
    let until = match term.breached {
        true => say("просрочено с", "overdue since"),
        false => say("до", "by"),
    };
    view! {
        <a class=class href=format!("/incidents/{}", term.incident)>
            {Icon::Clock.draw()}
            <span>{term.name} ": " {until} " " {since(&term.due)}</span>
        </a>
    }
}
