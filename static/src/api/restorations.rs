//! Restorations: what was not counted, filled from statistics with the client's
//! agreement (S2 4.2.7).

use serde::Deserialize;
use serde_json::json;

use super::{Result, get, tell};

/// A restoration, as it was proposed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Restoration {
    /// Its number.
    pub id: i64,
    /// The sensor's number.
    pub sensor_id: i64,
    /// The sensor.
    pub sensor: String,
    /// Its first moment.
    pub from: String,
    /// Its first moment after.
    pub to: String,
    /// `proposed`, `agreed`, `declined` or `withdrawn`.
    pub state: String,
    /// Why nothing was counted.
    pub reason: String,
    /// People in.
    pub r#in: i64,
    /// How few there may have been.
    pub low: i64,
    /// How many.
    pub high: i64,
    /// How many intervals are restored.
    pub intervals: i64,
    /// How many of them have been counted since, and are read instead.
    pub replaced: i64,
}

impl Restoration {
    /// Whether it is read, or may be yet.
    pub fn holds(&self) -> bool {
        matches!(self.state.as_str(), "proposed" | "agreed")
    }
}

#[derive(Deserialize)]
struct Restorations {
    restorations: Vec<Restoration>,
}

/// What is said of a restoration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// The client agrees.
    Agreed,
    /// The client does not.
    Declined,
    /// It is taken back.
    Withdrawn,
}

/// The restorations of a sensor or a site, such as `site=7`, the newest first.
pub async fn list(scope: &str) -> Result<Vec<Restoration>> {
    let found: Restorations = get(&format!("/api/v1/restorations?{scope}")).await?;
    Ok(found.restorations)
}

/// Proposes to restore what a sensor has not counted in a period.
pub async fn propose(sensor: i64, (from, to): (&str, &str), reason: &str) -> Result<()> {
    let body = json!({"sensor": sensor, "from": from, "to": to, "reason": reason});
    tell("/api/v1/restorations", &body).await
}

/// Says something of a restoration.
pub async fn say(id: i64, word: Word) -> Result<()> {
    let path = format!("/api/v1/restorations/{id}");
    match word {
        Word::Withdrawn => tell(&format!("{path}/withdrawal"), &json!({})).await,
        answer => {
            let body = json!({"agrees": answer == Word::Agreed});
            tell(&format!("{path}/answer"), &body).await
        }
    }
}
