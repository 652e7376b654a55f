//! From registers and events to counts of intervals.

use std::collections::BTreeMap;

use crate::interval::{Count, Flags, interval_start, plausibility};
use crate::reading::Register;

/// A cumulative register of one channel as it stood at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterState {
    /// The moment, in seconds since 1970.
    pub at: i64,
    /// People in since the register's reset.
    pub entered: u64,
    /// People out since the register's reset.
    pub exited: u64,
    /// How wide the register is.
    pub register: Register,
}

/// People who crossed a channel at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing {
    /// The moment, in seconds since 1970.
    pub at: i64,
    /// People in.
    pub entered: u64,
    /// People out.
    pub exited: u64,
}

/// Differences registers, in the order of their times, into counts of the
/// sensor's intervals.
///
/// What passed between two registers belongs to the interval that ends with
/// the later one, or holds it. Over a gap the whole difference goes there, so
/// that no visitor is lost, the count is flagged as gathered, and the missing
/// intervals stay missing. The first register is a base and counts nothing.
#[must_use]
pub fn difference(channel: i64, states: &[RegisterState], interval: u32) -> Vec<Count> {
    let mut sums = Sums::default();
    for (before, after) in states.iter().zip(states.iter().skip(1)) {
        let start = interval_start(after.at - 1, interval);
        // At least one interval between the two has no register of its own.
        let gathered = interval_start(before.at - 1, interval) < start - i64::from(interval);
        sums.add(
            start,
            passed(before.entered, after.entered, after.register),
            passed(before.exited, after.exited, after.register),
            if gathered {
                Flags::GATHERED
            } else {
                Flags::default()
            },
        );
    }
    sums.counts(channel, interval)
}

/// Sums crossings into counts of the sensor's intervals.
#[must_use]
pub fn bucket(channel: i64, crossings: &[Crossing], interval: u32) -> Vec<Count> {
    let mut sums = Sums::default();
    for crossing in crossings {
        sums.add(
            interval_start(crossing.at, interval),
            crossing.entered,
            crossing.exited,
            Flags::default(),
        );
    }
    sums.counts(channel, interval)
}

/// How many passed between two values of a register.
///
/// A fall is a reset, after which counting went on from zero; but a narrow
/// register that fell by more than half of its width has wrapped.
fn passed(before: u64, after: u64, register: Register) -> u64 {
    const WIDTH: u64 = 1 << 16;
    match register {
        _ if before <= after => after - before,
        Register::Bits16 if WIDTH / 2 < before - after => (after + WIDTH).saturating_sub(before),
        Register::Bits16 | Register::Full => after,
    }
}

#[derive(Default)]
struct Sums(BTreeMap<i64, (u64, u64, Flags)>);

impl Sums {
    fn add(&mut self, start: i64, entered: u64, exited: u64, flags: Flags) {
        let sum = self.0.entry(start).or_default();
        sum.0 = sum.0.saturating_add(entered);
        sum.1 = sum.1.saturating_add(exited);
        sum.2 = sum.2.with(flags);
    }

    fn counts(self, channel: i64, length: u32) -> Vec<Count> {
        let capped = |sum: u64| u32::try_from(sum).unwrap_or(u32::MAX);
        self.0
            .into_iter()
            .map(|(start, (entered, exited, flags))| Count {
                channel,
                start,
                length,
                entered: capped(entered),
                exited: capped(exited),
                coverage: 100,
                flags: flags.with(plausibility(entered, exited, length)),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn states(register: Register, values: &[(i64, u64)]) -> Vec<RegisterState> {
        values
            .iter()
            .map(|&(minute, entered)| RegisterState {
                at: minute * 60,
                entered,
                exited: 0,
                register,
            })
            .collect()
    }

    /// Registers as (minute, value) against counts as (minute, people, gathered).
    #[track_caller]
    fn check(register: Register, values: &[(i64, u64)], expected: &[(i64, u32, bool)]) {
        let counts = difference(1, &states(register, values), 900);
        let found: Vec<_> = counts
            .iter()
            .map(|count| {
                let gathered = count.flags.contains(Flags::GATHERED);
                (count.start / 60, count.entered, gathered)
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_difference_belongs_to_the_interval_that_it_ends() {
        check(Register::Full, &[(15, 100)], &[]);
        check(
            Register::Full,
            &[(15, 100), (30, 107), (45, 107)],
            &[(15, 7, false), (30, 0, false)],
        );
        // A register sent on every change, at any moment.
        check(
            Register::Full,
            &[(16, 1), (17, 3), (31, 4)],
            &[(15, 2, false), (30, 1, false)],
        );
    }

    #[test]
    fn over_a_gap_nobody_is_lost_and_the_gap_stays_visible() {
        check(Register::Full, &[(15, 100), (75, 140)], &[(60, 40, true)]);
    }

    #[test]
    fn a_fall_is_a_reset_or_a_wrap() {
        check(Register::Full, &[(15, 100), (30, 4)], &[(15, 4, false)]);
        check(Register::Full, &[(15, 65_530), (30, 4)], &[(15, 4, false)]);
        check(
            Register::Bits16,
            &[(15, 65_530), (30, 4)],
            &[(15, 10, false)],
        );
        check(Register::Bits16, &[(15, 100), (30, 4)], &[(15, 4, false)]);
    }

    #[test]
    fn crossings_are_summed_by_interval() {
        let crossing = |at, entered, exited| Crossing {
            at,
            entered,
            exited,
        };
        let counts = bucket(
            1,
            &[crossing(0, 1, 0), crossing(899, 0, 2), crossing(900, 1, 1)],
            900,
        );
        let found: Vec<_> = counts
            .iter()
            .map(|count| (count.start, count.entered, count.exited))
            .collect();
        assert_eq!(found, [(0, 1, 2), (900, 1, 1)]);
    }

    proptest! {
        #[test]
        fn however_a_growing_register_is_sampled_the_sum_is_the_same(
            steps in proptest::collection::vec((1_i64..5_000, 0_u64..50), 1..60),
            kept in proptest::collection::vec(any::<bool>(), 60),
            wide in any::<bool>(),
        ) {
            let register = if wide { Register::Full } else { Register::Bits16 };
            let wrap = |value: u64| if wide { value } else { value % 65_536 };
            let mut all = Vec::new();
            let (mut at, mut value) = (0, 65_000);
            for (seconds, people) in &steps {
                at += seconds;
                value += people;
                all.push(RegisterState { at, entered: wrap(value), exited: 0, register });
            }
            let last = all.len() - 1;
            let sampled: Vec<_> = all.iter().enumerate()
                .filter(|(n, _)| *n == 0 || *n == last || kept[*n])
                .map(|(_, state)| *state)
                .collect();
            let sum = |states: &[RegisterState]| -> u32 {
                difference(1, states, 900).iter().map(|count| count.entered).sum()
            };
            prop_assert_eq!(sum(&sampled), sum(&all));
            prop_assert_eq!(u64::from(sum(&all)), value - 65_000 - steps[0].1);
        }
    }
}
