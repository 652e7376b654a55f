//! The terms of an incident: their clocks, by which rules they are, and whose time
//! has passed.

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;

use crate::api::incidents::{Held, Incident, Term};
use crate::language::{moment, say, since, spoken};
use crate::live::{Memo, Model, whenever};
use crate::parts::show::Show;
use crate::parts::term::{Clock, Office, hours};

/// The terms.
#[component]
pub fn Terms(
    /// The incident.
    incident: Model<Incident>,
) -> impl IntoView {
    let terms = Memo::new(move |_| incident.with(|incident| incident.deadlines.clone()));
    let office = Memo::new(move |_| incident.with(office));
    let elapsed = elapsed(incident);
    // Which of them were met: a clock stays as it is while it only goes on.
    let some = move |met: bool| {
        Memo::new(move |_| {
            let all = terms.with(|terms| {
                terms
                    .iter()
                    .map(|term| term.met.is_some())
                    .collect::<Vec<_>>()
            });
            let some = all.into_iter().enumerate().filter(|(_, own)| *own == met);
            some.map(|(index, _)| index).collect::<Vec<_>>()
        })
    };
    let (open, over) = (some(false), some(true));
    // All lists have keys of one type: the program holds what lists do once for each.
    let clocks = move |some: Memo<Vec<usize>>| {
        view! {
            <ul class="clocks">
                <For each=move || some.get() key=|index| *index as i64 let:index>
                    <One term=Memo::new(move |_| terms.with(|terms| terms.get(index).cloned().unwrap_or_default())) office elapsed />
                </For>
            </ul>
        }
    };
    view! {
        <Show
            when=move || open.with(|open| !open.is_empty())
            fallback=|| view! { <p class="none">{spoken("Сейчас сроки не идут.", "No term is running now.")}</p> }
        >
            {clocks(open)}
        </Show>
        <Show when=move || over.with(|over| !over.is_empty())>
            <details>
                <summary>
                    {spoken("Прежние сроки", "Earlier terms")} " (" {move || over.with(Vec::len)} ")"
                </summary>
                {clocks(over)}
            </details>
        </Show>
        <Shares incident />
    }
}

/// A term with its clock, and why it is so.
#[component]
fn One(term: Memo<Term>, office: Memo<Office>, elapsed: Memo<i64>) -> impl IntoView {
    view! {
        <li>
            <Clock term office elapsed />
            <details class="why">
                <summary>{spoken("Почему такой срок", "Why this term")}</summary>
                {move || term.with(why)}
            </details>
        </li>
    }
}

/// Seconds since the service has answered last.
fn elapsed(incident: Model<Incident>) -> Memo<i64> {
    let at = Memo::new(move |_| incident.with(|incident| incident.at.clone()));
    let clock = Model::new(now());
    let answered = Model::new(now());
    whenever(move || {
        at.track();
        answered.set(now());
        clock.set(now());
    });
    let tick = move || clock.set(now());
    if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    Memo::new(move |_| ((clock.get() - answered.get()) / 1_000.0).max(0.0) as i64)
}

fn now() -> f64 {
    js_sys::Date::now()
}

fn office(incident: &Incident) -> Office {
    let changes_at = incident.working_changes_at.clone();
    let change = changes_at.as_deref().and_then(moment);
    let changes_in = change
        .zip(moment(&incident.at))
        .map(|(change, at)| (change - at).num_seconds());
    Office {
        working: incident.working_now,
        changes_in,
        changes_at,
    }
}

/// Why a term is as it is.
fn why(term: &Term) -> impl IntoView + use<> {
    let Term {
        rule,
        clause,
        beginning,
        whose_name,
        started,
        ..
    } = term.clone();
    let counted = match term.working {
        true => say(
            "Считается только рабочее время: рабочие дни производственного календаря с 9 до 18, предпраздничные до 17, по Москве. Ночи, выходные и праздники в срок не входят.",
            "Only working time counts: working days of the production calendar from 9 to 18, before holidays to 17, Moscow time. Nights, weekends and holidays do not.",
        ),
        false => say(
            "Этот срок назначен точным временем, он идёт и в нерабочие часы.",
            "This term is a moment that was named: it also passes while the office is closed.",
        ),
    };
    view! {
        <p>{rule} " (" {clause} ")"</p>
        <p>{say("Отсчёт с момента, ", "It is counted from ")} {beginning} ": " {since(&started)} "."</p>
        <p>{counted}</p>
        <p>{say("Срок соблюдает: ", "Who keeps it: ")} {whose_name} "."</p>
    }
}

/// How much working time each party has had the incident.
#[component]
fn Shares(incident: Model<Incident>) -> impl IntoView {
    let held = Memo::new(move |_| incident.with(|incident| shares(&incident.held)));
    view! {
        <Show when=move || held.with(|held| !held.is_empty())>
            <div>
                <h3>{spoken("Чьё время прошло", "Whose time has passed")}</h3>
                <dl class="facts">
                    {move || held
                        .get()
                        .into_iter()
                        .map(|(whose, seconds)| view! {
                            <div>
                                <dt>{whose}</dt>
                                <dd>{hours(seconds)} " " {say("рабочего времени", "of working time")}</dd>
                            </div>
                        })
                        .collect_view()}
                </dl>
            </div>
        </Show>
    }
}

/// The working time of each party in all.
fn shares(held: &[Held]) -> BTreeMap<String, i64> {
    let mut shares = BTreeMap::new();
    for held in held {
        *shares.entry(held.whose_name.clone()).or_default() += held.working_seconds.unwrap_or(0);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_partys_time_is_added_up() {
        let held = |whose: &str, seconds| Held {
            whose_name: whose.to_owned(),
            working_seconds: seconds,
        };
        let all = [
            held("a", Some(10)),
            held("b", Some(5)),
            held("a", Some(7)),
            held("b", None),
        ];
        let expected = [("a".to_owned(), 17), ("b".to_owned(), 5)];
        assert_eq!(shares(&all), BTreeMap::from(expected));
    }
}
