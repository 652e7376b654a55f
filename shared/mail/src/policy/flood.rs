//! Many letters to one recipient become one.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Urgency;

/// A letter that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting<'a> {
    /// Its number in the outbox.
    pub letter: i64,
    /// The recipient's address.
    pub recipient: &'a str,
    /// How soon it must go.
    pub urgency: Urgency,
    /// Whether it must reach its reader by itself.
    pub alone: bool,
}

/// What a recipient was sent within the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recent {
    /// How many single letters.
    pub singles: usize,
    /// The last digest.
    pub digest: Option<DateTime<Utc>>,
}

/// What is done with letters that are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dispatch {
    /// It goes by itself.
    Single(i64),
    /// They go as one.
    Digest(Vec<i64>),
    /// They wait, and are looked at again then.
    Hold(Vec<i64>, DateTime<Utc>),
}

/// Decides how letters that are due go out, most urgent first.
///
/// A recipient gets at most `most` single letters within the window, those of
/// before included. Where there would be more, all that is due to it becomes one
/// digest, and the next digest comes a window later. Critical letters, and those
/// that must go alone, always go by themselves.
#[must_use]
pub fn dispatch(
    waiting: &[Waiting<'_>],
    recent: &BTreeMap<&str, Recent>,
    most: usize,
    window: TimeDelta,
    now: DateTime<Utc>,
) -> Vec<Dispatch> {
    let mut decided: Vec<(Urgency, Dispatch)> = Vec::new();
    let mut by_recipient: BTreeMap<&str, Vec<&Waiting<'_>>> = BTreeMap::new();
    for letter in waiting {
        if letter.alone || letter.urgency == Urgency::Critical {
            decided.push((letter.urgency, Dispatch::Single(letter.letter)));
        } else {
            by_recipient
                .entry(letter.recipient)
                .or_default()
                .push(letter);
        }
    }
    for (recipient, mut letters) in by_recipient {
        letters.sort_by_key(|letter| (letter.urgency, letter.letter));
        let recent = recent.get(recipient).copied().unwrap_or_default();
        let next_digest = recent
            .digest
            .map(|sent| sent + window)
            .filter(|next| now < *next);
        if recent.singles + letters.len() <= most && next_digest.is_none() {
            let singles = letters
                .iter()
                .map(|letter| (letter.urgency, Dispatch::Single(letter.letter)));
            decided.extend(singles);
            continue;
        }
        let urgency = letters
            .iter()
            .map(|letter| letter.urgency)
            .min()
            .unwrap_or(Urgency::Routine);
        let numbers = letters.iter().map(|letter| letter.letter).collect();
        decided.push((
            urgency,
            match next_digest {
                Some(next) => Dispatch::Hold(numbers, next),
                None => Dispatch::Digest(numbers),
            },
        ));
    }
    decided.sort_by_key(|(urgency, _)| *urgency);
    decided.into_iter().map(|(_, dispatch)| dispatch).collect()
}
