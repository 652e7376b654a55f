//! A list: search, pages, and a way to each thing.

mod pages;
mod removal;

use leptos::prelude::*;

use super::ask::told;
use super::directory::{Directory, Of};
use super::read;
use super::section::{Column, Section, Things};
use crate::api::Failure;
use crate::api::registry::Row;
use crate::language::{lower, say, spoken};
use crate::live::{Live, Memo, Model};
use crate::parts::field::Refusal;
use crate::parts::form::Select;
use crate::parts::icon::Icon;
use crate::parts::notice::{Empty, Loaded};
use crate::parts::show::Show;
use crate::route;
use crate::session;
use pages::Pages;
use removal::removal;

/// How many rows stand on a page.
const ROWS: usize = 50;

/// The list of a section.
#[component]
pub fn Listed(section: Section, things: &'static Things) -> impl IntoView {
    let owner = RwSignal::new(asked_owner(things));
    let changes = session::user().is_some_and(|user| (things.changes)(user.role));
    let word = section.word;
    let new = move || {
        let of = things.owner.map(Of::word).unwrap_or_default();
        match owner.get() {
            none if none.is_empty() => format!("/admin/{word}/new"),
            owner => format!("/admin/{word}/new?{of}={owner}"),
        }
    };
    view! {
        <header class="head">
            <div>
                <h1>{move || told(section.name)}</h1>
                <p class="lead">{move || told(section.lead)}</p>
            </div>
            {changes
                .then(|| view! {
                    <div class="actions">
                        {things
                            .other
                            .map(|(to, words, _)| view! { <a class="button" href=format!("/admin/{word}/{to}")>{move || told(words)}</a> })}
                        <a class="button main" hidden=!things.enters() href=new>{Icon::Plus.draw()} {move || told(things.add)}</a>
                    </div>
                })}
        </header>
        <Body word things owner changes />
    }
}

/// Whose things are asked for: in the address, or as goes without saying.
fn asked_owner(things: &Things) -> String {
    let Some(of) = things.owner else {
        return String::new();
    };
    let own = || {
        let client = session::user().and_then(|user| user.client);
        client
            .filter(|_| of == Of::Client)
            .map(|client| client.id.to_string())
    };
    route::query_now(of.word()).or_else(own).unwrap_or_default()
}

#[component]
fn Body(
    word: &'static str,
    things: &'static Things,
    owner: RwSignal<String>,
    changes: bool,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let page = Model::new(0_usize);
    let found = read::rows(move || things.address(&owner.get()).unwrap_or_default());
    let narrow = things
        .owner
        .filter(|of| *of != Of::Client || session::is_contractor())
        .map(|of| view! { <Narrow of owner within=things.is_within() /> });
    let unknown = move || things.address(&owner.get()).is_none();
    view! {
        <div class="tools">
            <label class="search">
                {Icon::Search.draw()}
                <span class="unseen">{spoken("Найти", "Search")}</span>
                <input
                    type="search"
                    placeholder=spoken("Найти", "Search")
                    prop:value=search
                    on:input:target=move |event| {
                        search.set(event.target().value());
                        page.set(0);
                    }
                />
            </label>
            {narrow}
        </div>
        <Show
            when=move || !unknown()
            fallback=|| view! {
                <p class="none">{spoken("Сначала выберите, чьи они.", "First choose whose they are.")}</p>
            }
        >
            <Loaded live=found show=move |rows| view! { <Rows word things owner changes rows found search page /> } />
        </Show>
    }
}

/// Whose things are listed.
#[component]
fn Narrow(of: Of, owner: RwSignal<String>, within: bool) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let label = move || match of {
        Of::Client => say("Клиент", "Client"),
        Of::System => say("Система", "System"),
        Of::Site => say("Объект", "Site"),
        Of::Entrance => say("Входная группа", "Entrance"),
    };
    let none = move || match within {
        true => say("— выберите —", "— choose —"),
        false => say("Все", "All"),
    };
    let options = move || directory.options(of);
    // So that the address leads back here, and to the same.
    Effect::new(move |before: Option<String>| {
        let now = owner.get();
        if before.is_some_and(|before| before != now) {
            route::replace(&format!("{}?{}={now}", route::path_now(), of.word()));
        }
        now
    });
    view! { <Select name="owner" label none value=owner options /> }
}

#[component]
fn Rows(
    word: &'static str,
    things: &'static Things,
    owner: RwSignal<String>,
    changes: bool,
    rows: Model<Vec<Row>>,
    found: Live<Vec<Row>>,
    search: RwSignal<String>,
    page: Model<usize>,
) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let wanted = Memo::new(move |_| {
        let search = lower(search.get().trim());
        let of = things.owner.map(Of::word).unwrap_or_default();
        let (field, owner) = (format!("{of}_id"), owner.get());
        let mut rows = rows.get();
        rows.retain_mut(|row| {
            if things.is_within() {
                // Whose they are goes without saying in the answer.
                row.0.insert(field.clone(), owner.as_str().into());
            }
            let mut cells = things
                .columns
                .iter()
                .map(|Column(_, show)| show(row, &directory));
            (owner.is_empty() || row.text(&field) == owner)
                && (search.is_empty() || cells.any(|cell| lower(&cell).contains(&search)))
        });
        rows
    });
    let pages = move || wanted.with(Vec::len).div_ceil(ROWS).max(1);
    let seen = move || {
        let from = page.get().min(pages() - 1) * ROWS;
        wanted.with(|wanted| {
            wanted
                .iter()
                .skip(from)
                .take(ROWS)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let failure = RwSignal::new(None::<Failure>);
    let row = move |row: Row| {
        let is_over = !row.text("revoked_at").is_empty();
        let remove = (things.goes() && changes && !is_over)
            .then(|| removal(things, owner, &row, found, failure));
        line(word, things, &row, directory, remove).into_any()
    };
    view! {
        <Refusal failure />
        <Show
            when=move || wanted.with(|wanted| !wanted.is_empty())
            fallback=move || match rows.with(Vec::is_empty) {
                true => view! {
                    <Empty
                        title=spoken("Пока пусто", "Nothing yet")
                        text=spoken("Здесь появится то, что вы добавите.", "What you add will stand here.")
                    />
                }
                .into_any(),
                false => view! { <p class="none">{spoken("Ничего не найдено.", "Nothing was found.")}</p> }.into_any(),
            }
        >
            <table class="stack">
                <caption class="unseen">{spoken("Список", "The list")}</caption>
                <thead>
                    <tr>
                        {things
                            .columns
                            .iter()
                            .map(|Column(words, _)| view! { <th scope="col">{move || told(*words)}</th> })
                            .collect_view()}
                        {things.goes().then(|| view! { <td></td> })}
                    </tr>
                </thead>
                <tbody>{move || seen().into_iter().map(row).collect_view()}</tbody>
            </table>
            <Pages page pages all=move || wanted.with(Vec::len) />
        </Show>
    }
}

fn line(
    word: &'static str,
    things: &'static Things,
    row: &Row,
    directory: Directory,
    remove: Option<AnyView>,
) -> AnyView {
    let cell = |(at, Column(words, show)): (usize, &Column)| {
        let text = show(row, &directory);
        let words = *words;
        match (at, things.opens()) {
            (0, true) => view! {
                <th scope="row"><a href=format!("/admin/{word}/{}", row.id())>{text}</a></th>
            }
            .into_any(),
            (0, false) => view! { <th scope="row">{text}</th> }.into_any(),
            _ => view! { <td data-name=told(words)>{text}</td> }.into_any(),
        }
    };
    view! {
        <tr>
            {things.columns.iter().enumerate().map(cell).collect_view()}
            {things.goes().then(|| view! { <td class="number">{remove}</td> })}
        </tr>
    }
    .into_any()
}
