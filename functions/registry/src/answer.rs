//! The shape that the things here share: a page of a list, a thing or none, and
//! what is answered to one who has entered, changed or removed it.

use axum::Json;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{StatusCode, header};
use serde::Serialize;
use spp_store::registry::{Identified, Window};
use spp_web::page::{Meta, Page, PageQuery};
use spp_web::{Error, Query, Result};

/// The page of a list that a request wants.
#[derive(Debug, Clone, Copy)]
pub struct Listing(Page);

impl Listing {
    /// What the store is asked for.
    pub fn window(self) -> Window {
        Window {
            after: self.0.after,
            limit: self.0.probe(),
        }
    }

    /// The page of what the store has found, as it is shown.
    pub fn show<R: Identified, T: From<R>>(self, mut rows: Vec<R>) -> (Vec<T>, Meta) {
        let meta = self.0.cut(&mut rows, R::id);
        (rows.into_iter().map(T::from).collect(), meta)
    }
}

impl<S: Sync> FromRequestParts<S> for Listing {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Query(query) = Query::<PageQuery>::from_request_parts(parts, state).await?;
        Page::try_from(query).map(Self)
    }
}

/// The thing that the store has found, as it is shown; `404` as [`known`].
pub fn found<R, T: From<R>>(row: Option<R>) -> Result<T> {
    known(row).map(T::from)
}

/// What the store has found; `404` where there is nothing, or nothing for this
/// client to see.
pub fn known<R>(row: Option<R>) -> Result<R> {
    row.ok_or_else(Error::not_found)
}

/// `404` where there was nothing to change.
pub fn changed(changed: bool) -> Result<()> {
    changed.then_some(()).ok_or_else(Error::not_found)
}

/// `204`, or `404` where there was nothing to remove.
pub fn removed(removed: bool) -> Result<StatusCode> {
    changed(removed).map(|()| StatusCode::NO_CONTENT)
}

/// `201` with the new thing and its address.
pub fn created(things: &str, id: i64, thing: impl Serialize) -> Response {
    let location = format!("{things}/{id}");
    let headers = [(header::LOCATION, location)];
    (StatusCode::CREATED, headers, Json(thing)).into_response()
}
