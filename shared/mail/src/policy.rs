//! When a letter goes, when it is tried again, and what a reply means for it.

mod flood;
mod reply;

pub use flood::{Dispatch, Recent, Waiting, dispatch};
pub use reply::{Delivery, Reply, Stage, Verdict};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use spp_quality::Symptom;

use crate::Errand;

/// How soon a letter must go; the least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// At any hour, before all others (S1 2.6: restoring operation goes first).
    Critical,
    /// A term of the regulations hangs on it.
    Term,
    /// The reader waits for it.
    News,
    /// It can wait.
    Routine,
}

/// How soon a letter must go.
#[must_use]
pub fn urgency(errand: &Errand, symptom: Symptom) -> Urgency {
    match (errand, symptom) {
        (Errand::Outage { until: None, .. } | Errand::Event { .. }, _)
        | (
            Errand::Opened { .. } | Errand::Reopened { .. },
            Symptom::SiteDown | Symptom::ServiceOutage,
        ) => Urgency::Critical,
        (
            Errand::WorkOrder { .. }
            | Errand::Warranty
            | Errand::VisitAgreed { .. }
            | Errand::AtRisk { .. }
            | Errand::Breached { .. },
            _,
        ) => Urgency::Term,
        (
            Errand::Opened { .. }
            | Errand::Reopened { .. }
            | Errand::Recovered { .. }
            | Errand::Closed { .. }
            | Errand::Outage { .. },
            _,
        ) => Urgency::News,
        (
            Errand::Unstable { .. }
            | Errand::Reminder { .. }
            | Errand::Digest { .. }
            | Errand::Invitation { .. }
            | Errand::PasswordReset { .. }
            | Errand::CalendarEnding { .. },
            _,
        ) => Urgency::Routine,
    }
}

/// Whether a letter must reach its reader by itself, and never in a digest: it
/// asks for an answer or sets a time, or is a digest.
#[must_use]
pub fn goes_alone(errand: &Errand) -> bool {
    matches!(
        errand,
        Errand::WorkOrder { .. }
            | Errand::Warranty
            | Errand::VisitAgreed { .. }
            | Errand::Digest { .. }
            | Errand::Event { .. }
            | Errand::Invitation { .. }
            | Errand::PasswordReset { .. }
            | Errand::CalendarEnding { .. }
    )
}

/// When a letter may go at the earliest: at once if it is critical, else at the
/// next working moment, `next_working(now)`. Where the calendar does not reach so
/// far, at once: better at night than never.
pub fn earliest(
    now: DateTime<Utc>,
    urgency: Urgency,
    next_working: impl FnOnce(DateTime<Utc>) -> Option<DateTime<Utc>>,
) -> DateTime<Utc> {
    match urgency {
        Urgency::Critical => now,
        Urgency::Term | Urgency::News | Urgency::Routine => {
            next_working(now).map_or(now, |moment| moment.max(now))
        }
    }
}

/// The longest pause between two attempts.
pub const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);
/// For how long attempts are made.
pub const PATIENCE: TimeDelta = TimeDelta::days(3);

/// The pause after so many attempts that failed (1 and up): a minute, doubled
/// each time, six hours at most. None once three days would be over: the letter
/// has failed.
#[must_use]
pub fn pause(attempts: u32) -> Option<TimeDelta> {
    let mut waited = TimeDelta::zero();
    let mut pause = TimeDelta::minutes(1);
    // Three days hold fewer than a hundred pauses.
    for _ in 1..attempts.clamp(1, 100) {
        waited += pause;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    (waited + pause <= PATIENCE).then_some(pause)
}

#[cfg(test)]
mod tests;
