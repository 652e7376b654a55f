//! Parts of a request, refused with the name of the field at fault.

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use serde::de::DeserializeOwned;
use spp_formats::json;

use crate::{Error, Result, body};

/// A JSON body of at most [`body::LIMIT`] bytes.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let (parts, incoming) = request.into_parts();
        let bytes = body::read(&parts.headers, incoming).await?;
        Ok(Self(json::parse(&bytes)?))
    }
}

/// The query of an address.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(rejection) => {
                // The text ends with "field: what was wrong".
                let text = rejection.body_text();
                let reason = text
                    .split_once(": ")
                    .map_or(text.as_str(), |(_, rest)| rest);
                let (field, reason) = match reason.split_once(": ") {
                    Some((field, reason)) => (field, reason),
                    None => match reason.strip_prefix("missing field `") {
                        Some(rest) => (rest.trim_end_matches('`'), "missing"),
                        None => ("query", reason),
                    },
                };
                Err(Error::invalid(field, reason, reason))
            }
        }
    }
}

/// The ids in the path of an address; one that is no number is no thing.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(path)| Self(path))
            .map_err(|_| Error::not_found())
    }
}
