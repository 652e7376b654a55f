//! What the browser's tab and history call the page.

use leptos::prelude::*;

use crate::language::say;

/// Calls the page so, as long as the screen stands.
pub fn title(text: impl Fn() -> String + 'static) {
    Effect::new(move |_| {
        document().set_title(&format!("{} · {}", text(), say("СПП", "SPP")));
    });
}
