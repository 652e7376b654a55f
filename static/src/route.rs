//! Where in the portal one is, and how one gets elsewhere.
//!
//! The browser's own address and history are the truth, which [`ADDRESS`] follows:
//! screens read the path and the query here, and are told when they change.

mod place;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, EventTarget, HtmlAnchorElement, MouseEvent, UrlSearchParams};

pub use place::Place;

/// Links that may lead to a screen. Others say themselves that the browser is to
/// follow them.
const LINKS: &str = "a[href]:not([target], [download], [rel~='external'])";

thread_local! {
    static ADDRESS: ArcRwSignal<Address> = ArcRwSignal::new(Address::read());
}

/// An address of the portal. What stands behind `#` is the browser's own matter.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Address {
    path: String,
    /// Empty, or with its question mark.
    query: String,
}

impl Address {
    /// The one that the browser shows.
    fn read() -> Self {
        let location = window().location();
        Self {
            path: location.pathname().unwrap_or_default(),
            query: location.search().unwrap_or_default(),
        }
    }

    fn text(&self) -> String {
        format!("{}{}", self.path, self.query)
    }

    /// Whether one looks at the same differently: what is read stays where it is.
    fn turns_to(&self, next: &Self) -> bool {
        self.path == next.path && self.query != next.query
    }
}

/// The path, which is followed by whoever reads it.
pub fn path() -> String {
    ADDRESS.with(|address| address.with(|address| address.path.clone()))
}

/// The path now.
pub fn path_now() -> String {
    untrack(path)
}

/// What the query says of this, which is followed by whoever reads it.
pub fn query(name: &str) -> Option<String> {
    let query = ADDRESS.with(|address| address.with(|address| address.query.clone()));
    UrlSearchParams::new_with_str(&query).ok()?.get(name)
}

/// What the query says of this now.
pub fn query_now(name: &str) -> Option<String> {
    untrack(|| query(name))
}

/// Whether one is at this path or further down from it, which is followed by whoever
/// asks. Nothing lies further down from `/`.
pub fn is_at(path: &str) -> bool {
    ADDRESS.with(|address| address.with(|address| leads_to(path, &address.path)))
}

fn leads_to(above: &str, path: &str) -> bool {
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Goes to an address of the portal: its top, unless only the query is another one.
pub fn go(to: &str) {
    step(to, false);
}

/// Has this address instead of the one that is shown: the way back does not lead
/// through it, and what is read stays where it is.
pub fn replace(to: &str) {
    step(to, true);
}

fn step(to: &str, replaces: bool) {
    let before = ADDRESS.with(|address| address.get_untracked());
    // As in any browser, where one is already is no further step.
    let stays = replaces || before.text() == to;
    let stepped = window().history().and_then(|history| match stays {
        true => history.replace_state_with_url(&JsValue::NULL, "", Some(to)),
        false => history.push_state_with_url(&JsValue::NULL, "", Some(to)),
    });
    if stepped.is_err() {
        // Some browsers take only so many steps a minute.
        _ = window().location().set_href(to);
        return;
    }
    let now = Address::read();
    if !replaces && !before.turns_to(&now) {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
    arrive(now);
}

/// Tells the screens where one is. The address has to be the browser's already: what
/// a screen is called is noted in the history beside it.
fn arrive(now: Address) {
    ADDRESS.with(|address| {
        if address.with_untracked(|before| *before != now) {
            address.set(now);
        }
    });
}

/// Stays where one is though the browser has stepped back or forward.
pub fn stay() {
    let here = ADDRESS.with(|address| address.get_untracked().text());
    let history = window().history();
    _ = history.and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&here)));
}

/// From now on follows links of the portal, and the browser's Back and Forward.
pub fn follow() {
    // For as long as the page stands.
    _ = window_event_listener(ev::click, |event| clicked(&event));
    _ = window_event_listener(ev::popstate, |_| arrive(Address::read()));
}

/// Follows a plain click on a link to a screen; all else is the browser's.
fn clicked(event: &MouseEvent) {
    let is_special = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if is_special || event.button() != 0 || event.default_prevented() {
        return;
    }
    if let Some(to) = event.target().and_then(destination) {
        event.prevent_default();
        go(&to.text());
    }
}

/// Where a click on this leads, if to a screen of the portal. An address without one
/// may be the API's or a file, and within a page the browser finds the way itself.
fn destination(target: EventTarget) -> Option<Address> {
    let link = target.dyn_into::<Element>().ok()?.closest(LINKS).ok()??;
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let is_here = window().location().origin() == Ok(link.origin());
    let to = Address {
        path: link.pathname(),
        query: link.search(),
    };
    (is_here && link.hash().is_empty() && Place::of(&to.path) != Place::Nowhere).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_to_its_path_and_further_down() {
        let check = |above: &str, path: &str, expected| {
            assert_eq!(leads_to(above, path), expected, "{above} to {path}");
        };
        check("/", "/", true);
        check("/", "/sites", false);
        check("/sites", "/sites", true);
        check("/sites", "/sites/7", true);
        check("/sites", "/sitesteps", false);
        check("/sites/7", "/sites", false);
    }

    #[test]
    fn another_query_of_the_same_path_is_another_look() {
        let address = |path: &str, query: &str| Address {
            path: path.to_owned(),
            query: query.to_owned(),
        };
        let before = address("/sites/7", "?view=day");
        let check = |path, query, expected| {
            assert_eq!(
                before.turns_to(&address(path, query)),
                expected,
                "{path}{query}"
            );
        };
        check("/sites/7", "?view=week", true);
        check("/sites/7", "", true);
        check("/sites/7", "?view=day", false);
        check("/sites/8", "?view=day", false);
    }
}
