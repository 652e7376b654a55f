//! How all sites stand now.

use serde::Deserialize;

use super::session::Named;
use super::{Result, get};

/// How all sites stand now.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Today {
    /// When that was.
    pub at: String,
    /// All sites together.
    pub totals: Totals,
    /// The sites, the worst first.
    pub sites: Vec<Line>,
}

/// All sites together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Totals {
    /// How many sites.
    pub sites: i64,
    /// How many are well.
    pub good: i64,
    /// How many were not heard from yet.
    pub awaited: i64,
    /// How many want a look.
    pub watch: i64,
    /// How many are in trouble.
    pub bad: i64,
    /// Visitors so far.
    pub visitors: i64,
    /// Visitors usual by now.
    pub usual: Option<f64>,
    /// Incidents that are not over.
    pub open_incidents: i64,
    /// Terms that are near or past.
    pub at_risk: i64,
}

/// How a site stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its postal address.
    pub address: Option<String>,
    /// Whose it is.
    pub client: Named,
    /// Its time zone.
    pub zone: String,
    /// What its clock shows.
    pub local_time: String,
    /// Whether it is open.
    pub open: bool,
    /// When it opens next, where that is known.
    pub opens_at: Option<String>,
    /// When it closes, where that is known.
    pub closes_at: Option<String>,
    /// In one word.
    pub state: Health,
    /// Why, in a sentence.
    pub reason: String,
    /// Whether its sensors are heard.
    pub link: Aspect,
    /// Whether their counts are there.
    pub data: Aspect,
    /// Whether the counts are plausible.
    pub quality: Quality,
    /// Visitors so far.
    pub visitors: Visitors,
    /// The day's hours.
    pub hours: Vec<Hour>,
    /// What is not over.
    pub incidents: Open,
    /// The next term.
    pub deadline: Option<Term>,
}

/// A state in one word, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// All is well.
    Good,
    /// Nothing was heard yet.
    Awaited,
    /// It wants a look.
    Watch,
    /// It is in trouble.
    Bad,
}

/// One aspect of a state.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Aspect {
    /// The code.
    pub state: String,
    /// How many sensors there are.
    pub sensors: i64,
    /// How many of them it concerns.
    pub affected: i64,
    /// Since when.
    pub since: Option<String>,
    /// Whether it wants somebody now: at night nobody misses a shop's counts.
    pub alarms: bool,
}

/// Whether counts are plausible.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Quality {
    /// `plausible`, `doubtful`, or `awaited` where nothing was counted yet.
    pub state: String,
    /// How many sensors it concerns.
    pub affected: i64,
    /// What was found.
    pub symptoms: Vec<Coded>,
}

/// A code with its name in the reader's language.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Coded {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
}

/// Visitors so far, beside what is usual.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Visitors {
    /// So far.
    pub so_far: i64,
    /// Usual by now.
    pub usual: Option<f64>,
    /// Fewer are unusual.
    pub low: Option<f64>,
    /// More are unusual.
    pub high: Option<f64>,
}

/// An hour of the day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Hour {
    /// When it begins: "10:00".
    pub hour: String,
    /// Visitors.
    pub r#in: i64,
    /// Visitors usual in it.
    pub usual: Option<f64>,
    /// Whether they were counted.
    pub measured: bool,
}

/// Incidents that are not over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Open {
    /// How many.
    pub open: i64,
    /// The gravest.
    pub worst: Option<Worst>,
}

/// The gravest incident of a site.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Worst {
    /// Its number.
    pub id: i64,
    /// What is wrong.
    pub name: String,
    /// Where it stands.
    pub stage_name: String,
}

/// A term of an incident.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Term {
    /// Of which incident.
    pub incident: i64,
    /// What is due.
    pub name: String,
    /// When.
    pub due: String,
    /// Whether it is past.
    pub breached: bool,
    /// Whether it is near.
    pub at_risk: bool,
}

/// How all sites stand now.
pub async fn today() -> Result<Today> {
    get("/api/v1/today").await
}

/// How one site stands now: the only line, if the reader has such a site.
pub async fn site(id: i64) -> Result<Today> {
    get(&format!("/api/v1/today?site={id}")).await
}
