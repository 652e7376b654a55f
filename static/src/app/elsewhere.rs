//! Addresses that a program has no screen for: another program's, or nobody's.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::Guarded;
use crate::language::{say, spoken};
use crate::parts::notice::Waiting;

/// The programs of the portal. The settings are loaded by themselves, so that the
/// others need not load them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// What people look at each day.
    Pages,
    /// What is set up once.
    Settings,
}

impl Program {
    /// Whose an address is. The same rule stands in `start/start.js`.
    fn of(path: &str) -> Self {
        let mut parts = path.trim_matches('/').split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("admin"), ..) => Self::Settings,
            (Some("sensors"), Some(id), Some("setup"), None) if id.parse::<u64>().is_ok() => {
                Self::Settings
            }
            _ => Self::Pages,
        }
    }
}

/// Has the browser load the program of this address, where it is another one.
#[component]
pub fn Elsewhere(here: Program) -> impl IntoView {
    let location = use_location();
    let path = location.pathname.get_untracked();
    match Program::of(&path) == here {
        true => {
            view! { <Guarded name=|| say("Нет страницы", "No such page")><Nowhere /></Guarded> }
                .into_any()
        }
        false => {
            let search = location.search.get_untracked();
            let search = if search.is_empty() {
                search
            } else {
                format!("?{search}")
            };
            // The router shows an address before the browser has it.
            _ = window().location().set_href(&format!("{path}{search}"));
            view! { <main class="gate"><Waiting /></main> }.into_any()
        }
    }
}

/// What an address shows that leads nowhere.
#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <div class="screen">
            <h1>{spoken("Такой страницы нет", "There is no such page")}</h1>
            <p class="lead">
                {spoken(
                    "Проверьте адрес или начните с экрана «Сегодня».",
                    "Check the address, or start from the Today screen.",
                )}
            </p>
            <div class="actions">
                <a class="button" href="/">{spoken("Сегодня", "Today")}</a>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_one_program() {
        let check = |path: &str, expected| assert_eq!(Program::of(path), expected, "{path}");
        check("/", Program::Pages);
        check("/sensors/7", Program::Pages);
        check("/sensors/7/setup", Program::Settings);
        check("/sensors/x/setup", Program::Pages);
        check("/admin", Program::Settings);
        check("/admin/sites/new", Program::Settings);
        check("/administrators", Program::Pages);
    }
}
