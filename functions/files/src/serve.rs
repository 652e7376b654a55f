//! Reads the files and answers with them.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::{Method, header};
use spp_web::{Error, Result};

use crate::answer::Plan;
use crate::list::List;

/// Where the application's manifest puts the files.
const FOLDER: &str = "/portal";

/// What the build has listed.
static LIST: LazyLock<Result<List>> = LazyLock::new(|| {
    let list = std::fs::read(format!("{FOLDER}/files.json")).map_err(broken)?;
    serde_json::from_slice(&list).map_err(broken)
});

/// What this instance has read, by name. There is not more than was listed, and
/// while an instance lives nothing of it changes.
static READ: RwLock<Option<HashMap<String, Bytes>>> = RwLock::new(None);

/// Answers with the file that the path shows.
pub async fn serve(request: Request) -> Result<Response> {
    let list = LIST.as_ref().map_err(Clone::clone)?;
    let path = request.uri().path();
    let (path, file) = list.find(path).ok_or_else(Error::not_found)?;
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let refusal = Error::method_not_allowed();
        return Ok(([(header::ALLOW, "GET, HEAD")], refusal).into_response());
    }
    let plan = Plan::new(path, file, request.headers());
    if plan.known {
        return plan.unchanged::<Body>().map_err(broken);
    }
    let ending = plan.encoding.map_or("", |encoding| encoding.ending());
    let bytes = read(format!("{path}{ending}"))?;
    let url = spin_sdk::variables::get("public_url").await;
    let secure = url.is_ok_and(|url| url.starts_with("https://"));
    plan.whole::<Body>(request.method(), file, bytes, secure)
        .map_err(broken)
}

/// A file's bytes.
fn read(name: String) -> Result<Bytes> {
    let held = READ.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = held.as_ref().and_then(|read| read.get(&name)) {
        return Ok(bytes.clone());
    }
    drop(held);
    let bytes = Bytes::from(std::fs::read(format!("{FOLDER}{name}")).map_err(broken)?);
    let mut held = READ.write().unwrap_or_else(PoisonError::into_inner);
    held.get_or_insert_default().insert(name, bytes.clone());
    Ok(bytes)
}

/// What must not be: the portal is not built, or not as it is listed.
fn broken(error: impl std::fmt::Display) -> Error {
    Error::internal(error.to_string())
}
