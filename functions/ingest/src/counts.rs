//! Counts in our own formats: JSON of any readings, CSV and NDJSON of history.

use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde::Serialize;
use spp_store::ingest::Outcome;
use spp_web::{Error, Query, Result, body};
use utoipa::ToSchema;

use crate::history::{self, Layout, Options};
use crate::push;

/// What became of the readings of a push.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// First statements, kept.
    stored: u32,
    /// Known before: nothing changed.
    repeated: u32,
    /// Replaced earlier statements.
    corrected: u32,
    /// At odds with earlier statements, which stay; kept in the journal.
    conflicting: u32,
    /// Of a kind that is not counted for this sensor.
    ignored: u32,
    /// Kept, but above what a door lets through.
    implausible: u32,
}

/// Takes counts of a sensor in JSON, or an import of history in CSV or NDJSON.
///
/// JSON is one reading, a list, or an object with `readings`; the sensor is
/// the token's. An import has one row an interval, of any length, and is
/// written as it streams in; see `import` and `from_byte`.
#[utoipa::path(
    post,
    operation_id = "counts_take",
    path = "/api/v1/counts",
    tag = "ingest",
    params(Options),
    request_body(
        content(
            ("application/json"),
            ("text/csv"),
            ("application/x-ndjson")
        )
    ),
    responses(
        (status = 200, description = "JSON: the disk has it", body = Receipt),
        (status = 200, description = "CSV, NDJSON: the import's progress", body = history::Progress),
        (status = 401, description = "no such token", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 422, description = "says where and what was expected", body = spp_web::Problem, content_type = "application/problem+json")
    ),
    security(("token" = []))
)]
pub async fn take(
    Query(options): Query<Options>,
    request: http::Request<Body>,
) -> Result<Response> {
    let (parts, incoming) = request.into_parts();
    let token = push::token(&parts.headers).ok_or_else(Error::unauthorized)?;
    if let Some(layout) = layout(&parts.headers)? {
        let progress = history::import(&token, layout, options, &parts.headers, incoming).await?;
        return Ok(Json(progress).into_response());
    }
    let bytes = body::read(&parts.headers, incoming).await?;
    let (outcome, _) = push::deliver(&token, None, &parts.headers, bytes).await?;
    Ok(Json(Receipt::from(outcome)).into_response())
}

/// How the rows of an import are laid out; none where it is a JSON document.
fn layout(headers: &HeaderMap) -> Result<Option<Layout>> {
    let value = headers.get(header::CONTENT_TYPE);
    let text = value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "" | "application/json" | "application/x-www-form-urlencoded" => Ok(None),
        "text/csv" => Ok(Some(Layout::Csv)),
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => {
            Ok(Some(Layout::Ndjson))
        }
        _ => Err(Error::unsupported(
            "application/json, text/csv, application/x-ndjson",
        )),
    }
}

impl From<Outcome> for Receipt {
    fn from(outcome: Outcome) -> Self {
        let Outcome {
            stored,
            repeated,
            corrected,
            conflicting,
            ignored,
            implausible,
            ..
        } = outcome;
        Self {
            stored,
            repeated,
            corrected,
            conflicting,
            ignored,
            implausible,
        }
    }
}
