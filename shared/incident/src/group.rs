//! One incident a site when its sensors fail together.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use spp_quality::Symptom;

/// When sensors fail together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// At least so many sensors.
    pub sensors: u32,
    /// And at least this share of the site's sensors, 0 to 1.
    pub share: f64,
    /// Within so many seconds.
    pub window: u32,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            sensors: 2,
            share: 0.5,
            window: 15 * 60,
        }
    }
}

/// A site with its open incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// How many of its sensors are watched.
    pub sensors: u32,
    /// The open incident that stands for several sensors.
    pub parent: Option<i64>,
    /// Its sensors' incidents: those whose alarm is raised, and those of the parent.
    pub incidents: Vec<Member>,
}

/// An incident of a site's sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Its number.
    pub incident: i64,
    /// The sensor.
    pub sensor: i64,
    /// The symptom.
    pub symptom: Symptom,
    /// When it was raised.
    pub raised: DateTime<Utc>,
    /// The incident that it already belongs to.
    pub parent: Option<i64>,
    /// Whether it has recovered or is closed.
    pub over: bool,
}

/// A change that groups a site's incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A parent incident opens with its first children.
    Open {
        /// Since when the site fails: when the first of them was raised.
        since: DateTime<Utc>,
        /// The children.
        children: Vec<i64>,
    },
    /// A child joins the parent that is open.
    Attach {
        /// The parent.
        parent: i64,
        /// The child.
        child: i64,
    },
    /// All children are over, and so is the parent.
    Recover {
        /// The parent.
        parent: i64,
    },
}

/// What is to be done with a site's incidents.
///
/// An open parent takes every lost sensor that is not its child yet, and is
/// over when all of its children are; one that recovers changes nothing. No
/// parent opens for sensors that fail one by one, further apart than the window.
#[must_use]
pub fn plan(site: &Site, rule: &Rule) -> Vec<Change> {
    let single = || site.incidents.iter().filter(|one| is_single(one));
    if let Some(parent) = site.parent {
        let attached: Vec<_> = single()
            .map(|one| Change::Attach {
                parent,
                child: one.incident,
            })
            .collect();
        let mut children = site
            .incidents
            .iter()
            .filter(|one| one.parent == Some(parent));
        let over = attached.is_empty() && children.all(|child| child.over);
        return if over {
            vec![Change::Recover { parent }]
        } else {
            attached
        };
    }
    let mut lost: Vec<&Member> = single().collect();
    lost.sort_by_key(|one| (one.raised, one.incident));
    together(&lost, site.sensors, rule).into_iter().collect()
}

/// Whether an incident is told of on its own while these symptoms are open:
/// our own outage explains all others (S2 note 2).
#[must_use]
pub fn is_silenced(symptom: Symptom, open: &[Symptom]) -> bool {
    symptom != Symptom::ServiceOutage && open.contains(&Symptom::ServiceOutage)
}

fn is_single(one: &Member) -> bool {
    let lost = matches!(one.symptom, Symptom::NoContact | Symptom::NoData);
    lost && !one.over && one.parent.is_none()
}

/// The largest group of sensors that failed within a window, where it is
/// large enough; the earliest of equal ones.
fn together(lost: &[&Member], sensors: u32, rule: &Rule) -> Option<Change> {
    let window = TimeDelta::seconds(i64::from(rule.window));
    let mut best: Option<(usize, Change)> = None;
    for (index, first) in lost.iter().enumerate() {
        let within = || {
            let later = lost.iter().skip(index);
            later.take_while(|one| one.raised - first.raised <= window)
        };
        let failed = within()
            .map(|one| one.sensor)
            .collect::<BTreeSet<_>>()
            .len();
        let larger = best.as_ref().is_none_or(|(most, _)| *most < failed);
        if larger && is_enough(failed, sensors, rule) {
            let children = within().map(|one| one.incident).collect();
            let since = first.raised;
            best = Some((failed, Change::Open { since, children }));
        }
    }
    best.map(|(_, change)| change)
}

fn is_enough(failed: usize, sensors: u32, rule: &Rule) -> bool {
    let failed = u32::try_from(failed).unwrap_or(u32::MAX);
    rule.sensors.max(2) <= failed && f64::from(sensors) * rule.share <= f64::from(failed)
}
