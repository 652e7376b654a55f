//! Counts are read at the address to which they are pushed; Spin routes by
//! path alone, so reading is passed on to the function that answers it.

use axum::body::Body;
use axum::response::Response;
use spp_web::{Error, Result};

/// Passes a question on to `functions/counts`, and its answer back.
pub async fn pass_on(request: http::Request<Body>) -> Result<Response> {
    let (mut parts, _) = request.into_parts();
    let query = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let uri = format!("http://counts.spin.internal{query}");
    parts.uri = uri.parse().map_err(|_| Error::not_found())?;
    // It was for this hop; the address says where the next one goes.
    parts.headers.remove(http::header::HOST);
    send(http::Request::from_parts(parts, Body::empty())).await
}

#[cfg(target_family = "wasm")]
async fn send(request: http::Request<Body>) -> Result<Response> {
    let response = spin_sdk::http::send(request)
        .await
        .map_err(|error| Error::unavailable(1, format!("counts: {error}")))?;
    Ok(response.map(Body::new))
}

#[cfg(not(target_family = "wasm"))]
#[expect(clippy::unused_async, reason = "a component sends by awaiting")]
async fn send(_: http::Request<Body>) -> Result<Response> {
    Err(Error::internal("only a component can pass a request on"))
}
