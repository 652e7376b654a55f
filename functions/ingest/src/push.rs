//! Pushes of the makers' devices.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, StatusCode, header, request::Parts};
use spp_formats::{Acknowledgement, Device, Format, Payload, Readings};
use spp_store::ingest::{Delivery, Identity, Outcome, Profile, Said};
use spp_web::{Error, Path, Result, auth, body};

use crate::commit::{self, Goods};
use crate::profiles;
use crate::raw::{self, Raw};

/// Takes a push of a sensor whose token stands in the address.
///
/// The body is what the maker's device sends. The answer is what that device
/// expects; where it expects nothing, it is empty.
#[utoipa::path(
    post,
    operation_id = "push_by_address",
    path = "/push/{format}/{token}",
    tag = "ingest",
    params(
        ("format" = String, Path, description = "hikvision, xovis, axis, brickstream, milesight, hpc015, irisys, foorir, tts or spp"),
        ("token" = String, Path, description = "the sensor's token")
    ),
    request_body(content = Vec<u8>, content_type = "*/*"),
    responses(
        (status = 200, description = "the disk has it, or had it before"),
        (status = 401, description = "no such token", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 403, description = "the body names another device", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 422, description = "the body is not of the format; says where", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 503, description = "nothing was written; send again after Retry-After", body = spp_web::Problem, content_type = "application/problem+json")
    )
)]
pub async fn by_address(
    Path(address): Path<Address>,
    request: http::Request<Body>,
) -> Result<Response> {
    let (parts, incoming) = request.into_parts();
    take(&address.format, &address.token, &parts, incoming).await
}

/// The parts of a push's address; what a device adds behind is its own affair.
#[derive(serde::Deserialize)]
pub struct Address {
    format: String,
    token: String,
}

/// Takes a push of a sensor whose token stands in a header: as Bearer, as the
/// password of Basic, alone in `Authorization`, or in `Authentication`.
#[utoipa::path(
    post,
    operation_id = "push_by_header",
    path = "/push/{format}",
    tag = "ingest",
    params(("format" = String, Path, description = "as above")),
    request_body(content = Vec<u8>, content_type = "*/*"),
    responses((status = 200, description = "as above")),
    security(("token" = []))
)]
pub async fn by_header(
    Path(format): Path<String>,
    request: http::Request<Body>,
) -> Result<Response> {
    let (parts, incoming) = request.into_parts();
    let token = token(&parts.headers).ok_or_else(Error::unauthorized)?;
    take(&format, &token, &parts, incoming).await
}

/// The token in a device's headers; some makers send it without a scheme, or
/// in a header of their own.
pub fn token(headers: &HeaderMap) -> Option<String> {
    let of = |name: &str| headers.get(name)?.to_str().ok();
    let bare = |value: &str| {
        let value = value.trim();
        (!value.is_empty() && !value.contains(' ')).then(|| value.to_owned())
    };
    [of("authorization"), of("authentication")]
        .into_iter()
        .flatten()
        .find_map(|value| auth::credential(value).or_else(|| bare(value)))
}

async fn take(format: &str, token: &str, parts: &Parts, incoming: Body) -> Result<Response> {
    let format = Format::from_id(format).ok_or_else(Error::not_found)?;
    let bytes = body::read(&parts.headers, incoming).await?;
    let (_, acknowledgement) = deliver(token, Some(format), &parts.headers, bytes).await?;
    Ok(match acknowledgement {
        Acknowledgement::Empty => StatusCode::OK.into_response(),
        Acknowledgement::Text(text) => text.into_response(),
        Acknowledgement::Json(json) => {
            ([(header::CONTENT_TYPE, "application/json")], json).into_response()
        }
    })
}

/// Reads a push of the token's sensor and commits it. The format must be the
/// sensor's own; a push to the API is always in ours.
pub async fn deliver(
    token: &str,
    format: Option<Format>,
    headers: &HeaderMap,
    bytes: Bytes,
) -> Result<(Outcome, Acknowledgement)> {
    let received_at = Utc::now();
    let arrived = received_at.timestamp();
    let identity = Identity::Token(auth::hash(token));
    let profile = profiles::find(identity, arrived)
        .await?
        .ok_or_else(Error::unauthorized)?;
    let content_type = headers.get(header::CONTENT_TYPE);
    let raw = Raw {
        sensor: profile.sensor,
        at: arrived,
        content_type: content_type.and_then(|value| value.to_str().ok()),
        body: &bytes,
        kept: profile.kept,
    };
    let readings = match read(format, &profile, received_at, raw) {
        Ok(readings) => readings,
        Err(error) => {
            if let Some(push) = raw.refused(&error) {
                raw::keep(push).await;
            }
            return Err(error);
        }
    };
    let foreign = foreign_serial(&readings.device, &profile);
    let kept = match &foreign {
        Some(_) => raw.refused(&Error::foreign_serial()),
        None => raw.accepted(),
    };
    // Read; what waits for its commit need not fill memory.
    drop(bytes);
    let acknowledgement = readings.acknowledgement.clone();
    let said = match &foreign {
        Some(serial) => Said::ForeignSerial(serial.clone()),
        None => Said::Push(readings),
    };
    let delivery = Delivery {
        profile,
        arrived,
        said,
    };
    let outcome = commit::commit(Goods {
        delivery,
        raw: kept.map(Box::new),
    })
    .await?;
    match (foreign, outcome.withdrawn) {
        (_, true) => Err(Error::unauthorized()),
        (Some(_), _) => Err(Error::foreign_serial()),
        (None, false) => Ok((outcome, acknowledgement)),
    }
}

/// Reads a body by its format, which must be the sensor's own where the address
/// names one.
fn read(
    format: Option<Format>,
    profile: &Profile,
    received_at: DateTime<Utc>,
    raw: Raw<'_>,
) -> Result<Readings> {
    if format.is_some_and(|format| format != profile.format) {
        let expected = profile.format.id();
        return Err(Error::invalid(
            "format",
            &format!("this sensor's is {expected}"),
            &format!("у этого датчика {expected}"),
        ));
    }
    let readings = format.unwrap_or(Format::Spp).read(Payload {
        body: raw.body,
        content_type: raw.content_type,
        received_at,
        zone: profile.zone,
        interval: profile.interval,
    })?;
    Ok(readings)
}

/// The serial number in a body, if it is another device's.
fn foreign_serial(device: &Device, profile: &Profile) -> Option<String> {
    let plain = |serial: &str| -> String {
        let alphanumeric = serial.chars().filter(|c| c.is_alphanumeric());
        alphanumeric.flat_map(char::to_lowercase).collect()
    };
    let own = plain(profile.serial.as_deref()?);
    let first = device.serials.first()?;
    let known = device.serials.iter().any(|serial| plain(serial) == own);
    (!known).then(|| first.clone())
}
