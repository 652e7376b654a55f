//! Messages made of letters: the same bytes for the same input.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use sha2::{Digest as _, Sha256};

use crate::letter::{Letter, clean_line};

/// Whom a message is from, or for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What people call it; may be empty.
    pub name: String,
    /// Its address, of ASCII alone: a domain such as `север.рф` in its `xn--` form.
    address: lettre::Address,
}

/// What a message needs beside the letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope<'a> {
    /// Whom it is from.
    pub from: &'a Party,
    /// Whom it is for.
    pub to: &'a Party,
    /// When it was written.
    pub date: DateTime<Utc>,
    /// The domain of message ids, `spp.example`.
    pub domain: &'a str,
    /// What it is about.
    pub topic: Topic<'a>,
    /// The signed id by which a bounce is recognised ([`crate::bounce::sign`]).
    pub bounce_id: Option<&'a str>,
}

/// What a message is about; its id and its thread are made of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic<'a> {
    /// An incident: all its letters to one recipient are one thread.
    Incident {
        /// The incident's number.
        number: i64,
        /// The event of which the letter tells.
        event: i64,
        /// The event of the first letter about it to this recipient; none when
        /// this one is the first.
        first: Option<i64>,
    },
    /// A digest, which may be unsubscribed from. Contractual letters may not.
    Digest {
        /// The digest's number.
        number: i64,
        /// Where a POST unsubscribes (RFC 8058).
        unsubscribe: &'a str,
    },
    /// Anything else that we tell our own people.
    Service {
        /// Its number.
        number: i64,
    },
}

/// Names of headers and their values, not encoded.
pub type Headers = Vec<(&'static str, String)>;

/// A message, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mime {
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// Its id, with its angle brackets.
    pub message_id: String,
    /// The subject, not encoded.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// The headers beyond From, To, Subject, Date and the body's own, not encoded.
    pub headers: Headers,
    /// The whole message: ASCII, lines of at most 998 characters that end in CRLF.
    pub raw: Vec<u8>,
}

/// Why no message can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is no address that mail can be sent to.
    #[error("this is no e-mail address")]
    Address,
    /// The domain of message ids is not one.
    #[error("the domain of message ids is no domain")]
    Domain,
    /// The link for unsubscribing is not one.
    #[error("the link for unsubscribing is no web address")]
    Unsubscribe,
    /// The builder of messages refused it.
    #[error("the message cannot be built: {0}")]
    Message(String),
}

/// Makes the message.
pub fn mime(letter: &Letter, envelope: &Envelope<'_>) -> Result<Mime, Unfit> {
    if !is_domain(envelope.domain) {
        return Err(Unfit::Domain);
    }
    let to = envelope.to.address.to_string();
    let ids = Ids {
        recipient: hash(&to),
        domain: envelope.domain,
    };
    let (message_id, topic) = ids.of(&envelope.topic)?;
    let mut headers = vec![
        ("Message-ID", message_id.clone()),
        // RFC 3834, and Exchange's own word for it: no machine is to answer.
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Auto-Response-Suppress", "All".to_owned()),
    ];
    headers.extend(topic);
    if let Some(id) = envelope.bounce_id {
        headers.push(("X-Bounce-Id", clean_line(id, 300)));
    }
    let subject = clean_line(&letter.subject, 150);
    let mut builder = Message::builder()
        .from(envelope.from.mailbox())
        .to(envelope.to.mailbox())
        .subject(subject.clone())
        .date(envelope.date.into());
    for (name, value) in &headers {
        let name = HeaderName::new_from_ascii_str(name);
        builder = builder.raw_header(HeaderValue::new(name, value.clone()));
    }
    let body = MultiPart::alternative()
        // Random otherwise.
        .boundary(format!("spp-{}", hash(&message_id)))
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()));
    let message = builder
        .multipart(body)
        .map_err(|error| Unfit::Message(error.to_string()))?;
    Ok(Mime {
        from: envelope.from.address.to_string(),
        to,
        message_id,
        subject,
        text: letter.text.clone(),
        html: letter.html.clone(),
        headers,
        raw: message.formatted(),
    })
}

struct Ids<'a> {
    recipient: String,
    domain: &'a str,
}

impl Ids<'_> {
    /// The message's id, and the headers that the topic adds.
    fn of(&self, topic: &Topic<'_>) -> Result<(String, Headers), Unfit> {
        match *topic {
            Topic::Incident {
                number,
                event,
                first,
            } => {
                let id = |event| self.id(&format!("incident-{number}.event-{event}"));
                let thread = first.filter(|first| *first != event).map(id);
                let headers = thread.map_or_else(Vec::new, |first| {
                    vec![("In-Reply-To", first.clone()), ("References", first)]
                });
                Ok((id(event), headers))
            }
            Topic::Digest {
                number,
                unsubscribe,
            } => {
                let url = crate::letter::clean_address(unsubscribe)
                    .filter(|url| url.is_ascii() && !url.contains(['<', '>']))
                    .ok_or(Unfit::Unsubscribe)?;
                let one_click = "List-Unsubscribe=One-Click".to_owned();
                let headers = vec![
                    ("List-Unsubscribe", format!("<{url}>")),
                    ("List-Unsubscribe-Post", one_click),
                ];
                Ok((self.id(&format!("digest-{number}")), headers))
            }
            Topic::Service { number } => Ok((self.id(&format!("service-{number}")), vec![])),
        }
    }

    fn id(&self, local: &str) -> String {
        format!("<{local}.{}@{}>", self.recipient, self.domain)
    }
}

impl Party {
    /// A party of a name, which may be empty, and an address.
    pub fn new(name: &str, address: &str) -> Result<Self, Unfit> {
        let (user, domain) = address.trim().rsplit_once('@').ok_or(Unfit::Address)?;
        let domain = idna::domain_to_ascii(domain).map_err(|_| Unfit::Address)?;
        let plain = user.bytes().all(|byte| byte.is_ascii_graphic());
        if !plain || user.contains(['<', '>', '"']) || !is_domain(&domain) {
            return Err(Unfit::Address);
        }
        let address = lettre::Address::new(user, domain).map_err(|_| Unfit::Address)?;
        Ok(Self {
            name: clean_line(name, 100),
            address,
        })
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        self.address.as_ref()
    }

    fn mailbox(&self) -> Mailbox {
        let name = (!self.name.is_empty()).then(|| self.name.clone());
        Mailbox::new(name, self.address.clone())
    }
}

impl FromStr for Party {
    type Err = Unfit;

    /// Reads `СПП <spp@spp.example>` or `spp@spp.example`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        match text
            .strip_suffix('>')
            .and_then(|text| text.rsplit_once('<'))
        {
            Some((name, address)) => Self::new(name.trim().trim_matches('"'), address),
            None => Self::new("", text),
        }
    }
}

fn is_domain(domain: &str) -> bool {
    !domain.is_empty()
        && domain.len() <= 253
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

/// Names without telling: an address in an id, an id in a boundary.
fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.to_ascii_lowercase());
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests;
