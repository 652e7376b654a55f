//! Stretches of time with prefix sums: the arithmetic under a calendar.
//!
//! It knows neither days nor zones, so any subset of weekdays, several
//! stretches a day, and none at all are the same to it.

/// Stretches of time, half-open, in order, none touching another; moments are
/// in seconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spans(Vec<Span>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    opens: i64,
    closes: i64,
    /// Seconds in all stretches before this one.
    before: u64,
}

impl Span {
    /// Seconds of the stretch until a moment in or after it.
    fn until(self, at: i64) -> u64 {
        at.min(self.closes).abs_diff(self.opens)
    }

    /// Seconds in all stretches up to the end of this one.
    fn through(self) -> u64 {
        self.before + self.until(self.closes)
    }

    /// The moment at which so many seconds of all stretches have passed.
    fn moment(self, passed: u64) -> Option<i64> {
        self.opens
            .checked_add_unsigned(passed.checked_sub(self.before)?)
    }
}

impl Spans {
    /// Whether a moment lies in a stretch.
    pub(crate) fn contain(&self, at: i64) -> bool {
        self.last_open(at).is_some_and(|span| at < span.closes)
    }

    /// Seconds of all stretches before a moment.
    pub(crate) fn passed(&self, at: i64) -> u64 {
        self.last_open(at)
            .map_or(0, |span| span.before + span.until(at))
    }

    /// The first moment not before `at` that lies in a stretch.
    pub(crate) fn next(&self, at: i64) -> Option<i64> {
        let next = self.0.partition_point(|span| span.closes <= at);
        Some(self.0.get(next)?.opens.max(at))
    }

    /// The first moment not before `from`, in a stretch or at its end, by which
    /// so many seconds of the stretches have passed since `from`.
    pub(crate) fn after(&self, from: i64, seconds: u64) -> Option<i64> {
        let passed = self.passed(from).checked_add(seconds)?;
        let reached = self
            .0
            .partition_point(|span| span.closes < from || span.through() < passed);
        self.0.get(reached)?.moment(passed)
    }

    /// The last moment not after `to`, in a stretch or at its end, from which
    /// so many seconds of the stretches pass until `to`.
    pub(crate) fn before(&self, to: i64, seconds: u64) -> Option<i64> {
        let passed = self.passed(to).checked_sub(seconds)?;
        let left = self
            .0
            .partition_point(|span| span.opens <= to && span.before <= passed);
        self.0.get(left.checked_sub(1)?)?.moment(passed)
    }

    /// These stretches until a moment, and others from it on.
    pub(crate) fn until_then(&self, moment: i64, others: &Self) -> Self {
        let cut = |span: &Span, from: i64, to: i64| (span.opens.max(from), span.closes.min(to));
        let old = self.0.iter().map(|span| cut(span, i64::MIN, moment));
        let new = others.0.iter().map(|span| cut(span, moment, i64::MAX));
        old.chain(new).collect()
    }

    fn last_open(&self, at: i64) -> Option<Span> {
        let after = self.0.partition_point(|span| span.opens <= at);
        self.0.get(after.checked_sub(1)?).copied()
    }
}

/// Gathers stretches that come in order; empty ones are left out, and those
/// that touch become one.
impl FromIterator<(i64, i64)> for Spans {
    fn from_iter<I: IntoIterator<Item = (i64, i64)>>(stretches: I) -> Self {
        let mut spans: Vec<Span> = Vec::new();
        for (opens, closes) in stretches {
            if closes <= opens {
                continue;
            }
            match spans.last_mut() {
                Some(last) if opens <= last.closes => last.closes = last.closes.max(closes),
                last => {
                    let before = last.map_or(0, |last| last.through());
                    spans.push(Span {
                        opens,
                        closes,
                        before,
                    });
                }
            }
        }
        Self(spans)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Five weeks of the same days, in minutes: any subset of weekdays, up to
    /// three stretches a day. Moments are minutes here, not seconds.
    const MINUTES: i64 = 5 * 7 * 1440;

    fn weeks() -> impl Strategy<Value = Vec<bool>> {
        let hours = proptest::collection::vec((0_i64..1440, 0_i64..600), 0..=3);
        let week = (proptest::collection::vec(any::<bool>(), 7), hours);
        week.prop_map(|(weekdays, hours)| {
            let open = |at: i64| {
                let minute = at % 1440;
                let of_day = |&(opens, length): &(i64, i64)| {
                    (opens..(opens + length).min(1440)).contains(&minute)
                };
                weekdays[usize::try_from(at / 1440 % 7).unwrap()] && hours.iter().any(of_day)
            };
            (0..MINUTES).map(open).collect()
        })
    }

    fn gathered(open: &[bool]) -> Spans {
        let minutes = open.iter().zip(0_i64..).filter(|(open, _)| **open);
        minutes.map(|(_, at)| (at, at + 1)).collect()
    }

    /// The brute force: minute by minute.
    struct Brute<'a>(&'a [bool]);

    impl Brute<'_> {
        fn open(&self, at: i64) -> bool {
            usize::try_from(at).is_ok_and(|at| self.0.get(at).copied().unwrap_or(false))
        }

        fn between(&self, from: i64, to: i64) -> u64 {
            u64::try_from((from..to).filter(|at| self.open(*at)).count()).unwrap()
        }

        /// In a stretch, or at its end.
        fn workable(&self, at: i64) -> bool {
            self.open(at) || self.open(at - 1)
        }

        fn after(&self, from: i64, minutes: u64) -> Option<i64> {
            let mut passed = 0;
            (from..=MINUTES).find(|&at| {
                passed += u64::from(from < at && self.open(at - 1));
                passed == minutes && self.workable(at)
            })
        }

        fn before(&self, to: i64, minutes: u64) -> Option<i64> {
            let mut passed = 0;
            (0..=to).rev().find(|&at| {
                passed += u64::from(at < to && self.open(at));
                passed == minutes && self.workable(at)
            })
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_counting_minute_by_minute(
            open in weeks(),
            from in 0..MINUTES,
            to in 0..MINUTES,
            length in 0_u64..12_000,
        ) {
            let (spans, brute) = (gathered(&open), Brute(&open));
            prop_assert_eq!(spans.contain(from), brute.open(from));
            prop_assert_eq!(spans.next(from), (from..MINUTES).find(|at| brute.open(*at)));
            prop_assert_eq!(
                spans.passed(to).saturating_sub(spans.passed(from)),
                brute.between(from, to)
            );
            for length in [0, 1, length % 60, length] {
                prop_assert_eq!(spans.after(from, length), brute.after(from, length));
                prop_assert_eq!(spans.before(to, length), brute.before(to, length));
            }
        }

        #[test]
        fn a_change_leaves_what_was_and_takes_what_comes(
            old in weeks(),
            new in weeks(),
            moment in 0..MINUTES,
        ) {
            let both: Vec<bool> = old.iter().zip(&new).zip(0_i64..)
                .map(|((old, new), at)| if at < moment { *old } else { *new })
                .collect();
            prop_assert_eq!(
                gathered(&old).until_then(moment, &gathered(&new)),
                gathered(&both)
            );
        }
    }

    #[test]
    fn an_empty_calendar_answers_at_once_that_there_is_no_time() {
        let none = Spans::default();
        assert!(!none.contain(0));
        assert_eq!(none.passed(i64::MAX), 0);
        assert_eq!(none.next(0), None);
        assert_eq!(none.after(0, 0), None);
        assert_eq!(none.after(0, u64::MAX), None);
        assert_eq!(none.before(0, 0), None);
    }

    #[test]
    fn days_that_end_at_midnight_leave_no_gap() {
        let always: Spans = (0..10)
            .map(|day| (day * 86_400, (day + 1) * 86_400))
            .collect();
        assert!(always.contain(86_400 - 1));
        assert!(always.contain(86_400));
        assert_eq!(always.passed(2 * 86_400), 2 * 86_400);
    }
}
