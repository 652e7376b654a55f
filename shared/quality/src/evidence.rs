//! How findings and their evidence are made.

use chrono::{DateTime, Utc};

use crate::finding::{Evidence, Finding, Number, Point, Symptom};

/// The most points of a series.
const MOST_POINTS: usize = 200;

impl Evidence {
    /// Figures by their codes, with the last 200 points of a series.
    #[must_use]
    pub fn new(numbers: &[(&str, f64)], series: impl IntoIterator<Item = Point>) -> Self {
        let mut series: Vec<_> = series.into_iter().collect();
        series.drain(..series.len().saturating_sub(MOST_POINTS));
        Self {
            numbers: numbers
                .iter()
                .map(|&(name, value)| Number {
                    name: name.to_owned(),
                    value,
                })
                .collect(),
            series,
        }
    }

    /// The figure of that code.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        let number = self.numbers.iter().find(|number| number.name == name)?;
        Some(number.value)
    }
}

impl Finding {
    /// What goes on since a moment, found by a score that passes its limit.
    ///
    /// The figures begin with both, so that who reads them, and what widens
    /// the limit, need not know the rule. At the limit it is as likely as not
    /// that something is wrong, at twice the limit three quarters.
    pub(crate) fn scored(
        symptom: Symptom,
        since: DateTime<Utc>,
        (score, limit): (f64, f64),
        numbers: &[(&str, f64)],
        series: impl IntoIterator<Item = Point>,
    ) -> Self {
        let mut all = vec![("score", score), ("limit", limit)];
        all.extend(numbers);
        let confidence = 1.0 - 0.5 * (limit / score).clamp(0.0, 1.0);
        Self {
            symptom,
            since,
            until: None,
            confidence: if confidence.is_finite() {
                confidence
            } else {
                0.5
            },
            evidence: Evidence::new(&all, series),
        }
    }

    /// The same, over at a moment.
    pub(crate) fn until(mut self, until: DateTime<Utc>) -> Self {
        self.until = Some(until);
        self
    }
}
