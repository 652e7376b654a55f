//! From a request to a response, for every function alike.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, Request, StatusCode, header};
use tower_service::Service;

use crate::auth::session::FETCH_SITE;
use crate::{Error, language};

/// Calls the router, and writes any error as a problem document in the
/// client's language.
pub async fn serve(mut router: Router, request: Request<Body>) -> Response {
    let language = language(request.headers());
    let is_browsers = request.headers().contains_key(&FETCH_SITE);
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
    let allow = response.headers_mut().remove(header::ALLOW);
    let mut response = match error {
        Some(error) => error.into_response_in(language),
        None => response,
    };
    let headers = response.headers_mut();
    if let Some(allow) = allow {
        headers.insert(header::ALLOW, allow);
    }
    if is_browsers && let Some(challenge) = headers.get_mut(header::WWW_AUTHENTICATE) {
        // Offered Basic, a browser would ask for a password itself.
        *challenge = HeaderValue::from_static("Bearer");
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
