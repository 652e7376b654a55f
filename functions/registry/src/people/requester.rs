//! Where a request without a session comes from.

use std::net::{IpAddr, SocketAddr};

use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use spp_store::people::sessions::Origin;
use spp_web::auth::{self, CLIENT_ADDRESS, FORWARDED_FOR};
use spp_web::{Error, Result};

use super::agent;

/// Where a request without a session comes from: the network address and the browser.
/// One that a page of another site has sent is refused.
pub struct Requester {
    /// What is kept of it with a session.
    pub origin: Origin,
    /// The network that attempts are counted of; none where it is not known.
    pub network: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Requester {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        auth::session::no_form(parts)?;
        let behind_proxy = auth::variable("behind_proxy").await? == "true";
        let address = address(&parts.headers, behind_proxy);
        let network = address.as_deref().map(network);
        Ok(Self {
            // A proxy that nobody has told of may stand on this machine: then all who
            // ask come from here.
            network: network.filter(|_| behind_proxy || !address.as_deref().is_some_and(is_here)),
            origin: Origin {
                address,
                agent: text(&parts.headers, &http::header::USER_AGENT).map(agent::short),
            },
        })
    }
}

/// The address that a request came from. A proxy adds whom it has heard from behind
/// all that was there, in the last line or in one of its own; what stands before that
/// may be invented.
fn address(headers: &HeaderMap, behind_proxy: bool) -> Option<String> {
    let forwarded = headers.get_all(FORWARDED_FOR).iter().next_back();
    let forwarded = forwarded.filter(|_| behind_proxy);
    let forwarded = forwarded.and_then(|line| line.to_str().ok());
    let last = forwarded.and_then(|line| line.rsplit(',').next());
    let last = last.filter(|last| !last.trim().is_empty());
    last.or_else(|| text(headers, &CLIENT_ADDRESS))
        .map(without_port)
}

/// An address without the port behind it.
fn without_port(address: &str) -> String {
    let address = address.trim();
    match address.parse::<SocketAddr>() {
        Ok(socket) => socket.ip().to_string(),
        Err(_) => address.trim_matches(['[', ']']).chars().take(64).collect(),
    }
}

/// The network of an address: an IPv4 address, or the 48 bits of an IPv6 address that
/// a site is given, of which a subscriber may have all.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|known| known.to_canonical()) {
        Ok(IpAddr::V6(six)) => {
            let [a, b, c, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
        Ok(IpAddr::V4(four)) => four.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// Whether an address is this machine's own.
fn is_here(address: &str) -> bool {
    let known = address.parse::<IpAddr>().map(|known| known.to_canonical());
    known.is_ok_and(|known| known.is_loopback())
}

fn text<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_last_that_can_be_trusted() {
        let check = |client: &str, forwarded: &[&str], behind_proxy: bool, expected: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CLIENT_ADDRESS, client.parse().unwrap());
            for line in forwarded {
                headers.append(FORWARDED_FOR, line.parse().unwrap());
            }
            let found = address(&headers, behind_proxy);
            assert_eq!(found.as_deref(), Some(expected), "{forwarded:?}");
        };
        let (client, last) = ("192.0.2.1:5000", "198.51.100.7");
        check(client, &[last], false, "192.0.2.1");
        check(client, &[], true, "192.0.2.1");
        check(client, &[""], true, "192.0.2.1");
        check(client, &[last], true, last);
        check(client, &["1.1.1.1, 198.51.100.7"], true, last);
        // What a proxy adds in a line of its own counts.
        check(client, &["1.1.1.1", last], true, last);
        check(client, &["198.51.100.7:443"], true, last);
        check(client, &["2001:db8::1"], true, "2001:db8::1");
        check(client, &["[2001:db8::1]"], true, "2001:db8::1");
        check(client, &["[2001:db8::1]:443"], true, "2001:db8::1");
        check("[2001:db8::1]:5000", &[], false, "2001:db8::1");
    }

    #[test]
    fn attempts_are_counted_of_what_one_subscriber_has() {
        let check = |address: &str, expected: &str, here: bool| {
            assert_eq!(
                (network(address).as_str(), is_here(address)),
                (expected, here)
            );
        };
        check("192.0.2.1", "192.0.2.1", false);
        check("::ffff:192.0.2.1", "192.0.2.1", false);
        check("2001:db8:0:1:2:3:4:5", "2001:db8:0::/48", false);
        check("unknown", "unknown", false);
        check("127.0.0.1", "127.0.0.1", true);
        check("::1", "0:0:0::/48", true);
    }
}
