//! What stands around every screen: the ways to the others, and who is signed in.

use leptos::prelude::*;

use crate::language::spoken;
use crate::parts::icon::Icon;
use crate::parts::show::Show;
use crate::route;
use crate::session;

/// The frame of a screen.
#[component]
pub fn Frame(
    /// Whether all of it is out of sight.
    #[prop(into)]
    hidden: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let content = NodeRef::<leptos::html::Main>::new();
    // The browser would make it a step of the way back.
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        if let Some(content) = content.get_untracked() {
            _ = content.focus();
        }
    };
    let name = || session::user().map(|user| user.name).unwrap_or_default();
    let manages = || session::user().is_some_and(|user| user.role.manages());
    view! {
        <a class="skip" href="#content" hidden=hidden on:click=skip>
            {spoken("К содержанию", "Skip to content")}
        </a>
        <header class="rail" hidden=hidden>
            <a class="brand" href="/">
                <span class="mark" aria-hidden="true"></span>
                <span>{spoken("СПП", "SPP")}</span>
            </a>
            <nav aria-label=spoken("Разделы", "Sections")>
                <Way href="/" icon=Icon::Today name=spoken("Сегодня", "Today") />
                <Way href="/sites" icon=Icon::Site name=spoken("Объекты", "Sites") />
                <Way href="/incidents" icon=Icon::Incident name=spoken("Инциденты", "Incidents") />
                <Show when=manages>
                    <Way href="/admin" icon=Icon::Settings name=spoken("Настройки", "Settings") />
                </Show>
                <Way href="/account" icon=Icon::Person name=name />
            </nav>
        </header>
        <main id="content" tabindex="-1" hidden=hidden node_ref=content>{children()}</main>
    }
}

/// A way to a section.
#[component]
fn Way<N, S>(href: &'static str, icon: Icon, name: N) -> impl IntoView
where
    N: Fn() -> S + Send + Sync + 'static,
    S: Into<String>,
{
    view! {
        <a href=href aria-current=move || route::is_at(href).then_some("page")>
            {icon.draw()}
            <span class="name">{move || name().into()}</span>
        </a>
    }
}
