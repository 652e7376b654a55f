//! A day whose shape has moved.

use chrono::{DateTime, Utc};

use super::Days;
use crate::finding::{Finding, Symptom};
use crate::limits::Limits;
use crate::profile::people;
use crate::series::Cell;

/// Hours by which a day may have moved.
const SHIFTS: [i64; 4] = [-1, 1, -2, 2];

/// Fewer people make no shape.
const LEAST: f64 = 200.0;

/// Finds that the last whole day resembles the usual one better when it is
/// moved by one or two hours, by at least [`Limits::shift_gain`] of its people.
pub(super) fn shift(days: &Days, limits: &Limits) -> Option<Finding> {
    let whole = days.whole();
    let day = whole.last()?;
    let people = people(day);
    if people < LEAST {
        return None;
    }
    let still = distance(day, days, 0)?;
    let (hours, moved) = SHIFTS
        .into_iter()
        .filter_map(|hours| Some((hours, distance(day, days, hours)?)))
        .min_by(|one, other| one.1.total_cmp(&other.1))?;
    let limit = limits.shift_gain.max(people.sqrt().recip());
    let score = (still - moved, limit);
    (score.1 <= score.0).then(|| {
        let since: DateTime<Utc> = day.first().map_or_else(Default::default, |cell| cell.start);
        let numbers = [
            ("hours_late", hours as f64),
            ("distance", still),
            ("distance_moved", moved),
        ];
        let points = day.iter().map(|cell| cell.point(1.0));
        Finding::scored(Symptom::Shift, since, score, &numbers, points)
    })
}

/// The distance between the shape of a day, moved back by some hours, and the
/// usual one: 0 when they are equal, 2 when they share nothing.
fn distance(day: &[Cell], days: &Days, hours: i64) -> Option<f64> {
    let usual = |cell: &Cell| {
        let slot = (cell.slot as i64 - hours).rem_euclid(168);
        days.before.usual(slot as usize).people()
    };
    let total: f64 = day.iter().map(usual).sum();
    let people = people(day);
    (0.0 < total && 0.0 < people).then(|| {
        day.iter()
            .map(|cell| (cell.people() / people - usual(cell) / total).abs())
            .sum()
    })
}
