//! The period in a few figures.

use leptos::prelude::*;

use super::totals::{Against, Totals};
use super::{Scene, told};
use crate::api::series::{Part, Step};
use crate::language::{counted, percent, say, spoken, whole};
use crate::live::Memo;

/// Visitors, beside what is usual and beside last year, how much was measured, and
/// when most came.
#[component]
pub fn Figures(scene: Scene, parts: Memo<Vec<Part>>, step: Memo<Step>) -> impl IntoView {
    let totals = Memo::new(move |_| {
        // Counts that arrive move the moment on, too.
        scene.so_far.track();
        let now = String::from(js_sys::Date::new_0().to_iso_string());
        parts.with(|parts| Totals::of(parts, &now))
    });
    let beside = move |read: fn(&Totals) -> Option<Against>| {
        move || {
            totals
                .with(read)
                .map(|against| percent(against.change, true))
        }
    };
    let of = move |read: fn(&Totals) -> Option<Against>| {
        move || {
            totals
                .with(read)
                .map(|against| compared(against, step.get()))
        }
    };
    let best = move || {
        let at = totals.with(|totals| totals.best)?;
        parts.with(|parts| parts.get(at).cloned())
    };
    let dash = || "—".to_owned();
    view! {
        <dl class="figures totals">
            <div>
                <dt>{spoken("Посетителей", "Visitors")}</dt>
                <dd>
                    {move || whole(totals.with(|totals| totals.visitors))}
                    <small>
                        {spoken("вышли", "out")} " " {move || whole(totals.with(|totals| totals.out))}
                    </small>
                </dd>
            </div>
            <div>
                <dt>{spoken("К обычному", "To the usual")}</dt>
                <dd>
                    {move || beside(|totals| totals.usual)().unwrap_or_else(dash)}
                    <small>{of(|totals| totals.usual)}</small>
                </dd>
            </div>
            <div>
                <dt>{spoken("К прошлому году", "To last year")}</dt>
                <dd>
                    {move || beside(|totals| totals.year)().unwrap_or_else(dash)}
                    <small>{of(|totals| totals.year)}</small>
                </dd>
            </div>
            <div>
                <dt>{spoken("Измерено", "Measured")}</dt>
                <dd>{move || totals.with(|totals| totals.measured).map_or_else(dash, measured)}</dd>
            </div>
            <div>
                <dt>{move || best_name(step.get())}</dt>
                <dd>
                    {move || best().map_or_else(dash, |best| whole(best.r#in))}
                    <small>{move || best().map(|best| told::part(&best, step.get()))}</small>
                </dd>
            </div>
        </dl>
    }
}

/// A share that is whole only where it is.
pub fn measured(share: f64) -> String {
    match share {
        1.0.. => percent(1.0, false),
        _ => percent(share.min(0.99), false),
    }
}

/// Of how much two figures are, in words.
fn compared(against: Against, step: Step) -> String {
    let parts = against.parts as i64;
    let of = match step {
        Step::Hour => counted(parts, ["часу", "часам", "часам"], ["hour", "hours"]),
        Step::Day => counted(parts, ["дню", "дням", "дням"], ["day", "days"]),
        Step::Week => counted(parts, ["неделе", "неделям", "неделям"], ["week", "weeks"]),
        Step::Month => counted(parts, ["месяцу", "месяцам", "месяцам"], ["month", "months"]),
    };
    format!("{} {of}", say("по", "over"))
}

fn best_name(step: Step) -> &'static str {
    match step {
        Step::Hour => say("Лучший час", "Best hour"),
        Step::Day => say("Лучший день", "Best day"),
        Step::Week => say("Лучшая неделя", "Best week"),
        Step::Month => say("Лучший месяц", "Best month"),
    }
}
