//! Requests to the API, and what can come of them.

mod problem;

pub mod articles;
pub mod incidents;
pub mod registry;
pub mod sensors;
pub mod series;
pub mod session;
pub mod sites;
pub mod today;

use std::cell::RefCell;

use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use problem::Failure;

use crate::language::language_now;

/// What a request comes to.
pub type Result<T> = std::result::Result<T, Failure>;

thread_local! {
    /// The session's token against requests that other sites have the browser send.
    static CSRF: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the session's token for the requests that change something.
pub fn authorize(csrf: &str) {
    CSRF.with(|kept| csrf.clone_into(&mut kept.borrow_mut()));
}

/// Reads.
///
/// # Errors
/// See [`Failure`]; so with all the others.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T> {
    json(send(Method::GET, path, None).await?).await
}

/// Enters or does something, and reads the answer.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T> {
    json(send(Method::POST, path, Some(text(body)?)).await?).await
}

/// Does something that has no answer.
pub async fn tell(path: &str, body: &impl Serialize) -> Result<()> {
    send(Method::POST, path, Some(text(body)?)).await.map(drop)
}

/// Replaces, and reads the answer.
pub async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T> {
    json(send(Method::PUT, path, Some(text(body)?)).await?).await
}

/// Replaces something that has no answer.
pub async fn set(path: &str, body: &impl Serialize) -> Result<()> {
    send(Method::PUT, path, Some(text(body)?)).await.map(drop)
}

/// Removes.
pub async fn delete(path: &str) -> Result<()> {
    send(Method::DELETE, path, None).await.map(drop)
}

async fn send(method: Method, path: &str, body: Option<String>) -> Result<Response> {
    let mut request = RequestBuilder::new(path)
        .header("accept-language", language_now().code())
        .header("accept", "application/json");
    if method != Method::GET {
        request = request.header("x-csrf-token", &CSRF.with(|csrf| csrf.borrow().clone()));
    }
    let request = request.method(method);
    let request = match body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body),
        None => request.build(),
    };
    let request = request.map_err(|error| Failure::Broken(error.to_string()))?;
    let response = request.send().await.map_err(|_| Failure::Offline)?;
    match response.ok() {
        true => Ok(response),
        false => Err(problem::of(response).await),
    }
}

fn text(body: &impl Serialize) -> Result<String> {
    serde_json::to_string(body).map_err(|error| Failure::Broken(error.to_string()))
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T> {
    // Who asks for the session where there is none.
    if response.status() == 204 {
        return Err(Failure::SignedOut);
    }
    let text = response.text().await.map_err(|_| Failure::Offline)?;
    serde_json::from_str(&text).map_err(|error| Failure::Broken(error.to_string()))
}
