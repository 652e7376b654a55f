//! The fields in which an event's particulars are filled in.

use leptos::prelude::*;

use super::words;
use crate::api::Failure;
use crate::api::incidents::{Choice, Incident};
use crate::language::{say, spoken};
use crate::live::{Memo, Model};
use crate::parts::field::Field;
use crate::parts::form::Select;

/// A moment by the site's clock.
#[component]
pub fn Moment(
    /// The name, as the API names it.
    name: &'static str,
    /// Whether it must be filled.
    required: bool,
    /// What is filled in.
    value: RwSignal<String>,
    /// What the service has refused.
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let label = move || match name {
        "at" => say("Время выезда", "Time of the visit"),
        _ => say("Планируемый срок", "Planned term"),
    };
    let hint = move || match required {
        true => say("По времени объекта", "By the site's clock"),
        false => say(
            "По времени объекта; можно не указывать",
            "By the site's clock; may be left out",
        ),
    };
    view! { <Field name kind="datetime-local" required=required label hint value failure /> }
}

/// The cause with its article, and the remedy.
#[component]
pub fn Class(
    /// The incident.
    incident: Model<Incident>,
    /// The cause's code.
    cause: RwSignal<String>,
    /// The remedy's code.
    remedy: RwSignal<String>,
    /// What the service has refused.
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let options = move |read: fn(&Incident) -> &Vec<Choice>| {
        Memo::new(move |_| {
            incident.with(|incident| {
                let all = read(incident).iter();
                all.map(|choice| (choice.code.clone(), choice.name.clone()))
                    .collect::<Vec<_>>()
            })
        })
    };
    let article = move || {
        let cause = cause.get();
        incident.with(|incident| {
            let found = incident.causes.iter().find(|choice| choice.code == cause)?;
            found.article.clone()
        })
    };
    view! {
        <Select
            name="cause"
            required=true
            label=spoken("Причина", "Cause")
            none=spoken("выберите", "choose")
            value=cause
            options=options(|incident| &incident.causes)
            failure
        />
        {move || article().map(|slug| view! {
            <a href=format!("/articles/{slug}") target="_blank" rel="noopener">
                {say("Статья базы знаний об этой причине", "The article about this cause")}
            </a>
        })}
        <Select
            name="remedy"
            required=true
            label=spoken("Решение", "Remedy")
            none=spoken("выберите", "choose")
            value=remedy
            options=options(|incident| &incident.remedies)
            failure
        />
    }
}

/// One of a few, all of them seen.
#[component]
pub fn Radios(
    /// The name, as the API names it.
    name: &'static str,
    /// The label.
    legend: fn() -> &'static str,
    /// What is filled in.
    value: RwSignal<String>,
    /// What can be chosen.
    options: fn() -> Vec<(&'static str, String)>,
) -> impl IntoView {
    let option = move |(code, word): (&'static str, String)| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=name
                    value=code
                    required=true
                    prop:checked=move || value.with(|value| value == code)
                    on:change=move |_| value.set(code.to_owned())
                />
                <span>{word}</span>
            </label>
        }
    };
    view! {
        <fieldset class="radios">
            <legend>{legend}</legend>
            {move || options().into_iter().map(option).collect_view()}
        </fieldset>
    }
}

/// The clauses by which a side acts.
pub fn clauses() -> Vec<(&'static str, String)> {
    let word = |code| {
        (
            code,
            format!("{} ({} {code})", words::clause(code), say("п.", "clause")),
        )
    };
    words::CLAUSES.map(word).into()
}

/// What a remote repair has come to.
pub fn outcomes() -> Vec<(&'static str, String)> {
    let helped = say("Устранено удалённо", "Repaired remotely");
    let visit = say("Не удалось, нужен выезд", "It did not help, a visit is due");
    vec![("true", helped.to_owned()), ("false", visit.to_owned())]
}

/// What a visit can show.
pub fn results() -> Vec<(&'static str, String)> {
    words::RESULTS
        .map(|code| (code, words::result(code).to_owned()))
        .into()
}
