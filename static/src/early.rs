//! What stands in the page until the program has more to show: `static/start` puts
//! it there.

use leptos::prelude::document;
use web_sys::Element;

/// The class of today's sites, as they are seen early.
const SITES: &str = "early";

fn standing() -> Option<Element> {
    document().get_element_by_id("starting")
}

/// Takes the page over. Today's sites may stand until the program has read them.
pub fn begun() {
    if let Some(standing) = standing().filter(|standing| !standing.class_list().contains(SITES)) {
        standing.remove();
    }
}

/// Takes away whatever stands there.
pub fn over() {
    if let Some(standing) = standing() {
        standing.remove();
    }
}
