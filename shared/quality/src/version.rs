//! Versions of firmware and of local servers.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use crate::finding::{Evidence, Finding, Symptom};

/// Compares two versions: figures by their value, so that 4.10 is later than
/// 4.9, and words as they are spelt. What has fewer parts is the earlier,
/// unless the others are zero.
#[must_use]
pub fn compare(one: &str, other: &str) -> Ordering {
    let (one, other) = (parts(one), parts(other));
    let zero = Part::Figure("");
    (0..one.len().max(other.len()))
        .map(|index| {
            let part = one.get(index).unwrap_or(&zero);
            part.order(other.get(index).unwrap_or(&zero))
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Finds a sensor's firmware older than the current one of its model, since
/// the current one is out.
#[must_use]
pub fn firmware(own: &str, current: &str, since: DateTime<Utc>) -> Option<Finding> {
    outdated(Symptom::Firmware, own, current, since)
}

/// Finds a local server's version older than the current one.
#[must_use]
pub fn server(own: &str, current: &str, since: DateTime<Utc>) -> Option<Finding> {
    outdated(Symptom::ServerVersion, own, current, since)
}

fn outdated(symptom: Symptom, own: &str, current: &str, since: DateTime<Utc>) -> Option<Finding> {
    compare(own, current).is_lt().then(|| Finding {
        symptom,
        since,
        until: None,
        confidence: 1.0,
        evidence: Evidence::default(),
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    /// Without its leading zeros.
    Figure(&'a str),
    Word(&'a str),
}

impl Part<'_> {
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            // Longer figures are greater, whatever their width.
            (Self::Figure(one), Self::Figure(other)) => {
                one.len().cmp(&other.len()).then(one.cmp(other))
            }
            // A word is what comes before a release: `4.2-beta` before `4.2`.
            (Self::Word(_), Self::Figure(_)) => Ordering::Less,
            (Self::Figure(_), Self::Word(_)) => Ordering::Greater,
            (Self::Word(one), Self::Word(other)) => one.cmp(other),
        }
    }
}

fn parts(version: &str) -> Vec<Part<'_>> {
    let version = version.trim().trim_start_matches(['v', 'V']);
    let mut rest = version;
    let mut parts = Vec::new();
    while let Some(first) = rest.chars().next() {
        let figure = first.is_ascii_digit();
        let end = rest
            .find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != figure)
            .unwrap_or(rest.len());
        let (part, left) = rest.split_at(end);
        rest = left.trim_start_matches(|c: char| !c.is_alphanumeric());
        match part {
            "" => {}
            _ if figure => parts.push(Part::Figure(part.trim_start_matches('0'))),
            _ => parts.push(Part::Word(part)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_figures() {
        let check = |one, other, expected| {
            assert_eq!(compare(one, other), expected, "{one} beside {other}");
            assert_eq!(compare(other, one), expected.reverse());
        };
        check("4.10.1", "4.9.12", Ordering::Greater);
        check("4.2", "4.2.0", Ordering::Equal);
        check("v5.0", "5.0.1", Ordering::Less);
        check("2024.06-b3", "2024.06-b12", Ordering::Less);
        check("4.2-beta", "4.2", Ordering::Less);
        check("99999999999999999999999", "1", Ordering::Greater);
        check("", "0", Ordering::Equal);
        check("прошивка 3", "прошивка 4", Ordering::Less);
    }

    #[test]
    fn only_an_older_firmware_is_found() {
        let since = DateTime::UNIX_EPOCH;
        assert_eq!(firmware("4.2", "4.2", since), None);
        assert_eq!(firmware("4.3", "4.2", since), None);
        let found = firmware("4.1", "4.2", since).unwrap();
        assert_eq!((found.symptom, found.since), (Symptom::Firmware, since));
        assert_eq!(
            server("1", "2", since).unwrap().symptom,
            Symptom::ServerVersion
        );
    }
}
