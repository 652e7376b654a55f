//! Calls that tell other systems of incidents, signed as in Standard Webhooks:
//! the receiver can tell that they are ours, whole and fresh.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::signature;

/// How far a call's time may be from the receiver's clock.
pub const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// What is told: something happened to an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What happened, such as `incident.opened`.
    pub r#type: String,
    /// When it happened.
    pub timestamp: DateTime<Utc>,
    /// The incident after it.
    pub data: Incident,
}

/// An incident, as others see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its number.
    pub number: i64,
    /// The symptom's code.
    pub symptom: String,
    /// The state's code.
    pub state: String,
    /// The code of the side on which the fault is, once it is decided.
    pub side: Option<String>,
    /// Since when, by the event's own time.
    pub since: DateTime<Utc>,
    /// The site's name.
    pub site: Option<String>,
    /// The serial numbers of the sensors concerned.
    pub sensors: Vec<String>,
    /// When the next term ends.
    pub due: Option<DateTime<Utc>>,
    /// The incident's page.
    pub link: String,
}

/// A call, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `content-type`, `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    pub headers: Vec<(&'static str, String)>,
    /// The event as JSON.
    pub body: Vec<u8>,
}

/// Why a call cannot be made, or is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The secret is not `whsec_` and Base64.
    #[error("the secret is not whsec_ followed by Base64")]
    Secret,
    /// A header is missing.
    #[error("the header {0} is missing")]
    Missing(&'static str),
    /// The time is not a number of seconds, or too far from now.
    #[error("the call's time is too far from now")]
    Time,
    /// No signature holds.
    #[error("no signature of the call holds")]
    Forged,
}

/// Makes a call of an event. The id is the same for all attempts to send it, so
/// that the receiver can tell a repeat; the time is the attempt's.
pub fn call(secret: &str, id: &str, now: DateTime<Utc>, event: &Event) -> Result<Call, Refusal> {
    let key = key(secret)?;
    let time = now.timestamp().to_string();
    // The event's types have no key that JSON could not take.
    let body = serde_json::to_vec(event).unwrap_or_default();
    let signature = signature::sign(&key, &signed(id, &time, &body));
    Ok(Call {
        headers: vec![
            ("content-type", "application/json".to_owned()),
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", time),
            (
                "webhook-signature",
                format!("v1,{}", STANDARD.encode(signature)),
            ),
        ],
        body,
    })
}

/// Checks a call as its receiver must. Several signatures may stand there while a
/// secret is being changed; one that holds is enough.
pub fn verify(
    secret: &str,
    header: impl Fn(&'static str) -> Option<String>,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let key = key(secret)?;
    let get = |name| header(name).ok_or(Refusal::Missing(name));
    let (id, time) = (get("webhook-id")?, get("webhook-timestamp")?);
    let at = time.parse().map_err(|_| Refusal::Time)?;
    let at = DateTime::from_timestamp(at, 0).ok_or(Refusal::Time)?;
    if TOLERANCE < now.signed_duration_since(at).abs() {
        return Err(Refusal::Time);
    }
    let holds = get("webhook-signature")?
        .split(' ')
        .filter_map(|signature| signature.strip_prefix("v1,"))
        .filter_map(|signature| STANDARD.decode(signature).ok())
        .any(|signature| signature::holds(&key, &signed(&id, &time, body), &signature));
    holds.then_some(()).ok_or(Refusal::Forged)
}

fn signed<'a>(id: &'a str, time: &'a str, body: &'a [u8]) -> [&'a [u8]; 5] {
    [id.as_bytes(), b".", time.as_bytes(), b".", body]
}

fn key(secret: &str) -> Result<Vec<u8>, Refusal> {
    let key = secret.strip_prefix("whsec_").ok_or(Refusal::Secret)?;
    STANDARD.decode(key).map_err(|_| Refusal::Secret)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 25, 11, 5, 0).unwrap()
    }

    fn event() -> Event {
        Event {
            r#type: "incident.opened".to_owned(),
            timestamp: now(),
            data: Incident {
                number: 123,
                symptom: "no_contact".to_owned(),
                state: "open".to_owned(),
                side: None,
                since: now(),
                site: Some("ТЦ Север".to_owned()),
                sensors: vec!["ABC-1".to_owned()],
                due: None,
                link: "https://spp.example/incidents/123".to_owned(),
            },
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Call), minutes: i64, expected: Result<(), Refusal>) {
        let mut call = call(SECRET, "msg_1", now(), &event()).unwrap();
        change(&mut call);
        let header = |name| {
            let found = call.headers.iter().find(|(header, _)| *header == name);
            found.map(|(_, value)| value.clone())
        };
        let now = now() + TimeDelta::minutes(minutes);
        assert_eq!(verify(SECRET, header, &call.body, now), expected);
    }

    #[test]
    fn a_call_is_taken_as_it_was_made_and_no_other() {
        check(|_| {}, 0, Ok(()));
        check(|_| {}, 5, Ok(()));
        check(|_| {}, 6, Err(Refusal::Time));
        check(|_| {}, -6, Err(Refusal::Time));
        check(|call| call.body.push(b' '), 0, Err(Refusal::Forged));
        check(
            |call| call.headers[1].1 = "msg_2".to_owned(),
            0,
            Err(Refusal::Forged),
        );
        check(
            |call| call.headers[2].1 = (now().timestamp() + 1).to_string(),
            0,
            Err(Refusal::Forged),
        );
        check(
            |call| call.headers[3].1.insert_str(0, "v1,AAAA v2,x "),
            0,
            Ok(()),
        );
        check(
            |call| drop(call.headers.pop()),
            0,
            Err(Refusal::Missing("webhook-signature")),
        );
    }

    #[test]
    fn it_is_the_standards_signature() {
        // The example of the Standard Webhooks reference libraries.
        let body = br#"{"test": 2432232314}"#;
        let signature = signature::sign(
            &key(SECRET).unwrap(),
            &signed("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body),
        );
        assert_eq!(
            STANDARD.encode(signature),
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn an_event_is_read_back_as_it_was_told() {
        let call = call(SECRET, "msg_1", now(), &event()).unwrap();
        assert_eq!(
            serde_json::from_slice::<Event>(&call.body).unwrap(),
            event()
        );
    }

    #[test]
    fn a_secret_has_its_form() {
        for secret in ["", "MfKQ", "whsec_!"] {
            assert_eq!(call(secret, "1", now(), &event()), Err(Refusal::Secret));
        }
    }
}
