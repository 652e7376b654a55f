//! A sensor: how it stands, what it has sent, and how its device is set up.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::session::Named;
use super::{Result, get, post};

/// How a sensor stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Watched {
    /// What it is.
    pub sensor: Sensor,
    /// Whether it is heard from.
    pub link: Link,
    /// Whether its counts are there.
    pub data: Data,
    /// How its clock goes; none, where it has never told the time.
    pub clock: Option<Clock>,
    /// What went wrong when it was last looked at: told to the contractor alone.
    pub failure: Option<IgnoredAny>,
    /// What is found in its figures.
    pub findings: Vec<Found>,
    /// How it stood in the last thirty days.
    pub states: Vec<Span>,
    /// Its incidents, the newest first.
    pub incidents: Vec<Case>,
}

/// What a sensor is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Sensor {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its site's number.
    pub site_id: i64,
    /// Its site's name.
    pub site: String,
    /// At which entrance it hangs.
    pub entrance: String,
    /// Whose it is.
    pub client: Named,
    /// Its model.
    pub model: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// Its firmware.
    pub firmware: Option<String>,
    /// The firmware that is current for its model.
    pub expected_firmware: Option<String>,
    /// How its maker's devices push.
    pub format: String,
    /// The length of its intervals in seconds.
    pub interval: i64,
    /// Whether it was taken out of use.
    pub retired: bool,
    /// The room in which it hangs.
    pub room: Option<String>,
    /// The cabinet in which it is connected.
    pub cabinet: Option<String>,
}

/// Whether a sensor is heard from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Link {
    /// The code.
    pub state: String,
    /// Since when.
    pub since: Option<String>,
    /// When it was last heard from.
    pub last_contact: Option<String>,
}

/// Whether a sensor's counts are there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Data {
    /// The code.
    pub state: String,
    /// Since when.
    pub since: Option<String>,
    /// The end of its newest interval.
    pub last_data: Option<String>,
}

/// How a sensor's clock goes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Clock {
    /// Seconds by which it is ahead; negative where it is behind.
    pub offset_seconds: i64,
    /// When that was seen.
    pub at: String,
}

/// Something that is found in a sensor's figures.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Found {
    /// The code.
    pub symptom: String,
    /// The name.
    pub name: String,
    /// Since when.
    pub since: String,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// Numbers and a series.
    pub evidence: Value,
}

/// A time in which a sensor was not well.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Span {
    /// `link`, `data` or `quality`.
    pub kind: String,
    /// What was wrong.
    pub name: String,
    /// The incident.
    pub incident: i64,
    /// From when.
    pub from: String,
    /// Until when; none, while it lasts.
    pub to: Option<String>,
}

/// An incident in short.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Case {
    /// Its number.
    pub id: i64,
    /// What was wrong.
    pub name: String,
    /// Where it stands.
    pub stage_name: String,
    /// Since when.
    pub since: String,
    /// Until when.
    pub closed_at: Option<String>,
}

/// A missing time.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Gap {
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// How many intervals.
    pub intervals: i64,
    /// Whether it was filled later.
    pub filled_late: bool,
}

#[derive(Deserialize)]
struct Gaps {
    gaps: Vec<Gap>,
}

/// Something that a device has sent.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Push {
    /// When.
    pub at: String,
    /// The status that it was answered with.
    pub status: u16,
    /// The type that it named.
    pub content_type: Option<String>,
    /// How long it was.
    pub bytes: i64,
    /// Whether only its beginning is kept.
    pub truncated: bool,
    /// The text, where it is one.
    pub text: Option<String>,
    /// The bytes in base64, where it is none.
    pub base64: Option<String>,
    /// Why it was refused.
    pub said: Option<String>,
}

#[derive(Deserialize)]
struct Pushes {
    pushes: Vec<Push>,
}

/// Something that was noted of a day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Note {
    /// The day.
    pub day: String,
    /// What.
    pub name: String,
    /// When it was last so.
    pub last: String,
    /// How often.
    pub times: i64,
    /// The particulars.
    pub detail: String,
}

#[derive(Deserialize)]
struct Journal {
    journal: Vec<Note>,
}

/// How a maker's devices are set up.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Format {
    /// The code.
    pub format: String,
    /// The maker.
    pub maker: String,
    /// The models.
    pub models: String,
    /// The HTTP method.
    pub method: String,
    /// The path, with `{token}` where the token stands.
    pub path: String,
    /// Headers that are typed in.
    pub headers: Vec<Header>,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// What else to know.
    pub note: Option<String>,
}

/// A header that is typed in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value, with `{token}` where the token stands.
    pub value: String,
}

/// A token in exchange for an old one.
#[derive(Deserialize)]
struct Rotated {
    token: String,
}

/// How a sensor stands.
pub async fn watched(id: i64) -> Result<Watched> {
    get(&format!("/api/v1/watch/sensors/{id}")).await
}

/// What is missing of a sensor's last thirty days, the newest first.
pub async fn gaps(id: i64) -> Result<Vec<Gap>> {
    let found: Gaps = get(&format!("/api/v1/gaps?sensor={id}")).await?;
    Ok(found.gaps)
}

/// What a sensor's device has sent lately, the newest first: for the contractor.
pub async fn pushes(id: i64) -> Result<Vec<Push>> {
    let found: Pushes = get(&format!("/api/v1/pushes?sensor={id}")).await?;
    Ok(found.pushes)
}

/// What was noted of a sensor's data.
pub async fn journal(id: i64) -> Result<Vec<Note>> {
    let found: Journal = get(&format!("/api/v1/journal?sensor={id}")).await?;
    Ok(found.journal)
}

/// How each maker's devices are set up.
pub async fn formats() -> Result<Vec<Format>> {
    get("/api/v1/formats").await
}

/// A new token for a sensor; the old one is good for so many seconds more.
pub async fn rotate(id: i64, overlap: i64) -> Result<String> {
    let path = format!("/api/v1/sensors/{id}/tokens/rotate");
    let rotated: Rotated = post(&path, &json!({"overlap": overlap})).await?;
    Ok(rotated.token)
}
