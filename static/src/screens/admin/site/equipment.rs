//! What hangs at a site: its doors and their sensors.

use leptos::prelude::*;

use crate::api::registry::Row;
use crate::language::spoken;
use crate::parts::icon::Icon;
use crate::parts::notice::Loaded;
use crate::parts::show::Show;
use crate::screens::admin::read;
use crate::session;

/// What stands on a site's page besides the form: its doors and sensors.
pub fn more(site: Row) -> AnyView {
    let id = site.id();
    view! {
        <Show when=session::is_contractor><Equipment id /></Show>
        <nav class="actions" aria-label=spoken("Этот объект", "This site")>
            <a class="button" href=format!("/sites/{id}")>{spoken("Посетители объекта", "The site's visitors")}</a>
            <a class="button" href=format!("/admin/events?site={id}")>{spoken("События", "Events")}</a>
            <Show when=session::is_contractor>
                <a class="button" href=format!("/admin/limits?scope=site&id={id}")>{spoken("Пороги", "Thresholds")}</a>
            </Show>
        </nav>
    }
    .into_any()
}

#[component]
fn Equipment(id: i64) -> impl IntoView {
    let doors = read::rows(move || format!("/api/v1/entrances?site={id}"));
    let sensors = read::rows(|| "/api/v1/sensors".to_owned());
    let hung = move |door: i64| {
        let all = sensors.get().map(|all| all.get()).unwrap_or_default();
        let own = all
            .into_iter()
            .filter(|row| row.number("entrance_id") == Some(door));
        own.map(
            |row| view! { <a href=format!("/admin/sensors/{}", row.id())>{row.text("name")}</a> },
        )
        .collect_view()
    };
    let door = move |row: Row| {
        let id = row.id();
        view! {
            <li>
                <a href=format!("/admin/entrances/{id}")>{row.text("name")}</a>
                <span class="hung">{move || hung(id)}</span>
                <a class="quiet" href=format!("/admin/sensors/new?entrance={id}")>
                    {spoken("+ датчик", "+ sensor")}
                    <span class="unseen">": " {row.text("name")}</span>
                </a>
            </li>
        }
    };
    view! {
        <section class="card">
            <div class="head">
                <h2>{spoken("Входные группы и датчики", "Entrances and sensors")}</h2>
                <div class="actions">
                    <a class="button main" href=format!("/admin/sensors/new?site={id}")>
                        {Icon::Plus.draw()} {spoken("Добавить датчик", "Add a sensor")}
                    </a>
                    <a class="button" href=format!("/admin/entrances/new?site={id}")>
                        {spoken("Добавить входную группу", "Add an entrance")}
                    </a>
                </div>
            </div>
            <Loaded
                live=doors
                show=move |rows| view! { <ul class="doors">{move || rows.get().into_iter().map(door).collect_view()}</ul> }
            />
        </section>
    }
}
