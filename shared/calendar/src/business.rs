//! A length of working time.

use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

/// A length of working time, in whole seconds that pass in office hours only.
///
/// It is a type of its own so that it is never added to a moment as if it were
/// time by the clock: [`Production::after`](crate::Production::after) does that.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct BusinessDuration(u64);

impl BusinessDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many seconds of working time.
    #[must_use]
    pub const fn seconds(seconds: u64) -> Self {
        Self(seconds)
    }

    /// So many minutes of working time; more than fit are as many as fit.
    #[must_use]
    pub const fn minutes(minutes: u64) -> Self {
        Self(minutes.saturating_mul(60))
    }

    /// So many hours of working time; more than fit are as many as fit.
    #[must_use]
    pub const fn hours(hours: u64) -> Self {
        Self(hours.saturating_mul(3_600))
    }

    /// The length in seconds.
    #[must_use]
    pub const fn as_seconds(self) -> u64 {
        self.0
    }

    /// What is left of it once another length has passed; nothing, when the
    /// other one is longer.
    #[must_use]
    pub const fn saturating_sub(self, passed: Self) -> Self {
        Self(self.0.saturating_sub(passed.0))
    }
}

/// A sum that does not fit is the longest length, which no calendar reaches.
impl Add for BusinessDuration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for BusinessDuration {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_added_and_taken_away_without_overflow() {
        let longest = BusinessDuration::seconds(u64::MAX);
        assert_eq!(BusinessDuration::hours(u64::MAX), longest);
        assert_eq!(longest + BusinessDuration::minutes(1), longest);
        assert_eq!(
            BusinessDuration::minutes(1).saturating_sub(longest),
            BusinessDuration::ZERO
        );
        let pauses = [BusinessDuration::hours(1), BusinessDuration::minutes(30)];
        assert_eq!(
            pauses.into_iter().sum::<BusinessDuration>(),
            BusinessDuration::minutes(90)
        );
    }

    #[test]
    fn a_document_holds_the_seconds() {
        let text = serde_json::to_string(&BusinessDuration::hours(200)).unwrap();
        assert_eq!(text, "720000");
        let read: BusinessDuration = serde_json::from_str(&text).unwrap();
        assert_eq!(read, BusinessDuration::hours(200));
    }
}
