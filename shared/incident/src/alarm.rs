//! Hysteresis of one symptom of one subject: what is seen from tick to tick
//! becomes few changes that are worth telling.

#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use spp_quality::Symptom;

/// How far an alarm has come. The default has never been raised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Where it stands.
    pub phase: Phase,
    /// When breaches began lately, the latest last; at most one more than are calm.
    pub onsets: Vec<DateTime<Utc>>,
    /// When it was raised lately, the latest last; at most one more than are calm.
    pub raises: Vec<DateTime<Utc>>,
    /// When it last recovered.
    pub recovered: Option<DateTime<Utc>>,
    /// Whether it comes and goes too often to be told of each time.
    pub unstable: bool,
}

/// Where an alarm stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// Nothing is wrong.
    #[default]
    Quiet,
    /// Something is wrong, not yet for long enough.
    Pending {
        /// Since when.
        since: DateTime<Utc>,
        /// Since when it is right again, not yet for long enough.
        well: Option<DateTime<Utc>>,
    },
    /// Something is wrong.
    Raised {
        /// Since when it is raised.
        since: DateTime<Utc>,
    },
    /// It is right again, not yet for long enough.
    Clearing {
        /// Since when it is raised.
        raised: DateTime<Utc>,
        /// Since when it is right.
        since: DateTime<Utc>,
    },
}

/// What a tick sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Whether the symptom is there.
    pub present: bool,
    /// Since when it is there, or away; a moment after the tick counts as the tick.
    pub since: DateTime<Utc>,
}

/// A change that is worth telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A new incident.
    Open,
    /// The same incident again.
    Reopen,
    /// The incident is over.
    Recover,
    /// It is raised again, and too often: one digest from now on instead of
    /// single letters. The incident is open again, where it was not.
    Unstable,
    /// It has stopped coming and going; [`Alarm::is_raised`] tells how it ended.
    Calm,
}

/// How much an alarm is damped; lengths in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damping {
    /// A breach is raised after so long.
    pub open_after: u32,
    /// A recovery counts after so long.
    pub clear_after: u32,
    /// The same incident is reopened within so long after its recovery.
    pub reopen_within: u32,
    /// Raises are counted over so long.
    pub window: u32,
    /// More raises than these are unstable.
    pub calm_raises: u32,
    /// Unstable ends after so long without a raise.
    pub calm_after: u32,
}

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;

impl Default for Damping {
    fn default() -> Self {
        Self {
            open_after: 5 * MINUTE,
            clear_after: 10 * MINUTE,
            reopen_within: 24 * HOUR,
            window: 24 * HOUR,
            calm_raises: 3,
            calm_after: 12 * HOUR,
        }
    }
}

impl Damping {
    /// The default of a symptom. Lost contact and lost data come with their own
    /// threshold, so that they wait no more than a tick or two; what is judged
    /// once an hour or once a day is raised at once, and is over when the next
    /// judgement has found nothing.
    #[must_use]
    pub fn of(symptom: Symptom) -> Self {
        let (open_after, clear_after) = match symptom {
            Symptom::NoContact | Symptom::NoData | Symptom::ServerSync => (2 * MINUTE, 10 * MINUTE),
            Symptom::SiteDown | Symptom::ServiceOutage => (0, 5 * MINUTE),
            Symptom::Gap
            | Symptom::Frozen
            | Symptom::Zero
            | Symptom::Spike
            | Symptom::ClosedHours => (0, HOUR),
            Symptom::Undercount
            | Symptom::Imbalance
            | Symptom::Shift
            | Symptom::Swapped
            | Symptom::Clock
            | Symptom::Conflict => (0, 12 * HOUR),
            Symptom::Firmware | Symptom::ServerVersion => (0, 0),
        };
        Self {
            open_after,
            clear_after,
            ..Self::default()
        }
    }
}

/// What a tick makes of an alarm, and the change where there is one.
///
/// A short recovery does not start a pending breach anew, and a breach that
/// has begun more often than is calm within the window is raised without
/// waiting: what comes and goes is told of, too.
#[must_use]
pub fn step(
    alarm: &Alarm,
    seen: Seen,
    now: DateTime<Utc>,
    damping: &Damping,
) -> (Alarm, Option<Change>) {
    let mut next = alarm.clone();
    let change = match next.phase {
        Phase::Quiet if seen.present => {
            note(&mut next.onsets, now, damping);
            pend(&mut next, seen.since.min(now), now, damping)
        }
        Phase::Quiet => None,
        Phase::Pending { since, .. } if seen.present => pend(&mut next, since, now, damping),
        Phase::Pending { since, well } => {
            let well = well.unwrap_or(seen.since.clamp(since, now.max(since)));
            next.phase = if passed(well, damping.clear_after, now) {
                Phase::Quiet
            } else {
                let well = Some(well);
                Phase::Pending { since, well }
            };
            None
        }
        Phase::Raised { .. } | Phase::Clearing { .. } if seen.present => {
            if let Phase::Clearing { raised: since, .. } = next.phase {
                next.phase = Phase::Raised { since };
            }
            None
        }
        Phase::Raised { since } => {
            let well = seen.since.clamp(since, now.max(since));
            clear(&mut next, since, well, now, damping)
        }
        Phase::Clearing { raised, since } => clear(&mut next, raised, since, now, damping),
    };
    let change = change.or_else(|| calm(&mut next, now, damping));
    (next, change)
}

impl Alarm {
    /// Whether its incident is open for it.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        matches!(self.phase, Phase::Raised { .. } | Phase::Clearing { .. })
    }

    /// The next moment at which it can change by time alone, whatever is seen.
    #[must_use]
    pub fn due(&self, damping: &Damping) -> Option<DateTime<Utc>> {
        let phase = match self.phase {
            Phase::Quiet | Phase::Raised { .. } => None,
            Phase::Pending { since, well: None } => Some(after(since, damping.open_after)),
            Phase::Pending {
                well: Some(well), ..
            } => Some(after(well, damping.clear_after)),
            Phase::Clearing { since, .. } => Some(after(since, damping.clear_after)),
        };
        phase.into_iter().chain(self.calm_at(damping)).min()
    }

    /// Whether nothing of it matters any more, so that it need not be kept.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>, damping: &Damping) -> bool {
        let counted = self.onsets.iter().chain(&self.raises);
        self.phase == Phase::Quiet
            && !self.unstable
            && counted.copied().all(|at| passed(at, damping.window, now))
            && self
                .recovered
                .is_none_or(|at| passed(at, damping.reopen_within, now))
    }

    fn calm_at(&self, damping: &Damping) -> Option<DateTime<Utc>> {
        let last = self.raises.last().filter(|_| self.unstable)?;
        Some(after(*last, damping.calm_after))
    }
}

/// A breach that is there: raised, when it has lasted or has come too often.
fn pend(
    alarm: &mut Alarm,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    damping: &Damping,
) -> Option<Change> {
    let often = too_many(&alarm.onsets, now, damping);
    if !often && !passed(since, damping.open_after, now) {
        alarm.phase = Phase::Pending { since, well: None };
        return None;
    }
    alarm.phase = Phase::Raised { since: now };
    note(&mut alarm.raises, now, damping);
    if alarm.unstable {
        return None;
    }
    alarm.unstable = too_many(&alarm.raises, now, damping);
    let again = alarm
        .recovered
        .is_some_and(|at| now <= after(at, damping.reopen_within));
    Some(match (alarm.unstable, again) {
        (true, _) => Change::Unstable,
        (false, true) => Change::Reopen,
        (false, false) => Change::Open,
    })
}

/// A recovery that is there: over, when it has lasted.
fn clear(
    alarm: &mut Alarm,
    raised: DateTime<Utc>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    damping: &Damping,
) -> Option<Change> {
    if !passed(since, damping.clear_after, now) {
        alarm.phase = Phase::Clearing { raised, since };
        return None;
    }
    alarm.phase = Phase::Quiet;
    alarm.recovered = Some(now);
    (!alarm.unstable).then_some(Change::Recover)
}

fn calm(alarm: &mut Alarm, now: DateTime<Utc>, damping: &Damping) -> Option<Change> {
    let at = alarm.calm_at(damping)?;
    (at <= now).then(|| {
        alarm.unstable = false;
        alarm.raises.clear();
        alarm.onsets.clear();
        Change::Calm
    })
}

/// Keeps a moment among the latest ones.
fn note(moments: &mut Vec<DateTime<Utc>>, now: DateTime<Utc>, damping: &Damping) {
    moments.retain(|at| !passed(*at, damping.window, now));
    moments.push(now);
    let kept = usize::try_from(damping.calm_raises)
        .unwrap_or(usize::MAX)
        .saturating_add(1);
    moments.drain(..moments.len().saturating_sub(kept));
}

fn too_many(moments: &[DateTime<Utc>], now: DateTime<Utc>, damping: &Damping) -> bool {
    let counted = moments
        .iter()
        .filter(|at| !passed(**at, damping.window, now));
    counted.count() > usize::try_from(damping.calm_raises).unwrap_or(usize::MAX)
}

fn passed(since: DateTime<Utc>, seconds: u32, now: DateTime<Utc>) -> bool {
    after(since, seconds) <= now
}

fn after(at: DateTime<Utc>, seconds: u32) -> DateTime<Utc> {
    at.checked_add_signed(TimeDelta::seconds(i64::from(seconds)))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
