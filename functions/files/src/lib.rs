//! Serves the portal: the files that its build has made, packed as the browser
//! likes best. Every address that is nobody else's and looks like a screen's shows
//! the page, which finds the screen itself.

pub mod answer;
pub mod encoding;
pub mod list;
#[cfg(target_family = "wasm")]
mod serve;

#[cfg(target_family = "wasm")]
fn router() -> axum::Router {
    axum::Router::new().fallback(serve::serve)
}

#[cfg(target_family = "wasm")]
spp_web::export!(router);
