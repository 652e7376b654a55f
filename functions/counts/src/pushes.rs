//! The last pushes of a sensor, as they came.

use axum::Json;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono_tz::Tz;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::counts::{self, Scope};
use spp_store::pushes::{self, Push};
use spp_web::auth::Contractor;
use spp_web::moment::text;
use spp_web::{Error, Language, Query, Result, language};
use utoipa::{IntoParams, ToSchema};

/// Whose pushes.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PushesQuery {
    /// The sensor's id.
    pub sensor: i64,
}

/// What is kept of a sensor's pushes, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pushes {
    /// The pushes: the last five accepted and the last five refused.
    pushes: Vec<ToldPush>,
}

/// A push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ToldPush {
    /// When it arrived, with the zone's offset.
    at: String,
    /// The status of the answer.
    status: u16,
    /// The type that the device gave the body.
    content_type: Option<String>,
    /// How long the body was, in bytes.
    bytes: u32,
    /// Whether only its first 16 KiB are here.
    truncated: bool,
    /// The body, where it is text.
    text: Option<String>,
    /// The body in base64, where it is none.
    base64: Option<String>,
    /// What the refusal said, in the reader's language.
    said: Option<String>,
}

/// Shows the last pushes of a sensor as they came: the last five that were
/// accepted, of which one in half a minute is kept, and the last five that were
/// refused. For the contractor's own people only.
#[utoipa::path(
    get,
    operation_id = "pushes_get",
    path = "/api/v1/pushes",
    tag = "counts",
    params(PushesQuery),
    responses(
        (status = 200, body = Pushes),
        (status = 403, description = "a client does not see that", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 404, description = "no such sensor", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 422, body = spp_web::Problem, content_type = "application/problem+json")
    ),
    security(("token" = []), ("session" = []))
)]
pub async fn get(
    _: Contractor,
    Query(query): Query<PushesQuery>,
    headers: HeaderMap,
) -> Result<Json<Pushes>> {
    let connection = Connection::open().await?;
    let kept = pushes::list(&connection, query.sensor, None).await?;
    let extent = counts::extent(&connection, Scope::Sensor(query.sensor), None).await?;
    let (kept, extent) = kept.zip(extent).ok_or_else(Error::not_found)?;
    let language = language(&headers);
    let told = kept
        .into_iter()
        .map(|push| tell(push, extent.zone, language));
    let pushes = told.collect();
    Ok(Json(Pushes { pushes }))
}

fn tell(push: Push, zone: Tz, language: Language) -> ToldPush {
    let truncated = push.body.len() < push.bytes as usize;
    let plain = plain(&push.body, truncated).map(str::to_owned);
    ToldPush {
        at: text(zone, push.at),
        status: push.status,
        content_type: push.content_type,
        bytes: push.bytes,
        truncated,
        base64: plain.is_none().then(|| STANDARD.encode(&push.body)),
        text: plain,
        said: push.said.map(|(english, russian)| match language {
            Language::English => english,
            Language::Russian => russian,
        }),
    }
}

/// A body as text, if it is any. One that was cut may end within a character,
/// which is left out.
fn plain(body: &[u8], is_cut: bool) -> Option<&str> {
    match std::str::from_utf8(body) {
        Ok(text) => Some(text),
        Err(error) if is_cut && error.error_len().is_none() => {
            let whole = body.get(..error.valid_up_to())?;
            std::str::from_utf8(whole).ok()
        }
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &[u8], bytes: u32, text: Option<&str>, base64: Option<&str>) {
        let push = Push {
            sensor: 1,
            at: 0,
            status: 422,
            content_type: None,
            bytes,
            body: body.to_owned(),
            said: Some(("no".to_owned(), "нет".to_owned())),
        };
        let told = tell(push, Tz::UTC, Language::Russian);
        assert_eq!(
            (told.text.as_deref(), told.base64.as_deref()),
            (text, base64)
        );
        assert_eq!(told.truncated, body.len() < bytes as usize);
        assert_eq!(told.said.as_deref(), Some("нет"));
    }

    #[test]
    fn a_body_is_shown_as_text_where_it_is_any() {
        check(b"<a/>", 4, Some("<a/>"), None);
        check(b"", 0, Some(""), None);
        check(&[0xff, 0xfe], 2, None, Some("//4="));
    }

    #[test]
    fn a_character_that_was_cut_in_two_does_not_matter() {
        check("да".as_bytes(), 20, Some("да"), None);
        check(b"\xd0\xb4\xd0", 20, Some("д"), None);
        check(b"\xd0\xb4\xd0", 3, None, Some("0LTQ"));
    }
}
