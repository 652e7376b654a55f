//! What happens to an incident, and who says so.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use spp_quality::Symptom;

use crate::side::Clause;

/// An entry of an incident's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who says so.
    pub author: Author,
    /// What has happened.
    pub event: Event,
    /// In words.
    pub text: Option<String>,
}

/// Who writes into a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "author", rename_all = "snake_case")]
pub enum Author {
    /// The watch, by itself.
    Watch,
    /// One of the contractor's own.
    Engineer {
        /// The name.
        name: String,
    },
    /// The client.
    Client {
        /// The user's name; none where it was one of the client's programs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// The third party.
    ThirdParty,
    /// The service, following its rules: letters sent, parents closed.
    System,
}

/// As whom somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The watch.
    Watch,
    /// One of the contractor's own; also enters what others have answered by phone or mail.
    Engineer,
    /// A user of the client: the client's answers and comments.
    Client,
    /// The third party.
    ThirdParty,
    /// The service.
    System,
}

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The fault was noticed.
    Detected {
        /// What is wrong.
        symptom: Symptom,
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It is on record (S2 4.2.2).
    Recorded,
    /// Remote diagnosis has begun (S2 4.2.2).
    DiagnosisStarted,
    /// The client's authorised person was asked for further diagnosis (S2 4.2.3).
    ClientAsked,
    /// And has answered.
    ClientAnswered,
    /// The specialist has decided whose side the fault is on (S2 4.2.4).
    SideDecided {
        /// The clause by which it goes on, and with it the side.
        clause: Clause,
    },
    /// Remote repair was tried (S2 4.2.4.1).
    RemoteRepair {
        /// Whether that has helped; otherwise a visit is due.
        fixed: bool,
    },
    /// The time of a visit was agreed with the client's person on site (S2 4.2.4.1).
    VisitAgreed {
        /// The time.
        at: DateTime<Utc>,
    },
    /// The site was visited.
    VisitMade {
        /// With what result.
        result: VisitResult,
    },
    /// The act of a visit was signed (S2 4.2.4.1).
    ActSigned,
    /// The client's technical services were told (S2 4.2.4.2).
    ServicesTold,
    /// The client has accepted it and works on it (S2 4.2.4.2).
    Accepted {
        /// The planned term, where the client has named one.
        planned: Option<DateTime<Utc>>,
    },
    /// The client or the third party says that it is fixed.
    Fixed,
    /// The client needs more time (S2 4.2.4.2).
    MoreTime {
        /// The new term, where the client has named one.
        until: Option<DateTime<Utc>>,
    },
    /// The client hands the incident back to the contractor (делегирование, S2 4.2.4.2).
    HandedBack,
    /// The client has not found the cause that was named (S2 4.2.4.2).
    NotConfirmed,
    /// The client has ordered paid repair (S2 4.2.4.4).
    PaidRepairOrdered,
    /// The third party was told to get in touch with the client (S2 4.2.4.3).
    ThirdPartyTold,
    /// The watch sees that it works again.
    Recovered,
    /// The fault has come back.
    Reopened,
    /// It comes and goes.
    Unstable,
    /// It no longer does.
    Calm,
    /// It is over and classified (S2 4.2.5).
    Closed {
        /// The code of its cause.
        cause: String,
        /// The code of its remedy.
        remedy: String,
    },
    /// It was classified, or classified anew.
    Classified {
        /// The code of its cause.
        cause: String,
        /// The code of its remedy.
        remedy: String,
    },
    /// Something was said, in the entry's text.
    Comment,
}

/// What a visit has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitResult {
    /// The fault is fixed.
    Fixed,
    /// It is on the client's side (S2 4.2.4.2).
    ClientSide,
    /// It is on the third party's side (S2 4.2.4.3).
    ThirdPartySide,
    /// It is the client's and no warranty case (S2 4.2.4.4).
    OwnRepair,
    /// It is the contractor's own after all (S2 4.2.4.1).
    ContractorSide,
}

macro_rules! kinds {
    ($($kind:ident $code:literal),* $(,)?) => {
        /// What can happen, without its particulars: a button.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum EventKind {
            $(#[doc = concat!("[`Event::", stringify!($kind), "`].")] $kind,)*
        }

        impl EventKind {
            /// All of them, in the order of an incident's life.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$kind),*];

            /// Its code.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)*
                }
            }
        }

        impl Event {
            /// What it is, without its particulars.
            #[must_use]
            pub fn kind(&self) -> EventKind {
                match self {
                    $(Self::$kind { .. } => EventKind::$kind,)*
                }
            }
        }
    };
}

kinds! {
    Detected "detected",
    Recorded "recorded",
    DiagnosisStarted "diagnosis_started",
    ClientAsked "client_asked",
    ClientAnswered "client_answered",
    SideDecided "side_decided",
    RemoteRepair "remote_repair",
    VisitAgreed "visit_agreed",
    VisitMade "visit_made",
    ActSigned "act_signed",
    ServicesTold "services_told",
    Accepted "accepted",
    Fixed "fixed",
    MoreTime "more_time",
    HandedBack "handed_back",
    NotConfirmed "not_confirmed",
    PaidRepairOrdered "paid_repair_ordered",
    ThirdPartyTold "third_party_told",
    Recovered "recovered",
    Reopened "reopened",
    Unstable "unstable",
    Calm "calm",
    Closed "closed",
    Classified "classified",
    Comment "comment",
}

impl Event {
    /// The term that it sets.
    #[must_use]
    pub fn term(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::VisitAgreed { at } => Some(*at),
            Self::Accepted { planned: term } | Self::MoreTime { until: term } => *term,
            _ => None,
        }
    }
}

impl VisitResult {
    /// The clause by which the incident goes on; none when it is fixed.
    #[must_use]
    pub fn clause(self) -> Option<Clause> {
        match self {
            Self::Fixed => None,
            Self::ClientSide => Some(Clause::Client),
            Self::ThirdPartySide => Some(Clause::ThirdParty),
            Self::OwnRepair => Some(Clause::OwnRepair),
            Self::ContractorSide => Some(Clause::Contractor),
        }
    }
}

impl Author {
    /// Somebody of the contractor's or of the client's, whose program has no name.
    #[must_use]
    pub fn of(is_contractor: bool, name: Option<&str>) -> Self {
        let name = name.map(str::to_owned);
        match is_contractor {
            true => Self::Engineer {
                name: name.unwrap_or_default(),
            },
            false => Self::Client { name },
        }
    }

    /// As whom he writes.
    #[must_use]
    pub fn role(&self) -> Role {
        match self {
            Self::Watch => Role::Watch,
            Self::Engineer { .. } => Role::Engineer,
            Self::Client { .. } => Role::Client,
            Self::ThirdParty => Role::ThirdParty,
            Self::System => Role::System,
        }
    }
}

impl Role {
    /// Whether somebody in this role may ever say this.
    #[must_use]
    pub fn may(self, kind: EventKind) -> bool {
        use EventKind as K;
        match self {
            Self::Watch => matches!(
                kind,
                K::Detected | K::Recovered | K::Reopened | K::Unstable | K::Calm | K::Comment
            ),
            Self::Engineer => !matches!(kind, K::Recovered | K::Unstable | K::Calm),
            Self::Client => matches!(
                kind,
                K::ClientAnswered
                    | K::Accepted
                    | K::Fixed
                    | K::MoreTime
                    | K::HandedBack
                    | K::NotConfirmed
                    | K::PaidRepairOrdered
                    | K::Comment
            ),
            Self::ThirdParty => matches!(kind, K::Fixed | K::Comment),
            Self::System => matches!(
                kind,
                K::Recorded
                    | K::ServicesTold
                    | K::ThirdPartyTold
                    | K::Detected
                    | K::Recovered
                    | K::Reopened
                    | K::Comment
            ),
        }
    }
}
