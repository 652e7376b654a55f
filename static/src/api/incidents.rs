//! Incidents: lists of them, one with all that is known of it, and what is said.

use serde::Deserialize;
use serde_json::Value;

use super::session::Named;
use super::{Result, get, post};

/// A page of incidents, the newest first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Rows {
    /// The incidents.
    pub incidents: Vec<Row>,
    /// Whether there are more.
    pub meta: Meta,
}

/// Where a list goes on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Meta {
    /// The cursor of the next page; none on the last one.
    pub next: Option<String>,
}

/// An incident in a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub client: Option<String>,
    /// Where.
    pub site: Option<String>,
    /// The entrance, where one sensor fails.
    pub entrance: Option<String>,
    /// The sensor, where one fails.
    pub sensor: Option<String>,
    /// What is wrong.
    pub name: String,
    /// Since when.
    pub since: String,
    /// The stage's code.
    pub stage: String,
    /// The stage.
    pub stage_name: String,
    /// The side that was decided.
    pub side_name: Option<String>,
    /// Who has to act, as a code.
    pub whose: Option<String>,
    /// Who has to act.
    pub whose_name: Option<String>,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// The term that ends next.
    pub term: Option<Next>,
}

/// The term of an incident that ends next.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Next {
    /// What is owed.
    pub name: String,
    /// When it ends.
    pub due: String,
    /// Whether it is past.
    pub breached: bool,
    /// Whether it is near.
    pub at_risk: bool,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Incident {
    /// Its number.
    pub id: i64,
    /// The symptom's code.
    pub symptom: String,
    /// What is wrong.
    pub name: String,
    /// Whose it is.
    pub client: Option<Named>,
    /// Where.
    pub site: Option<Named>,
    /// The site's postal address.
    pub address: Option<String>,
    /// The sensor that fails.
    pub sensor: Option<Sensor>,
    /// The incident of the site that it belongs to.
    pub parent_id: Option<i64>,
    /// Since when.
    pub since: String,
    /// When it was noticed.
    pub detected_at: String,
    /// The stage's code.
    pub stage: String,
    /// The stage.
    pub stage_name: String,
    /// Who has to act, as a code.
    pub whose: Option<String>,
    /// Who has to act.
    pub whose_name: Option<String>,
    /// The side that was decided.
    pub side_name: Option<String>,
    /// The clause by which it acts.
    pub clause: Option<String>,
    /// Whether it comes and goes.
    pub unstable: bool,
    /// The code of its cause.
    pub cause: Option<String>,
    /// The code of its remedy.
    pub remedy: Option<String>,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// The service plan's code.
    pub plan: Option<String>,
    /// Whose side the rules propose.
    pub proposal: Option<Proposal>,
    /// The codes of what the reader may say now.
    pub allowed: Vec<String>,
    /// When all this was so.
    pub at: String,
    /// Whether it was working time.
    pub working_now: bool,
    /// When that changes.
    pub working_changes_at: Option<String>,
    /// The terms, in the order in which they began.
    pub deadlines: Vec<Term>,
    /// Who had to act when.
    pub held: Vec<Held>,
    /// What was said, in order.
    pub timeline: Vec<Said>,
    /// The finding that it rests on.
    pub evidence: Value,
    /// What the client's technical services are asked to do.
    pub actions: Vec<String>,
    /// The causes that fit the symptom.
    pub causes: Vec<Choice>,
    /// The remedies.
    pub remedies: Vec<Choice>,
    /// The article of the knowledge base about its cause, once that is known.
    pub article: Option<String>,
}

/// The sensor of an incident, and its presumed place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Sensor {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The entrance where it hangs.
    pub entrance: String,
    /// Its model.
    pub model: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// The room in which it hangs.
    pub room: Option<String>,
    /// The cabinet in which it is connected.
    pub cabinet: Option<String>,
    /// The code of who supplied it.
    pub supplied_by: String,
    /// The code of who mounted it.
    pub mounted_by: String,
    /// The last day of its warranty.
    pub warranty_until: Option<String>,
}

/// A proposed side, with the rule that it rests on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Proposal {
    /// The side.
    pub side_name: String,
    /// The clause by which it would act.
    pub clause: String,
    /// Where the rule is written.
    pub source: String,
    /// What the rule says.
    pub rule: String,
    /// Whether the facts suffice.
    pub sure: bool,
}

/// A term.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Term {
    /// What is owed.
    pub name: String,
    /// The number of the rule that sets it.
    pub clause: String,
    /// What that rule says.
    pub rule: String,
    /// From what it is counted.
    pub beginning: String,
    /// Who owes it.
    pub whose_name: String,
    /// From when it is counted.
    pub started: String,
    /// When it ends; none where no production calendar is loaded for then.
    pub due: Option<String>,
    /// When it was met.
    pub met: Option<String>,
    /// Whether it was missed.
    pub breached: bool,
    /// Whether it is near.
    pub at_risk: bool,
    /// Whether it passes in working time only.
    pub working: bool,
    /// How long it is, in seconds that are counted as `working` says.
    pub seconds_total: Option<i64>,
    /// How many of them are left, or were when it was met.
    pub seconds_left: Option<i64>,
    /// How many have passed beyond its end.
    pub seconds_over: Option<i64>,
}

/// A time in which one party had to act.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Held {
    /// The party.
    pub whose_name: String,
    /// How much working time that was.
    pub working_seconds: Option<i64>,
}

/// An entry of the timeline.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Said {
    /// When.
    pub at: String,
    /// Who says so.
    pub author: Author,
    /// What has happened, with its particulars.
    pub event: Value,
    /// In words.
    pub text: Option<String>,
}

/// Who says something.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Author {
    /// As whom, as a code.
    pub author: String,
    /// The name, where it is a person.
    pub name: Option<String>,
}

/// Something to choose from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Choice {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// The article of the knowledge base about it.
    pub article: Option<String>,
}

/// A page of the incidents that a query wants.
pub async fn list(query: &str) -> Result<Rows> {
    get(&format!("/api/v1/incidents?{query}")).await
}

/// An incident.
pub async fn incident(id: i64) -> Result<Incident> {
    get(&format!("/api/v1/incidents/{id}")).await
}

/// The incidents of a site's sensors that belong to the site's own.
pub async fn children(id: i64) -> Result<Vec<Row>> {
    let found = list(&format!("parent={id}&limit=1000")).await?;
    Ok(found.incidents)
}

/// Says something of an incident: an event with its particulars, and a text.
pub async fn say(id: i64, said: &Value) -> Result<Incident> {
    post(&format!("/api/v1/incidents/{id}/events"), said).await
}
