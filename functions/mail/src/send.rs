//! Sends a message by whichever way out is configured.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use spp_mail::api;
use spp_mail::mime::Mime;
use spp_mail::policy::{Delivery, Verdict};
use spp_mail::smtp::{Error, Session};
use spp_mail::transport::{self, Tcp};

use crate::config::{Config, Misconfigured, Transport, VARIABLES};

/// For connecting to a relay and greeting it.
const GREETING: Duration = Duration::from_secs(10);
/// For one message.
const MESSAGE: Duration = Duration::from_secs(20);
/// For taking leave.
const LEAVE: Duration = Duration::from_secs(2);

/// Reads the configuration from the application's variables.
pub async fn configuration() -> Result<Config, Misconfigured> {
    let mut variables = HashMap::new();
    for name in VARIABLES {
        if let Ok(value) = spin_sdk::variables::get(name).await {
            variables.insert(name, value);
        }
    }
    Config::from_variables(|name| variables.get(name).cloned())
}

/// Sends messages one after another, over one connection where it is to a relay.
///
/// Once the relay or the provider has not been reached, or has not answered in
/// time, nothing more is tried: a request that drains the outbox would otherwise
/// wait for each letter anew.
pub struct Courier<'a> {
    config: &'a Config,
    session: Option<Session<Tcp>>,
    out_of_reach: Option<Delivery>,
}

impl<'a> Courier<'a> {
    /// A courier that has not set out yet.
    pub fn new(config: &'a Config) -> Self {
        Self {
            config,
            session: None,
            out_of_reach: None,
        }
    }

    /// Sends a message.
    pub async fn deliver(&mut self, message: &Mime) -> Delivery {
        if let Some(delivery) = &self.out_of_reach {
            return delivery.clone();
        }
        match &self.config.transport {
            Transport::None => later("no way of sending mail is configured"),
            Transport::Smtp(relay) => self.relay(*relay, message).await,
            Transport::Http { url, token } => self.post(url, token, message).await,
        }
    }

    /// Ends the connection, if there is one.
    pub async fn leave(self) {
        if let Some(session) = self.session {
            transport::within(LEAVE, session.quit()).await;
        }
    }

    async fn relay(&mut self, relay: SocketAddr, message: &Mime) -> Delivery {
        // Taken out, so that a session that breaks off or hangs is not used again.
        let mut session = match self.session.take() {
            Some(session) => session,
            None => match transport::within(GREETING, open(relay, &self.config.domain)).await {
                Some(Ok(session)) => session,
                Some(Err(error)) => return self.give_up(error.delivery()),
                None => return self.give_up(later("the relay did not greet in time")),
            },
        };
        let sending = session.send(&message.from, &message.to, &message.raw);
        match transport::within(MESSAGE, sending).await {
            None => self.give_up(later("the relay did not answer in time")),
            Some(Err(error)) => {
                self.session = error.leaves_session().then_some(session);
                error.delivery()
            }
            Some(Ok(reply)) => {
                self.session = Some(session);
                Delivery {
                    verdict: Verdict::Sent,
                    detail: reply.text,
                }
            }
        }
    }

    async fn post(&mut self, url: &str, token: &str, message: &Mime) -> Delivery {
        let token = format!("Bearer {token}");
        let headers = [
            ("authorization", token.as_str()),
            ("content-type", "application/json"),
        ];
        match transport::post(url, &headers, api::body(message), MESSAGE).await {
            Ok(answer) => api::delivery(answer.status.as_u16(), &answer.body),
            Err(error) => self.give_up(later(&error.to_string())),
        }
    }

    fn give_up(&mut self, delivery: Delivery) -> Delivery {
        self.out_of_reach = Some(delivery.clone());
        delivery
    }
}

async fn open(relay: SocketAddr, domain: &str) -> Result<Session<Tcp>, Error> {
    Session::open(Tcp::connect(relay).await?, domain, None).await
}

fn later(detail: &str) -> Delivery {
    Delivery {
        verdict: Verdict::Retry,
        detail: detail.to_owned(),
    }
}
