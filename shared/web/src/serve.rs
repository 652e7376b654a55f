//! From a request to a response, for every function alike.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, Request, StatusCode, header};
use tower_service::Service;

use crate::{Error, language};

/// Answers a request of the host with a router. The way of the SDK, but for
/// answers without a body, which most pushes get: these need no stream.
#[cfg(target_family = "wasm")]
pub async fn answer(
    router: Router,
    request: spin_sdk::http::Request,
) -> Result<Answer, spin_sdk::http::Error> {
    use axum::body::HttpBody as _;
    use spin_sdk::wasip3::http::types;
    use spin_sdk::wasip3::wit_future;

    let response = serve(router, request.map(Body::new)).await;
    if response.body().size_hint().exact() != Some(0) {
        return spin_sdk::http::IntoResponse::into_response(response).map_err(Into::into);
    }
    let (parts, _) = response.into_parts();
    let headers = parts
        .headers
        .try_into()
        .map_err(|error| spin_sdk::http::Error::other(format!("{error}")))?;
    // Dropped, the writer says that no trailers follow.
    let (_, trailers) = wit_future::new(|| Ok(None));
    let (answer, _) = types::Response::new(headers, None, trailers);
    answer
        .set_status_code(parts.status.as_u16())
        .map_err(|()| spin_sdk::http::Error::other("not a status"))?;
    Ok(answer)
}

/// A response as the host takes it.
#[cfg(target_family = "wasm")]
pub type Answer = spin_sdk::wasip3::http::types::Response;

/// Calls the router, and writes any error as a problem document in the
/// client's language.
pub async fn serve(mut router: Router, request: Request<Body>) -> Response {
    let language = language(request.headers());
    let response: Result<Response, Infallible> = router.call(request).await;
    let mut response = response.unwrap_or_else(|never| match never {});
    let error = match response.extensions_mut().remove::<Error>() {
        Some(error) => Some(error),
        // What the router itself refuses.
        None => match response.status() {
            StatusCode::NOT_FOUND => Some(Error::not_found()),
            StatusCode::METHOD_NOT_ALLOWED => Some(Error::method_not_allowed()),
            _ => None,
        },
    };
    let mut response = match error {
        Some(error) => error.into_response_in(language),
        None => response,
    };
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
