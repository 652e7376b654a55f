//! Clients, systems, sites, entrances, sensors and their tokens, what the watch
//! is told of them, and the document of the whole API.

mod addresses;
mod answer;
mod calendar;
mod clients;
mod contacts;
mod document;
mod entrances;
mod events;
mod fields;
mod formats;
mod keys;
mod limits;
mod outbox;
mod people;
mod rights;
mod sensors;
mod servers;
mod sites;
mod suppressions;
mod systems;
mod tokens;
mod versions;
mod webhooks;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::{delete, get, post, put};

pub use document::Api;

/// The routes of this function.
pub fn router() -> Router {
    static ROUTER: LazyLock<Router> =
        LazyLock::new(|| things().merge(settings()).merge(signing_in()));
    ROUTER.clone()
}

/// What there is.
fn things() -> Router {
    Router::new()
        .route("/api/v1/openapi.json", get(document::get))
        .route("/api/v1/formats", get(formats::list))
        .route("/api/v1/clients", get(clients::list).post(clients::create))
        .route(
            "/api/v1/clients/{id}",
            get(clients::get).put(clients::replace),
        )
        .route(
            "/api/v1/clients/{id}/keys",
            get(keys::list).post(keys::create),
        )
        .route("/api/v1/clients/{id}/keys/{key}", delete(keys::revoke))
        .route("/api/v1/systems", get(systems::list).post(systems::create))
        .route(
            "/api/v1/systems/{id}",
            get(systems::get).put(systems::replace),
        )
        .route("/api/v1/sites", get(sites::list).post(sites::create))
        .route("/api/v1/sites/{id}", get(sites::get).put(sites::replace))
        .route(
            "/api/v1/entrances",
            get(entrances::list).post(entrances::create),
        )
        .route(
            "/api/v1/entrances/{id}",
            get(entrances::get).put(entrances::replace),
        )
        .route("/api/v1/sensors", get(sensors::list).post(sensors::create))
        .route(
            "/api/v1/sensors/{id}",
            get(sensors::get).put(sensors::replace),
        )
        .route(
            "/api/v1/sensors/{id}/retirement",
            put(sensors::retire).delete(sensors::restore),
        )
        .route(
            "/api/v1/sensors/{id}/tokens",
            get(tokens::list).delete(tokens::revoke),
        )
        .route("/api/v1/sensors/{id}/tokens/rotate", post(tokens::rotate))
}

/// Who may sign in, and how.
fn signing_in() -> Router {
    use people::{links, session, sessions, users};

    Router::new()
        .route(
            "/api/v1/session",
            get(session::get).post(session::begin).delete(session::end),
        )
        .route("/api/v1/session/user", put(session::profile))
        .route("/api/v1/session/password", put(session::change_password))
        .route(
            "/api/v1/sessions",
            get(sessions::list).delete(sessions::revoke_others),
        )
        .route("/api/v1/sessions/{id}", delete(sessions::revoke))
        .route("/api/v1/password-resets", post(links::reset))
        .route("/api/v1/links", post(links::show))
        .route("/api/v1/links/use", post(links::set))
        .route("/api/v1/users", get(users::list).post(users::create))
        .route(
            "/api/v1/users/{id}",
            get(users::get).put(users::replace).delete(users::disable),
        )
        .route("/api/v1/users/{id}/invitation", post(users::invite))
}

/// What the watch is told of it, and what is done with what it tells.
fn settings() -> Router {
    Router::new()
        .route(
            "/api/v1/contacts",
            get(contacts::list).post(contacts::create),
        )
        .route(
            "/api/v1/contacts/{id}",
            get(contacts::get)
                .put(contacts::replace)
                .delete(contacts::remove),
        )
        .route(
            "/api/v1/clients/{id}/webhooks",
            get(webhooks::list).post(webhooks::create),
        )
        .route(
            "/api/v1/clients/{id}/webhooks/{webhook}",
            delete(webhooks::remove),
        )
        .route(
            "/api/v1/systems/{id}/server",
            get(servers::get).put(servers::replace),
        )
        .route(
            "/api/v1/sites/{id}/events",
            get(events::list).post(events::create),
        )
        .route("/api/v1/sites/{id}/events/{event}", delete(events::remove))
        .route("/api/v1/limits", get(limits::list))
        .route(
            "/api/v1/limits/{scope}/{id}",
            get(limits::get).put(limits::replace).delete(limits::remove),
        )
        .route("/api/v1/versions", get(versions::list))
        .route(
            "/api/v1/versions/{model}",
            put(versions::replace).delete(versions::remove),
        )
        .route("/api/v1/calendar", get(calendar::get))
        .route(
            "/api/v1/calendar/decrees",
            get(calendar::list).post(calendar::create),
        )
        .route("/api/v1/outbox", get(outbox::list))
        .route("/api/v1/outbox/{id}/resend", post(outbox::resend))
        .route("/api/v1/suppressions", get(suppressions::list))
        .route("/api/v1/suppressions/{email}", delete(suppressions::remove))
}

#[cfg(target_family = "wasm")]
spp_web::export!(router);
