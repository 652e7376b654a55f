//! Counts of intervals: the one form in which all readings end.

/// People counted by one channel during one interval, in the device's terms:
/// the channel's direction and flip apply when counts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The channel's id.
    pub channel: i64,
    /// First second of the interval, since 1970.
    pub start: i64,
    /// Length of the interval in seconds, 1 to 86 400.
    pub length: u32,
    /// People in; of an undirected channel, all of them.
    pub entered: u32,
    /// People out; of an undirected channel, none.
    pub exited: u32,
    /// Percent of the interval that was observed, 0 to 100.
    pub coverage: u8,
    /// What is notable about it.
    pub flags: Flags,
}

/// What is notable about a count, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags(pub u8);

impl Flags {
    /// More people than can pass a door.
    pub const IMPLAUSIBLE: Self = Self(1);
    /// Holds what a register gathered since before the interval.
    pub const GATHERED: Self = Self(2);
    /// Replaced an earlier statement.
    pub const CORRECTED: Self = Self(4);

    /// Both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all bits of the other are set.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The most people that can pass one channel in one direction in a second: a
/// wide double door in a rush. More is kept, and flagged.
pub const PLAUSIBLE_PER_SECOND: u64 = 4;

/// What is notable about numbers of so many seconds by themselves.
#[must_use]
pub fn plausibility(entered: u64, exited: u64, length: u32) -> Flags {
    if u64::from(length).saturating_mul(PLAUSIBLE_PER_SECOND) < entered.max(exited) {
        Flags::IMPLAUSIBLE
    } else {
        Flags::default()
    }
}

/// First second of the interval in which a moment lies: intervals of a sensor
/// divide a day, and are counted from midnight in UTC.
#[must_use]
pub fn interval_start(at: i64, interval: u32) -> i64 {
    at - at.rem_euclid(i64::from(interval))
}

/// Until when a sensor's intervals should have arrived by now, in seconds since 1970: a
/// device may gather its counts for a quarter of an hour before it sends them.
#[must_use]
pub fn due(now: i64, interval: u32) -> i64 {
    interval_start(now - i64::from(interval).max(900), interval)
}

/// What a new statement about an interval means beside what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The first statement about the interval.
    New,
    /// The same again: nothing changes.
    Repeated,
    /// Other numbers, and they replace the known ones.
    Corrected,
    /// Other numbers, and the known ones stay.
    Conflicting,
}

/// Judges a statement about an interval beside what is known of it.
///
/// A maker's device that sends an interval again with other numbers is right
/// only where the format has corrections: where the sender says so, or where
/// the new statement observed more of the interval.
#[must_use]
pub fn judge(known: Option<&Count>, said: &Count, corrects: bool) -> Verdict {
    let Some(known) = known else {
        return Verdict::New;
    };
    let same = |known: &Count| {
        (known.length, known.entered, known.exited, known.coverage)
            == (said.length, said.entered, said.exited, said.coverage)
    };
    if same(known) {
        Verdict::Repeated
    } else if known.length == said.length && (corrects || known.coverage < said.coverage) {
        Verdict::Corrected
    } else {
        Verdict::Conflicting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Count = Count {
        channel: 1,
        start: 0,
        length: 900,
        entered: 5,
        exited: 4,
        coverage: 100,
        flags: Flags(0),
    };

    #[test]
    fn a_statement_is_judged_beside_what_is_known() {
        let check = |known: Option<Count>, said: Count, corrects, expected| {
            assert_eq!(judge(known.as_ref(), &said, corrects), expected);
        };
        let other = Count {
            entered: 6,
            ..KNOWN
        };
        let half = Count {
            coverage: 50,
            ..KNOWN
        };
        let short = Count {
            length: 60,
            ..KNOWN
        };
        check(None, KNOWN, false, Verdict::New);
        check(Some(KNOWN), KNOWN, true, Verdict::Repeated);
        check(Some(KNOWN), other, false, Verdict::Conflicting);
        check(Some(KNOWN), other, true, Verdict::Corrected);
        check(Some(half), KNOWN, false, Verdict::Corrected);
        check(Some(KNOWN), half, false, Verdict::Conflicting);
        check(Some(KNOWN), short, true, Verdict::Conflicting);
    }

    #[test]
    fn an_implausible_number_is_flagged() {
        assert_eq!(plausibility(240, 0, 60), Flags::default());
        assert_eq!(plausibility(241, 0, 60), Flags::IMPLAUSIBLE);
        assert_eq!(plausibility(0, u64::MAX, 60), Flags::IMPLAUSIBLE);
    }

    #[test]
    fn a_moment_lies_in_one_interval() {
        assert_eq!(interval_start(899, 900), 0);
        assert_eq!(interval_start(900, 900), 900);
        assert_eq!(interval_start(-1, 900), -900);
    }

    #[test]
    fn intervals_are_due_a_quarter_of_an_hour_after_their_end() {
        assert_eq!(due(10_000, 60), 9_060);
        assert_eq!(due(10_000, 3_600), 3_600);
    }
}
