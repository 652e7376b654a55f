//! Sends the letters that wait in the outbox, and hears of those that came back.
//! The only function that reaches beyond the application.

#[cfg(target_family = "wasm")]
mod bounces;
pub mod config;
#[cfg(target_family = "wasm")]
mod hook;
#[cfg(target_family = "wasm")]
mod send;
#[cfg(target_family = "wasm")]
mod tick;
#[cfg(target_family = "wasm")]
mod write;

#[cfg(target_family = "wasm")]
fn router() -> axum::Router {
    use axum::routing::post;

    static ROUTER: std::sync::LazyLock<axum::Router> = std::sync::LazyLock::new(|| {
        axum::Router::new()
            .route("/internal/tick/mail", post(tick::tick))
            .route("/mail/bounces", post(bounces::take))
    });
    ROUTER.clone()
}

#[cfg(target_family = "wasm")]
spp_web::export!(router);

/// What must not be: what is stored or configured cannot be used.
#[cfg(target_family = "wasm")]
fn broken(error: impl std::fmt::Display) -> spp_web::Error {
    spp_web::Error::internal(error.to_string())
}
