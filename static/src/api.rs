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
use std::pin::Pin;

use gloo_net::http::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use problem::Failure;

use crate::json;
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
    read(&send(Method::GET, path.to_owned(), None).await?)
}

/// Enters or does something, and reads the answer.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T> {
    read(&send(Method::POST, path.to_owned(), Some(text(body)?)).await?)
}

/// Does something that has no answer.
pub async fn tell(path: &str, body: &impl Serialize) -> Result<()> {
    send(Method::POST, path.to_owned(), Some(text(body)?))
        .await
        .map(drop)
}

/// Replaces, and reads the answer.
pub async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T> {
    read(&send(Method::PUT, path.to_owned(), Some(text(body)?)).await?)
}

/// Replaces something that has no answer.
pub async fn set(path: &str, body: &impl Serialize) -> Result<()> {
    send(Method::PUT, path.to_owned(), Some(text(body)?))
        .await
        .map(drop)
}

/// Removes.
pub async fn delete(path: &str) -> Result<()> {
    send(Method::DELETE, path.to_owned(), None).await.map(drop)
}

/// The text of an answer. Boxed, since what is awaited is otherwise in the program
/// once for each place that waits.
fn send(
    method: Method,
    path: String,
    body: Option<String>,
) -> Pin<Box<dyn Future<Output = Result<String>>>> {
    Box::pin(exchange(method, path, body))
}

async fn exchange(method: Method, path: String, body: Option<String>) -> Result<String> {
    let mut request = RequestBuilder::new(&path)
        .header("accept-language", language_now().code())
        .header("accept", "application/json");
    if method != Method::GET {
        request = request.header("x-csrf-token", &CSRF.with(|csrf| csrf.borrow().clone()));
    }
    let request = request.method(method.clone());
    let request = match body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body),
        None => request.build(),
    };
    let request = request.map_err(|error| Failure::Broken(error.to_string()))?;
    let response = request.send().await.map_err(|_| Failure::Offline)?;
    if !response.ok() {
        return Err(problem::of(response).await);
    }
    // Who asks for the session where there is none.
    if response.status() == 204 && method == Method::GET {
        return Err(Failure::SignedOut);
    }
    response.text().await.map_err(|_| Failure::Offline)
}

fn text(body: &impl Serialize) -> Result<String> {
    json::text(body).ok_or_else(|| Failure::Broken("no JSON".to_owned()))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    let value = serde_json::from_str(text);
    let value: Value = value.map_err(|error| Failure::Broken(error.to_string()))?;
    T::deserialize(&value).map_err(|error| Failure::Broken(error.to_string()))
}
