//! Requests to the API, and what can come of them.

mod problem;

pub mod articles;
pub mod incidents;
pub mod registry;
pub mod restorations;
pub mod sensors;
pub mod series;
pub mod session;
pub mod sites;
pub mod today;

use std::cell::RefCell;
use std::pin::Pin;

use js_sys::{Object, SyntaxError};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

pub use problem::Failure;

use crate::json::{self, Unread};
use crate::language::{language_now, object};

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

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Enters or does.
    Post,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Reads.
///
/// # Errors
/// See [`Failure`]; so with all the others.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T> {
    read(send(Method::Get, path, None, Wanted::Content).await?)
}

/// Enters or does something, and reads the answer.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T> {
    read(send(Method::Post, path, Some(text(body)?), Wanted::Content).await?)
}

/// Does something that has no answer.
pub async fn tell(path: &str, body: &impl Serialize) -> Result<()> {
    let sent = send(Method::Post, path, Some(text(body)?), Wanted::Nothing);
    sent.await.map(drop)
}

/// Replaces, and reads the answer.
pub async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T> {
    read(send(Method::Put, path, Some(text(body)?), Wanted::Content).await?)
}

/// Replaces something that has no answer.
pub async fn set(path: &str, body: &impl Serialize) -> Result<()> {
    let sent = send(Method::Put, path, Some(text(body)?), Wanted::Nothing);
    sent.await.map(drop)
}

/// Removes.
pub async fn delete(path: &str) -> Result<()> {
    let sent = send(Method::Delete, path, None, Wanted::Nothing);
    sent.await.map(drop)
}

/// What is wanted of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// That all went well.
    Nothing,
    /// What it says.
    Content,
}

/// What an answer says. Boxed, since what is awaited is otherwise in the program
/// once for each place that waits.
fn send(
    method: Method,
    path: &str,
    body: Option<String>,
    wanted: Wanted,
) -> Pin<Box<dyn Future<Output = Result<JsValue>>>> {
    Box::pin(exchange(method, path.to_owned(), body, wanted))
}

async fn exchange(
    method: Method,
    path: String,
    body: Option<String>,
    wanted: Wanted,
) -> Result<JsValue> {
    let request = RequestInit::new();
    request.set_method(method.name());
    request.set_headers_record_from_str_to_str(&headers(method, body.is_some()));
    if let Some(body) = body {
        request.set_body(&body.into());
    }
    let answer = JsFuture::from(window().fetch_with_str_and_init(&path, &request)).await;
    let response: Response = answer.map_err(|_| Failure::Offline)?.unchecked_into();
    if !response.ok() {
        return Err(problem::of(response).await);
    }
    match wanted {
        Wanted::Nothing => Ok(JsValue::UNDEFINED),
        // Who asks for the session where there is none.
        Wanted::Content if response.status() == 204 => Err(Failure::SignedOut),
        Wanted::Content => content(&response).await,
    }
}

/// What a request tells beside its body.
fn headers(method: Method, has_body: bool) -> Object {
    let mut headers = vec![
        ("accept", "application/json".into()),
        ("accept-language", language_now().code().into()),
    ];
    if method != Method::Get {
        let csrf = CSRF.with(|csrf| csrf.borrow().clone());
        headers.push(("x-csrf-token", csrf.into()));
    }
    if has_body {
        headers.push(("content-type", "application/json".into()));
    }
    object(&headers)
}

/// What a response holds.
async fn content(response: &Response) -> Result<JsValue> {
    let promise = response.json().map_err(|_| Failure::Offline)?;
    let content = JsFuture::from(promise).await;
    content.map_err(|error| match error.is_instance_of::<SyntaxError>() {
        true => Failure::Broken("no JSON"),
        false => Failure::Offline,
    })
}

fn text(body: &impl Serialize) -> Result<String> {
    json::text(body).ok_or(Failure::Broken("no JSON"))
}

fn read<T: DeserializeOwned>(content: JsValue) -> Result<T> {
    json::read(content).map_err(|Unread(what)| Failure::Broken(what))
}
