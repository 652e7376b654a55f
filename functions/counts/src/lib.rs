//! Answers questions about counts: series and totals. Writes nothing.

mod query;
mod series;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::get;
use utoipa::OpenApi;

/// The part of the API document that this function answers for.
#[derive(OpenApi)]
#[openapi(paths(series::get))]
pub struct Api;

/// The routes of this function.
pub fn router() -> Router {
    static ROUTER: LazyLock<Router> =
        LazyLock::new(|| Router::new().route("/api/v1/counts", get(series::get)));
    ROUTER.clone()
}

#[cfg(target_family = "wasm")]
spp_web::export!(router);
