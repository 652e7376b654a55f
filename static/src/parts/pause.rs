//! What is typed, once nobody types.

use std::time::Duration;

use leptos::prelude::*;

use crate::live::whenever;

/// How long nobody types before it is searched.
const PAUSE: Duration = Duration::from_millis(350);

/// What stood in a field when it was last left alone for a moment.
pub fn settled(typed: RwSignal<String>) -> RwSignal<String> {
    let settled = RwSignal::new(typed.get_untracked());
    let mut settle = debounce(PAUSE, move |text: String| {
        if settled.with_untracked(|settled| *settled != text) {
            settled.set(text);
        }
    });
    whenever(move || settle(typed.get()));
    settled
}
