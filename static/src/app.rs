//! The portal as a whole: who may see it, and which screen an address shows.

mod elsewhere;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;

use crate::early;
use crate::language::{self, say};
use crate::live::Memo;
use crate::parts::frame::Frame;
use crate::parts::notice::{Failed, Waiting};
use crate::parts::show::Show;
use crate::parts::title::title;
use crate::screens;
use crate::session::{self, Known};
use crate::theme;
use elsewhere::{Elsewhere, Program};

/// Takes the page over from what stood in it while the program was on its way.
pub fn open() {
    language::speak(language::remembered());
    theme::wear(theme::remembered());
    early::begun();
}

/// The pages that people look at each day.
#[component]
pub fn Pages() -> impl IntoView {
    knock();
    view! {
        <Router>
            <Routes fallback=|| view! { <Elsewhere here=Program::Pages /> }>
                <Route path=path!("/join") view=screens::join::Join />
                <Route path=path!("/reset") view=screens::join::Join />
                <Route path=path!("/") view=|| view! { <Guarded name=|| say("Сегодня", "Today")><screens::today::Today /></Guarded> } />
                <Route path=path!("/sites") view=|| view! { <Guarded name=|| say("Объекты", "Sites")><screens::sites::Sites /></Guarded> } />
                <Route path=path!("/sites/:id") view=|| view! { <Guarded name=|| say("Объект", "Site")><screens::site::SiteScreen /></Guarded> } />
                <Route path=path!("/sensors/:id") view=|| view! { <Guarded name=|| say("Датчик", "Sensor")><screens::sensor::SensorScreen /></Guarded> } />
                <Route path=path!("/incidents") view=|| view! { <Guarded name=|| say("Инциденты", "Incidents")><screens::incidents::Incidents /></Guarded> } />
                <Route path=path!("/incidents/:id") view=|| view! { <Guarded name=|| say("Инцидент", "Incident")><screens::incident::IncidentScreen /></Guarded> } />
                <Route path=path!("/articles") view=|| view! { <Guarded name=|| say("База знаний", "Knowledge base")><screens::articles::Articles /></Guarded> } />
                <Route path=path!("/articles/:slug") view=|| view! { <Guarded name=|| say("База знаний", "Knowledge base")><screens::articles::ArticleScreen /></Guarded> } />
                <Route path=path!("/sensors/:id/setup") view=|| view! { <Guarded name=|| say("Настройка устройства", "Device set-up")><screens::setup::Setup /></Guarded> } />
                <Route path=path!("/admin/*rest") view=|| view! { <Guarded name=|| say("Настройки", "Settings")><screens::admin::Admin /></Guarded> } />
                <Route path=path!("/account") view=|| view! { <Guarded name=|| say("Профиль", "Account")><screens::account::Account /></Guarded> } />
            </Routes>
        </Router>
    }
}

/// The settings, and the set-up of devices, which follows on entering them.
#[component]
pub fn Settings() -> impl IntoView {
    knock();
    view! {
        <Router>
            <Routes fallback=|| view! { <Elsewhere here=Program::Settings /> }>
                <Route path=path!("/sensors/:id/setup") view=|| view! { <Guarded name=|| say("Настройка устройства", "Device set-up")><screens::setup::Setup /></Guarded> } />
                <Route path=path!("/admin/*rest") view=|| view! { <Guarded name=|| say("Настройки", "Settings")><screens::admin::Admin /></Guarded> } />
            </Routes>
        </Router>
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
