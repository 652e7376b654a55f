//! The way out of a component: TCP to an address, and calls over HTTP. The host
//! lets pass only what `allowed_outbound_hosts` lists.

mod tcp;

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::header::CONTENT_LENGTH;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};

pub use tcp::Tcp;

/// The longest answer to a call that is read.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Does something, but no longer than that; none where it took longer.
pub async fn within<T>(limit: Duration, work: impl Future<Output = T> + Send) -> Option<T> {
    let sleep = std::pin::pin!(spin_sdk::time::sleep(limit));
    match select(std::pin::pin!(work), sleep).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}

/// Why a call brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The address or a header cannot be sent.
    #[error("the call cannot be made: {0}")]
    Unfit(#[from] http::Error),
    /// The server was not reached, or the host does not allow it.
    #[error("the call failed: {0}")]
    Failed(String),
    /// It took too long.
    #[error("the call took too long")]
    TooLong,
}

/// An answer to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its body; empty where it is longer than 64 KiB or breaks off.
    pub body: Bytes,
}

/// Posts a body to an address.
pub async fn post(
    url: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
    limit: Duration,
) -> Result<Answer, CallError> {
    // Not every receiver takes a body in chunks.
    let mut request = Request::post(url).header(CONTENT_LENGTH, body.len());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::from(body)))?;
    within(limit, call(request))
        .await
        .ok_or(CallError::TooLong)?
}

async fn call(request: Request<Full<Bytes>>) -> Result<Answer, CallError> {
    let response = spin_sdk::http::send(request)
        .await
        .map_err(|error| CallError::Failed(error.to_string()))?;
    let status = response.status();
    let body = Limited::new(response.into_body(), LONGEST_ANSWER)
        .collect()
        .await
        .map(|body| body.to_bytes())
        .unwrap_or_default();
    Ok(Answer { status, body })
}
