//! The one error that leaves a function.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use spp_formats::{Language, Place, Refusal};
use utoipa::ToSchema;

/// An error for the client, with what only the log may see.
///
/// A handler returns it; [`crate::serve()`] writes it as a problem document in
/// the client's language.
#[derive(Debug, Clone)]
pub struct Error(Box<Fault>);

#[derive(Debug, Clone)]
struct Fault {
    status: StatusCode,
    code: &'static str,
    english: String,
    russian: String,
    place: Option<Place>,
    retry_after: Option<u32>,
    internal: Option<String>,
}

/// A problem document (RFC 9457), `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The kind of problem, as a stable name: `urn:spp:problem:not-found`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status, again.
    pub status: u16,
    /// What happened, in the language of the request.
    pub title: String,
    /// The field at fault, as a path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The line at fault, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column at fault, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// The byte at fault, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
}

impl Error {
    fn new(status: StatusCode, code: &'static str, english: &str, russian: &str) -> Self {
        Self(Box::new(Fault {
            status,
            code,
            english: english.to_owned(),
            russian: russian.to_owned(),
            place: None,
            retry_after: None,
            internal: None,
        }))
    }

    /// `422`: a field holds what it must not.
    pub fn invalid(field: impl Into<String>, english: &str, russian: &str) -> Self {
        let field = field.into();
        let mut error = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            &format!("{field}: {english}"),
            &format!("{field}: {russian}"),
        );
        error.0.place = Some(Place::Field(field));
        error
    }

    /// `401`: no credential, or one that is not known.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "a valid token is needed",
            "нужен действующий токен",
        )
    }

    /// `403`: known, but not for this.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "this credential does not allow that",
            "этот токен не даёт такого права",
        )
    }

    /// `403`: only the client decides that, and not the contractor for it.
    #[must_use]
    pub fn clients_to_say() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "clients-to-say",
            "only the client agrees or declines",
            "соглашается или отказывается только клиент",
        )
    }

    /// `401`: the address and the password do not fit.
    #[must_use]
    pub fn sign_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign-in",
            "the e-mail address or the password is wrong",
            "неверный адрес почты или пароль",
        )
    }

    /// `403`: the request was not sent by the portal.
    #[must_use]
    pub fn cross_site() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "csrf",
            "the request does not come from the portal; please reload the page",
            "запрос отправлен не порталом; обновите страницу",
        )
    }

    /// `429`: too many attempts; the next is looked at after so many seconds.
    #[must_use]
    pub fn too_many(retry_after: u32) -> Self {
        let mut error = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many",
            &format!("too many attempts; please try again in {retry_after} s"),
            &format!("слишком много попыток; повторите через {retry_after} с"),
        );
        error.0.retry_after = Some(retry_after);
        error
    }

    /// `403`: the push names a serial number that is not the sensor's.
    #[must_use]
    pub fn foreign_serial() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "foreign-serial",
            "the push names the serial number of another device than this token's sensor",
            "в запросе указан серийный номер другого устройства, а не датчика этого токена",
        )
    }

    /// `404`: no such thing, or not for this client to see.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "no such thing",
            "такого нет",
        )
    }

    /// `405`: the address exists, but not for this method.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "this address does not take this method",
            "этот адрес не принимает такой метод",
        )
    }

    /// `409`: what is there already does not allow that.
    #[must_use]
    pub fn conflict(english: &str, russian: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", english, russian)
    }

    /// `413`: a body of more than so many bytes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            &format!("the body may have at most {limit} bytes, unpacked"),
            &format!("тело запроса может содержать не более {limit} байт, считая распакованные"),
        )
    }

    /// `415`: a content type or encoding that is not understood.
    #[must_use]
    pub fn unsupported(expected: &str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            &format!("expected {expected}"),
            &format!("ожидается {expected}"),
        )
    }

    /// `400`: the body ended or broke before its end.
    #[must_use]
    pub fn broken_body() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "broken-body",
            "the body broke off",
            "тело запроса оборвалось",
        )
    }

    /// `503` with `Retry-After`: nothing was written, the same request may be
    /// sent again after so many seconds.
    #[must_use]
    pub fn unavailable(retry_after: u32, internal: String) -> Self {
        let mut error = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "nothing was written; please send again later",
            "ничего не записано; повторите запрос позже",
        );
        error.0.retry_after = Some(retry_after);
        error.0.internal = Some(internal);
        error
    }

    /// `500`: our own fault; the text goes to the log only.
    pub fn internal(text: impl Into<String>) -> Self {
        let mut error = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "something went wrong on our side",
            "ошибка на нашей стороне",
        );
        error.0.internal = Some(text.into());
        error
    }

    /// The status that the client gets.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The document in one language.
    #[must_use]
    pub fn problem(&self, language: Language) -> Problem {
        let title = match language {
            Language::English => &self.0.english,
            Language::Russian => &self.0.russian,
        };
        let (mut field, mut line, mut column, mut byte) = (None, None, None, None);
        match &self.0.place {
            None | Some(Place::Body) => {}
            Some(Place::Field(path)) => field = Some(path.clone()),
            Some(Place::Line { line: l, column: c }) => (line, column) = (Some(*l), Some(*c)),
            Some(Place::Byte(b)) => byte = Some(*b),
        }
        Problem {
            kind: format!("urn:spp:problem:{}", self.0.code),
            status: self.0.status.as_u16(),
            title: title.clone(),
            field,
            line,
            column,
            byte,
        }
    }

    /// Writes the error as a response, and its internal text to the log.
    #[must_use]
    pub fn into_response_in(self, language: Language) -> Response {
        if let Some(internal) = &self.0.internal {
            eprintln!("{}: {internal}", self.0.code);
        }
        let problem = self.problem(language);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        // Spin closes a connection whose request was not read to its end, and
        // then the end of a response of unknown length can be lost.
        let length = body.len();
        let mut response = (self.0.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LENGTH, length.into());
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(match language {
                Language::English => "en",
                Language::Russian => "ru",
            }),
        );
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer, Basic realm=\"SPP\""),
            );
        }
        response
    }
}

/// Inside a router the language is not known yet: the error travels with the
/// response until [`crate::serve()`] writes it.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let mut error = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            &refusal.text(Language::English),
            &refusal.text(Language::Russian),
        );
        error.0.place = Some(refusal.place);
        error
    }
}

impl From<spp_store::Error> for Error {
    fn from(error: spp_store::Error) -> Self {
        match error {
            spp_store::Error::Busy => Self::unavailable(2, error.to_string()),
            spp_store::Error::Full(_) => Self::unavailable(60, error.to_string()),
            spp_store::Error::Reference => Self::conflict(
                "something that is referred to does not exist, or is still in use",
                "указанного не существует, либо оно ещё используется",
            ),
            spp_store::Error::NotUnique(columns) => {
                let column = columns.rsplit('.').next().unwrap_or_default();
                Self::conflict(
                    &format!("{column}: already taken"),
                    &format!("{column}: уже занято"),
                )
            }
            spp_store::Error::Check(_)
            | spp_store::Error::Unexpected { .. }
            | spp_store::Error::Other(_) => Self::internal(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spp_formats::Expected;

    #[test]
    fn a_problem_names_the_place_in_both_languages() {
        let error = Error::from(Refusal::field("readings[0].in", Expected::Count));
        let english = serde_json::to_string(&error.problem(Language::English)).unwrap();
        assert_eq!(
            english,
            r#"{"type":"urn:spp:problem:invalid","status":422,"title":"readings[0].in: expected a whole number from 0 to 4294967295","field":"readings[0].in"}"#
        );
        let russian = error.problem(Language::Russian);
        assert_eq!(
            russian.title,
            "readings[0].in: ожидается целое число от 0 до 4294967295"
        );
    }

    #[test]
    fn a_full_disk_asks_to_come_back() {
        let error = Error::from(spp_store::Error::Full("disk".to_owned()));
        let response = error.into_response_in(Language::English);
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "60");
    }
}
