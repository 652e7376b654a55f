//! A series of which the hours of a gap are not known.

use std::ops::Range;

use crate::Hour;
use crate::level::{FAST, SIGHT, SLOW, levelled};
use crate::weeks::Weeks;

/// A series, the gap in it, and what is usual in each of its hours.
pub(crate) struct Series<'a> {
    pub hours: &'a [Hour],
    pub gap: Range<usize>,
    weeks: Weeks,
    usual: Vec<Option<f64>>,
}

impl<'a> Series<'a> {
    pub fn new(hours: &'a [Hour], gap: Range<usize>) -> Self {
        let weeks = Weeks::new(hours, &gap);
        let usual = |(at, hour): (usize, &Hour)| weeks.usual(hour, at, &gap);
        let usual = hours.iter().enumerate().map(usual).collect();
        Self {
            hours,
            gap,
            weeks,
            usual,
        }
    }

    /// The hours of the gap, as far as they are told.
    pub fn gap_hours(&self) -> &'a [Hour] {
        self.hours.get(self.gap.clone()).unwrap_or_default()
    }

    /// Usual weeks in which the least known open hour of the gap is known;
    /// nothing, where the site is closed all the time.
    pub fn known(&self) -> Option<usize> {
        let open = self.gap.clone().zip(self.gap_hours());
        open.filter(|(_, hour)| hour.open)
            .map(|(at, hour)| self.weeks.known(hour, at))
            .min()
    }

    /// People expected in the hours of a stretch, when neither it nor the gap
    /// is known; nobody where the site is closed.
    pub fn expected(&self, stretch: &Range<usize>) -> Vec<f64> {
        let window = self.window(stretch);
        let base: Vec<_> = window.clone().map(|at| self.base(at, stretch)).collect();
        let observed = |usual| self.observed(window.start, &base, stretch, usual);
        let usual = observed(true);
        let base: Vec<_> = base.iter().map(|base| base.unwrap_or(0.0)).collect();
        let slow = levelled(&base, &usual, &SLOW);
        let mut expected = levelled(&slow, &usual, &FAST);
        let stretched = self.hours.get(stretch.clone()).unwrap_or_default();
        if stretched.iter().any(|hour| !hour.usual) {
            // A holiday is like its own other hours, not like the days beside it.
            let unusual = observed(false);
            let own = levelled(&levelled(&slow, &unusual, &SLOW), &unusual, &FAST);
            for ((expected, own), at) in expected.iter_mut().zip(own).zip(window.clone()) {
                if self.hours.get(at).is_some_and(|hour| !hour.usual) {
                    *expected = own;
                }
            }
        }
        let first = stretch.start - window.start;
        expected
            .into_iter()
            .skip(first)
            .take(stretch.len())
            .collect()
    }

    /// The stretch with what is seen around it: as much as around the gap, so
    /// that a test at another place has no more to go by than the gap has.
    fn window(&self, stretch: &Range<usize>) -> Range<usize> {
        let before = self.gap.start.min(SIGHT);
        let after = self.hours.len().saturating_sub(self.gap.end).min(SIGHT);
        stretch.start.saturating_sub(before)..(stretch.end + after).min(self.hours.len())
    }

    /// People usual at a position where the site is open.
    fn base(&self, at: usize, stretch: &Range<usize>) -> Option<f64> {
        let hour = self.hours.get(at).filter(|hour| hour.open)?;
        if stretch.contains(&at) {
            self.weeks.usual(hour, at, stretch)
        } else {
            self.usual.get(at).copied().flatten()
        }
    }

    /// People counted outside of the stretch and the gap, in the hours of one
    /// kind of which it is known how many are usual.
    fn observed(
        &self,
        from: usize,
        base: &[Option<f64>],
        stretch: &Range<usize>,
        usual: bool,
    ) -> Vec<Option<f64>> {
        (from..)
            .zip(base)
            .map(|(at, base)| {
                let hidden = stretch.contains(&at) || self.gap.contains(&at);
                let hour = self
                    .hours
                    .get(at)
                    .filter(|hour| !hidden && hour.usual == usual)?;
                hour.counted().filter(|_| base.is_some())
            })
            .collect()
    }
}
