//! The incidents of a list.

use leptos::prelude::*;

use super::wanted::{PAGE, Wanted};
use crate::api::incidents::{Next, Row, Rows};
use crate::api::today::Health;
use crate::language::{numbered, say, since, spoken};
use crate::live::{Memo, Model};
use crate::parts::icon::Icon;
use crate::parts::notice::Empty;
use crate::parts::show::Show;
use crate::parts::state::State;
use crate::session;

/// A list of incidents.
#[component]
pub fn Table(
    /// What was found.
    rows: Model<Rows>,
    /// What was looked for.
    wanted: Memo<Wanted>,
    /// How many pages are shown.
    pages: RwSignal<u32>,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        rows.with(|rows| rows.incidents.iter().map(|row| row.id).collect::<Vec<_>>())
    });
    let more = move || rows.with(|rows| rows.meta.next.is_some()) && pages.get() * PAGE < 1_000;
    view! {
        <Show when=move || !ids.with(Vec::is_empty) fallback=move || view! { <Nothing wanted /> }>
            <table class="cards" role="table">
                <caption class="unseen">{spoken("Инциденты, сначала новые", "Incidents, the newest first")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{spoken("Неисправность", "Fault")}</th>
                        <th scope="col" role="columnheader">{spoken("Где", "Where")}</th>
                        <th scope="col" role="columnheader">{spoken("Начало", "Since")}</th>
                        <th scope="col" role="columnheader">{spoken("Этап", "Stage")}</th>
                        <th scope="col" role="columnheader">{spoken("Сторона", "Side")}</th>
                        <th scope="col" role="columnheader">{spoken("Ближайший срок", "Next term")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Case row=Memo::new(move |_| rows.with(|rows| {
                            rows.incidents.iter().find(|row| row.id == id).cloned()
                        })) />
                    </For>
                </tbody>
            </table>
        </Show>
        <Show when=more>
            <button type="button" class="button" on:click=move |_| pages.update(|pages| *pages += 1)>
                {spoken("Показать ещё", "Show more")}
            </button>
        </Show>
    }
}

/// An incident.
#[component]
fn Case(row: Memo<Option<Row>>) -> impl IntoView {
    move || {
        row.get().map(|row| {
            let health = health(&row.stage, row.term.as_ref().is_some_and(|term| term.breached));
            let stage = row.stage_name.clone();
            let (class, side) = match row.side_name {
                Some(side) => ("side", side),
                None => ("side none", "—".to_owned()),
            };
            let place = [row.entrance, row.sensor].into_iter().flatten();
            let place = place.collect::<Vec<_>>().join(", ");
            let client = session::is_contractor().then_some(row.client).flatten();
            view! {
                <tr role="row">
                    <td role="cell" class="what">
                        <a href=format!("/incidents/{}", row.id)>{row.name}</a>
                        <small>{numbered(row.id)}</small>
                    </td>
                    <td role="cell">
                        <span>{row.site.unwrap_or_else(|| say("Вся система", "The whole system").to_owned())}</span>
                        <small>{place}</small>
                        <small>{client}</small>
                    </td>
                    <td role="cell"><span>{since(&row.since)}</span></td>
                    <td role="cell">
                        <State health=move || health word=Signal::derive(move || stage.clone()) />
                        {row.whose_name.filter(|_| row.closed_at.is_none()).map(|whose| {
                            view! { <small class="turn">{say("ход: ", "to act: ")} {whose}</small> }
                        })}
                    </td>
                    <td role="cell" class=class><span>{side}</span></td>
                    <td role="cell" class="next">{match row.term {
                        Some(term) => view! { <TermMark term /> }.into_any(),
                        None => view! { <span>"—"</span> }.into_any(),
                    }}</td>
                </tr>
            }
        })
    }
}

/// How an incident looks: over, waiting to be seen to work, being handled, or late.
pub fn health(stage: &str, breached: bool) -> Health {
    match stage {
        "closed" => Health::Good,
        "recovered" | "repaired" => Health::Awaited,
        _ if breached => Health::Bad,
        _ => Health::Watch,
    }
}

/// A term in a line: what, until when, and whether it is near or past.
#[component]
fn TermMark(term: Next) -> impl IntoView {
    let (class, until) = match (term.breached, term.at_risk) {
        (true, _) => ("term bad", say("просрочено с", "overdue since")),
        (_, true) => ("term watch", say("скоро, до", "soon, by")),
        _ => ("term", say("до", "by")),
    };
    view! {
        <span class=class>
            {Icon::Clock.draw()}
            <span>{term.name} ", " {until} " " {since(&term.due)}</span>
        </span>
    }
}

/// Nothing was found.
#[component]
fn Nothing(wanted: Memo<Wanted>) -> impl IntoView {
    move || {
        match wanted.get() == Wanted::default() {
        true => view! {
            <Empty
                title=spoken("Открытых инцидентов нет", "No open incidents")
                text=spoken(
                    "Когда датчик перестанет выходить на связь или его данные станут неправдоподобны, инцидент появится здесь.",
                    "When a sensor is not heard from, or its counts are not plausible, an incident will stand here.",
                )
            >
                <a class="button" href="/incidents?open=all">{spoken("Показать все", "Show all")}</a>
            </Empty>
        }
        .into_any(),
        false => view! {
            <Empty
                title=spoken("Ничего не найдено", "Nothing was found")
                text=spoken("Измените условия поиска.", "Look for something else.")
            >
                <a class="button" href="/incidents">{spoken("Сбросить фильтры", "Drop the filters")}</a>
            </Empty>
        }
        .into_any(),
    }
    }
}
