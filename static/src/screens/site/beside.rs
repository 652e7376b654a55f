//! The period of several at once: the site's entrances, and other sites.

mod lines;
mod rivals;

use leptos::prelude::*;

use super::wanted::MOST_BESIDE;
use super::{Scene, told};
use crate::api;
use crate::api::series::Whose;
use crate::api::session::Named;
use crate::api::sites::Entrance;
use crate::language::{say, spoken};
use crate::live::{self, Live, Memo, Model};
use crate::parts::icon::Icon;
use crate::parts::notice::{Empty, Loaded};
use crate::parts::show::Show;
use rivals::Rivals;

/// The site's entrances beside one another.
#[component]
pub fn Entrances(scene: Scene, entrances: Live<Vec<Entrance>>) -> impl IntoView {
    view! {
        <section class="card">
            <div>
                <h2>{spoken("Входные группы", "Entrances")}</h2>
                <p class="hint">{move || scene.period.with(told::period)}</p>
            </div>
            <Loaded live=entrances show=move |found| {
                let rivals = Memo::new(move |_| found.with(|found| {
                    let named = found.iter().map(|found| found.entrance.clone());
                    named.map(|entrance| (Whose::Entrance(entrance.id), entrance.name)).collect()
                }));
                view! {
                    <Show
                        when=move || !rivals.with(Vec::<(Whose, String)>::is_empty)
                        fallback=|| view! { <NoEntrances /> }
                    >
                        <Rivals scene rivals name=spoken("Посетители входных групп", "Visitors of the entrances") is_whole=true />
                    </Show>
                }
            } />
        </section>
    }
}

#[component]
fn NoEntrances() -> impl IntoView {
    view! {
        <Empty
            title=spoken("Входных групп пока нет", "No entrances yet")
            text=spoken("Они появятся здесь, когда их введут в настройках.", "They will stand here once they are entered in the settings.")
        />
    }
}

/// The site beside others that the reader chooses.
#[component]
pub fn Sites(scene: Scene) -> impl IntoView {
    let names = live::once(api::sites::names);
    let all = Memo::new(move |_| names.get().map(|names| names.get()).unwrap_or_default());
    let rivals = Memo::new(move |_| {
        let chosen = scene.wanted.with(|wanted| wanted.beside.clone());
        let ids = std::iter::once(scene.site).chain(chosen);
        let named =
            ids.filter_map(|id| all.with(|all| all.iter().find(|site| site.id == id).cloned()));
        named
            .map(|site| (Whose::Site(site.id), site.name))
            .collect::<Vec<_>>()
    });
    view! {
        <Show when=move || 1 < all.with(Vec::len)>
            <section class="card others">
                <div class="head">
                    <div>
                        <h2>{spoken("Сравнение с другими объектами", "Beside other sites")}</h2>
                        <p class="hint">{move || scene.period.with(told::period)}</p>
                    </div>
                    <Choose scene all />
                </div>
                <Show when=move || 1 < rivals.with(Vec::len)>
                    <Rivals scene rivals name=spoken("Посетители объектов", "Visitors of the sites") />
                </Show>
            </section>
        </Show>
    }
}

/// Which sites are compared with.
#[component]
fn Choose(scene: Scene, all: Memo<Vec<Named>>) -> impl IntoView {
    let beside = Memo::new(move |_| scene.wanted.with(|wanted| wanted.beside.clone()));
    let find = move |id: i64| all.with(|all| all.iter().find(|site| site.id == id).cloned());
    let rest = move || {
        let is_free = |site: &Named| {
            site.id != scene.site && beside.with(|beside| !beside.contains(&site.id))
        };
        all.get().into_iter().filter(is_free).collect::<Vec<_>>()
    };
    let picked = Model::new(None::<i64>);
    // One that was added is not there to be picked any more.
    let pick = Memo::new(move |_| {
        let rest = rest();
        let kept = rest.iter().find(|site| Some(site.id) == picked.get());
        kept.or(rest.first()).map(|site| site.id)
    });
    let add = move |_| {
        if let Some(id) = pick.get_untracked() {
            scene.change(|wanted| wanted.beside.push(id));
        }
    };
    let can_add = move || beside.with(Vec::len) < MOST_BESIDE && !rest().is_empty();
    view! {
        <div class="actions chosen">
            {move || beside.get().into_iter().filter_map(find).map(|site| {
                let id = site.id;
                let name = site.name.clone();
                view! {
                    <button
                        type="button"
                        class="filter"
                        aria-label=move || format!("{} {name}", say("Убрать:", "Remove:"))
                        on:click=move |_| scene.change(|wanted| wanted.beside.retain(|other| *other != id))
                    >
                        <span>{site.name}</span>
                        {Icon::Close.draw()}
                    </button>
                }
            }).collect_view()}
            <Show when=can_add>
                <div class="field pick">
                    <label class="unseen" for="beside">{spoken("Добавить объект к сравнению", "Add a site to compare with")}</label>
                    <select id="beside" on:change:target=move |event| picked.set(event.target().value().parse().ok())>
                        {move || rest().into_iter().map(|site| view! {
                            <option value=site.id selected=move || pick.get() == Some(site.id)>{site.name}</option>
                        }).collect_view()}
                    </select>
                </div>
                <button type="button" class="button" on:click=add>
                    {Icon::Plus.draw()}
                    <span>{spoken("Сравнить", "Compare")}</span>
                </button>
            </Show>
        </div>
    }
}
