//! A profile from a sensor's hours.

use chrono::{DateTime, Utc};

use super::{Amount, Profile, SLOTS, Usual, WINDOWS, band};
use crate::Site;
use crate::level::{Levels, ratio};
use crate::series::{Cell, Hour, lay};
use crate::statistics::{median, quantile, spread};

/// The weeks that a profile rests on.
const WEEKS: u16 = 10;

/// Weeks after which an hour counts 1/e of what it counts when new.
const MEMORY: f64 = 4.0;

/// Builds the profile of a sensor from its hours until `end`, the end of an
/// hour; those of ten weeks are used. What is unusual at the site,
/// or excluded, is left out.
#[must_use]
pub fn build(hours: &[Hour], site: &Site<'_>, end: DateTime<Utc>) -> Profile {
    let mut cells = lay(hours, None, site.zone, end, WEEKS * SLOTS as u16);
    for cell in &mut cells {
        if site.is_unusual(cell) || cell.share < 1.0 {
            cell.share = 0.0;
        }
    }
    let usual = usual_hours(&cells);
    for cell in &mut cells {
        let usual = usual.get(cell.slot).copied().unwrap_or_default();
        cell.usual = usual.scaled(cell.share);
    }
    let days: Vec<_> = whole_days(&cells).collect();
    let mut day_ratios: Vec<_> = days
        .iter()
        .filter_map(|day| {
            ratio(
                people(day),
                day.iter().map(|cell| cell.usual.people()).sum(),
            )
        })
        .collect();
    let mut balances: Vec<_> = days.iter().filter_map(|day| balance(day)).collect();
    Profile {
        slots: usual
            .iter()
            .map(|usual| [usual.entered, usual.exited, usual.spread].map(Amount::new))
            .collect(),
        ratios: window_ratios(&cells),
        day_ratio: Amount::new(robust(&mut day_ratios)),
        balance: band(&mut balances),
        closed: Amount::new(most_while_closed(&days, site)),
        days: days.len() as u16,
    }
}

/// (in - out) / (in + out) of some hours; none, where nobody passed or no
/// direction is known.
pub(crate) fn balance(cells: &[Cell]) -> Option<f64> {
    let entered: f64 = cells.iter().map(|cell| cell.entered).sum();
    let exited: f64 = cells.iter().map(|cell| cell.exited).sum();
    (0.0 < entered && 0.0 < exited).then(|| (entered - exited) / (entered + exited))
}

pub(crate) fn people(cells: &[Cell]) -> f64 {
    cells.iter().map(Cell::people).sum()
}

/// People in hours in which the site is closed, an hour before and after
/// included.
pub(crate) fn people_while_closed(cells: &[Cell], site: &Site<'_>) -> f64 {
    cells
        .iter()
        .filter(|cell| 0.0 < cell.people() && site.is_closed(cell))
        .map(Cell::people)
        .sum()
}

/// The days, from midnight to midnight of the site, of which each hour was
/// measured; on days on which clocks change, of 23 and 25 hours.
pub(crate) fn whole_days(cells: &[Cell]) -> impl Iterator<Item = &[Cell]> {
    cells
        .chunk_by(|one, next| one.slot / 24 == next.slot / 24)
        .filter(|day| 23 <= day.len() && day.iter().all(Cell::is_measured))
}

fn most_while_closed(days: &[&[Cell]], site: &Site<'_>) -> f64 {
    if site.never_closes(days) {
        return 0.0;
    }
    days.iter()
        .map(|day| people_while_closed(day, site))
        .fold(0.0, f64::max)
}

/// What is usual in each hour of the week: halfway between mean and median,
/// which neither one strange week nor small numbers mislead.
fn usual_hours(cells: &[Cell]) -> Vec<Usual> {
    let mut seen: Vec<Vec<&Cell>> = vec![Vec::new(); SLOTS];
    for cell in cells.iter().filter(|cell| cell.is_measured()) {
        if let Some(slot) = seen.get_mut(cell.slot) {
            slot.push(cell);
        }
    }
    let last = cells.last().map(|cell| cell.start);
    let mut usual: Vec<_> = (0..SLOTS)
        .map(|slot| usual_hour(&alike(&seen, slot), last))
        .collect();
    smooth_spread(&mut usual);
    usual
}

/// The hours that a slot's figures rest on: its own; where there are not two,
/// those of the same hour on other days.
fn alike<'a>(seen: &[Vec<&'a Cell>], slot: usize) -> Vec<&'a Cell> {
    let own = seen.get(slot).cloned().unwrap_or_default();
    if 2 <= own.len() {
        return own;
    }
    let weekend = |slot: usize| 5 <= slot / 24;
    (0..SLOTS)
        .filter(|other| other % 24 == slot % 24 && weekend(*other) == weekend(slot))
        .flat_map(|other| seen.get(other).cloned().unwrap_or_default())
        .collect()
}

fn usual_hour(alike: &[&Cell], last: Option<DateTime<Utc>>) -> Usual {
    let centre = |value: fn(&Cell) -> f64| {
        let (mut sum, mut weights) = (0.0, 0.0);
        for cell in alike {
            let age = last.map_or(0.0, |last| (last - cell.start).num_hours() as f64);
            let weight = (-age / (SLOTS as f64 * MEMORY)).exp();
            sum += weight * value(cell);
            weights += weight;
        }
        let mut values: Vec<_> = alike.iter().map(|cell| value(cell)).collect();
        median(&mut values).map_or(0.0, |median| (median + sum / weights) / 2.0)
    };
    let values: Vec<_> = alike.iter().map(|cell| cell.people()).collect();
    let (entered, exited) = (centre(|cell| cell.entered), centre(|cell| cell.exited));
    Usual {
        entered,
        exited,
        spread: spread(&values, entered + exited).unwrap_or(0.0),
    }
}

/// Few values tell a spread badly: it is taken half from the hour itself and
/// half from what share of the usual it is at all hours, and is never less
/// than that of Poisson counts.
fn smooth_spread(usual: &mut [Usual]) {
    let mut shares: Vec<_> = usual
        .iter()
        .filter(|usual| 5.0 <= usual.people())
        .map(|usual| usual.spread / usual.people())
        .collect();
    let share = median(&mut shares).unwrap_or(0.0);
    for usual in usual {
        let common = share * usual.people();
        let variance = f64::midpoint(usual.spread * usual.spread, common * common);
        usual.spread = (variance + usual.people()).sqrt();
    }
}

/// How far the ratio to the usual strays over each window, by the hour of the
/// day with which it ends.
fn window_ratios(cells: &[Cell]) -> [[Amount; 24]; 3] {
    let levels = Levels::of(cells);
    let mut spreads = [[Amount::default(); 24]; 3];
    for (hours, length) in spreads.iter_mut().zip(WINDOWS) {
        let mut seen: [Vec<f64>; 24] = Default::default();
        for end in length..=cells.len() {
            let window = cells.get(end - length..end).unwrap_or_default();
            let hour = window.last().map_or(0, Cell::hour_of_day);
            if let (Some(low), Some(seen)) = (levels.low(window, end - length), seen.get_mut(hour))
            {
                seen.push(low.ratio);
            }
        }
        for (spread, ratios) in hours.iter_mut().zip(&mut seen) {
            *spread = Amount::new(robust(ratios));
        }
    }
    spreads
}

/// A spread from the lower side, where fewer people than usual come: what the
/// middle, the lowest tenth and the lowest thirtieth of normal values would
/// have, whichever is most.
fn robust(ratios: &mut [f64]) -> f64 {
    let mut low =
        |share, deviations: f64| quantile(ratios, share).map_or(0.0, |low| -low / deviations);
    let tail = low(0.1, 1.2816)
        .max(low(0.0333, 1.834))
        .max(low(0.01, 2.326));
    tail.max(spread(ratios, 0.0).unwrap_or(0.0))
}
