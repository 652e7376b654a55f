//! Answers questions about counts: series and totals, what is usual beside them,
//! what is missing, and how they arrived. Writes nothing.

mod comparison;
mod gaps;
mod journal;
mod pushes;
mod query;
mod series;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::get;
use utoipa::OpenApi;

/// The part of the API document that this function answers for.
#[derive(OpenApi)]
#[openapi(paths(series::get, comparison::get, gaps::get, pushes::get, journal::get))]
pub struct Api;

/// The routes of this function.
pub fn router() -> Router {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| {
        Router::new()
            .route("/api/v1/counts", get(series::get))
            .route("/api/v1/series", get(comparison::get))
            .route("/api/v1/gaps", get(gaps::get))
            .route("/api/v1/pushes", get(pushes::get))
            .route("/api/v1/journal", get(journal::get))
    });
    ROUTER.clone()
}

#[cfg(target_family = "wasm")]
spp_web::export!(router);
