//! Administration: what there is, who may see it and how it is watched.
//!
//! A **section** is a list with the forms of its things, described by data in
//! `sections`, or a screen of its own. An address names the section, then `new` or
//! the number of a thing.

mod ask;
mod calendar;
mod directory;
mod edit;
mod form;
mod import;
mod limits;
mod list;
mod outbox;
mod read;
mod section;
mod sections;
mod sensor;
mod sheet;
mod site;
mod user;
mod words;

use leptos::prelude::*;

use crate::language::spoken;
use crate::live::{Memo, Model};
use crate::parts::notice::Empty;
use crate::parts::show::Show;
use crate::route;
use crate::session;
use ask::{Words, told};
use directory::Directory;
use edit::{Edit, New};
use list::Listed;
use section::{Section, Shape};
use sections::GROUPS;
use sheet::Pending;

/// Something was entered, which is said where one lands, with what comes next.
#[derive(Clone, Copy)]
pub struct Said(Model<Option<Landing>>);

/// Where one lands after something was entered.
#[derive(Debug, Clone, PartialEq)]
struct Landing {
    path: String,
    next: Option<(String, Words)>,
}

impl Said {
    /// Goes to where the new thing stands, and says there that it was entered.
    pub fn go(self, path: String, next: Option<(String, Words)>) {
        route::go(&path);
        self.0.set(Some(Landing { path, next }));
    }
}

/// What an address asks for.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    section: String,
    rest: String,
}

impl Place {
    fn of(path: &str) -> Self {
        let mut words = path.trim_matches('/').splitn(3, '/').skip(1);
        let mut word = || words.next().unwrap_or_default().to_owned();
        Self {
            section: word(),
            rest: word(),
        }
    }
}

/// The screens of the administration.
#[component]
pub fn Admin() -> impl IntoView {
    let place = Memo::new(|_| Place::of(&route::path()));
    let pending = RwSignal::new(false);
    let said = Model::new(None::<Landing>);
    provide_context(Pending(pending));
    provide_context(Said(said));
    provide_context(Directory::read());
    sheet::guard(pending);
    let landed = move || said.get().filter(|said| said.path == route::path());
    view! {
        <div class="screen admin">
            <Sections place />
            <div class="within">
                <Trail place />
                {move || landed().map(banner)}
                {move || shown(&place.get())}
            </div>
        </div>
    }
}

/// Says that something was entered, and what comes next.
fn banner(landing: Landing) -> impl IntoView {
    let next = landing.next.map(|(to, words)| {
        view! { <a class="button main" href=to>{move || told(words)}</a> }
    });
    view! {
        <div class="done landed" role="status">
            <span>{spoken("Добавлено.", "It was added.")}</span>
            {next}
        </div>
    }
}

/// The sections that the reader sees, in their groups.
fn groups() -> Vec<(Words, Vec<&'static Section>)> {
    let Some(user) = session::user() else {
        return Vec::new();
    };
    let groups = GROUPS.iter().map(|(name, sections)| {
        let seen = sections.iter().filter(|section| (section.sees)(user.role));
        (*name, seen.collect::<Vec<_>>())
    });
    groups
        .filter(|(_, sections)| !sections.is_empty())
        .collect()
}

fn find(word: &str) -> Option<&'static Section> {
    let mut all = groups().into_iter().flat_map(|(_, sections)| sections);
    all.find(|section| section.word == word)
}

/// What stands at a place.
fn shown(place: &Place) -> AnyView {
    if place.section.is_empty() {
        return view! { <Start /> }.into_any();
    }
    let Some(section) = untrack(|| find(&place.section)).copied() else {
        return view! { <Nothing /> }.into_any();
    };
    match (section.shape, place.rest.as_str(), place.rest.parse()) {
        (Shape::Own(show), ..) => show(),
        (Shape::Things(things), "", _) => view! { <Listed section things /> }.into_any(),
        (Shape::Things(things), "new", _) => view! { <New section things /> }.into_any(),
        (Shape::Things(things), _, Ok(id)) if things.opens() => {
            view! { <Edit section things id /> }.into_any()
        }
        (Shape::Things(things), rest, _) => match things.other {
            Some((to, _, show)) if to == rest => show(),
            _ => view! { <Nothing /> }.into_any(),
        },
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Empty
            title=spoken("Такого раздела нет", "There is no such section")
            text=spoken("Он не существует или вам недоступен.", "It does not exist, or is not yours to see.")
        />
    }
}

/// The list of sections, beside them or above them.
#[component]
fn Sections(place: Memo<Place>) -> impl IntoView {
    let link = move |section: &'static Section| {
        let current = move || {
            place
                .with(|place| place.section == section.word)
                .then_some("page")
        };
        view! {
            <li>
                <a href=format!("/admin/{}", section.word) aria-current=current>{move || told(section.name)}</a>
            </li>
        }
    };
    let group = move |(name, sections): (Words, Vec<&'static Section>)| {
        view! {
            <h2>{move || told(name)}</h2>
            <ul>{sections.into_iter().map(link).collect_view()}</ul>
        }
    };
    view! {
        <nav class="sections" aria-label=spoken("Настройки", "Settings")>
            {groups().into_iter().map(group).collect_view()}
        </nav>
    }
}

/// The way here.
#[component]
fn Trail(place: Memo<Place>) -> impl IntoView {
    let section = move || find(&place.with(|place| place.section.clone()));
    move || {
        section().map(|section| {
            let deeper = place.with(|place| !place.rest.is_empty());
            view! {
                <nav class="trail" aria-label=spoken("Где это", "Where this is")>
                    <a href="/admin">{spoken("Настройки", "Settings")}</a>
                    {deeper
                        .then(|| view! { <a href=format!("/admin/{}", section.word)>{move || told(section.name)}</a> })}
                </nav>
            }
        })
    }
}

/// Where one starts who has never been here.
#[component]
fn Start() -> impl IntoView {
    let entry = |section: &'static Section| {
        view! {
            <li>
                <a href=format!("/admin/{}", section.word)>{move || told(section.name)}</a>
                <p class="lead">{move || told(section.lead)}</p>
            </li>
        }
    };
    let group = move |(name, sections): (Words, Vec<&'static Section>)| {
        view! {
            <section class="card">
                <h2>{move || told(name)}</h2>
                <ul class="entries">{sections.into_iter().map(entry).collect_view()}</ul>
            </section>
        }
    };
    view! {
        <header class="head">
            <h1>{spoken("Настройки", "Settings")}</h1>
            <Show when=session::is_contractor>
                <div class="actions">
                    <a class="button main" href="/admin/sites/new">{spoken("Добавить объект", "Add a site")}</a>
                    <a class="button" href="/admin/sensors/new">{spoken("Добавить датчик", "Add a sensor")}</a>
                </div>
            </Show>
        </header>
        <div class="groups">{groups().into_iter().map(group).collect_view()}</div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_section_and_what_of_it() {
        let check = |path: &str, section: &str, rest: &str| {
            let expected = Place {
                section: section.to_owned(),
                rest: rest.to_owned(),
            };
            assert_eq!(Place::of(path), expected, "{path}");
        };
        check("/admin", "", "");
        check("/admin/", "", "");
        check("/admin/sites", "sites", "");
        check("/admin/sites/new", "sites", "new");
        check("/admin/sites/7/", "sites", "7");
        check("/admin/limits/site/7", "limits", "site/7");
    }
}
