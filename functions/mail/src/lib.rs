//! Sends the letters that wait in the outbox.

pub mod config;
#[cfg(target_family = "wasm")]
pub mod send;

use axum::Router;

/// The routes of this function.
pub fn router() -> Router {
    Router::new()
}

#[cfg(target_family = "wasm")]
#[spin_sdk::http_service]
async fn handle(
    request: spin_sdk::http::Request,
) -> Result<spp_web::Answer, spin_sdk::http::Error> {
    spp_web::answer(router(), request).await
}
