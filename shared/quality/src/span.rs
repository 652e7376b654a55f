//! Stretches of time that are left out of account.

use chrono::{DateTime, Utc};

/// From a moment until just before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first moment.
    pub from: DateTime<Utc>,
    /// The first moment after it.
    pub to: DateTime<Utc>,
}

impl Span {
    /// The part of it that lies between two moments; none, where that is empty.
    #[must_use]
    pub fn within(self, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Self> {
        let (from, to) = (self.from.max(from), self.to.min(to));
        (from < to).then_some(Self { from, to })
    }

    /// Its length in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        (self.to - self.from).num_seconds()
    }
}

/// The same spans in order, with none that touches another.
#[must_use]
pub fn merged(spans: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<_> = spans.iter().filter(|span| span.from < span.to).collect();
    sorted.sort_by_key(|span| span.from);
    let mut merged: Vec<Span> = Vec::new();
    for span in sorted {
        match merged.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => merged.push(*span),
        }
    }
    merged
}
