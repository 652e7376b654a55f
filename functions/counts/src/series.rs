//! A series: the sums of the parts of a period.

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use http::{HeaderMap, header};
use serde::Serialize;
use spp_counts::step::Span;
use spp_store::Connection;
use spp_store::counts::{self, Extent, Sums};
use spp_web::auth::Principal;
use spp_web::moment::text;
use spp_web::{Error, Query, Result};
use utoipa::ToSchema;

use crate::query::{self, CountsQuery, Rendering};

/// The counts of a period, by parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Series {
    /// The zone whose calendar divides the period.
    zone: String,
    /// The parts, in their order.
    counts: Vec<Part>,
}

/// One part of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Part {
    /// First moment, with the zone's offset.
    start: String,
    /// First moment after it.
    end: String,
    /// People in: measured, and restored where nothing was.
    r#in: i64,
    /// People out, likewise.
    out: i64,
    /// How many intervals the sensors should have measured by now, around the
    /// clock, since their first.
    expected: i64,
    /// How many they have measured.
    measured: i64,
    /// Of these, how many hold more people than pass a door.
    implausible: i64,
    /// How many of the people in were not measured but restored from what is usual,
    /// with the client's agreement.
    restored: i64,
    /// How many intervals that were not measured are restored, those of closed hours
    /// included.
    filled: i64,
}

/// Sums the counts of a sensor, an entrance, a site or a client.
///
/// Hours and longer parts come from sums that are kept with the counts
/// themselves. A part in which nothing was measured stands with zeros and
/// `measured` 0: it is missing, not empty.
#[utoipa::path(
    get,
    operation_id = "series_get",
    path = "/api/v1/counts",
    tag = "counts",
    params(CountsQuery),
    responses(
        (status = 200, body = Series),
        (status = 404, description = "no such thing, or not yours", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 422, body = spp_web::Problem, content_type = "application/problem+json")
    ),
    security(("token" = []), ("session" = []))
)]
pub async fn get(
    principal: Principal,
    Query(query): Query<CountsQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let scope = query.scope()?;
    let connection = Connection::open().await?;
    let extent = counts::extent(&connection, scope, principal.tenant()).await?;
    let extent = extent.ok_or_else(Error::not_found)?;
    let step = query.step.step(&extent);
    let spans = query::spans(step, extent.zone, query.period(extent.zone)?)?;
    let sums = counts::sums(&connection, scope, &extent, step, &spans).await?;
    let now = Utc::now().timestamp();
    let parts = spans
        .iter()
        .zip(sums)
        .map(|(span, sums)| part(&extent, *span, sums, now));
    let series = Series {
        zone: extent.zone.name().to_owned(),
        counts: parts.collect(),
    };
    match rendering(&query, &headers) {
        Rendering::Json => Ok(Json(series).into_response()),
        Rendering::Csv => csv(&series),
    }
}

fn part(extent: &Extent, span: Span, sums: Sums, now: i64) -> Part {
    Part {
        start: text(extent.zone, span.start),
        end: text(extent.zone, span.end),
        r#in: sums.entered + sums.restored_entered,
        out: sums.exited + sums.restored_exited,
        expected: expected(extent, span, now),
        measured: sums.measured,
        implausible: sums.implausible,
        restored: sums.restored_entered,
        filled: sums.restored,
    }
}

/// How many intervals a scope should have measured in a part by now.
pub fn expected(extent: &Extent, span: Span, now: i64) -> i64 {
    let channels = extent.channels.iter();
    channels
        .map(|channel| span.expected(channel.since, now, channel.interval))
        .sum()
}

fn rendering(query: &CountsQuery, headers: &HeaderMap) -> Rendering {
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    query.format.unwrap_or_else(|| match accepted {
        Some(accepted) if accepted.starts_with("text/csv") => Rendering::Csv,
        _ => Rendering::Json,
    })
}

fn csv(series: &Series) -> Result<Response> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for part in &series.counts {
        writer
            .serialize(part)
            .map_err(|error| Error::internal(error.to_string()))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Error::internal(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"counts.csv\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}
