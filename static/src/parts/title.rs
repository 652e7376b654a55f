//! What the browser's tab and history call the page.

use leptos::prelude::*;

use crate::language::say;
use crate::live::whenever;

/// Calls the page so, as long as the screen stands.
pub fn title(text: impl Fn() -> String + 'static) {
    whenever(move || {
        document().set_title(&format!("{} · {}", text(), say("СПП", "SPP")));
    });
}
