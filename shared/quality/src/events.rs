//! The events of a site that explain unusual figures.

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Symptom};
use crate::limits::Limits;
use crate::span::Span;

/// Something that happens at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What kind of thing.
    pub kind: EventKind,
    /// When.
    pub span: Span,
    /// What it is called.
    pub name: String,
}

/// What kind of thing happens at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A day on which people behave otherwise: limits are wider.
    Holiday,
    /// Something that draws people here, or away from another door.
    Promotion,
    /// The site is closed.
    Closure,
    /// Works: doors are shut, power is off, workers pass at night.
    Works,
}

/// A code that names no kind of event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind of event")]
pub struct UnknownEvent(String);

/// The event that explains a finding: the first that covers at least half of
/// its time and is of a kind that brings this about. A holiday explains what
/// people do up to [`Limits::holiday_factor`] times the limit.
#[must_use]
pub fn explain<'a>(
    finding: &Finding,
    events: &'a [Event],
    limits: &Limits,
    now: DateTime<Utc>,
) -> Option<&'a Event> {
    let until = finding.until.unwrap_or(now);
    let until = until.max(finding.since + TimeDelta::seconds(1));
    let time = (until - finding.since).num_seconds();
    events.iter().find(|event| {
        let covered = event
            .span
            .within(finding.since, until)
            .map_or(0, Span::seconds);
        time <= covered.saturating_mul(2) && event.kind.explains(finding, limits)
    })
}

/// The times in which no counts are expected: closures and works.
pub fn unattended(events: &[Event]) -> impl Iterator<Item = Span> + '_ {
    events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Closure | EventKind::Works))
        .map(|event| event.span)
}

impl EventKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Holiday, Self::Promotion, Self::Closure, Self::Works];

    /// Its code, as it is stored and as interfaces name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::Promotion => "promotion",
            Self::Closure => "closure",
            Self::Works => "works",
        }
    }

    fn explains(self, finding: &Finding, limits: &Limits) -> bool {
        use Symptom::{
            ClosedHours, Gap, Imbalance, NoContact, NoData, Shift, Spike, Swapped, Undercount, Zero,
        };
        match (self, finding.symptom) {
            (Self::Closure, NoData | Gap | Zero | Undercount | Shift)
            | (Self::Works, NoContact | NoData | Gap | Zero | Undercount | Shift)
            | (Self::Works, Imbalance | ClosedHours | Swapped)
            | (Self::Promotion, Spike | Undercount | Imbalance | ClosedHours | Shift) => true,
            (Self::Holiday, Zero | Spike | Undercount | ClosedHours | Shift) => {
                let number = |name| finding.evidence.number(name);
                match (number("score"), number("limit")) {
                    (Some(score), Some(limit)) => score < limit * limits.holiday_factor,
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

impl FromStr for EventKind {
    type Err = UnknownEvent;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == code)
            .ok_or_else(|| UnknownEvent(code.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    #[test]
    fn an_event_explains_what_it_brings_about() {
        let check = |kind, (from, to), symptom, score, expected: bool| {
            let event = Event {
                kind,
                span: Span {
                    from: at(from),
                    to: at(to),
                },
                name: String::new(),
            };
            let finding = Finding::scored(symptom, at(10), (score, 10.0), &[], []);
            let events = [event];
            let found = explain(&finding, &events, &Limits::default(), at(20));
            assert_eq!(found.is_some(), expected, "{kind:?} {symptom}");
        };
        check(EventKind::Closure, (0, 24), Symptom::Zero, 500.0, true);
        check(EventKind::Closure, (0, 15), Symptom::NoData, 500.0, true);
        check(EventKind::Closure, (0, 14), Symptom::NoData, 500.0, false);
        check(EventKind::Closure, (0, 24), Symptom::Spike, 11.0, false);
        check(EventKind::Works, (0, 24), Symptom::ClosedHours, 99.0, true);
        check(EventKind::Promotion, (0, 24), Symptom::Spike, 99.0, true);
        check(EventKind::Promotion, (0, 24), Symptom::Zero, 11.0, false);
        check(EventKind::Holiday, (0, 24), Symptom::Zero, 19.0, true);
        check(EventKind::Holiday, (0, 24), Symptom::Zero, 21.0, false);
        check(EventKind::Holiday, (0, 24), Symptom::Frozen, 11.0, false);
    }

    #[test]
    fn kinds_are_read_by_their_codes() {
        for kind in EventKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert!("party".parse::<EventKind>().is_err());
    }
}
