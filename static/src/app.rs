//! The portal as a whole: who may see it, and which screen an address shows.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;

use crate::early;
use crate::language::{self, say};
use crate::live::Memo;
use crate::parts::frame::Frame;
use crate::parts::notice::{Failed, Waiting};
use crate::parts::show::Show;
use crate::parts::title::title;
use crate::route::{self, Place};
use crate::screens;
use crate::session::{self, Known};
use crate::theme;

/// Takes the page over from what stood in it while the program was on its way.
pub fn open() {
    language::speak(language::remembered());
    theme::wear(theme::remembered());
    early::begun();
    route::follow();
}

/// The screen of the address. It is made anew for another place, not for another
/// query of the same one.
#[component]
pub fn Pages() -> impl IntoView {
    knock();
    let place = Memo::new(|_| Place::of(&route::path()));
    move || {
        let place = place.get();
        // Who follows a link before the program has asked who it is leaves them behind.
        if place != Place::Today {
            early::over();
        }
        screen(place)
    }
}

/// The screen of a place, with its owner: what it reads ends when another is shown.
fn screen(place: Place) -> AnyView {
    match place {
        Place::Join => view! { <screens::join::Join /> }.into_any(),
        Place::Today => view! { <Guarded name=|| say("Сегодня", "Today")><screens::today::Today /></Guarded> }.into_any(),
        Place::Sites => view! { <Guarded name=|| say("Объекты", "Sites")><screens::sites::Sites /></Guarded> }.into_any(),
        Place::Site(id) => view! { <Guarded name=|| say("Объект", "Site")><screens::site::SiteScreen id /></Guarded> }.into_any(),
        Place::Sensor(id) => view! { <Guarded name=|| say("Датчик", "Sensor")><screens::sensor::SensorScreen id /></Guarded> }.into_any(),
        Place::Setup(id) => view! { <Guarded name=|| say("Настройка устройства", "Device set-up")><screens::setup::Setup id /></Guarded> }.into_any(),
        Place::Incidents => view! { <Guarded name=|| say("Инциденты", "Incidents")><screens::incidents::Incidents /></Guarded> }.into_any(),
        Place::Incident(id) => view! { <Guarded name=|| say("Инцидент", "Incident")><screens::incident::IncidentScreen id /></Guarded> }.into_any(),
        Place::Articles => view! { <Guarded name=|| say("База знаний", "Knowledge base")><screens::articles::Articles /></Guarded> }.into_any(),
        Place::Article(slug) => view! { <Guarded name=|| say("База знаний", "Knowledge base")><screens::articles::ArticleScreen slug=slug.clone() /></Guarded> }.into_any(),
        Place::Admin => view! { <Guarded name=|| say("Настройки", "Settings")><screens::admin::Admin /></Guarded> }.into_any(),
        Place::Account => view! { <Guarded name=|| say("Профиль", "Account")><screens::account::Account /></Guarded> }.into_any(),
        Place::Nowhere => view! { <Guarded name=|| say("Нет страницы", "No such page")><screens::nowhere::Nowhere /></Guarded> }.into_any(),
    }
}

/// Asks who is signed in, and again whenever somebody has come in by the door.
fn knock() {
    let ask = || spawn_local(session::ask());
    ask();
    let listener = Closure::<dyn Fn()>::new(ask).into_js_value();
    let function = listener.unchecked_ref();
    _ = document().add_event_listener_with_callback("signed-in", function);
}

/// A screen for those who have signed in; for others the sign-in, at the same
/// address. Where a session ends while somebody works, the screen stays behind the
/// door, and nothing that was typed is lost.
#[component]
fn Guarded(
    /// What the page is called until the screen knows better.
    name: fn() -> &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    title(move || name().to_owned());
    let gate = Memo::new(|_| match session::known() {
        Known::Asking => Gate::Asking,
        Known::Nobody => Gate::Closed,
        Known::Somebody(session) | Known::Ended(session) => Gate::Open(session.user.id),
        Known::Failed(failure) => Gate::Failed(failure.text()),
    });
    let ended = Memo::new(|_| matches!(session::known(), Known::Ended(_)));
    let children = StoredValue::new(children);
    Effect::new(move |_| {
        if gate.with(|gate| matches!(gate, Gate::Closed | Gate::Failed(_))) {
            early::over();
        }
    });
    move || match gate.get() {
        Gate::Asking => view! { <main class="gate"><Waiting /></main> }.into_any(),
        Gate::Closed => view! { <Door /> }.into_any(),
        Gate::Open(_) => view! {
            <Frame hidden=ended>{children.get_value()()}</Frame>
            <Show when=move || ended.get()><Door /></Show>
        }
        .into_any(),
        Gate::Failed(text) => {
            let again = move |()| spawn_local(session::ask());
            view! { <main class="gate"><Failed text again /></main> }.into_any()
        }
    }
}

/// Whether the portal may be entered.
#[derive(Clone, PartialEq)]
enum Gate {
    Asking,
    Closed,
    /// By the user of this number.
    Open(i64),
    Failed(String),
}

/// Has the door stand open, which is no part of this program: it is there before.
#[component]
fn Door() -> impl IntoView {
    let door = || document().get_element_by_id("door");
    let stand = move |open: bool| {
        if let Some(door) = door() {
            _ = door.toggle_attribute_with_force("hidden", !open);
        }
    };
    stand(true);
    on_cleanup(move || stand(false));
}
