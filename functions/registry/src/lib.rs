//! Clients, systems, sites, entrances, sensors and their tokens, and the
//! document of the whole API.

mod clients;
mod document;
mod entrances;
mod fields;
mod keys;
mod sensors;
mod sites;
mod systems;
mod tokens;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::{delete, get, post, put};

pub use document::Api;

/// The routes of this function.
pub fn router() -> Router {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| {
        Router::new()
            .route("/api/v1/openapi.json", get(document::get))
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
    });
    ROUTER.clone()
}

#[cfg(target_family = "wasm")]
#[spin_sdk::http_service]
async fn handle(
    request: spin_sdk::http::Request,
) -> Result<spp_web::Answer, spin_sdk::http::Error> {
    spp_web::answer(router(), request).await
}
