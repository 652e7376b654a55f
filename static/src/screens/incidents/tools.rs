//! What the list of incidents is searched and filtered by.

use leptos::prelude::*;
use spp_incident::class;
use spp_quality::Symptom;

use super::wanted::Wanted;
use crate::api;
use crate::language::{Language, language, say, spoken};
use crate::live::{self, Memo, whenever};
use crate::parts::icon::Icon;
use crate::parts::pause::settled;

/// A filter's field of what is wanted.
type Field = fn(&mut Wanted) -> &mut String;

/// The search, and one field a filter.
#[component]
pub fn Tools(
    /// What is looked at.
    wanted: Memo<Wanted>,
    /// Looks at something else.
    want: Callback<Wanted>,
) -> impl IntoView {
    let sites = live::once(api::sites::names);
    let sites = move || {
        let named = sites.get().map(|sites| sites.get()).unwrap_or_default();
        let site = named
            .into_iter()
            .map(|site| (site.id.to_string(), site.name));
        site.collect::<Vec<_>>()
    };
    view! {
        <div class="tools">
            <Search wanted want />
            <Choice wanted want field=state name=|| say("Состояние", "State") options=states />
            <Choice wanted want field=|wanted| &mut wanted.whose name=|| say("Чей ход", "To act") options=parties />
            <Choice wanted want field=|wanted| &mut wanted.side name=|| say("Сторона", "Side") options=sides />
            <Choice wanted want field=|wanted| &mut wanted.symptom name=|| say("Неисправность", "Fault") options=symptoms />
            <Choice wanted want field=|wanted| &mut wanted.site name=|| say("Объект", "Site") options=sites />
            <AtRisk wanted want />
        </div>
    }
}

#[component]
fn Search(wanted: Memo<Wanted>, want: Callback<Wanted>) -> impl IntoView {
    let search = Memo::new(move |_| wanted.with(|wanted| wanted.search.clone()));
    let typed = RwSignal::new(search.get_untracked());
    let settled = settled(typed);
    // The way back brings what was searched before; what is being typed stays.
    whenever(move || {
        let search = search.get();
        if search != settled.get_untracked() {
            settled.set(search.clone());
            typed.set(search);
        }
    });
    whenever(move || {
        let next = settled.get();
        if next != search.get_untracked() {
            want.run(Wanted {
                search: next,
                ..wanted.get_untracked()
            });
        }
    });
    let label = || say("Объект, датчик, номер, текст", "Site, sensor, number, text");
    view! {
        <label class="search">
            {Icon::Search.draw()}
            <span class="unseen">{label}</span>
            <input
                type="search"
                placeholder=label
                prop:value=typed
                on:input:target=move |event| typed.set(event.target().value())
            />
        </label>
    }
}

/// Whether only those are shown of which a term is near or past: of the open ones,
/// since others have no terms.
#[component]
fn AtRisk(wanted: Memo<Wanted>, want: Callback<Wanted>) -> impl IntoView {
    let is_on = Memo::new(move |_| wanted.with(|wanted| !wanted.at_risk.is_empty()));
    let turn = move |_| {
        let mut next = wanted.get_untracked();
        next.at_risk = if is_on.get_untracked() {
            String::new()
        } else {
            "true".to_owned()
        };
        next.open = String::new();
        want.run(next);
    };
    view! {
        <button type="button" class="filter" aria-pressed=move || is_on.get().to_string() on:click=turn>
            {Icon::Clock.draw()}
            <span>{spoken("Сроки под угрозой", "Terms at risk")}</span>
        </button>
    }
}

#[component]
fn Choice(
    wanted: Memo<Wanted>,
    want: Callback<Wanted>,
    field: Field,
    name: fn() -> &'static str,
    #[prop(into)] options: Memo<Vec<(String, String)>>,
) -> impl IntoView {
    let chosen = Memo::new(move |_| field(&mut wanted.get()).clone());
    let choose = move |value: String| {
        let mut wanted = wanted.get_untracked();
        *field(&mut wanted) = value;
        want.run(wanted);
    };
    let option = move |(code, word): (String, String)| {
        let own = code.clone();
        let selected = move || chosen.with(|chosen| *chosen == own);
        view! { <option value=code prop:selected=selected>{word}</option> }
    };
    view! {
        <label class="narrow">
            <span>{name}</span>
            <select on:change:target=move |event| choose(event.target().value())>
                {move || {
                    // The state has a word of its own for what is not chosen.
                    let any = (String::new(), say("все", "all").to_owned());
                    let all = options.get();
                    let any = all.iter().all(|(code, _)| !code.is_empty()).then_some(any);
                    any.into_iter().chain(all).map(option).collect_view()
                }}
            </select>
        </label>
    }
}

/// Others than open ones have no terms at risk.
fn state(wanted: &mut Wanted) -> &mut String {
    wanted.at_risk.clear();
    &mut wanted.open
}

fn states() -> Vec<(String, String)> {
    named([
        ("", say("открытые", "open")),
        ("false", say("закрытые", "closed")),
        ("all", say("все", "all")),
    ])
}

fn parties() -> Vec<(String, String)> {
    named([
        ("contractor", say("исполнитель", "contractor")),
        ("client", say("клиент", "client")),
        ("third_party", say("третье лицо", "third party")),
    ])
}

fn sides() -> Vec<(String, String)> {
    let none = named([("none", say("не определена", "not decided"))]);
    parties().into_iter().chain(none).collect()
}

fn symptoms() -> Vec<(String, String)> {
    let name = |symptom| match language() {
        Language::Russian => class::name(symptom).ru,
        Language::English => class::name(symptom).en,
    };
    let all = Symptom::ALL.into_iter();
    all.map(|symptom| (symptom.as_str().to_owned(), name(symptom).to_owned()))
        .collect()
}

fn named<const N: usize>(all: [(&str, &str); N]) -> Vec<(String, String)> {
    all.map(|(code, name)| (code.to_owned(), name.to_owned()))
        .into()
}
