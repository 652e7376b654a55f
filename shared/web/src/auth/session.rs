//! Sessions of people who have signed in with a browser: the cookie, and the token
//! that keeps other sites from having the browser act.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderName};
use http::request::Parts;
use http::{HeaderValue, Method};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// The cookie's name. The prefix has browsers refuse it from anywhere but this
/// very host, and without encryption (but on one's own machine).
const COOKIE_NAME: &str = "__Host-spp";

/// The header in which the portal sends [`csrf`] with what changes something.
pub const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

/// In which relation the page that had the browser send a request stands to us.
pub const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The session's token in a request's cookies.
#[must_use]
pub fn token(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).into_iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    pairs.find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE_NAME && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The cookie that gives a browser a session's token, for at most so many seconds;
/// with none, it takes it away.
#[must_use]
pub fn cookie(token: &str, seconds: i64) -> Option<HeaderValue> {
    let text =
        format!("{COOKIE_NAME}={token}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax");
    HeaderValue::try_from(text).ok()
}

/// What a session's requests show to change something: a page of another site can
/// have the browser send the cookie, but cannot read this.
#[must_use]
pub fn csrf(token: &str) -> String {
    let digest = Sha256::new().chain_update("csrf:").chain_update(token);
    URL_SAFE_NO_PAD.encode(digest.finalize())
}

/// Refuses a request that changes something and that a page of another site had the
/// browser send. It protects what is asked without a session, such as the sign-in.
///
/// # Errors
/// `403` where the browser says so.
pub fn same_site(parts: &Parts) -> Result<()> {
    let site = parts.headers.get(&FETCH_SITE).map(HeaderValue::as_bytes);
    match site {
        None | Some(b"same-origin" | b"none") => Ok(()),
        Some(_) if is_reading(&parts.method) => Ok(()),
        Some(_) => Err(Error::cross_site()),
    }
}

/// Refuses as [`same_site`], and of a browser that does not say which page has it send
/// a request, whatever a form of another site could send: it sends no JSON.
///
/// # Errors
/// `403` where the browser says so, `415` where it says nothing.
pub fn no_form(parts: &Parts) -> Result<()> {
    let is_told = parts.headers.contains_key(&FETCH_SITE);
    if is_told || is_reading(&parts.method) || is_json(&parts.headers) {
        return same_site(parts);
    }
    Err(Error::unsupported("Content-Type: application/json"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Refuses a request that changes something and was not sent by the portal.
pub(super) fn check(parts: &Parts, token: &str) -> Result<()> {
    if is_reading(&parts.method) {
        return Ok(());
    }
    same_site(parts)?;
    let shown = parts.headers.get(&CSRF).map(HeaderValue::as_bytes);
    match shown == Some(csrf(token).as_bytes()) {
        true => Ok(()),
        false => Err(Error::cross_site()),
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn the_token_stands_among_other_cookies() {
        let check = |value: &str, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, value.parse().unwrap());
            assert_eq!(token(&headers).as_deref(), expected, "{value}");
        };
        check("__Host-spp=abc", Some("abc"));
        check("a=b; __Host-spp=abc;c=d", Some("abc"));
        check("spp=abc", None);
        check("__Host-spp=", None);
        check("__Host-spp", None);
    }

    fn parts(method: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().method(method);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn nobody_is_signed_in_by_a_form_of_another_site() {
        let check = |method: &str, headers: &[(&str, &str)], expected: Option<u16>| {
            let refused = no_form(&parts(method, headers)).err();
            let refused = refused.map(|error| error.status().as_u16());
            assert_eq!(refused, expected, "{method} {headers:?}");
        };
        let json = ("content-type", "Application/JSON; charset=utf-8");
        let (text, form) = (
            ("content-type", "text/plain"),
            ("content-type", "application/x-www-form-urlencoded"),
        );
        check("GET", &[], None);
        check("POST", &[json], None);
        check("POST", &[], Some(415));
        check("POST", &[text], Some(415));
        check("POST", &[form], Some(415));
        check("POST", &[text, ("sec-fetch-site", "same-origin")], None);
        check("POST", &[json, ("sec-fetch-site", "cross-site")], Some(403));
    }

    #[test]
    fn only_the_portal_changes_something() {
        let check = |method: &str, headers: &[(&str, &str)], expected: bool| {
            let parts = parts(method, headers);
            assert_eq!(
                super::check(&parts, "abc").is_ok(),
                expected,
                "{method} {headers:?}"
            );
        };
        let (right, wrong) = (csrf("abc"), csrf("abd"));
        check("GET", &[], true);
        check("POST", &[], false);
        check("POST", &[("x-csrf-token", &wrong)], false);
        check("POST", &[("x-csrf-token", &right)], true);
        check(
            "DELETE",
            &[("x-csrf-token", &right), ("sec-fetch-site", "same-origin")],
            true,
        );
        check(
            "PUT",
            &[("x-csrf-token", &right), ("sec-fetch-site", "same-site")],
            false,
        );
        check(
            "PUT",
            &[("x-csrf-token", &right), ("sec-fetch-site", "cross-site")],
            false,
        );
    }
}
