//! Who is asking.

use axum::extract::FromRequestParts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderMap};
use http::request::Parts;
use sha2::{Digest, Sha256};
use spp_store::Connection;
use spp_store::registry::keys;

use crate::{Error, Result};

/// The SHA-256 of a token: the only form in which tokens are kept and
/// compared, so that no comparison can tell how much of a guess was right.
pub type TokenHash = [u8; 32];

/// Who is asking, by the bearer token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    /// The supplier's administrator: everything of every client.
    Administrator,
    /// A client, by one of its keys: reads its own organisation, nothing else.
    Client(i64),
}

/// An administrator; anyone else is refused.
#[derive(Debug, Clone, Copy)]
pub struct Administrator;

/// A scheduler: whoever holds the token of ticks; anybody else is refused.
#[derive(Debug, Clone, Copy)]
pub struct Scheduler;

/// The hash of a token.
#[must_use]
pub fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// The token of a request: a Bearer token, or the password of Basic.
#[must_use]
pub fn token(headers: &HeaderMap) -> Option<String> {
    headers
        .get(AUTHORIZATION)
        .and_then(|value| credential(value.to_str().ok()?))
}

/// The token in the value of an authorisation header.
#[must_use]
pub fn credential(value: &str) -> Option<String> {
    let (scheme, rest) = value.trim().split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        Some(rest.to_owned())
    } else if scheme.eq_ignore_ascii_case("basic") {
        let pair = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
        pair.split_once(':')
            .map(|(_, password)| password.to_owned())
    } else {
        None
    }
}

impl Principal {
    /// Who holds this token.
    ///
    /// # Errors
    /// `401` when nobody does.
    pub async fn of(token: &str) -> Result<Self> {
        let hash = hash(token);
        if holder("admin_token").await? == Some(hash) {
            return Ok(Self::Administrator);
        }
        let connection = Connection::open().await?;
        keys::client_of(&connection, &hash)
            .await?
            .map(Self::Client)
            .ok_or_else(Error::unauthorized)
    }

    /// The only client whose things may be seen; `None` when all may.
    #[must_use]
    pub fn tenant(self) -> Option<i64> {
        match self {
            Self::Administrator => None,
            Self::Client(id) => Some(id),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Principal {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let token = token(&parts.headers).ok_or_else(Error::unauthorized)?;
        Self::of(&token).await
    }
}

impl<S: Sync> FromRequestParts<S> for Administrator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        match Principal::from_request_parts(parts, state).await? {
            Principal::Administrator => Ok(Self),
            Principal::Client(_) => Err(Error::forbidden()),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Scheduler {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let token = token(&parts.headers).ok_or_else(Error::unauthorized)?;
        match holder("tick_token").await? == Some(hash(&token)) {
            true => Ok(Self),
            false => Err(Error::unauthorized()),
        }
    }
}

/// The hash of the token that a variable holds; none where none is set, and
/// then nobody has it.
async fn holder(name: &str) -> Result<Option<TokenHash>> {
    let token = variable(name).await?;
    Ok(Some(token)
        .filter(|token| !token.is_empty())
        .map(|token| hash(&token)))
}

/// A variable of the component.
///
/// # Errors
/// The manifest does not give it to the component.
#[cfg(target_family = "wasm")]
pub async fn variable(name: &str) -> Result<String> {
    spin_sdk::variables::get(name)
        .await
        .map_err(|error| Error::internal(format!("variable {name}: {error}")))
}

/// A variable of the component, from the environment where this is none.
///
/// # Errors
/// It is not set.
#[cfg(not(target_family = "wasm"))]
#[expect(
    clippy::unused_async,
    reason = "a component's variables are read by awaiting"
)]
pub async fn variable(name: &str) -> Result<String> {
    std::env::var(format!("SPIN_VARIABLE_{}", name.to_uppercase()))
        .map_err(|error| Error::internal(format!("variable {name}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_as_bearer_or_as_password() {
        let check = |value: &str, expected: Option<&str>| {
            assert_eq!(credential(value).as_deref(), expected, "{value}");
        };
        check("Bearer abc", Some("abc"));
        check("bearer  abc ", Some("abc"));
        check("Basic c2Vuc29yOmFiYw==", Some("abc"));
        check("Basic c2Vuc29yOmE6Yg==", Some("a:b"));
        check("Basic ???", None);
        check("Digest abc", None);
        check("abc", None);
    }
}
