//! The portal: what people see of SPP in their browser.
//!
//! It is rendered by the browser alone and speaks to the API. A **screen** is
//! what an address shows, a **part** is what screens are made of, `api` is the
//! only place that sends requests, `route` says which screen an address shows, and
//! `language` alone knows how dates, numbers and plurals are written.

mod api;
mod app;
mod early;
mod fresh;
mod json;
mod language;
mod live;
mod parts;
mod route;
mod screens;
mod session;
mod theme;

/// Starts the portal.
pub fn pages() {
    app::open();
    leptos::mount::mount_to_body(app::Pages);
}
