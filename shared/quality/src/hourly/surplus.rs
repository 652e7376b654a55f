//! Far more people than usual, and people while the site is closed.

use super::Recent;
use crate::finding::{Finding, Symptom};
use crate::profile::people_while_closed;
use crate::series::Cell;
use crate::site::Site;

/// Hours in which a surplus stays a finding after it is over.
const SHOWN: usize = 24;

/// Finds hours of the last day with far more people than usual: further off
/// than [`crate::Limits::spike_score`] spreads, and more than
/// [`crate::Limits::spike_ratio`] times the usual.
pub(super) fn spike(recent: &Recent, site: &Site<'_>) -> Option<Finding> {
    recent.profile.as_ref()?;
    let limits = site.limits;
    let first = recent.cells.len().saturating_sub(SHOWN);
    let spikes: Vec<_> = recent
        .last(SHOWN)
        .iter()
        .enumerate()
        .filter_map(|(index, cell)| {
            // A level from before, so that a rise that goes on stays a rise.
            let level = recent.levels.before(first + index).max(1.0);
            let usual = cell.usual.people() * level;
            let score = (cell.people() - usual) / (cell.usual.spread * level + 1.0);
            let ratio = (cell.people() + 1.0) / (usual + 1.0);
            let spike = cell.is_measured()
                && limits.spike_people <= cell.people() - usual
                && limits.spike_score <= score
                && limits.spike_ratio <= ratio
                && !site.is_closed(cell);
            spike.then_some((cell, score, ratio, level))
        })
        .collect();
    let &(greatest, score, ratio, level) = spikes
        .iter()
        .max_by(|one, other| one.1.total_cmp(&other.1))?;
    let (since, until) = (spikes.first()?.0.start, spikes.last()?.0.end());
    let numbers = [
        ("people", greatest.people()),
        ("expected_people", greatest.usual.people() * level),
        ("ratio", ratio),
        ("hours", spikes.len() as f64),
    ];
    let score = (score, limits.spike_score);
    Some(Finding::scored(Symptom::Spike, since, score, &numbers, recent.points(level)).until(until))
}

/// Finds people of the last day while the site was closed: more than a share
/// of a usual day, than are let pass, and than in any day of the profile.
pub(super) fn closed_hours(recent: &Recent, site: &Site<'_>) -> Option<Finding> {
    let limits = site.limits;
    let day = recent.last(SHOWN);
    if site.never_closes(&[day]) {
        return None;
    }
    let closed = |cell: &&Cell| 0.0 < cell.people() && site.is_closed(cell);
    let people = people_while_closed(day, site);
    let usual: f64 = day
        .iter()
        .map(|cell| cell.usual.people().max(cell.people()))
        .sum();
    let most = recent.profile.as_ref()?.closed();
    let limit = (limits.closed_share * usual)
        .max(limits.closed_people)
        .max(most);
    let (since, until) = (
        day.iter().find(closed)?.start,
        day.iter().rfind(closed)?.end(),
    );
    (limit < people).then(|| {
        let numbers = [("people", people), ("most_before", most)];
        let score = (people, limit);
        Finding::scored(
            Symptom::ClosedHours,
            since,
            score,
            &numbers,
            recent.points(1.0),
        )
        .until(until)
    })
}
