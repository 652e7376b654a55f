//! The watch: looks at sensors when they are due, and keeps incidents until
//! they are closed.

mod articles;
mod attention;
mod case;
mod command;
mod context;
mod judge;
mod list;
mod look;
mod raise;
mod reminder;
mod service;
mod show;
mod site;
mod tell;
mod tick;
mod today;
mod watched;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

/// The part of the API document that this function answers for.
#[derive(OpenApi)]
#[openapi(paths(
    list::list,
    show::get,
    command::say,
    today::get,
    watched::get,
    articles::list,
    articles::get
))]
pub struct Api;

/// The routes of this function.
pub fn router() -> Router {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| {
        Router::new()
            .route("/internal/tick/incidents", post(tick::tick))
            .route("/api/v1/today", get(today::get))
            .route("/api/v1/watch/sensors/{id}", get(watched::get))
            .route("/api/v1/incidents", get(list::list))
            .route("/api/v1/incidents/{id}", get(show::get))
            .route("/api/v1/incidents/{id}/events", post(command::say))
            .route("/api/v1/articles", get(articles::list))
            .route("/api/v1/articles/{slug}", get(articles::get))
    });
    ROUTER.clone()
}

#[cfg(target_family = "wasm")]
spp_web::export!(router);
