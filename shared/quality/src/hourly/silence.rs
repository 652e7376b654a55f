//! Nobody where people are expected, and the same number again and again.

use super::Recent;
use crate::finding::{Finding, Symptom};
use crate::limits::Limits;
use crate::series::Cell;
use crate::statistics::chance_of_equal;

/// Which of the directions a rule looks at.
type Direction = (&'static str, fn(&Cell) -> f64, fn(&Cell) -> f64);

const DIRECTIONS: [Direction; 3] = [
    ("both", Cell::people, |cell| cell.usual.people()),
    ("entered", |cell| cell.entered, |cell| cell.usual.entered),
    ("exited", |cell| cell.exited, |cell| cell.usual.exited),
];

/// Finds that nobody came, or nobody in one direction, up to the newest hour
/// while at least [`crate::Limits::zero_people`] were expected, which is as
/// good as impossible by accident at this door.
pub(super) fn zero(recent: &Recent, limits: &Limits) -> Option<Finding> {
    recent.profile.as_ref()?;
    DIRECTIONS
        .iter()
        .find_map(|direction| zero_of(recent, limits, direction))
}

fn zero_of(
    recent: &Recent,
    limits: &Limits,
    (name, counted, usual): &Direction,
) -> Option<Finding> {
    let run = recent
        .cells
        .iter()
        .rev()
        .take_while(|cell| !cell.is_measured() || counted(cell) == 0.0)
        .count();
    let begins = recent.cells.len() - run;
    // A day that is quiet already is expected to go on so; a lively one does
    // not make a quiet hour impossible.
    let level = recent.levels.before(begins).min(1.0);
    let nobody = recent.last(run);
    let expected = level * nobody.iter().map(usual).sum::<f64>();
    let surprise: f64 = nobody
        .iter()
        .map(|cell| surprise_of_nobody(level * usual(cell), cell))
        .sum();
    let since = nobody.iter().find(|cell| cell.is_measured())?.start;
    let limit = -limits.zero_chance.ln();
    (limits.zero_people <= expected && limit <= surprise).then(|| {
        let numbers = [
            ("expected_people", expected),
            ("hours", run as f64),
            ("chance", (-surprise).exp()),
            (name, 1.0),
        ];
        let score = (surprise, limit);
        Finding::scored(Symptom::Zero, since, score, &numbers, recent.points(level))
    })
}

/// How surprising it is that nobody comes in an hour, as minus the logarithm of
/// its chance. Visitors come in groups and on better and worse days: their
/// number varies more than Poisson's, by as much as the hour's spread tells, and
/// nobody is likelier than of independent people (the negative binomial).
fn surprise_of_nobody(expected: f64, cell: &Cell) -> f64 {
    let people = cell.usual.people();
    let beyond_poisson = cell.usual.spread.powi(2) - people;
    if beyond_poisson <= 0.0 || people <= 0.0 {
        return expected;
    }
    let size = people * people / beyond_poisson;
    size * (expected / size).ln_1p()
}

/// Finds the same sums of an hour, other than nobody, up to the newest one, so
/// often that it is no accident.
pub(super) fn frozen(recent: &Recent, limits: &Limits) -> Option<Finding> {
    let newest = recent.cells.last()?;
    let same = |cell: &&Cell| {
        (cell.entered, cell.exited) == (newest.entered, newest.exited) && 1.0 <= cell.share
    };
    let run = recent.cells.iter().rev().take_while(same).count();
    let equals = run.checked_sub(1)? as f64;
    let score = -equals * chance_of_same(recent.last(run)).ln();
    let limit = -limits.frozen_chance.ln();
    let frozen = 0.0 < newest.people() && limits.frozen_hours <= run as f64 && limit <= score;
    frozen.then(|| {
        let since = recent
            .last(run)
            .first()
            .map_or(newest.start, |cell| cell.start);
        let numbers = [
            ("entered", newest.entered),
            ("exited", newest.exited),
            ("hours", run as f64),
        ];
        Finding::scored(
            Symptom::Frozen,
            since,
            (score, limit),
            &numbers,
            recent.points(1.0),
        )
    })
}

/// The chance by accident that an hour of these has the same sums as the one
/// before. A mean is not far below the usual: where hundreds are, two and two
/// again is no accident either.
fn chance_of_same(cells: &[Cell]) -> f64 {
    const QUIET: f64 = 0.3;
    let mean = |counted: fn(&Cell) -> f64, usual: fn(&Cell) -> f64| {
        let usual: f64 = cells.iter().map(usual).sum::<f64>() / cells.len().max(1) as f64;
        cells.last().map_or(0.0, counted).max(QUIET * usual)
    };
    chance_of_equal(mean(|cell| cell.entered, |cell| cell.usual.entered))
        * chance_of_equal(mean(|cell| cell.exited, |cell| cell.usual.exited))
}
