//! What a mail provider tells of letters that came back.
//!
//! A letter carries a signed id. The provider gives it back with the recipient
//! and the status, so that nobody else can have an address suppressed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::policy::{Reply, Stage, Verdict};
use crate::signature;

/// For how long a signed id is taken.
pub const VALID: TimeDelta = TimeDelta::hours(48);

/// The body of the provider's call, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The signed id, from the letter's `X-Bounce-Id`.
    pub id: String,
    /// The address that the letter did not reach.
    pub recipient: String,
    /// The status: enhanced (`5.1.1`), or the reply's code (`550`).
    pub status: String,
    /// What the recipient's server said.
    #[serde(default)]
    pub diagnostic: String,
}

/// A letter that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// The letter's number in the outbox.
    pub letter: i64,
    /// The address that it did not reach. Compare it with the letter's own.
    pub recipient: String,
    /// What follows.
    pub verdict: Verdict,
    /// What the recipient's server said, one line of at most 200 characters.
    pub diagnostic: String,
}

/// Why a report is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not such a report.
    #[error("the body is no report of a bounce: {0}")]
    Malformed(String),
    /// The id was not signed by us.
    #[error("the id is not signed by this server")]
    Forged,
    /// The id is older than 48 hours, or from the future.
    #[error("the id is no longer valid")]
    Expired,
    /// The status is neither a reply's code nor an enhanced one.
    #[error("the status is neither like 550 nor like 5.1.1")]
    Status,
}

/// Signs the number of a letter at the time when it is sent.
#[must_use]
pub fn sign(secret: &[u8], letter: i64, at: DateTime<Utc>) -> String {
    let stated = format!("{letter}.{}", at.timestamp());
    let signature = signature::sign(secret, &[PURPOSE, stated.as_bytes()]);
    format!("{stated}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// What is signed is signed for this purpose alone.
const PURPOSE: &[u8] = b"bounce.";

/// The number of the letter that the id was signed for.
pub fn verify(secret: &[u8], id: &str, now: DateTime<Utc>) -> Result<i64, Refusal> {
    let (stated, signature) = id.rsplit_once('.').ok_or(Refusal::Forged)?;
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| Refusal::Forged)?;
    if !signature::holds(secret, &[PURPOSE, stated.as_bytes()], &signature) {
        return Err(Refusal::Forged);
    }
    let (letter, at) = stated.split_once('.').ok_or(Refusal::Forged)?;
    let letter = letter.parse().map_err(|_| Refusal::Forged)?;
    let at = at.parse().map_err(|_| Refusal::Forged)?;
    let at = DateTime::from_timestamp(at, 0).ok_or(Refusal::Forged)?;
    let age = now.signed_duration_since(at);
    // Clocks of two machines may differ a little.
    if age < TimeDelta::minutes(-5) || VALID < age {
        return Err(Refusal::Expired);
    }
    Ok(letter)
}

/// Reads a report.
pub fn read(secret: &[u8], body: &[u8], now: DateTime<Utc>) -> Result<Bounce, Refusal> {
    let report: Report =
        serde_json::from_slice(body).map_err(|error| Refusal::Malformed(error.to_string()))?;
    let letter = verify(secret, &report.id, now)?;
    let reply = Reply::from_status(&report.status, &report.diagnostic).ok_or(Refusal::Status)?;
    Ok(Bounce {
        letter,
        recipient: report.recipient,
        verdict: reply.verdict(Stage::Recipient),
        diagnostic: reply.text,
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 25, 0, 0, 0).unwrap() + TimeDelta::hours(hour.into())
    }

    #[test]
    fn an_id_holds_for_two_days() {
        let id = sign(b"secret", 45, at(0));
        let check = |secret: &[u8], id: &str, hour, expected| {
            assert_eq!(verify(secret, id, at(hour)), expected, "{id}");
        };
        check(b"secret", &id, 0, Ok(45));
        check(b"secret", &id, 48, Ok(45));
        check(b"secret", &id, 49, Err(Refusal::Expired));
        check(b"other", &id, 0, Err(Refusal::Forged));
        check(
            b"secret",
            &id.replacen("45", "46", 1),
            0,
            Err(Refusal::Forged),
        );
        check(
            b"secret",
            &sign(b"secret", 45, at(1)),
            0,
            Err(Refusal::Expired),
        );
        for forged in ["", ".", "45", "45.1", "45.1.", "a.b.c", "..."] {
            check(b"secret", forged, 0, Err(Refusal::Forged));
        }
    }

    #[test]
    fn a_report_tells_what_follows() {
        let check = |status: &str, expected| {
            let report = Report {
                id: sign(b"secret", 45, at(0)),
                recipient: "it@sever.example".to_owned(),
                status: status.to_owned(),
                diagnostic: "no such\r\nuser".to_owned(),
            };
            let body = serde_json::to_vec(&report).unwrap();
            let bounce = read(b"secret", &body, at(1)).map(|bounce| {
                assert_eq!(bounce.letter, 45);
                assert_eq!(bounce.diagnostic, "no such user");
                bounce.verdict
            });
            assert_eq!(bounce, expected, "{status}");
        };
        check("5.1.1", Ok(Verdict::Suppress));
        check("550", Ok(Verdict::Suppress));
        check("5.4.4", Ok(Verdict::Retry));
        check("4.2.2", Ok(Verdict::Retry));
        check("5.7.1", Ok(Verdict::Failed));
        check("unknown", Err(Refusal::Status));
    }

    #[test]
    fn what_is_no_report_is_refused() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"id":"1","recipient":"a","status":"5.1.1","x":1}"#,
        ] {
            let refusal = read(b"secret", body.as_bytes(), at(0)).unwrap_err();
            assert!(
                matches!(refusal, Refusal::Malformed(_)),
                "{body}: {refusal}"
            );
        }
    }
}
