//! The two states of a sensor, and that of a local server: whether it is
//! heard from, and whether its counts are there.
//!
//! They are computed from a handful of facts and kept by nobody. Each says when
//! it can change next if nothing more is heard, so that nobody is looked at
//! before. Times that are left out, our own downtimes and the site's closures,
//! are no lateness.

#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use spp_calendar::opening::OpeningHours;

use crate::finding::{Evidence, Finding, Symptom};
use crate::limits::Limits;
use crate::span::Span;

/// A silence longer than this is not measured out: by then it is settled.
const LONGEST: TimeDelta = TimeDelta::days(35);

/// What is known of a sensor's contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Length of its intervals in seconds.
    pub interval: u32,
    /// Seconds between two signs of life, where that is known.
    pub heartbeat: Option<u32>,
    /// When anything of it last arrived by itself: a history's import is no
    /// contact. None, when it has never been heard from.
    pub last_contact: Option<DateTime<Utc>>,
    /// The end of its newest interval, by its own clock.
    pub last_data: Option<DateTime<Utc>>,
    /// When that interval arrived, where that is known.
    pub data_arrived: Option<DateTime<Utc>>,
}

/// Whether a sensor is heard from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Contact {
    /// It never was: it is being mounted.
    Awaited,
    /// It is.
    Up,
    /// Not any more.
    Lost,
}

/// Whether a sensor's counts are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Supply {
    /// There never were any.
    Awaited,
    /// They are there.
    Current,
    /// Old ones are coming in, one after the other.
    CatchingUp,
    /// Intervals of opening hours are missing.
    Late,
}

/// A state of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The state.
    pub state: Contact,
    /// Since when it holds: a loss since the last contact.
    pub since: Option<DateTime<Utc>>,
    /// When it can change if nothing is heard; never, where it cannot.
    pub due: Option<DateTime<Utc>>,
}

/// A state of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Data {
    /// The state.
    pub state: Supply,
    /// Since when it holds: counts are missing since the first open moment
    /// after the newest interval.
    pub since: Option<DateTime<Utc>>,
    /// When it can change if nothing is heard; never, where it cannot.
    pub due: Option<DateTime<Utc>>,
}

/// Whether a sensor is heard from: lost, when more signs of life than
/// [`Limits::contact_missed`] are missing.
///
/// `excluded` are our downtimes, in order and apart ([`crate::span::merged`]).
#[must_use]
pub fn link(heard: &Heard, excluded: &[Span], limits: &Limits, now: DateTime<Utc>) -> Link {
    let heartbeat = heard.heartbeat.map_or_else(
        || limits.heartbeat_seconds.max(f64::from(heard.interval)),
        f64::from,
    );
    let allowed = seconds(limits.contact_missed * heartbeat + limits.grace_seconds);
    contact(heard.last_contact, allowed, excluded, now)
}

/// Whether a local server synchronises: lost, when more than
/// [`Limits::contact_missed`] synchronisations are missing.
#[must_use]
pub fn sync(
    last: Option<DateTime<Utc>>,
    excluded: &[Span],
    limits: &Limits,
    now: DateTime<Utc>,
) -> Link {
    let allowed = seconds(limits.contact_missed * limits.sync_seconds + limits.grace_seconds);
    contact(last, allowed, excluded, now)
}

/// Whether a sensor's counts are there: late, when [`Limits::data_missed`]
/// intervals of opening hours are missing since the newest one.
///
/// An interval is judged by its own time, so that old ones that arrive now
/// neither raise an alarm nor end one. While a sensor sends what it had to keep,
/// newer intervals arrive, and it is catching up. A clock that runs ahead does
/// not hide a silence: no interval ends after it has arrived.
#[must_use]
pub fn data(
    heard: &Heard,
    hours: &OpeningHours,
    excluded: &[Span],
    limits: &Limits,
    now: DateTime<Utc>,
) -> Data {
    let (Some(last_contact), Some(last_data)) = (heard.last_contact, heard.last_data) else {
        return Data {
            state: Supply::Awaited,
            since: None,
            due: None,
        };
    };
    let newest = last_data
        .min(heard.data_arrived.unwrap_or(last_contact))
        .min(now);
    let step = heard.interval.max(heard.heartbeat.unwrap_or(0));
    let allowed = seconds(limits.data_missed * f64::from(step) + limits.grace_seconds);
    let measured_from = newest.max(now - LONGEST);
    let left_out: i64 = excluded
        .iter()
        .filter_map(|span| span.within(measured_from, now))
        .map(|span| hours.open_seconds(span.from, span.to))
        .sum();
    let missing = hours.open_seconds(measured_from, now) - left_out;
    if missing < allowed {
        let open = u32::try_from(allowed + left_out).unwrap_or(u32::MAX);
        return Data {
            state: Supply::Current,
            since: Some(newest),
            due: hours.after(measured_from, open).map(|due| due.max(now)),
        };
    }
    let since = hours.next_open(newest).or(Some(newest));
    let waits = heard
        .data_arrived
        .map(|arrived| arrived + TimeDelta::seconds(allowed));
    match waits {
        Some(waits) if now < waits => Data {
            state: Supply::CatchingUp,
            since,
            due: Some(waits),
        },
        _ => Data {
            state: Supply::Late,
            since,
            due: None,
        },
    }
}

impl Link {
    /// What a loss of a sensor's contact is found to be.
    #[must_use]
    pub fn finding(&self, now: DateTime<Utc>) -> Option<Finding> {
        self.lost(Symptom::NoContact, now)
    }

    /// What a loss of a local server's synchronisation is found to be.
    #[must_use]
    pub fn server_finding(&self, now: DateTime<Utc>) -> Option<Finding> {
        self.lost(Symptom::ServerSync, now)
    }

    fn lost(&self, symptom: Symptom, now: DateTime<Utc>) -> Option<Finding> {
        (self.state == Contact::Lost).then(|| silence(symptom, self.since, now))
    }
}

impl Data {
    /// What late counts are found to be.
    #[must_use]
    pub fn finding(&self, now: DateTime<Utc>) -> Option<Finding> {
        (self.state == Supply::Late).then(|| silence(Symptom::NoData, self.since, now))
    }
}

fn silence(symptom: Symptom, since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Finding {
    let since = since.unwrap_or(now);
    Finding {
        symptom,
        since,
        until: None,
        confidence: 1.0,
        evidence: Evidence::new(
            &[("silent_seconds", (now - since).num_seconds() as f64)],
            [],
        ),
    }
}

fn contact(
    last: Option<DateTime<Utc>>,
    allowed: i64,
    excluded: &[Span],
    now: DateTime<Utc>,
) -> Link {
    let Some(last) = last.map(|last| last.min(now)) else {
        return Link {
            state: Contact::Awaited,
            since: None,
            due: None,
        };
    };
    let left_out: i64 = excluded
        .iter()
        .filter_map(|span| span.within(last, now))
        .map(Span::seconds)
        .sum();
    let due = last + TimeDelta::seconds(allowed + left_out);
    let up = now < due;
    Link {
        state: if up { Contact::Up } else { Contact::Lost },
        since: Some(last),
        due: up.then_some(due),
    }
}

/// Whole seconds of a limit, at least one.
fn seconds(limit: f64) -> i64 {
    // More than a year is as good as never, and leaves room to add.
    limit.clamp(1.0, 31_536_000.0) as i64
}

impl Contact {
    /// Its code, as it is stored and as interfaces name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Awaited => "awaited",
            Self::Up => "up",
            Self::Lost => "lost",
        }
    }
}

impl Supply {
    /// Its code, as it is stored and as interfaces name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Awaited => "awaited",
            Self::Current => "current",
            Self::CatchingUp => "catching_up",
            Self::Late => "late",
        }
    }
}
