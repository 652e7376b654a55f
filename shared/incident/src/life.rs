//! An incident's life (S2 4.2.2 - 4.2.5): its stage follows from its log.

mod event;
mod refused;
mod stage;
mod step;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use spp_quality::Symptom;

use crate::class;
use crate::side::{Clause, Side};

pub use event::{Author, Entry, Event, EventKind, Role, VisitResult};
pub use refused::Refused;
pub use stage::Stage;

/// The longest term that somebody may set from now on: two years. One far beyond is a
/// slip of the pen, and the last moments of the calendar no zone's clock can show.
pub const LONGEST_TERM: TimeDelta = TimeDelta::days(731);

/// Where an incident stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Life {
    /// Its stage.
    pub stage: Stage,
    /// What is wrong; none before it was detected.
    pub symptom: Option<Symptom>,
    /// Whether it was ever recorded.
    pub recorded: bool,
    /// The side and the clause that were decided last.
    pub decided: Option<Clause>,
    /// The stage that a recovery has interrupted.
    pub interrupted: Option<Stage>,
    /// Whether an act of a visit is still to be signed (S2 4.2.4.1).
    pub act_due: bool,
    /// Whether it comes and goes.
    pub unstable: bool,
    /// The code of its cause.
    pub cause: Option<String>,
    /// The code of its remedy.
    pub remedy: Option<String>,
    /// The term that the client has given or that a visit was agreed for.
    pub term: Option<DateTime<Utc>>,
}

/// What a command depends on besides the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// Who commands.
    pub role: Role,
    /// Whether the service plan holds visits (S2 note 4).
    pub korp: bool,
    /// Incidents of the site that belong to this one and are not over.
    pub open_children: u32,
    /// The present.
    pub now: DateTime<Utc>,
}

impl Life {
    /// Where a log has led to.
    ///
    /// # Errors
    /// [`Refused::NotNow`], where an entry does not follow from those before it.
    pub fn from_log(log: &[Entry]) -> Result<Self, Refused> {
        log.iter()
            .try_fold(Self::default(), |life, entry| life.then(&entry.event))
    }

    /// Where an event leads to, when it may happen now and on this command.
    ///
    /// # Errors
    /// [`Refused`], with what is allowed.
    pub fn apply(&self, event: &Event, context: &Context) -> Result<Self, Refused> {
        let kind = event.kind();
        let next = self.then(event)?;
        if !context.role.may(kind) {
            return Err(Refused::NotYours {
                event: kind,
                allowed: self.allowed(context),
            });
        }
        self.hindered(kind, context)?;
        match event.term() {
            Some(term) if term <= context.now => {
                return Err(Refused::TermPassed { event: kind });
            }
            Some(term) if LONGEST_TERM < term - context.now => {
                return Err(Refused::TermTooFar { event: kind });
            }
            _ => {}
        }
        self.classified(event)?;
        Ok(next)
    }

    /// What may happen now on this command, in the order of [`EventKind::ALL`].
    #[must_use]
    pub fn allowed(&self, context: &Context) -> Vec<EventKind> {
        let possible = |kind: &EventKind| {
            context.role.may(*kind)
                && step::next(self, *kind).is_some()
                && self.hindered(*kind, context).is_ok()
        };
        EventKind::ALL.into_iter().filter(possible).collect()
    }

    /// Whose side was decided.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        self.decided.map(Clause::side)
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.stage == Stage::Closed
    }

    /// The state after an event, by the stage alone: what was once written
    /// holds, whatever the roles and plans of today are.
    pub(crate) fn then(&self, event: &Event) -> Result<Self, Refused> {
        let kind = event.kind();
        let not_now = || Refused::NotNow {
            stage: self.stage,
            event: kind,
            allowed: self.possible(),
        };
        let mut stage = step::next(self, kind).ok_or_else(not_now)?;
        let mut next = self.clone();
        match event {
            Event::Detected { symptom, .. } => next.symptom = Some(*symptom),
            Event::Recorded => next.recorded = true,
            Event::SideDecided { clause } => {
                next.decided = Some(*clause);
                stage = Stage::of(*clause);
            }
            Event::RemoteRepair { fixed } => {
                stage = match fixed {
                    true => Stage::Repaired,
                    false => Stage::VisitDue,
                };
            }
            Event::VisitMade { result } => {
                next.act_due |= self.stage == Stage::VisitAgreed || self.stage == Stage::VisitDue;
                if let Some(clause) = result.clause() {
                    next.decided = Some(clause);
                    stage = Stage::of(clause);
                }
            }
            Event::ActSigned => next.act_due = false,
            Event::VisitAgreed { at } => next.term = Some(*at),
            Event::Accepted { planned: term } | Event::MoreTime { until: term } => {
                next.term = *term;
            }
            Event::Recovered => next.interrupted = Some(self.stage),
            Event::Reopened => {
                next.interrupted = None;
                if self.stage == Stage::Closed {
                    next.decided = None;
                    next.term = None;
                }
            }
            Event::Unstable => next.unstable = true,
            Event::Calm => next.unstable = false,
            Event::Closed { cause, remedy } | Event::Classified { cause, remedy } => {
                next.cause = Some(cause.clone());
                next.remedy = Some(remedy.clone());
            }
            Event::DiagnosisStarted
            | Event::ClientAsked
            | Event::ClientAnswered
            | Event::ServicesTold
            | Event::Fixed
            | Event::HandedBack
            | Event::NotConfirmed
            | Event::PaidRepairOrdered
            | Event::ThirdPartyTold
            | Event::Comment => {}
        }
        next.stage = stage;
        Ok(next)
    }

    /// What the stage allows, whoever commands.
    fn possible(&self) -> Vec<EventKind> {
        let possible = |kind: &EventKind| step::next(self, *kind).is_some();
        EventKind::ALL.into_iter().filter(possible).collect()
    }

    /// What stands against an event besides the stage and the role.
    fn hindered(&self, kind: EventKind, context: &Context) -> Result<(), Refused> {
        let diagnosis = matches!(self.stage, Stage::Unconfirmed | Stage::DiagnosisAgreed);
        match kind {
            EventKind::VisitAgreed | EventKind::VisitMade if diagnosis && !context.korp => {
                Err(Refused::NotInPlan { event: kind })
            }
            EventKind::Closed if self.act_due => Err(Refused::ActUnsigned),
            EventKind::Closed | EventKind::Recovered if 0 < context.open_children => {
                Err(Refused::ChildrenOpen {
                    children: context.open_children,
                })
            }
            _ => Ok(()),
        }
    }

    /// Whether a classification is of the catalogue and fits the symptom.
    fn classified(&self, event: &Event) -> Result<(), Refused> {
        let (Event::Closed { cause, remedy } | Event::Classified { cause, remedy }) = event else {
            return Ok(());
        };
        let fits = class::cause(cause).is_some_and(|cause| {
            self.symptom
                .is_none_or(|symptom| cause.fits.contains(&symptom))
        });
        if fits && class::remedy(remedy).is_some() {
            return Ok(());
        }
        Err(Refused::Unclassified {
            cause: cause.clone(),
            remedy: remedy.clone(),
        })
    }
}
