//! Why something cannot happen to an incident now.

use super::{EventKind, Stage};

/// Why something cannot happen to an incident now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The stage does not know it.
    #[error("{} cannot follow in the stage {}", event.as_str(), stage.as_str())]
    NotNow {
        /// The stage.
        stage: Stage,
        /// What was to happen.
        event: EventKind,
        /// What can, whoever commands.
        allowed: Vec<EventKind>,
    },
    /// It is another's to say.
    #[error("{} is not this role's to say", event.as_str())]
    NotYours {
        /// What was to happen.
        event: EventKind,
        /// What this role can say now.
        allowed: Vec<EventKind>,
    },
    /// Visits for further diagnosis are part of the plan `korp` only (S2 note
    /// 4); the third party's side or the client's own repair can be decided.
    #[error("{} needs the plan korp (S2 4.2.10)", event.as_str())]
    NotInPlan {
        /// What was to happen.
        event: EventKind,
    },
    /// The act of a visit is not signed yet (S2 4.2.4.1).
    #[error("the act of the visit is not signed")]
    ActUnsigned,
    /// Incidents that belong to this one are not over.
    #[error("{children} incidents that belong to this one are not over")]
    ChildrenOpen {
        /// How many.
        children: u32,
    },
    /// A term must lie in the future.
    #[error("the term of {} has already passed", event.as_str())]
    TermPassed {
        /// What was to happen.
        event: EventKind,
    },
    /// A term must lie within [`LONGEST_TERM`](super::LONGEST_TERM).
    #[error("the term of {} lies too far ahead", event.as_str())]
    TermTooFar {
        /// What was to happen.
        event: EventKind,
    },
    /// The codes are not in the catalogue, or the cause does not fit the symptom.
    #[error("the cause {cause:?} with the remedy {remedy:?} does not fit")]
    Unclassified {
        /// The code of the cause.
        cause: String,
        /// The code of the remedy.
        remedy: String,
    },
}

impl Refused {
    /// Its code.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotNow { .. } => "not_now",
            Self::NotYours { .. } => "not_yours",
            Self::NotInPlan { .. } => "not_in_plan",
            Self::ActUnsigned => "act_unsigned",
            Self::ChildrenOpen { .. } => "children_open",
            Self::TermPassed { .. } => "term_passed",
            Self::TermTooFar { .. } => "term_too_far",
            Self::Unclassified { .. } => "unclassified",
        }
    }
}
