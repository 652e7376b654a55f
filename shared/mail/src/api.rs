//! The contract with a mail provider that is called over HTTP: our own, so that
//! providers can change behind a few lines of theirs.
//!
//! A message is posted as JSON with a bearer token. Any 2xx means that it was
//! taken. A refusal may say why with the reply of the recipient's server:
//! `{"status": "5.1.1", "diagnostic": "no such user"}`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::mime::Mime;
use crate::policy::{Delivery, Reply, Stage, Verdict};

/// The message, as it is posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// The subject, not encoded.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// The message's other headers.
    pub headers: BTreeMap<String, String>,
    /// The whole message in Base64, for providers that take it as it is.
    pub raw: String,
}

/// What a provider may say of a refusal.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Refusal {
    status: String,
    diagnostic: String,
}

/// The body of the call.
#[must_use]
pub fn body(message: &Mime) -> Vec<u8> {
    let headers = message.headers.iter();
    let posted = Posted {
        from: message.from.clone(),
        to: message.to.clone(),
        subject: message.subject.clone(),
        text: message.text.clone(),
        html: message.html.clone(),
        headers: headers
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        raw: STANDARD.encode(&message.raw),
    };
    // Texts and a map of texts: there is nothing that JSON could not take.
    serde_json::to_vec(&posted).unwrap_or_default()
}

/// What follows from the provider's answer.
///
/// Only 400, 413 and 422 are about the message; of the rest settings or the
/// provider are the cause, and both can be put right.
#[must_use]
pub fn delivery(status: u16, answer: &[u8]) -> Delivery {
    let refusal: Refusal = serde_json::from_slice(answer).unwrap_or_default();
    let reply = Reply::from_status(&refusal.status, &refusal.diagnostic);
    let verdict = match (status, &reply) {
        (200..=299, _) => Verdict::Sent,
        (400 | 413 | 422, Some(reply)) if reply.code / 100 != 2 => reply.verdict(Stage::Recipient),
        (400 | 413 | 422, _) => Verdict::Failed,
        _ => Verdict::Retry,
    };
    let said = reply.map(|reply| format!(": {} {}", refusal.status, reply.text));
    Delivery {
        verdict,
        detail: format!("HTTP {status}{}", said.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_the_recipients_only_if_the_provider_says_so() {
        let check = |status, answer: &str, verdict, detail: &str| {
            let delivery = delivery(status, answer.as_bytes());
            assert_eq!(
                (delivery.verdict, delivery.detail.as_str()),
                (verdict, detail)
            );
        };
        check(202, "{}", Verdict::Sent, "HTTP 202");
        check(401, "", Verdict::Retry, "HTTP 401");
        check(404, "<html>", Verdict::Retry, "HTTP 404");
        check(429, "", Verdict::Retry, "HTTP 429");
        check(503, "", Verdict::Retry, "HTTP 503");
        check(400, "", Verdict::Failed, "HTTP 400");
        check(422, r#"{"error": "x"}"#, Verdict::Failed, "HTTP 422");
        check(
            422,
            r#"{"status": "2.0.0"}"#,
            Verdict::Failed,
            "HTTP 422: 2.0.0 ",
        );
        let unknown = r#"{"status": "5.1.1", "diagnostic": "no such\r\nuser"}"#;
        check(
            422,
            unknown,
            Verdict::Suppress,
            "HTTP 422: 5.1.1 no such user",
        );
        let full = r#"{"status": "4.2.2", "diagnostic": "full"}"#;
        check(422, full, Verdict::Retry, "HTTP 422: 4.2.2 full");
        check(500, unknown, Verdict::Retry, "HTTP 500: 5.1.1 no such user");
    }
}
