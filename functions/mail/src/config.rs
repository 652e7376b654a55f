//! How letters are sent, as the application's variables say it.

use std::net::SocketAddr;

use spp_mail::mime::{Party, Unfit};

/// How letters are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The way out.
    pub transport: Transport,
    /// Whom letters are from.
    pub from: Party,
    /// The domain of message ids, and the name under which we greet a relay.
    pub domain: String,
    /// Where the service is reached, without a slash at the end.
    pub public_url: String,
    /// What links and bounces are signed with.
    pub secret: String,
}

/// A way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// Letters stay in the outbox.
    None,
    /// A mail relay, without encryption: on this machine or in a network of one's
    /// own.
    Smtp(SocketAddr),
    /// A provider that takes letters over HTTP.
    Http {
        /// Where they are posted.
        url: String,
        /// The bearer token.
        token: String,
    },
}

/// The names of the variables.
pub const VARIABLES: [&str; 8] = [
    "mail_transport",
    "mail_relay",
    "mail_api_url",
    "mail_api_token",
    "mail_from",
    "mail_domain",
    "mail_secret",
    "public_url",
];

/// Why letters cannot be sent so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misconfigured {
    /// A variable is not set.
    #[error("the variable {0} is not set")]
    Missing(&'static str),
    /// A variable says what it cannot.
    #[error("the variable {0} must be {1}")]
    Wrong(&'static str, &'static str),
}

impl Config {
    /// Reads it from variables; one that is empty is not set.
    pub fn from_variables(
        get: impl Fn(&'static str) -> Option<String>,
    ) -> Result<Self, Misconfigured> {
        let get = |name| {
            get(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .ok_or(Misconfigured::Missing(name))
        };
        let transport =
            match get("mail_transport").as_deref() {
                Err(_) | Ok("none") => Transport::None,
                Ok("smtp") => Transport::Smtp(get("mail_relay")?.parse().map_err(|_| {
                    Misconfigured::Wrong("mail_relay", "an IP address with a port")
                })?),
                Ok("http") => Transport::Http {
                    url: address("mail_api_url", get("mail_api_url")?)?,
                    token: get("mail_api_token")?,
                },
                Ok(_) => return Err(Misconfigured::Wrong("mail_transport", "smtp, http or none")),
            };
        let from: Party = get("mail_from")?
            .parse()
            .map_err(|_: Unfit| Misconfigured::Wrong("mail_from", "an e-mail address"))?;
        let own_domain = from.address().rsplit_once('@').map(|(_, domain)| domain);
        let domain =
            get("mail_domain").or_else(|missing| own_domain.map(str::to_owned).ok_or(missing))?;
        let public_url = address("public_url", get("public_url")?)?;
        Ok(Self {
            from,
            domain,
            public_url: public_url.trim_end_matches('/').to_owned(),
            // What is not sent is not signed.
            secret: match transport {
                Transport::None => get("mail_secret").unwrap_or_default(),
                Transport::Smtp(_) | Transport::Http { .. } => get("mail_secret")?,
            },
            transport,
        })
    }
}

fn address(name: &'static str, url: String) -> Result<String, Misconfigured> {
    if url.starts_with("https://") || url.starts_with("http://") {
        Ok(url)
    } else {
        Err(Misconfigured::Wrong(name, "an http or https address"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a configuration that is whole but for these changes.
    fn read(changes: &[(&str, &str)]) -> Result<Config, Misconfigured> {
        let whole = [
            ("mail_transport", "smtp"),
            ("mail_relay", "127.0.0.1:25"),
            ("mail_api_url", "https://mail.example/send"),
            ("mail_api_token", "token"),
            ("mail_from", "СПП <spp@spp.example>"),
            ("mail_secret", "secret"),
            ("public_url", "https://spp.example/"),
        ];
        Config::from_variables(|name| {
            let mut all = changes.iter().chain(&whole);
            let found = all.find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_whole_configuration_is_read() {
        let config = read(&[]).unwrap();
        assert_eq!(
            config.transport,
            Transport::Smtp(([127, 0, 0, 1], 25).into())
        );
        assert_eq!(config.from.address(), "spp@spp.example");
        assert_eq!(config.domain, "spp.example");
        assert_eq!(config.public_url, "https://spp.example");
        let config = read(&[("mail_transport", "http"), ("mail_domain", "a.example")]).unwrap();
        assert_eq!(config.domain, "a.example");
        assert!(matches!(config.transport, Transport::Http { .. }));
        for none in ["", "none"] {
            let bare = [
                ("mail_transport", none),
                ("mail_relay", ""),
                ("mail_secret", ""),
            ];
            let config = read(&bare).unwrap();
            assert_eq!(config.transport, Transport::None);
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let check = |name: &'static str, value| {
            let refusal = read(&[(name, value)]).unwrap_err();
            let named = match refusal {
                Misconfigured::Missing(named) | Misconfigured::Wrong(named, _) => named,
            };
            assert_eq!(named, name, "{value:?}");
        };
        check("mail_transport", "pigeon");
        check("mail_relay", "");
        check("mail_relay", "localhost:25");
        check("mail_from", "nobody");
        check("mail_secret", " ");
        check("public_url", "spp.example");
    }
}
