//! Which event leads from which stage to which.

use super::{EventKind as E, Life, Stage as S};

/// The stage after an event; none where the event cannot happen. Where the
/// next stage depends on the event's particulars, it is the one that follows
/// when the fault is fixed.
pub(super) fn next(life: &Life, event: E) -> Option<S> {
    let stage = life.stage;
    let stays = Some(stage);
    match (stage, event) {
        (S::New, E::Detected) => Some(S::Detected),
        (S::New, _) | (_, E::Detected) => None,

        // At any time: what does not move the incident.
        (_, E::Comment | E::Classified) => stays,
        (_, E::Unstable) => (!life.unstable && stage != S::Closed).then_some(stage),
        (_, E::Calm) => life.unstable.then_some(stage),
        (_, E::ActSigned) => life.act_due.then_some(stage),

        // Over, and back again.
        (S::Closed, E::Reopened) => Some(if life.recorded {
            S::Diagnosing
        } else {
            S::Detected
        }),
        (S::Closed, _) => None,
        (S::Recovered, E::Reopened) => match life.interrupted {
            None | Some(S::Repaired) => Some(S::Diagnosing),
            interrupted => interrupted,
        },
        (S::Repaired, E::Reopened) => Some(S::Diagnosing),
        (_, E::Reopened) => None,
        (S::Recovered, E::Closed) => Some(S::Closed),
        (S::Recovered, _) => None,
        (stage, E::Recovered) if stage.is_undecided() => Some(S::Closed),
        (_, E::Recovered) => Some(S::Recovered),

        // The side may be decided from the record on, and anew at any time.
        (S::Detected, E::SideDecided) => None,
        (_, E::SideDecided) => stays,

        // Diagnosis (S2 4.2.2, 4.2.3).
        (S::Detected, E::Recorded) => Some(S::Recorded),
        (S::Recorded, E::DiagnosisStarted) => Some(S::Diagnosing),
        (S::Recorded | S::Diagnosing, E::ClientAsked) => Some(S::ClientAsked),
        (S::ClientAsked, E::ClientAnswered) => Some(S::Diagnosing),
        (S::Recorded | S::Diagnosing | S::ClientAsked, E::Closed) => Some(S::Closed),

        // The contractor's side (S2 4.2.4.1).
        (S::RemoteRepair | S::HandedBack, E::RemoteRepair) => Some(S::Repaired),
        (S::VisitDue | S::VisitAgreed, E::VisitAgreed) => Some(S::VisitAgreed),
        (S::VisitDue | S::VisitAgreed, E::VisitMade | E::RemoteRepair) => Some(S::Repaired),

        // The client's side (S2 4.2.4.2).
        (S::TellClient, E::ServicesTold) => Some(S::AwaitingAnswer),
        (S::AwaitingAnswer | S::OwnRepair, E::Accepted) => Some(S::InWork),
        (S::InWork, E::Accepted | E::MoreTime) => stays,
        (S::AwaitingAnswer, E::MoreTime) => Some(S::InWork),
        (S::AwaitingAnswer | S::InWork | S::OwnRepair, E::Fixed) => Some(S::Repaired),
        (S::AwaitingAnswer | S::InWork, E::HandedBack) => Some(S::HandedBack),
        (S::AwaitingAnswer | S::InWork, E::NotConfirmed) => Some(S::Unconfirmed),
        (S::Unconfirmed | S::DiagnosisAgreed, E::VisitAgreed) => Some(S::DiagnosisAgreed),
        (S::Unconfirmed | S::DiagnosisAgreed, E::VisitMade) => Some(S::Repaired),
        (S::HandedBack | S::Unconfirmed, E::Closed) => Some(S::Closed),

        // The third party's side, and the client's own repair (S2 4.2.4.3, 4.2.4.4).
        (S::TellThirdParty, E::ThirdPartyTold) => Some(S::ThirdPartyTold),
        (S::ThirdPartyTold, E::Fixed) => Some(S::Repaired),
        (S::OwnRepair | S::InWork, E::PaidRepairOrdered) => stays,
        (S::ThirdPartyTold | S::OwnRepair | S::Repaired, E::Closed) => Some(S::Closed),

        (
            _,
            E::Recorded
            | E::DiagnosisStarted
            | E::ClientAsked
            | E::ClientAnswered
            | E::RemoteRepair
            | E::VisitAgreed
            | E::VisitMade
            | E::ServicesTold
            | E::Accepted
            | E::Fixed
            | E::MoreTime
            | E::HandedBack
            | E::NotConfirmed
            | E::PaidRepairOrdered
            | E::ThirdPartyTold
            | E::Closed,
        ) => None,
    }
}
