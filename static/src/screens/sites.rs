//! The sites, by name.

use leptos::prelude::*;

use crate::api;
use crate::api::today::{Line, Today};
use crate::language::{by_name, counted, language, lower, say, spoken, whole};
use crate::live::{self, Memo, Model};
use crate::parts::icon::Icon;
use crate::parts::notice::{Empty, Loaded};
use crate::parts::show::Show;
use crate::parts::state::State;
use crate::session;

/// How often it is read anew, in seconds.
const EVERY: u64 = 20;

/// The list of sites.
#[component]
pub fn Sites() -> impl IntoView {
    let today = live::every(EVERY, || {
        language();
        api::today::today()
    });
    view! {
        <div class="screen sites">
            <Loaded live=today show=|facts| view! { <List facts /> } />
        </div>
    }
}

#[component]
fn List(facts: Model<Today>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let ids = Memo::new(move |_| facts.with(|facts| found(&facts.sites, &search.get())));
    let count = move || facts.with(|facts| facts.sites.len()) as i64;
    view! {
        <header class="head">
            <h1>{spoken("Объекты", "Sites")}</h1>
            <p class="lead">
                {move || counted(count(), ["объект", "объекта", "объектов"], ["site", "sites"])}
            </p>
            <Show when=session::is_contractor>
                <div class="actions ways">
                    <a class="button" href="/admin/sites/new">
                        {Icon::Plus.draw()}
                        <span>{spoken("Добавить объект", "Add a site")}</span>
                    </a>
                </div>
            </Show>
        </header>
        <Show when=move || 0 < count() fallback=|| view! { <Nothing /> }>
            <div class="tools">
                <label class="search">
                    {Icon::Search.draw()}
                    <span class="unseen">{spoken("Найти объект", "Find a site")}</span>
                    <input
                        type="search"
                        placeholder=spoken("Название, адрес или клиент", "Name, address or client")
                        prop:value=search
                        on:input:target=move |event| search.set(event.target().value())
                    />
                </label>
            </div>
            <Show
                when=move || !ids.with(Vec::is_empty)
                fallback=|| view! { <p class="none">{spoken("Ничего не найдено.", "Nothing was found.")}</p> }
            >
                <table class="listed stack">
                    <caption class="unseen">{spoken("Объекты", "Sites")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{spoken("Объект", "Site")}</th>
                            <th scope="col">{spoken("Клиент", "Client")}</th>
                            <th scope="col">{spoken("Состояние", "State")}</th>
                            <th scope="col" class="number">{spoken("Датчики", "Sensors")}</th>
                            <th scope="col" class="number">{spoken("Сегодня", "Today")}</th>
                            <th scope="col" class="number">{spoken("Местное время", "Local time")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || ids.get() key=|id| *id let:id>
                            <Place line=Memo::new(move |_| facts.with(|facts| find(&facts.sites, id))) />
                        </For>
                    </tbody>
                </table>
            </Show>
        </Show>
    }
}

#[component]
fn Place(line: Memo<Option<Line>>) -> impl IntoView {
    move || {
        line.get().map(|line| {
            let (health, reason) = (line.state, line.reason);
            view! {
                <tr>
                    <th scope="row">
                        <a class="name" href=format!("/sites/{}", line.id)>{line.name}</a>
                        {line.address.map(|address| view! { <small>{address}</small> })}
                    </th>
                    <td data-name=say("Клиент", "Client")>{line.client.name}</td>
                    <td>
                        <State health=move || health />
                        <small>{reason}</small>
                    </td>
                    <td class="number" data-name=say("Датчики", "Sensors")>{whole(line.link.sensors)}</td>
                    <td class="number" data-name=say("Посетители сегодня", "Visitors today")>{whole(line.visitors.so_far)}</td>
                    <td class="number" data-name=say("Местное время", "Local time")>{line.local_time}</td>
                </tr>
            }
        })
    }
}

/// The numbers of the sites in which a text is found, by name.
fn found(sites: &[Line], search: &str) -> Vec<i64> {
    let found = sites.iter().filter(|line| {
        let texts = [
            Some(&line.name),
            Some(&line.client.name),
            line.address.as_ref(),
        ];
        holds(texts.into_iter().flatten(), search)
    });
    let found = by_name(found, |line| &line.name);
    found.into_iter().map(|line| line.id).collect()
}

fn find(sites: &[Line], id: i64) -> Option<Line> {
    sites.iter().find(|line| line.id == id).cloned()
}

/// Whether every word of a text is found in any of some texts.
fn holds<'a>(texts: impl Iterator<Item = &'a String>, search: &str) -> bool {
    let all = texts.map(|text| lower(text)).collect::<Vec<_>>().join("\n");
    lower(search)
        .split_whitespace()
        .all(|word| all.contains(word))
}

/// There is no site yet.
#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Empty
            title=spoken("Объектов пока нет", "No sites yet")
            text=spoken(
                "Здесь будет список объектов с их состоянием и посетителями.",
                "The sites will be listed here with their states and visitors.",
            )
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_found_by_words_of_its_name_address_or_client() {
        let texts = [
            "Универмаг на Тверской",
            "Москва, Тверская улица, 100",
            "Ромашка",
        ]
        .map(str::to_owned);
        let check =
            |search: &str, expected| assert_eq!(holds(texts.iter(), search), expected, "{search}");
        check("", true);
        check("  ", true);
        check("тверск", true);
        check("РОМАШКА универмаг", true);
        check("ромашка ленина", false);
    }
}
