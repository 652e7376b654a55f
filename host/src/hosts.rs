//! Whom a component may call: `allowed_outbound_hosts`.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;

use anyhow::{Context as _, Result, bail, ensure};
use http::Uri;

/// The end of the names by which components call each other.
const CHAINED: &str = ".spin.internal";

/// The rules of one component.
#[derive(Debug, Default)]
pub struct AllowedHosts(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    /// `None` for any.
    scheme: Option<String>,
    host: Host,
    ports: RangeInclusive<u16>,
}

#[derive(Debug)]
enum Host {
    Any,
    /// Everything that ends in this, its dot included.
    Below(String),
    Name(String),
    Ip(IpAddr),
    Network(IpAddr, u8),
}

impl AllowedHosts {
    /// Reads the rules, their templates already filled. A template may have
    /// left one empty: it allows nothing.
    pub fn parse(rules: &[String]) -> Result<Self> {
        rules
            .iter()
            .filter(|rule| !rule.trim().is_empty())
            .map(|rule| {
                Rule::parse(rule.trim())
                    .with_context(|| format!("{rule:?} in allowed_outbound_hosts"))
            })
            .collect::<Result<_>>()
            .map(Self)
    }

    /// Whether a request to this address may be sent.
    pub fn allow_uri(&self, uri: &Uri) -> bool {
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else {
            return false;
        };
        let Some(port) = uri.port_u16().or_else(|| default_port(scheme)) else {
            return false;
        };
        let host = host.trim_matches(['[', ']']);
        self.allow(scheme, host, port)
    }

    /// Whether a TCP connection to this address may be opened.
    pub fn allow_tcp(&self, address: SocketAddr) -> bool {
        self.allow("tcp", &address.ip().to_string(), address.port())
    }

    /// Whether there is any TCP connection that may be opened.
    pub fn allow_some_tcp(&self) -> bool {
        self.0.iter().any(|rule| rule.allows_scheme("tcp"))
    }

    /// The components that may be called, as far as they are named.
    pub fn chained(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|rule| match &rule.host {
            Host::Name(name) => name.strip_suffix(CHAINED),
            _ => None,
        })
    }

    fn allow(&self, scheme: &str, host: &str, port: u16) -> bool {
        let chained = host.to_ascii_lowercase().ends_with(CHAINED);
        self.0.iter().any(|rule| {
            rule.allows_scheme(scheme)
                && rule.ports.contains(&port)
                && rule.host.allows(host)
                // A wildcard is meant for the outside, not for private components.
                && (!chained || !matches!(rule.host, Host::Any))
        })
    }
}

/// The component that a request to `http://<component>.spin.internal` is for.
pub fn chained_component(uri: &Uri) -> Option<&str> {
    uri.host()?.strip_suffix(CHAINED)
}

impl Rule {
    fn parse(rule: &str) -> Result<Self> {
        let (scheme, rest) = rule
            .split_once("://")
            .context("a host is written scheme://host:port")?;
        ensure!(
            scheme == "*" || scheme.bytes().all(|b| b.is_ascii_alphabetic()),
            "the scheme is a word or *"
        );
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            // In an IPv6 address a colon is no port's, unless after brackets.
            Some((host, port)) if !port.contains(']') && !is_ip(rest) => (host, Some(port)),
            _ => (rest, None),
        };
        let ports = match port {
            Some("*") => 0..=u16::MAX,
            Some(text) => match text.split_once("..") {
                // As in Spin, the end of a range is not part of it.
                Some((from, to)) => from.parse()?..=to.parse::<u16>()?.saturating_sub(1),
                None => {
                    let port = text.parse().with_context(|| format!("the port {text:?}"))?;
                    port..=port
                }
            },
            None => {
                let port = default_port(scheme).context("a port is needed")?;
                port..=port
            }
        };
        Ok(Self {
            scheme: (scheme != "*").then(|| scheme.to_ascii_lowercase()),
            host: Host::parse(host)?,
            ports,
        })
    }

    fn allows_scheme(&self, scheme: &str) -> bool {
        self.scheme.as_deref().is_none_or(|own| own == scheme)
    }
}

impl Host {
    fn parse(host: &str) -> Result<Self> {
        let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
        if host == "*" {
            return Ok(Self::Any);
        }
        if let Ok(ip) = host.parse() {
            return Ok(Self::Ip(ip));
        }
        if let Some((network, bits)) = host.split_once('/') {
            let network: IpAddr = network
                .parse()
                .context("a path is not part of a host, and this is no network")?;
            let bits: u8 = bits.parse().context("the network's length")?;
            ensure!(bits <= width(network), "the network's length");
            return Ok(Self::Network(network, bits));
        }
        let (below, name) = match host.strip_prefix('*') {
            Some(rest) if rest.starts_with('.') => (true, rest),
            _ => (false, host.as_str()),
        };
        if name.contains(['*', '{', '}']) || name.is_empty() || name == "self" {
            bail!("{host:?} is no host");
        }
        Ok(if below {
            Self::Below(name.to_owned())
        } else {
            Self::Name(name.to_owned())
        })
    }

    fn allows(&self, host: &str) -> bool {
        let ip = host.parse::<IpAddr>();
        match (self, ip) {
            (Self::Any, _) => true,
            (Self::Ip(own), Ok(ip)) => *own == ip,
            (Self::Network(network, bits), Ok(ip)) => within(*network, *bits, ip),
            (Self::Below(end), Err(_)) => host.to_ascii_lowercase().ends_with(end),
            (Self::Name(name), Err(_)) => name.eq_ignore_ascii_case(host),
            _ => false,
        }
    }
}

fn is_ip(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

fn width(ip: IpAddr) -> u8 {
    if ip.is_ipv4() { 32 } else { 128 }
}

fn within(network: IpAddr, bits: u8, ip: IpAddr) -> bool {
    let number = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => u128::from(ip.to_bits()),
        IpAddr::V6(ip) => ip.to_bits(),
    };
    let ignored = u32::from(width(network) - bits);
    let prefix = |ip| number(ip).checked_shr(ignored).unwrap_or(0);
    network.is_ipv4() == ip.is_ipv4() && prefix(network) == prefix(ip)
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
