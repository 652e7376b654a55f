//! Which period is looked at.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent, SubmitEvent};

use super::{Scene, told};
use crate::api::series::Step;
use crate::language::{say, spoken, typed};
use crate::live::whenever;
use crate::parts::icon::Icon;
use crate::parts::period::{Period, View, steps};
use crate::parts::show::Show;

fn name(view: View) -> &'static str {
    match view {
        View::Day => say("День", "Day"),
        View::Week => say("Неделя", "Week"),
        View::Month => say("Месяц", "Month"),
        View::Weeks => say("Год по неделям", "Year by weeks"),
        View::Months => say("Год по месяцам", "Year by months"),
    }
}

fn step_name(step: Step) -> &'static str {
    match step {
        Step::Hour => say("по часам", "by hours"),
        Step::Day => say("по дням", "by days"),
        Step::Week => say("по неделям", "by weeks"),
        Step::Month => say("по месяцам", "by months"),
    }
}

/// Units of the calendar, the way through it, and days of one's own.
#[component]
pub fn When(scene: Scene) -> impl IntoView {
    let ways = View::ALL.map(|view| {
        let address = move || {
            let wanted = scene.wanted.get();
            wanted.by(view, scene.today.get()).address(scene.site)
        };
        let current = move || {
            let is_it = scene
                .wanted
                .with(|wanted| wanted.own.is_none() && wanted.view == view);
            is_it.then_some("true")
        };
        view! {
            <a href=address aria-current=current>{move || name(view)}</a>
        }
    });
    view! {
        <div class="when tools">
            <nav class="units" aria-label=spoken("Период", "Period")>{ways}</nav>
            <Walk scene />
            <Own scene />
        </div>
    }
}

/// Earlier, later and now.
#[component]
fn Walk(scene: Scene) -> impl IntoView {
    let earlier = move || {
        let wanted = scene.wanted.get();
        wanted.earlier(scene.today.get()).address(scene.site)
    };
    let later = move || {
        let later = scene.wanted.get().later(scene.today.get());
        later.map(|later| later.address(scene.site))
    };
    let now = move || scene.wanted.get().now().address(scene.site);
    let is_now = move || {
        scene
            .period
            .with(|period| period.contains(scene.today.get()))
    };
    view! {
        <nav class="walk" aria-label=spoken("Ход по времени", "Through time")>
            <a class="button" href=earlier aria-label=spoken("Предыдущий период", "The period before")>
                {Icon::Back.draw()}
            </a>
            <b aria-live="polite">{move || scene.period.with(told::period)}</b>
            {move || match later() {
                Some(later) => view! {
                    <a class="button" href=later aria-label=say("Следующий период", "The period after")>
                        {Icon::Next.draw()}
                    </a>
                }
                .into_any(),
                None => view! {
                    <span class="button" role="link" aria-disabled="true" aria-label=say("Следующий период", "The period after")>
                        {Icon::Next.draw()}
                    </span>
                }
                .into_any(),
            }}
            <Show when=move || !is_now()>
                <a class="button" href=now>{spoken("Сегодня", "Today")}</a>
            </Show>
        </nav>
    }
}

/// Days of one's own.
#[component]
fn Own(scene: Scene) -> impl IntoView {
    let opened = NodeRef::<html::Details>::new();
    let first = RwSignal::new(String::new());
    let last = RwSignal::new(String::new());
    let step = RwSignal::new(String::new());
    whenever(move || {
        let period = scene.period.get();
        first.set(period.from.to_string());
        last.set(
            period
                .last()
                .min(scene.today.get_untracked())
                .max(period.from)
                .to_string(),
        );
        step.set(period.step.code().to_owned());
    });
    let wrong = RwSignal::new(false);
    let is_own = move || scene.wanted.with(|wanted| wanted.own.is_some());
    let days = move || {
        let days = typed(&first.get()).zip(typed(&last.get()));
        days.and_then(|(first, last)| Period::of(first, last, Step::of(&step.get())))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let own = days();
        wrong.set(own.is_none());
        if own.is_some() {
            scene.change(|wanted| wanted.own = own);
            if let Some(opened) = opened.get_untracked() {
                close(&opened);
            }
        }
    };
    let fitting = move || days().map_or_else(|| Step::ALL.to_vec(), |period| steps(period.days()));
    view! {
        <details class="own" name="opened" node_ref=opened on:keydown=close_by_key>
            <summary class="button" aria-current=move || is_own().then_some("true")>
                {spoken("Свои даты", "Own dates")}
            </summary>
            <form class="card" on:submit=submit>
                <Day id="own-first" label=Signal::derive(|| say("С", "From")) value=first wrong />
                <Day id="own-last" label=Signal::derive(|| say("По", "Until")) value=last wrong />
                <div class="field">
                    <label for="own-step">{spoken("Шаг", "Step")}</label>
                    <select id="own-step" prop:value=step on:change:target=move |event| step.set(event.target().value())>
                        {move || fitting()
                            .into_iter()
                            .map(|kind| view! {
                                <option value=kind.code() selected=move || step.get() == kind.code()>{step_name(kind)}</option>
                            })
                            .collect_view()}
                    </select>
                </div>
                <Show when=move || wrong.get()>
                    <p class="wrong" id="own-wrong" role="alert">
                        {spoken(
                            "Первый день должен быть не позже последнего, весь период не дольше пяти лет.",
                            "The first day must not be after the last, and the period at most five years long.",
                        )}
                    </p>
                </Show>
                <button type="submit" class="button main">{spoken("Показать", "Show")}</button>
            </form>
        </details>
    }
}

/// Escape closes what is open, and the focus is on what has opened it.
pub fn close_by_key(event: KeyboardEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let opened = target.and_then(|target| target.closest("details").ok().flatten());
    if let Some(opened) = opened.filter(|_| event.key() == "Escape") {
        close(&opened);
    }
}

fn close(opened: &Element) {
    _ = opened.remove_attribute("open");
    let summary = opened.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        _ = summary.focus();
    }
}

#[component]
fn Day(
    id: &'static str,
    label: Signal<&'static str>,
    value: RwSignal<String>,
    wrong: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="date"
                required
                prop:value=value
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=move || wrong.get().then_some("own-wrong")
                on:input:target=move |event| value.set(event.target().value())
            />
        </div>
    }
}
