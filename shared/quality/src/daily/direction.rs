//! In and out: their balance, and whether they have changed places.

use super::Days;
use crate::finding::{Finding, Symptom};
use crate::limits::Limits;
use crate::profile::{balance, people};
use crate::series::Cell;

/// Finds the last whole day's (in - out) / (in + out) outside of the door's
/// own band by more than chance, and further from even than
/// [`Limits::imbalance_share`].
pub(super) fn imbalance(days: &Days, limits: &Limits) -> Option<Finding> {
    let whole = days.whole();
    let day = whole.last()?;
    let found = balance(day)?;
    let (low, high) = days.before.balance();
    // Three standard deviations of a fair door, two more than the band has.
    let chance = 3.0 / people(day).sqrt();
    let beyond = (low - found).max(found - high);
    let limit = chance.max(limits.imbalance_share / 2.0);
    let out = limit < beyond && limits.imbalance_share < found.abs();
    out.then(|| {
        let since = day.first().map_or_else(Default::default, |cell| cell.start);
        let numbers = [
            ("balance", found),
            ("lowest_before", low),
            ("highest_before", high),
        ];
        let points = day.iter().map(|cell| cell.point(1.0));
        Finding::scored(Symptom::Imbalance, since, (beyond, limit), &numbers, points)
    })
}

/// Finds that the last whole day's hours are far likelier with in and out
/// exchanged: people leave when they usually come, and come when they leave.
pub(super) fn swapped(days: &Days, limits: &Limits) -> Option<Finding> {
    let whole = days.whole();
    let day = whole.last()?;
    balance(day)?;
    let usual = |cell: &Cell| (cell.usual.entered + 0.5, cell.usual.exited + 0.5);
    let mut score = 0.0;
    let (mut product, mut square) = (0.0, 0.0);
    for cell in *day {
        let (entered, exited) = usual(cell);
        score += (cell.exited - cell.entered) * (entered / exited).ln();
        product += (cell.entered - cell.exited) * (entered - exited);
        square += (entered - exited) * (entered - exited);
    }
    // Only a difference nearly as great as usual, the other way round, is it.
    let exchanged = limits.swapped_score <= score && product < -0.4 * square;
    exchanged.then(|| {
        let since = day.first().map_or_else(Default::default, |cell| cell.start);
        let points = day.iter().map(|cell| cell.point(1.0));
        let numbers = [("similarity", product / square)];
        let score = (score, limits.swapped_score);
        Finding::scored(Symptom::Swapped, since, score, &numbers, points)
    })
}
