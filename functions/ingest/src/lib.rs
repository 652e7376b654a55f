//! The door for counts: sensors' pushes, our own JSON, imports of history.
//! The only function that writes counts.

mod call;
mod commit;
mod counts;
mod history;
mod profiles;
mod push;
mod raw;
mod reading;
mod stream;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

/// The part of the API document that this function answers for.
#[derive(OpenApi)]
#[openapi(
    paths(
        push::by_address,
        push::by_header,
        counts::take,
        history::progress,
        history::refusals
    ),
    components(schemas(spp_web::Problem))
)]
pub struct Api;

/// The routes of this function.
pub fn router() -> Router {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| {
        Router::new()
            .route("/push/{format}", post(push::by_header))
            .route("/push/{format}/{token}", post(push::by_address))
            // Makers whose devices add a path of their own to the address.
            .route("/push/{format}/{token}/{*rest}", post(push::by_address))
            .route("/api/v1/counts", post(counts::take).get(reading::pass_on))
            .route("/api/v1/imports/{name}", get(history::progress))
            .route("/api/v1/imports/{name}/refusals", get(history::refusals))
    });
    ROUTER.clone()
}

#[cfg(target_family = "wasm")]
spp_web::export!(router, Devices);
