//! What became of all pushes.

use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// Counts pushes; each sensor adds its own.
#[derive(Debug, Default)]
pub struct Tally {
    /// Accepted.
    pub pushed: AtomicU64,
    /// Accepted, and had been before.
    pub repeated: AtomicU64,
    /// Refused for good.
    pub refused: AtomicU64,
    /// Given up, because no answer came; only in a single round.
    pub unanswered: AtomicU64,
    /// Sensors that wait for the server and keep what they counted.
    pub waiting: AtomicUsize,
}

impl Tally {
    /// The figures since the last time, which begin anew.
    pub fn take(&self) -> Figures {
        Figures {
            pushed: self.pushed.swap(0, Relaxed),
            repeated: self.repeated.swap(0, Relaxed),
            refused: self.refused.swap(0, Relaxed),
            unanswered: self.unanswered.swap(0, Relaxed),
            waiting: self.waiting.load(Relaxed),
        }
    }
}

/// The figures of a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    pushed: u64,
    repeated: u64,
    refused: u64,
    unanswered: u64,
    waiting: usize,
}

impl Figures {
    /// Whether every push was accepted.
    pub fn is_clean(&self) -> bool {
        self.refused == 0 && self.unanswered == 0
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pushed,
            repeated,
            refused,
            unanswered,
            waiting,
        } = self;
        write!(f, "pushed {pushed}, repeated {repeated}, refused {refused}")?;
        if 0 < *unanswered {
            write!(f, ", unanswered {unanswered}")?;
        }
        if 0 < *waiting {
            write!(f, "; {waiting} sensors wait for the server")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_begin_anew() {
        let tally = Tally::default();
        tally.pushed.fetch_add(40, Relaxed);
        tally.repeated.fetch_add(2, Relaxed);
        let figures = tally.take();
        assert_eq!(figures.to_string(), "pushed 40, repeated 2, refused 0");
        assert!(figures.is_clean());
        tally.refused.fetch_add(1, Relaxed);
        tally.waiting.fetch_add(3, Relaxed);
        let figures = tally.take();
        let text = "pushed 0, repeated 0, refused 1; 3 sensors wait for the server";
        assert_eq!(figures.to_string(), text);
        assert!(!figures.is_clean());
    }
}
