//! What is usual for a sensor.

mod build;
mod bytes;
#[cfg(test)]
mod tests;

pub use build::build;
pub(crate) use build::{balance, people, people_while_closed, whole_days};
pub use bytes::NotAProfile;

use crate::statistics::quantile;

/// Hours of a week.
pub(crate) const SLOTS: usize = 168;

/// The lengths, in hours, over which low counts are judged.
pub(crate) const WINDOWS: [usize; 3] = [6, 12, 24];

/// What is usual for a sensor in each hour of its site's week, and how far it
/// strays from that when nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// People in, people out and the spread of both together, of each hour of
    /// the week from Monday's midnight.
    slots: Vec<[Amount; 3]>,
    /// The spread of the logarithm of the ratio to the usual, by the length of
    /// the window and the hour of the day with which it ends.
    ratios: [[Amount; 24]; 3],
    /// The same of whole days.
    day_ratio: Amount,
    /// The least and greatest daily (in - out) / (in + out), in 1/10 000.
    balance: [i16; 2],
    /// The most people outside of opening hours in a day.
    closed: Amount,
    /// Whole days behind it.
    days: u16,
}

/// What is usual in one hour.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Usual {
    /// People in.
    pub entered: f64,
    /// People out.
    pub exited: f64,
    /// The standard deviation of their sum.
    pub spread: f64,
}

impl Usual {
    /// People in and out.
    #[must_use]
    pub fn people(&self) -> f64 {
        self.entered + self.exited
    }

    pub(crate) fn scaled(self, share: f64) -> Self {
        Self {
            entered: self.entered * share,
            exited: self.exited * share,
            spread: self.spread * share.sqrt(),
        }
    }
}

/// A number of 0 to 13 million in two bytes, to within 1/4000 of itself and one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Amount(u16);

impl Amount {
    const STEPS: f64 = 4_000.0;

    pub fn new(value: f64) -> Self {
        // The cast saturates, and makes nothing of what is no number.
        Self((value.max(0.0).ln_1p() * Self::STEPS).round() as u16)
    }

    pub fn value(self) -> f64 {
        (f64::from(self.0) / Self::STEPS).exp_m1()
    }
}

impl Profile {
    /// Whole days without which nothing is usual yet.
    pub const READY: u16 = 14;

    /// Whether enough days are behind it to judge by.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        Self::READY <= self.days
    }

    /// Whole days behind it.
    #[must_use]
    pub fn days(&self) -> u16 {
        self.days
    }

    /// What is usual in an hour of the week, 0 to 167 from Monday's midnight
    /// of the site's zone.
    #[must_use]
    pub fn usual(&self, slot: usize) -> Usual {
        let [entered, exited, spread] = self.slots.get(slot).copied().unwrap_or_default();
        Usual {
            entered: entered.value(),
            exited: exited.value(),
            spread: spread.value(),
        }
    }

    /// The spread of ln(counted / usual) over the window of that index that
    /// ends with an hour of the day.
    pub(crate) fn ratio_spread(&self, window: usize, hour: usize) -> f64 {
        let spread = self.ratios.get(window).and_then(|hours| hours.get(hour));
        spread.copied().unwrap_or_default().value()
    }

    /// The spread of ln(counted / usual) of whole days.
    pub(crate) fn day_spread(&self) -> f64 {
        self.day_ratio.value()
    }

    /// The door's own band of (in - out) / (in + out) of a day.
    #[must_use]
    pub fn balance(&self) -> (f64, f64) {
        let [low, high] = self.balance;
        (f64::from(low) / 10_000.0, f64::from(high) / 10_000.0)
    }

    /// The most people outside of opening hours in a day.
    #[must_use]
    pub fn closed(&self) -> f64 {
        self.closed.value()
    }
}

/// The band in which a door's daily balance lies, 1 to 99 percent, in 1/10 000.
pub(crate) fn band(balances: &mut [f64]) -> [i16; 2] {
    let at = |balances: &mut [f64], share| {
        (quantile(balances, share).unwrap_or(0.0) * 10_000.0).round() as i16
    };
    [at(balances, 0.01), at(balances, 0.99)]
}
