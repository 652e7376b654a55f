//! Today: one line a site, the worst first.

mod line;

use leptos::prelude::*;

use crate::api;
use crate::api::today::{Health, Line, Today as Facts};
use crate::early;
use crate::language::{counted, here, language, lower, percent, say, spoken, whole};
use crate::live::{self, Memo, Model};
use crate::parts::icon::Icon;
use crate::parts::notice::{Empty, Loaded};
use crate::parts::show::Show;
use crate::session;
use line::SiteLine;

/// How often it is read anew, in seconds.
const EVERY: u64 = 20;

/// The first screen.
#[component]
pub fn Today() -> impl IntoView {
    let today = live::every(EVERY, || {
        language();
        api::today::today()
    });
    live::whenever(move || {
        if today.get().is_some() || today.failure().is_some() {
            early::over();
        }
    });
    on_cleanup(early::over);
    view! {
        <div class="screen today">
            <Loaded live=today show=|facts| view! { <Board facts /> } />
        </div>
    }
}

#[component]
fn Board(facts: Model<Facts>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let only = Model::new(None::<Health>);
    let ids = Memo::new(move |_| {
        facts.with(|facts| {
            let wanted = facts
                .sites
                .iter()
                .filter(|line| is_wanted(line, &search.get(), only.get()));
            wanted.map(|line| line.id).collect::<Vec<_>>()
        })
    });
    let none = move || facts.with(|facts| facts.sites.is_empty());
    view! {
        <Head facts only />
        <Show when=move || !none() fallback=|| view! { <Nothing /> }>
            <div class="tools">
                <label class="search">
                    {Icon::Search.draw()}
                    <span class="unseen">{spoken("Найти объект", "Find a site")}</span>
                    <input
                        type="search"
                        placeholder=spoken("Найти объект", "Find a site")
                        prop:value=search
                        on:input:target=move |event| search.set(event.target().value())
                    />
                </label>
                <p class="fresh" role="status">
                    {spoken("Обновлено в ", "As of ")} {move || here(&facts.with(|facts| facts.at.clone()))}
                </p>
            </div>
            <ol class="lines">
                <For each=move || ids.get() key=|id| *id let:id>
                    <SiteLine line=Memo::new(move |_| facts.with(|facts| find(facts, id))) />
                </For>
            </ol>
            <Show when=move || ids.with(Vec::is_empty)>
                <p class="none">{spoken("Ничего не найдено.", "Nothing was found.")}</p>
            </Show>
        </Show>
    }
}

fn find(facts: &Facts, id: i64) -> Option<Line> {
    facts.sites.iter().find(|line| line.id == id).cloned()
}

fn is_wanted(line: &Line, search: &str, only: Option<Health>) -> bool {
    let search = lower(search.trim());
    let texts = [
        Some(&line.name),
        Some(&line.client.name),
        line.address.as_ref(),
    ];
    only.is_none_or(|only| only == line.state)
        && texts
            .into_iter()
            .flatten()
            .any(|text| lower(text).contains(&search))
}

/// All sites together; the counts of states are filters.
#[component]
fn Head(facts: Model<Facts>, only: Model<Option<Health>>) -> impl IntoView {
    let totals = Memo::new(move |_| facts.with(|facts| facts.totals.clone()));
    let beside = move || {
        let totals = totals.get();
        let usual = totals.usual.filter(|usual| 0.0 < *usual)?;
        let share = totals.visitors as f64 / usual - 1.0;
        Some(format!(
            "{} {}",
            percent(share, true),
            say("к обычному", "to the usual")
        ))
    };
    view! {
        <header class="head">
            <h1>{spoken("Сегодня", "Today")}</h1>
            <dl class="figures">
                <div>
                    <dt>{spoken("Посетителей", "Visitors")}</dt>
                    <dd>{move || whole(totals.get().visitors)} <small>{beside}</small></dd>
                </div>
                <div>
                    <dt>{spoken("Открытые инциденты", "Open incidents")}</dt>
                    <dd>
                        <a href="/incidents?open=true">{move || whole(totals.get().open_incidents)}</a>
                        <small>
                            {move || {
                                let risk = totals.get().at_risk;
                                (0 < risk).then(|| counted(risk, ["срок под угрозой", "срока под угрозой", "сроков под угрозой"], ["term at risk", "terms at risk"]))
                            }}
                        </small>
                    </dd>
                </div>
            </dl>
            <div class="filters" role="group" aria-label=spoken("Показать объекты", "Show sites")>
                <Filter only health=None count=move || totals.get().sites />
                <Filter only health=Some(Health::Bad) count=move || totals.get().bad />
                <Filter only health=Some(Health::Watch) count=move || totals.get().watch />
                <Filter only health=Some(Health::Good) count=move || totals.get().good />
                <Show when=move || 0 < totals.get().awaited>
                    <Filter only health=Some(Health::Awaited) count=move || totals.get().awaited />
                </Show>
            </div>
        </header>
    }
}

#[component]
fn Filter(
    only: Model<Option<Health>>,
    health: Option<Health>,
    #[prop(into)] count: Memo<i64>,
) -> impl IntoView {
    let class = health.map_or("filter", |health| match health {
        Health::Good => "filter good",
        Health::Awaited => "filter awaited",
        Health::Watch => "filter watch",
        Health::Bad => "filter bad",
    });
    view! {
        <button
            type="button"
            class=class
            aria-pressed=move || (only.get() == health).to_string()
            on:click=move |_| only.set(health)
        >
            {health.map(|health| health.icon().draw())}
            <span>{move || health.map_or_else(|| say("Все", "All"), Health::word)}</span>
            <b>{move || whole(count.get())}</b>
        </button>
    }
}

/// There is no site yet.
#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Empty
            title=spoken("Объектов пока нет", "No sites yet")
            text=spoken(
                "Здесь появится строка на каждый объект: связь, данные, посетители и инциденты.",
                "Each site will have a line here: contact, counts, visitors and incidents.",
            )
        >
            <Show when=session::is_contractor>
                <a class="button main" href="/admin/sites/new">{spoken("Добавить объект", "Add a site")}</a>
            </Show>
        </Empty>
    }
}
