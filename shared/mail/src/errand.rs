//! What is to be told, as it waits in the outbox.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why somebody is told, and what only that moment knew. Everything else is
/// read when the letter is written, so that it says how things stand then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Errand {
    /// A fault was found (S2 4.2.1).
    Opened {
        /// The end of the diagnosis (S2 4.2.2).
        due: Option<DateTime<Utc>>,
    },
    /// The client's technical services are asked to act (S2 4.2.4.2).
    WorkOrder {
        /// When an answer is expected.
        due: Option<DateTime<Utc>>,
        /// What the specialist adds.
        text: Option<String>,
    },
    /// The third party is asked to contact the client (S2 4.2.4.3).
    Warranty,
    /// The time of a visit is agreed (S2 4.2.4.1).
    VisitAgreed {
        /// When it begins.
        at: DateTime<Utc>,
        /// Who meets the engineer.
        contact: Option<String>,
    },
    /// The signs of the fault are gone.
    Recovered {
        /// When they went.
        at: DateTime<Utc>,
    },
    /// The incident is closed.
    Closed {
        /// When.
        at: DateTime<Utc>,
    },
    /// The fault came back.
    Reopened {
        /// When.
        at: DateTime<Utc>,
    },
    /// It comes and goes.
    Unstable {
        /// How often it came back.
        times: u32,
        /// Since when that was counted.
        counted_from: DateTime<Utc>,
    },
    /// It is still open.
    Reminder {
        /// For so many days.
        days: u32,
    },
    /// A term will soon be over.
    AtRisk {
        /// The obligation's code.
        obligation: String,
        /// When it is over.
        due: DateTime<Utc>,
    },
    /// A term is over.
    Breached {
        /// The obligation's code.
        obligation: String,
        /// When it was over.
        due: DateTime<Utc>,
        /// When it was met all the same.
        #[serde(default)]
        met: Option<DateTime<Utc>>,
    },
    /// The service took no counts, or takes none.
    Outage {
        /// Until when, once it is over.
        until: Option<DateTime<Utc>>,
        /// How many sensors were not heard.
        sensors: u32,
    },
    /// Many letters are one.
    Digest {
        /// Their numbers in the outbox.
        letters: Vec<i64>,
    },
    /// The client's own system is told of an event.
    Event {
        /// The event's code.
        event: String,
        /// When it happened.
        at: DateTime<Utc>,
    },
    /// Somebody may sign in, and sets a password first.
    Invitation {
        /// The name.
        name: String,
        /// What the link shows.
        token: String,
    },
    /// Somebody has forgotten the password.
    PasswordReset {
        /// The name.
        name: String,
        /// What the link shows.
        token: String,
    },
    /// The production calendar ends soon.
    CalendarEnding {
        /// The last year that is loaded.
        last_year: i32,
        /// How many days are left.
        days: i64,
    },
}

impl Errand {
    /// Its kind's code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::WorkOrder { .. } => "work_order",
            Self::Warranty => "warranty",
            Self::VisitAgreed { .. } => "visit_agreed",
            Self::Recovered { .. } => "recovered",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
            Self::Unstable { .. } => "unstable",
            Self::Reminder { .. } => "reminder",
            Self::AtRisk { .. } => "at_risk",
            Self::Breached { .. } => "breached",
            Self::Outage { .. } => "outage",
            Self::Digest { .. } => "digest",
            Self::Event { .. } => "event",
            Self::Invitation { .. } => "invitation",
            Self::PasswordReset { .. } => "password_reset",
            Self::CalendarEnding { .. } => "calendar_ending",
        }
    }
}
