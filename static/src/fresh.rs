//! Tokens that were just made. The service shows each once and keeps only its
//! hash, so until the page is left they are remembered here for the set-up.

use std::collections::BTreeMap;

use leptos::prelude::*;

thread_local! {
    static TOKENS: ArcRwSignal<BTreeMap<i64, String>> = ArcRwSignal::new(BTreeMap::new());
}

/// Remembers a sensor's new token.
pub fn keep(sensor: i64, token: String) {
    TOKENS.with(|tokens| tokens.update(|tokens| drop(tokens.insert(sensor, token))));
}

/// Forgets them all: they are not for whoever comes next.
pub fn forget() {
    TOKENS.with(|tokens| tokens.update(BTreeMap::clear));
}

/// A sensor's token, if it was made since the page was opened.
pub fn token(sensor: i64) -> Option<String> {
    TOKENS.with(|tokens| tokens.with(|tokens| tokens.get(&sensor).cloned()))
}
