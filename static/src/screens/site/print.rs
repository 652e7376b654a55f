//! Paper is white and narrow: while the page is printed it wears the light theme and
//! is as wide as a sheet, so that charts are drawn for it.

use std::time::Duration;

use leptos::ev::Custom;
use leptos::prelude::*;
use web_sys::Event;

use crate::theme::{self, Theme};

/// Charts take so long to change, in milliseconds.
const CHANGE: u64 = 500;

/// Is as paper is for as long as the browser prints, however that was
/// begun.
pub fn on_white() {
    let before = window_event_listener(Custom::<Event>::new("beforeprint"), |_| paint(true));
    let after = window_event_listener(Custom::<Event>::new("afterprint"), |_| paint(false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}

/// Prints the page.
pub fn print() {
    paint(true);
    set_timeout(
        || {
            _ = window().print();
            paint(false);
        },
        Duration::from_millis(CHANGE),
    );
}

fn paint(on_paper: bool) {
    let theme = match on_paper {
        true => Theme::Light,
        false => theme::remembered(),
    };
    if let Some(page) = document().document_element() {
        _ = page.set_attribute("data-theme", theme.code());
        _ = page.toggle_attribute_with_force("data-paper", on_paper);
    }
}
