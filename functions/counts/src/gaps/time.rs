//! Stretches of time: what is missing between others, and what of it matters.

use chrono::DateTime;
use spp_calendar::OpeningHours;

/// A stretch of time, half-open, in seconds since 1970.
pub type Time = (i64, i64);

/// Intervals in a row that were to be counted while the site was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// First second of the first one.
    pub from: i64,
    /// First second after the last one.
    pub to: i64,
    /// How many.
    pub intervals: i64,
}

/// Stretches in order, those that touch or overlap made one; empty ones are
/// left out.
pub fn merged(mut times: Vec<Time>) -> Vec<Time> {
    times.sort_unstable();
    let mut merged: Vec<Time> = Vec::new();
    for (from, to) in times.into_iter().filter(|(from, to)| from < to) {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// What is left of a stretch between others.
pub fn between(whole: Time, others: Vec<Time>) -> Vec<Time> {
    let (mut from, end) = whole;
    let mut left = Vec::new();
    for (start, stop) in merged(others) {
        left.push((from, start.min(end)));
        from = from.max(stop);
    }
    left.push((from, end));
    left.retain(|(from, to)| from < to);
    left
}

/// The intervals of a stretch that begin while the site is open; none where it
/// is closed all the time.
pub fn gap((from, to): Time, interval: u32, hours: &OpeningHours) -> Option<Gap> {
    let interval = i64::from(interval.max(1));
    let next = |at: i64| at + (-at).rem_euclid(interval);
    let from = DateTime::from_timestamp(from, 0)?;
    let to = DateTime::from_timestamp(to, 0)?;
    let open = hours.spans(from, to).filter_map(|(opens, closes)| {
        let (first, end) = (next(opens.timestamp()), next(closes.timestamp()));
        (first < end).then_some((first, end))
    });
    open.fold(None, |gap, (first, end)| {
        let (from, before) = gap.map_or((first, 0), |gap: Gap| (gap.from, gap.intervals));
        Some(Gap {
            from,
            to: end,
            intervals: before + (end - first) / interval,
        })
    })
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;
    use proptest::prelude::*;
    use spp_calendar::Hours;

    use super::*;

    const HOUR: i64 = 3600;

    /// Open from 10:00 to 22:00 each day, in UTC.
    fn by_day() -> OpeningHours {
        let hours = Hours {
            opens: 600,
            closes: 1320,
        };
        OpeningHours::new(Tz::UTC, (1..=7).map(|day| (day, hours)), []).unwrap()
    }

    #[test]
    fn a_gap_is_told_in_opening_hours_alone() {
        let check = |time: Time, expected: Option<(i64, i64, i64)>| {
            let found = gap(time, 900, &by_day());
            assert_eq!(found.map(|gap| (gap.from, gap.to, gap.intervals)), expected);
        };
        check((11 * HOUR, 12 * HOUR), Some((11 * HOUR, 12 * HOUR, 4)));
        check((0, 11 * HOUR), Some((10 * HOUR, 11 * HOUR, 4)));
        check((22 * HOUR, 34 * HOUR), None);
        check((0, 3 * 24 * HOUR), Some((10 * HOUR, 70 * HOUR, 3 * 48)));
        check((5, 5), None);
    }

    #[test]
    fn a_site_without_hours_is_always_open() {
        let found = gap((0, 24 * HOUR), 3600, &OpeningHours::ALWAYS);
        assert_eq!(found.map(|gap| gap.intervals), Some(24));
    }

    /// Stretches of minutes within some hours.
    fn times() -> impl Strategy<Value = Vec<Time>> {
        let time = (0_i64..240, 0_i64..60).prop_map(|(from, length)| (from, from + length));
        proptest::collection::vec(time, 0..12)
    }

    proptest! {
        #[test]
        fn what_is_missing_agrees_with_looking_minute_by_minute(
            times in times(),
            from in 0_i64..240,
            length in 0_i64..240,
        ) {
            let whole = (from, from + length);
            let found = between(whole, times.clone());
            let holds = |times: &[Time], at| times.iter().any(|(from, to)| (*from..*to).contains(&at));
            for at in 0..480 {
                let is_missing = (whole.0..whole.1).contains(&at) && !holds(&times, at);
                prop_assert_eq!(holds(&found, at), is_missing, "{}", at);
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].1 < pair[1].0);
            }
        }

        #[test]
        fn intervals_of_a_gap_agree_with_looking_at_each(
            from in 0_i64..400_000,
            length in 0_i64..400_000,
            interval in proptest::sample::select(vec![60_u32, 300, 900, 3600]),
        ) {
            let hours = by_day();
            let starts = (0..=1_000_000 / i64::from(interval)).map(|number| number * i64::from(interval));
            let missing: Vec<_> = starts
                .filter(|at| (from..from + length).contains(at))
                .filter(|at| hours.is_open(DateTime::from_timestamp(*at, 0).unwrap()))
                .collect();
            let found = gap((from, from + length), interval, &hours);
            prop_assert_eq!(found.map_or(0, |gap| gap.intervals), missing.len() as i64);
            prop_assert_eq!(found.map(|gap| gap.from), missing.first().copied());
            let end = missing.last().map(|last| last + i64::from(interval));
            prop_assert_eq!(found.map(|gap| gap.to), end);
        }
    }
}
