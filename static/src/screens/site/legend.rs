//! What the chart's colours and patterns mean, and which events it marks.

use leptos::prelude::*;

use super::draw::Column;
use super::share::Share;
use super::swatch::{Mark, Sample, Switch};
use super::wanted::Look;
use super::{Scene, told};
use crate::api::series::{Event, Part};
use crate::language::{say, spoken};
use crate::live::Memo;
use crate::parts::show::Show;

/// What the chart's colours and patterns mean; what is not there is not named.
#[component]
pub fn Legend(scene: Scene, columns: Memo<Vec<Column>>, look: Memo<Look>) -> impl IntoView {
    let any = move |is: fn(&Part) -> bool| {
        Memo::new(move |_| columns.with(|columns| columns.iter().any(|column| is(&column.part))))
    };
    let late = any(|part| part.late.is_some_and(|late| 0 < late));
    let missing = any(|part| Share::of(part).is_some_and(|share| 0.005 < share.missing()));
    let restored = any(|part| 0 < part.restored);
    let usual = any(|part| part.usual.is_some());
    let year = any(|part| part.year.is_some());
    let is = move |wanted: Look| look.get() == wanted;
    view! {
        <ul class="legend">
            <Show when=move || is(Look::Visitors)>
                <Sample mark=Mark::Counted name=spoken("измерено", "measured") />
                <Show when=move || late.get()>
                    <Sample mark=Mark::Late name=spoken("пришло с опозданием", "arrived late") />
                </Show>
                <Show when=move || restored.get()>
                    <Sample mark=Mark::Restored name=spoken("восстановлено", "restored") />
                </Show>
            </Show>
            <Show when=move || is(Look::Both)>
                <Sample mark=Mark::Counted name=spoken("вошли", "in") />
                <Sample mark=Mark::Out name=spoken("вышли", "out") />
            </Show>
            <Show when=move || is(Look::Inside)>
                <li class="hint">
                    {spoken(
                        "Оценка: вошедшие минус вышедшие с начала дня, не меньше нуля. По дням показано наибольшее за день.",
                        "An estimate: people in less people out since the day began, at least zero. By days the most of each is shown.",
                    )}
                </li>
            </Show>
            <Show when=move || missing.get()>
                <Sample mark=Mark::Missing name=spoken("нет данных", "no counts") />
            </Show>
            <Show when=move || is(Look::Visitors) && usual.get()>
                <Switch
                    mark=Mark::Usual
                    name=spoken("обычно", "usual")
                    on=Signal::derive(move || scene.wanted.with(|wanted| !wanted.without_usual))
                    set=move |on: bool| scene.change(|wanted| wanted.without_usual = !on)
                />
            </Show>
            <Show when=move || is(Look::Visitors) && year.get()>
                <Switch
                    mark=Mark::Year
                    name=spoken("прошлый год", "last year")
                    on=Signal::derive(move || scene.wanted.with(|wanted| !wanted.without_year))
                    set=move |on: bool| scene.change(|wanted| wanted.without_year = !on)
                />
            </Show>
        </ul>
    }
}

/// What explains unusual figures.
#[component]
pub fn Events(events: Memo<Vec<Event>>) -> impl IntoView {
    let kind = |kind: &str| match kind {
        "holiday" => say("праздник", "holiday"),
        "promotion" => say("акция", "promotion"),
        "closure" => say("закрытие", "closure"),
        _ => say("работы", "works"),
    };
    view! {
        <Show when=move || !events.with(Vec::is_empty)>
            <ul class="events" aria-label=spoken("События", "Events")>
                {move || events
                    .get()
                    .into_iter()
                    .map(|event| view! {
                        <li>
                            {Mark::Event.draw()}
                            <span>
                                <b>{event.name.clone()}</b> ", " {kind(&event.kind)} ": "
                                {told::event(&event)}
                            </span>
                        </li>
                    })
                    .collect_view()}
            </ul>
        </Show>
    }
}
