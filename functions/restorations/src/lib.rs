//! Analytical restoration (S2 4.2.7): fills what was not measured from what is usual, once
//! the client agrees, and takes it back. Counts it never touches.

mod answer;
mod fill;
mod hole;
mod list;
mod place;
mod propose;
mod show;
mod state;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

/// The part of the API document that this function answers for.
#[derive(OpenApi)]
#[openapi(paths(
    propose::propose,
    list::list,
    show::get,
    answer::answer,
    answer::withdraw
))]
pub struct Api;

/// The routes of this function.
pub fn router() -> Router {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| {
        Router::new()
            .route(
                "/api/v1/restorations",
                get(list::list).post(propose::propose),
            )
            .route("/api/v1/restorations/{id}", get(show::get))
            .route("/api/v1/restorations/{id}/answer", post(answer::answer))
            .route(
                "/api/v1/restorations/{id}/withdrawal",
                post(answer::withdraw),
            )
    });
    ROUTER.clone()
}

#[cfg(target_family = "wasm")]
spp_web::export!(router);
