//! How devices are set up so that they push here.

use axum::Json;
use http::HeaderMap;
use serde::Serialize;
use spp_formats::{Format, Language, Setup};
use spp_web::auth::Principal;
use spp_web::language;
use utoipa::ToSchema;

/// A format, and how its maker's devices are set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldFormat {
    /// Its name in a push address.
    format: &'static str,
    /// Who makes the devices.
    maker: &'static str,
    /// Which of them push in this format.
    models: &'static str,
    /// The kinds of values that they can send, the default one first.
    kinds: Vec<&'static str>,
    /// Which kind is counted unless the sensor's settings say otherwise.
    default_kind: &'static str,
    /// The intervals that are usual, in seconds; the first is advised.
    intervals: &'static [u32],
    /// The method of a push.
    method: &'static str,
    /// The path of a push; `{token}` stands for the sensor's token.
    path: String,
    /// Headers that have to be set in the device.
    headers: Vec<Header>,
    /// What to open and to type in the device's pages, in the reader's language.
    steps: Vec<&'static str>,
    /// What to know besides.
    note: Option<&'static str>,
}

/// A header.
#[derive(Debug, Serialize, ToSchema)]
pub struct Header {
    /// Its name.
    name: &'static str,
    /// Its value.
    value: &'static str,
}

/// Lists the formats of pushes, and says how each maker's devices are set up.
#[utoipa::path(
    get,
    operation_id = "formats_list",
    path = "/api/v1/formats",
    tag = "formats",
    responses((status = 200, body = Vec<ToldFormat>))
)]
pub async fn list(_: Principal, headers: HeaderMap) -> Json<Vec<ToldFormat>> {
    let language = language(&headers);
    let formats = Format::ALL.iter();
    Json(
        formats
            .map(|format| tell(format.setup(), language))
            .collect(),
    )
}

fn tell(setup: &Setup, language: Language) -> ToldFormat {
    let headers = setup.headers.iter();
    ToldFormat {
        format: setup.format.id(),
        maker: setup.maker.of(language),
        models: setup.models.of(language),
        kinds: setup.kinds.iter().map(|kind| kind.id()).collect(),
        default_kind: setup.format.default_kind().id(),
        intervals: setup.intervals,
        method: Setup::METHOD,
        path: setup.path(),
        headers: headers
            .map(|&(name, value)| Header { name, value })
            .collect(),
        steps: setup.steps.iter().map(|step| step.of(language)).collect(),
        note: setup.note.map(|note| note.of(language)),
    }
}
