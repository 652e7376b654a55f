//! Filters with names: those that come with the portal, and those that the reader
//! has kept in the browser.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::SubmitEvent;

use super::wanted::Wanted;
use crate::json;
use crate::language::{say, spoken};
use crate::live::{Memo, Model};
use crate::parts::dialog::Dialog;
use crate::parts::field::Field;
use crate::parts::icon::Icon;
use crate::parts::show::Show;
use crate::session;

/// Where the reader's own are kept in the browser.
const KEPT: &str = "incident-filters";

/// A filter that the reader has kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    name: String,
    address: String,
}

/// The filters with names, and a way to keep the present one.
#[component]
pub fn Filters(
    /// What is looked at.
    wanted: Memo<Wanted>,
) -> impl IntoView {
    let own = Model::new(read());
    let open = RwSignal::new(false);
    let address = Memo::new(move |_| wanted.get().address());
    let is_new = move || {
        let address = address.get();
        let known = own.with(|own| own.iter().any(|kept| kept.address == address));
        let built_in = built_in()
            .iter()
            .any(|(_, wanted)| wanted.address() == address);
        !known && !built_in
    };
    view! {
        <div class="filters" role="group" aria-label=spoken("Готовые фильтры", "Filters by name")>
            {move || {
                built_in()
                    .into_iter()
                    .map(|(name, wanted)| view! { <Chip name=name.to_owned() to=wanted.address() address /> })
                    .collect_view()
            }}
            {move || {
                own.get()
                    .into_iter()
                    .map(|kept| {
                        let gone = kept.clone();
                        let remove = move |_| {
                            own.update(|own| own.retain(|kept| *kept != gone));
                            own.with_untracked(|own| write(own));
                        };
                        let label = format!("{}: {}", say("Убрать фильтр", "Remove the filter"), kept.name);
                        view! {
                            <span class="own">
                                <Chip name=kept.name to=kept.address address />
                                <button type="button" class="quiet" aria-label=label on:click=remove>
                                    {Icon::Close.draw()}
                                </button>
                            </span>
                        }
                    })
                    .collect_view()
            }}
            <Show when=is_new>
                <button type="button" class="quiet" on:click=move |_| open.set(true)>
                    {Icon::Plus.draw()}
                    <span>{spoken("Сохранить фильтр", "Keep this filter")}</span>
                </button>
            </Show>
        </div>
        <Dialog open title=Signal::derive(|| say("Сохранить фильтр", "Keep this filter").to_owned())>
            <Naming own address open />
        </Dialog>
    }
}

/// A filter as a link.
#[component]
fn Chip(name: String, to: String, address: Memo<String>) -> impl IntoView {
    let here = to.clone();
    let current = move || address.with(|address| *address == here).then_some("true");
    view! { <a class="filter" href=to aria-current=current>{name}</a> }
}

/// Asks for the name of a filter.
#[component]
fn Naming(own: Model<Vec<Kept>>, address: Memo<String>, open: RwSignal<bool>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked().trim().to_owned();
        if name.is_empty() {
            return;
        }
        let address = address.get_untracked();
        own.update(|own| own.push(Kept { name, address }));
        own.with_untracked(|own| write(own));
        open.set(false);
    };
    view! {
        <form on:submit=keep>
            <Field
                name="filter-name"
                required=true
                label=spoken("Название", "Name")
                hint=spoken("Хранится в этом браузере", "Kept in this browser")
                value=name
            />
            <button type="submit" class="button main">{spoken("Сохранить", "Keep")}</button>
        </form>
    }
}

/// The filters that come with the portal, by who looks.
fn built_in() -> Vec<(&'static str, Wanted)> {
    let mine = if session::is_contractor() {
        "contractor"
    } else {
        "client"
    };
    let wanted = |change: fn(&mut Wanted)| {
        let mut wanted = Wanted::default();
        change(&mut wanted);
        wanted
    };
    let waiting = Wanted {
        whose: mine.to_owned(),
        ..Wanted::default()
    };
    let all = [
        (say("Открытые", "Open"), Wanted::default()),
        (say("Мои: ждут ответа", "Mine to answer"), waiting),
        (
            say("На стороне клиента", "On the client's side"),
            wanted(|wanted| wanted.side = "client".to_owned()),
        ),
        (
            say("Без решения о стороне", "Side not decided"),
            wanted(|wanted| wanted.side = "none".to_owned()),
        ),
        (
            say("Закрытые", "Closed"),
            wanted(|wanted| wanted.open = "false".to_owned()),
        ),
    ];
    all.into()
}

/// What cannot be read was kept by another portal: it is left alone.
fn read() -> Vec<Kept> {
    let storage = window().local_storage().ok().flatten();
    storage
        .and_then(|storage| storage.get_item(KEPT).ok().flatten())
        .and_then(|text| json::parsed(&text).ok())
        .unwrap_or_default()
}

fn write(own: &[Kept]) {
    if let (Ok(Some(storage)), Some(text)) = (window().local_storage(), json::text(&own)) {
        _ = storage.set_item(KEPT, &text);
    }
}
