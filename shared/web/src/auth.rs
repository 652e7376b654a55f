//! Who is asking.

pub mod session;

use axum::extract::FromRequestParts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName};
use http::request::Parts;
use sha2::{Digest, Sha256};
use spp_store::Connection;
use spp_store::people::Role;
use spp_store::people::sessions::{self, Person};
use spp_store::registry::keys;

use crate::{Error, Result};

/// The SHA-256 of a token: the only form in which tokens are kept and
/// compared, so that no comparison can tell how much of a guess was right.
pub type TokenHash = [u8; 32];

/// Who is asking: by a bearer token, or by the session of a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Whoever holds the administrator's token: everything of every client.
    Administrator,
    /// A client's own program, by one of its keys: reads its organisation.
    Client {
        /// The client's id.
        id: i64,
        /// Whether it also answers the client's incidents.
        answers: bool,
    },
    /// Somebody who has signed in.
    Person(Person),
}

/// One who looks after all clients: an engineer or an administrator; anyone else
/// is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contractor(pub Principal);

/// An administrator; anyone else is refused.
#[derive(Debug, Clone, Copy)]
pub struct Administrator;

/// One who manages the people and settings of an organisation, or of all; anyone
/// else is refused. What it may touch, [`Principal::tenant`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager(pub Principal);

/// Somebody who has signed in; tokens and keys are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who it is.
    pub person: Person,
    /// The session's token.
    pub token: String,
}

/// A scheduler: whoever holds the token of ticks; anybody else is refused.
#[derive(Debug, Clone, Copy)]
pub struct Scheduler;

/// The network address that a request came from, as the runtime names it.
pub const CLIENT_ADDRESS: HeaderName = HeaderName::from_static("spin-client-addr");

/// The addresses that proxies have seen, each behind the one before.
pub const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

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
        let known = keys::client_of(&connection, &hash).await?;
        let (id, answers) = known.ok_or_else(Error::unauthorized)?;
        Ok(Self::Client { id, answers })
    }

    /// The only client whose things may be seen; `None` when all may.
    #[must_use]
    pub fn tenant(&self) -> Option<i64> {
        match self {
            Self::Administrator => None,
            Self::Client { id, .. } => Some(*id),
            Self::Person(person) => person.client.as_ref().map(|(id, _)| *id),
        }
    }

    /// Its name in logs; none of a client's program.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Administrator => Some("administrator"),
            Self::Client { .. } => None,
            Self::Person(person) => Some(&person.name),
        }
    }

    /// Whether all clients are its to look after.
    #[must_use]
    pub fn is_contractor(&self) -> bool {
        match self {
            Self::Administrator => true,
            Self::Client { .. } => false,
            Self::Person(person) => !person.role.is_clients(),
        }
    }

    /// Whether it says something of incidents: people do, and those programs that
    /// were given a key for it.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        !matches!(self, Self::Client { answers: false, .. })
    }

    /// Whether it may do everything.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        match self {
            Self::Administrator => true,
            Self::Client { .. } => false,
            Self::Person(person) => person.role == Role::Administrator,
        }
    }

    /// Whether it manages people and settings, its organisation's or all.
    #[must_use]
    pub fn is_manager(&self) -> bool {
        match self {
            Self::Person(person) => person.role != Role::ClientUser,
            Self::Administrator | Self::Client { .. } => self.is_administrator(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Principal {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        match token(&parts.headers) {
            Some(token) => {
                // A browser may send a password that was once given to it.
                session::same_site(parts)?;
                Self::of(&token).await
            }
            None => {
                let signed_in = SignedIn::from_request_parts(parts, state).await?;
                Ok(Self::Person(signed_in.person))
            }
        }
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let token = session::token(&parts.headers).ok_or_else(Error::unauthorized)?;
        let connection = Connection::open().await?;
        let now = Utc::now().timestamp();
        let person = sessions::person(&connection, &hash(&token), now).await?;
        let person = person.ok_or_else(Error::unauthorized)?;
        session::check(parts, &token)?;
        // Whoever reads is answered on a full disk, too.
        if let Err(error) = sessions::seen(&connection, &person, now).await {
            eprintln!("session: {error}");
        }
        Ok(Self { person, token })
    }
}

/// Lets those through of whom something holds.
macro_rules! only {
    ($name:ident, $holds:ident, $make:expr) => {
        impl<S: Sync> FromRequestParts<S> for $name {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
                let principal = Principal::from_request_parts(parts, state).await?;
                match principal.$holds() {
                    true => Ok($make(principal)),
                    false => Err(Error::forbidden()),
                }
            }
        }
    };
}
only!(Contractor, is_contractor, Contractor);
only!(Administrator, is_administrator, |_| Administrator);
only!(Manager, is_manager, Manager);

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
