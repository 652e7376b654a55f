//! What the watch finds.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What is wrong, as it can be seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Symptom {
    /// The sensor is not heard from at all.
    NoContact,
    /// It is heard from, but brings no counts.
    NoData,
    /// Counts are missing between others.
    Gap,
    /// The same value again and again.
    Frozen,
    /// Nobody where people are expected.
    Zero,
    /// Far more than is usual at this hour.
    Spike,
    /// Fewer than usual, for days.
    Undercount,
    /// More come than go, or the other way round, outside of the door's own band.
    Imbalance,
    /// People while the site is closed.
    ClosedHours,
    /// The device's clock is off.
    Clock,
    /// The shape of the day has moved by an hour or more.
    Shift,
    /// In and out have changed places.
    Swapped,
    /// The device says one thing of an interval, and then another.
    Conflict,
    /// Its firmware is older than the current one.
    Firmware,
    /// A local server has not synchronised.
    ServerSync,
    /// A local server's version is older than the current one.
    ServerVersion,
    /// The sensors of a site fail together.
    SiteDown,
    /// We ourselves do not take counts.
    ServiceOutage,
}

/// One thing found wrong with a sensor, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What is wrong.
    pub symptom: Symptom,
    /// Since when, by the event's own time.
    pub since: DateTime<Utc>,
    /// Until when, where it is over.
    pub until: Option<DateTime<Utc>>,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// The figures that it rests on.
    pub evidence: Evidence,
}

/// The figures that a finding rests on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Single figures, by the code of their meaning.
    pub numbers: Vec<Number>,
    /// A small series to draw, at most 200 points.
    pub series: Vec<Point>,
}

/// A figure of the evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The code of its meaning, `expected_people`.
    pub name: String,
    /// Its value.
    pub value: f64,
}

/// A point of the evidence's series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// When its interval begins.
    pub at: DateTime<Utc>,
    /// What was counted; none where nothing was.
    pub value: Option<f64>,
    /// What is usual then.
    pub expected: Option<f64>,
}

/// A code that names no symptom.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no symptom")]
pub struct UnknownSymptom(String);

impl Symptom {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::NoContact,
        Self::NoData,
        Self::Gap,
        Self::Frozen,
        Self::Zero,
        Self::Spike,
        Self::Undercount,
        Self::Imbalance,
        Self::ClosedHours,
        Self::Clock,
        Self::Shift,
        Self::Swapped,
        Self::Conflict,
        Self::Firmware,
        Self::ServerSync,
        Self::ServerVersion,
        Self::SiteDown,
        Self::ServiceOutage,
    ];

    /// Its code, as it is stored and as interfaces name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoContact => "no_contact",
            Self::NoData => "no_data",
            Self::Gap => "gap",
            Self::Frozen => "frozen",
            Self::Zero => "zero",
            Self::Spike => "spike",
            Self::Undercount => "undercount",
            Self::Imbalance => "imbalance",
            Self::ClosedHours => "closed_hours",
            Self::Clock => "clock",
            Self::Shift => "shift",
            Self::Swapped => "swapped",
            Self::Conflict => "conflict",
            Self::Firmware => "firmware",
            Self::ServerSync => "server_sync",
            Self::ServerVersion => "server_version",
            Self::SiteDown => "site_down",
            Self::ServiceOutage => "service_outage",
        }
    }
}

impl fmt::Display for Symptom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Symptom {
    type Err = UnknownSymptom;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|symptom| symptom.as_str() == code)
            .ok_or_else(|| UnknownSymptom(code.to_owned()))
    }
}
