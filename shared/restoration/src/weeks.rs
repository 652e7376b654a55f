//! What the same hour of the week had in the weeks around.

use std::ops::Range;

use crate::Hour;

/// Hours of a week.
pub(crate) const WEEK: usize = 168;

/// How far the weeks around an hour reach that tell of it.
const REACH: usize = 12 * WEEK;

/// In how many hours a week's weight falls to 1/e: four weeks.
const FADING: f64 = 4.0 * WEEK as f64;

/// The usual hours of a series, by their hour of the week.
pub(crate) struct Weeks {
    slots: Vec<Vec<Known>>,
}

/// A usual hour: its position in the series, and its people.
#[derive(Clone, Copy)]
struct Known {
    at: usize,
    people: f64,
}

impl Weeks {
    /// Hours that are hidden, closed or unusual tell nothing.
    pub fn new(hours: &[Hour], hidden: &Range<usize>) -> Self {
        let mut slots = vec![Vec::new(); WEEK];
        for (at, hour) in hours.iter().enumerate() {
            if hidden.contains(&at) || !hour.usual {
                continue;
            }
            if let (Some(people), Some(slot)) =
                (hour.counted(), slots.get_mut(usize::from(hour.slot)))
            {
                slot.push(Known { at, people });
            }
        }
        Self { slots }
    }

    /// In how many weeks around a position its hour of the week is known.
    pub fn known(&self, hour: &Hour, at: usize) -> usize {
        self.around(hour, at).len()
    }

    /// People usual at a position, when a stretch around it is not looked at.
    ///
    /// Half the weighted mean and half the weighted median: the mean alone
    /// follows a strange week, and the median alone is too low where counts are
    /// few and skewed.
    pub fn usual(&self, hour: &Hour, at: usize, hidden: &Range<usize>) -> Option<f64> {
        let mut weighted: Vec<(f64, f64)> = self
            .around(hour, at)
            .iter()
            // An hour does not tell what it should have been itself.
            .filter(|known| known.at != at && !hidden.contains(&known.at))
            .map(|known| (known.people, weight(known.at.abs_diff(at))))
            .collect();
        let weights: f64 = weighted.iter().map(|(_, weight)| weight).sum();
        let people: f64 = weighted
            .iter()
            .map(|(people, weight)| people * weight)
            .sum();
        let median = weighted_median(&mut weighted, weights)?;
        Some((people / weights + median) / 2.0)
    }

    fn around(&self, hour: &Hour, at: usize) -> &[Known] {
        let slot = self
            .slots
            .get(usize::from(hour.slot))
            .map_or(&[][..], Vec::as_slice);
        // A change of the clock moves the weeks by an hour.
        let from = slot.partition_point(|known| known.at + REACH + 1 < at);
        let to = slot.partition_point(|known| known.at <= at + REACH + 1);
        slot.get(from..to).unwrap_or_default()
    }
}

fn weight(hours: usize) -> f64 {
    (-(hours as f64) / FADING).exp()
}

/// The value that half of the weight lies below; none of none.
fn weighted_median(weighted: &mut [(f64, f64)], weights: f64) -> Option<f64> {
    weighted.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let mut below = 0.0;
    let mut last: Option<(f64, f64)> = None;
    for &(value, weight) in weighted.iter() {
        // Values stand in the middle of their weights, with lines between.
        let middle = below + weight / 2.0;
        if weights / 2.0 <= middle {
            let Some((least, from)) = last else {
                return Some(value);
            };
            let share = (weights / 2.0 - from) / (middle - from);
            return Some(least + (value - least) * share);
        }
        last = Some((value, middle));
        below += weight;
    }
    last.map(|(value, _)| value)
}
