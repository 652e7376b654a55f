//! Deadlines: computed from the log and the production calendar, never stored.

mod held;
mod kind;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use spp_calendar::{Beyond, Production};

use crate::life::{Entry, Event, Life, Refused, Stage};
use crate::side::Side;

pub use held::{Held, held};
pub use kind::Kind;

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// What must be done.
    pub kind: Kind,
    /// By which rule, "S2 4.2.2".
    pub clause: &'static str,
    /// From when it is counted.
    pub started: DateTime<Utc>,
    /// When it ends.
    pub due: Due,
    /// When it was done, or when nothing was left to do.
    pub met: Option<DateTime<Utc>>,
    /// Who must do it.
    pub whose: Side,
}

/// When a term ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// At this moment.
    At(DateTime<Utc>),
    /// Not known: no production calendar is loaded for this year.
    Beyond(i32),
}

/// What deadlines depend on besides the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Whether the service plan holds visits for diagnosis (S2 note 4).
    pub korp: bool,
}

/// The terms of working time that deadlines are made of.
pub trait WorkingTime {
    /// Until when "on the day of" a moment is.
    ///
    /// # Errors
    /// [`Beyond`].
    fn same_day(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Beyond>;

    /// The end of so many working days after a moment.
    ///
    /// # Errors
    /// [`Beyond`].
    fn working_days_after(&self, at: DateTime<Utc>, days: u32) -> Result<DateTime<Utc>, Beyond>;
}

impl WorkingTime for Production {
    fn same_day(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Beyond> {
        Self::same_day(self, at)
    }

    fn working_days_after(&self, at: DateTime<Utc>, days: u32) -> Result<DateTime<Utc>, Beyond> {
        Self::working_days_after(self, at, days)
    }
}

/// All deadlines of a log, in the order in which they began to run; a reopened
/// incident has those of its earlier rounds, too.
///
/// # Errors
/// [`Refused::NotNow`], where an entry does not follow from those before it.
pub fn deadlines(
    log: &[Entry],
    facts: &Facts,
    calendar: &impl WorkingTime,
) -> Result<Vec<Deadline>, Refused> {
    let mut found: Vec<Deadline> = Vec::new();
    let mut life = Life::default();
    let mut known = None;
    let mut recovered = None;
    for entry in log {
        let before = life.stage;
        life = life.then(&entry.event)?;
        let relapsed = entry.event == Event::Reopened && life.stage.is_undecided();
        if before == Stage::New || relapsed || is_news(&entry.event) {
            known = Some(entry.at);
        }
        if entry.event == Event::Recovered {
            recovered = Some(entry.at);
        }
        let known = known.unwrap_or(entry.at);
        let named = entry.event.term();
        let renamed = matches!(
            entry.event,
            Event::Accepted { .. } | Event::MoreTime { .. } | Event::VisitAgreed { .. }
        );
        for kind in Kind::ALL {
            let ran = kind.runs(before, facts);
            let runs = kind.runs(life.stage, facts);
            let anew = renamed && kind.is_named();
            if ran && (!runs || anew) {
                end(&mut found, kind, entry.at);
            }
            if !runs || (ran && !anew) {
                continue;
            }
            if before == Stage::Recovered && !relapsed {
                resume(&mut found, kind, recovered);
                continue;
            }
            let started = kind.started(entry.at, known);
            if let Some(due) = kind.due(started, named, calendar) {
                found.push(Deadline {
                    kind,
                    clause: kind.clause(),
                    started,
                    due,
                    met: None,
                    whose: kind.whose(),
                });
            }
        }
    }
    Ok(found)
}

/// When a deadline next comes near or has just passed, after a moment.
#[must_use]
pub fn attention(
    deadlines: &[Deadline],
    now: DateTime<Utc>,
    ahead: TimeDelta,
) -> Option<DateTime<Utc>> {
    let open = deadlines.iter().filter(|deadline| deadline.met.is_none());
    open.filter_map(|deadline| deadline.due.at())
        .flat_map(|due| {
            let passed = due.checked_add_signed(TimeDelta::seconds(1));
            [due.checked_sub_signed(ahead), passed]
        })
        .flatten()
        .filter(|at| now < *at)
        .min()
}

impl Deadline {
    /// Whether it was missed by now, even if it was met later.
    #[must_use]
    pub fn breached(&self, now: DateTime<Utc>) -> bool {
        self.due
            .at()
            .is_some_and(|due| due < self.met.unwrap_or(now))
    }

    /// Whether it is open and ends within so long.
    #[must_use]
    pub fn at_risk(&self, now: DateTime<Utc>, ahead: TimeDelta) -> bool {
        let near = |due: DateTime<Utc>| now <= due && due - now <= ahead;
        self.met.is_none() && self.due.at().is_some_and(near)
    }
}

impl Due {
    /// The moment, where it is known.
    #[must_use]
    pub fn at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at) => Some(at),
            Self::Beyond(_) => None,
        }
    }
}

/// Whether the fault becomes known anew: by a visit or by the client's answer.
/// A specialist who only decides anew moves no term.
fn is_news(event: &Event) -> bool {
    matches!(
        event,
        Event::VisitMade { .. } | Event::HandedBack | Event::NotConfirmed
    )
}

fn end(found: &mut [Deadline], kind: Kind, at: DateTime<Utc>) {
    let open = |deadline: &&mut Deadline| deadline.kind == kind && deadline.met.is_none();
    if let Some(deadline) = found.iter_mut().rev().find(open) {
        deadline.met = Some(at);
    }
}

/// A fault that has come back was not removed: the term that its recovery has
/// ended runs on.
fn resume(found: &mut [Deadline], kind: Kind, recovered: Option<DateTime<Utc>>) {
    let same = |deadline: &&mut Deadline| deadline.kind == kind && deadline.met == recovered;
    if let Some(deadline) = found.iter_mut().rev().find(same) {
        deadline.met = None;
    }
}
