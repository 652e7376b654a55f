//! A period in a few figures.

use chrono::{DateTime, FixedOffset};

use super::share::Share;
use crate::api::series::Part;
use crate::language::moment;

/// A period in a few figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// People in.
    pub visitors: i64,
    /// People out.
    pub out: i64,
    /// Beside what is usual.
    pub usual: Option<Against>,
    /// Beside last year.
    pub year: Option<Against>,
    /// How much of what should be there was measured, from 0 to 1.
    pub measured: Option<f64>,
    /// The position of the part in which most people came.
    pub best: Option<usize>,
}

/// People beside other people, of those parts only of which both are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Against {
    /// By how much they are more, as a share; negative where they are fewer.
    pub change: f64,
    /// Of so many parts.
    pub parts: usize,
}

impl Totals {
    /// The figures of a period, at a moment: a part that is not over is not
    /// compared.
    pub fn of(parts: &[Part], now: &str) -> Self {
        let now = moment(now);
        let compare = |other: fn(&Part) -> Option<i64>| against(parts, now, other);
        let expected: i64 = parts
            .iter()
            .map(|part| part.expected.max(part.measured))
            .sum();
        let measured: i64 = parts.iter().map(|part| part.measured).sum();
        let best = parts.iter().enumerate().max_by_key(|(_, part)| part.r#in);
        Self {
            visitors: parts.iter().map(|part| part.r#in).sum(),
            out: parts.iter().map(|part| part.out).sum(),
            usual: compare(|part| part.usual.map(|usual| usual.median)),
            year: compare(|part| {
                let year = part.year.as_ref()?;
                // As many intervals, or the years are not alike.
                (part.measured <= 2 * year.measured).then_some(year.r#in)
            }),
            measured: (0 < expected).then(|| measured as f64 / expected as f64),
            best: best.filter(|(_, part)| 0 < part.r#in).map(|(at, _)| at),
        }
    }
}

fn against(
    parts: &[Part],
    now: Option<DateTime<FixedOffset>>,
    other: impl Fn(&Part) -> Option<i64>,
) -> Option<Against> {
    let is_over = |part: &&Part| moment(&part.end) <= now;
    let is_known = |part: &&Part| Share::of(part).is_some_and(Share::is_enough);
    let both = parts.iter().filter(is_over).filter(is_known);
    let both: Vec<_> = both
        .filter_map(|part| Some((part.r#in, other(part)?)))
        .collect();
    let (ours, theirs) = both.iter().fold((0, 0), |(ours, theirs), (our, their)| {
        (ours + our, theirs + their)
    });
    (0 < theirs).then(|| Against {
        change: ours as f64 / theirs as f64 - 1.0,
        parts: both.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::series::{Usual, Year};

    /// A day of November, with its people in, its measured hours, and as many
    /// people as are usual and as came last year.
    fn day(day: u32, r#in: i64, measured: i64, others: Option<i64>) -> Part {
        Part {
            start: format!("2026-11-{day:02}T00:00:00+03:00"),
            end: format!("2026-11-{:02}T00:00:00+03:00", day + 1),
            r#in,
            out: r#in - 1,
            expected: 24,
            measured,
            usual: others.map(|median| Usual {
                low: median - 1,
                median,
                high: median + 1,
            }),
            year: others.map(|r#in| Year { r#in, measured: 24 }),
            ..Part::default()
        }
    }

    #[track_caller]
    fn check(parts: &[Part], now: &str, expected: Option<Against>) {
        let totals = Totals::of(parts, now);
        assert_eq!((totals.usual, totals.year), (expected, expected));
    }

    #[test]
    fn only_what_is_over_and_known_is_compared() {
        let parts = [
            day(1, 110, 24, Some(100)),
            day(2, 50, 12, Some(100)),
            day(3, 130, 24, None),
            day(4, 110, 24, Some(100)),
            day(5, 20, 24, Some(100)),
        ];
        let ten_percent = |parts| {
            Some(Against {
                change: 220.0 / 200.0 - 1.0,
                parts,
            })
        };
        check(&parts, "2026-11-05T12:00:00+03:00", ten_percent(2));
        check(&parts, "2026-11-05T00:00:00+03:00", ten_percent(2));
        check(&parts, "2026-11-01T23:00:00+03:00", None);
        check(&[], "2026-11-05T12:00:00+03:00", None);
    }

    #[test]
    fn a_year_that_was_barely_measured_is_none() {
        let mut part = day(1, 110, 24, Some(100));
        part.year = Some(Year {
            r#in: 9,
            measured: 2,
        });
        let totals = Totals::of(&[part], "2026-12-01T00:00:00Z");
        assert_eq!(totals.year, None);
    }

    #[test]
    fn a_period_is_summed() {
        let parts = [
            day(1, 100, 24, None),
            day(2, 140, 12, None),
            Part::default(),
        ];
        let totals = Totals::of(&parts, "2026-12-01T00:00:00Z");
        assert_eq!((totals.visitors, totals.out), (240, 238));
        assert_eq!(totals.measured, Some(0.75));
        assert_eq!(totals.best, Some(1));
        let none = Totals::of(&[Part::default()], "2026-12-01T00:00:00Z");
        assert_eq!((none.measured, none.best), (None, None));
    }
}
