//! What an address shows that leads nowhere.

use leptos::prelude::*;

use crate::language::spoken;

/// The screen of an address that leads nowhere.
#[component]
pub fn Nowhere() -> impl IntoView {
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
