//! The dates that differ from their weekday.

use leptos::prelude::*;

use super::{Hours, Span, Special, USUAL};
use crate::language::{say, spoken};
use crate::parts::form::Checkbox;
use crate::parts::icon::Icon;
use crate::parts::show::Show;

/// The editor of the dates.
#[component]
pub fn Specials(hours: Hours) -> impl IntoView {
    let specials = hours.specials;
    let add = move |_| {
        let special = Special {
            date: RwSignal::new(String::new()),
            reason: RwSignal::new(String::new()),
            closed: RwSignal::new(true),
            span: Span::of((USUAL.0.to_owned(), USUAL.1.to_owned())),
        };
        specials.update(|specials| specials.push(special));
        hours.touched.run(());
    };
    let remove = move |key: i64| {
        specials.update(|specials| specials.retain(|special| special.span.key != key));
        hours.touched.run(());
    };
    view! {
        <For each=move || specials.get() key=|special| special.span.key let:special>
            <div class="special">
                <input
                    type="date"
                    required
                    aria-label=spoken("Дата", "Date")
                    prop:value=special.date
                    on:input:target=move |event| special.date.set(event.target().value())
                />
                <Checkbox
                    label=spoken("закрыто", "closed")
                    checked=special.closed
                    choose=move |closed| special.closed.set(closed)
                />
                <Show when=move || !special.closed.get()>
                    <span class="span">
                        <Time value=special.span.opens name=move || say("Открытие", "Opens").to_owned() />
                        "–"
                        <Time value=special.span.closes name=move || say("Закрытие", "Closes").to_owned() />
                    </span>
                </Show>
                <input
                    type="text"
                    maxlength="200"
                    aria-label=spoken("Причина", "Reason")
                    placeholder=spoken("Причина", "Reason")
                    prop:value=special.reason
                    on:input:target=move |event| special.reason.set(event.target().value())
                />
                <button type="button" class="quiet" on:click=move |_| remove(special.span.key)>
                    {Icon::Close.draw()}
                    <span class="unseen">{spoken("Убрать дату", "Remove the date")}</span>
                </button>
            </div>
        </For>
        <button type="button" class="quiet" on:click=add>{spoken("+ дата", "+ date")}</button>
    }
}

/// A time of day.
#[component]
pub fn Time(value: RwSignal<String>, #[prop(into)] name: Signal<String>) -> impl IntoView {
    view! {
        <input
            type="time"
            required
            aria-label=name
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
        />
    }
}
