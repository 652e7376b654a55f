//! People: who may sign in, and how they do.

mod agent;
mod guessing;
pub mod links;
pub mod password;
pub mod session;
pub mod sessions;
pub mod users;

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Utc;
use http::HeaderMap;
use http::request::Parts;
use spp_mail::{Errand, Locale};
use spp_store::outbox::{self, Channel, Letter};
use spp_store::people::links::{self as store, Purpose};
use spp_store::people::sessions::Origin;
use spp_store::{Connection, Transaction};
use spp_web::auth::{self, CLIENT_ADDRESS, FORWARDED_FOR};
use spp_web::{Error, Result};

use crate::fields;

/// Where a request without a session comes from: the network address and the browser.
/// One that a page of another site has sent is refused.
pub struct Requester(pub Origin);

impl Requester {
    /// The network that attempts are counted of: an IPv4 address, or the 64 bits of an
    /// IPv6 address that a subscriber is given.
    fn network(&self) -> Option<String> {
        let address = self.0.address.as_deref()?;
        match address.parse::<IpAddr>().map(|known| known.to_canonical()) {
            Ok(IpAddr::V6(six)) => {
                let [a, b, c, d, ..] = six.segments();
                Some(format!("{a:x}:{b:x}:{c:x}:{d:x}::/64"))
            }
            Ok(IpAddr::V4(four)) => Some(four.to_string()),
            Err(_) => Some(address.to_owned()),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Requester {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        auth::session::same_site(parts)?;
        let behind_proxy = auth::variable("behind_proxy").await? == "true";
        Ok(Self(Origin {
            address: address(&parts.headers, behind_proxy),
            agent: text(&parts.headers, &http::header::USER_AGENT).map(agent::short),
        }))
    }
}

/// The address that a request came from. A proxy appends whom it has heard from;
/// what stands before that may be invented.
fn address(headers: &HeaderMap, behind_proxy: bool) -> Option<String> {
    let forwarded = text(headers, &FORWARDED_FOR).filter(|_| behind_proxy);
    if let Some(last) = forwarded.and_then(|all| all.rsplit(',').next()) {
        return Some(last.trim().chars().take(64).collect());
    }
    let told = text(headers, &CLIENT_ADDRESS)?;
    let without_port = told.rsplit_once(':').map_or(told, |(address, _)| address);
    Some(without_port.trim_matches(['[', ']']).to_owned())
}

fn text<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Makes a one-time link for a user, and has it sent to the user's address at once.
async fn send_link(
    transaction: &Transaction,
    user: &spp_store::people::users::User,
    purpose: Purpose,
) -> Result<()> {
    let now = Utc::now().timestamp();
    let token = token()?;
    let hash = auth::hash(&token);
    store::create(transaction, user.id, purpose, &hash, now).await?;
    let errand = match purpose {
        Purpose::Invitation => Errand::Invitation {
            name: user.draft.name.clone(),
            token,
        },
        Purpose::Reset => Errand::PasswordReset {
            name: user.draft.name.clone(),
            token,
        },
    };
    let letter = Letter {
        key: format!("{}:{}:{}", errand.code(), user.id, fields::secret()?),
        channel: Channel::Mail,
        incident: None,
        recipient: user.draft.email.clone(),
        language: user.draft.language.clone(),
        kind: errand.code().to_owned(),
        body: serde_json::to_string(&errand).map_err(|error| Error::internal(error.to_string()))?,
        critical: true,
        due: now,
    };
    outbox::put(transaction, &[letter], now).await?;
    Ok(())
}

/// A token of 256 random bits, in characters that an address and a cookie may hold.
fn token() -> Result<String> {
    fields::random::<32>().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// A user's language, `ru` or `en`.
fn language(value: Option<&str>) -> Result<String> {
    let known = [Locale::Ru, Locale::En];
    let id = |locale: Locale| match locale {
        Locale::Ru => "ru",
        Locale::En => "en",
    };
    fields::word("language", value.unwrap_or("ru"), &known, id).map(|known| id(known).to_owned())
}

/// Opens a transaction.
async fn begin() -> Result<Transaction> {
    Ok(Connection::open().await?.begin().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_last_that_can_be_trusted() {
        let check = |client: &str, forwarded: &str, behind_proxy: bool, expected: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CLIENT_ADDRESS, client.parse().unwrap());
            headers.insert(FORWARDED_FOR, forwarded.parse().unwrap());
            let found = address(&headers, behind_proxy);
            assert_eq!(found.as_deref(), Some(expected));
        };
        check("192.0.2.1:5000", "198.51.100.7", false, "192.0.2.1");
        check("192.0.2.1:5000", "198.51.100.7", true, "198.51.100.7");
        check(
            "192.0.2.1:5000",
            "1.1.1.1, 198.51.100.7",
            true,
            "198.51.100.7",
        );
        check("[2001:db8::1]:5000", "", false, "2001:db8::1");
    }

    #[test]
    fn attempts_are_counted_of_what_one_subscriber_has() {
        let check = |address: &str, expected: &str| {
            let address = Some(address.to_owned());
            let requester = Requester(Origin {
                address,
                agent: None,
            });
            assert_eq!(requester.network().as_deref(), Some(expected));
        };
        check("192.0.2.1", "192.0.2.1");
        check("::ffff:192.0.2.1", "192.0.2.1");
        check("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64");
        check("unknown", "unknown");
    }
}
