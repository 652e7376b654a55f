//! What a channel's missing intervals are restored to.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use spp_counts::step::{Span, offset_quarters};
use spp_restoration::{Estimate, Hour, TooLittle, restore, whole};
use spp_store::restorations::{Band, Counted, Restored};

use crate::hole::Missing;

/// A day in seconds.
const DAY: i64 = 86_400;

/// An hour of the site's clock around the hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// When it is.
    pub span: Span,
    /// The hour of the week from Monday's midnight.
    pub slot: u8,
    /// Whether nothing explains an unusual figure.
    pub usual: bool,
    /// Whether the site is open.
    pub open: bool,
    /// How many intervals begin while the site is open; told of the hole's hours alone.
    pub intervals: usize,
}

/// A channel with a hole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// The channel.
    pub channel: i64,
    /// The length of its intervals in seconds.
    pub interval: u32,
    /// Those that are missing, in order.
    pub missing: Vec<Missing>,
}

impl Hole {
    /// Its parts between which a day was measured: each is filled by itself, since what is
    /// measured between two tells of both.
    pub fn parts(&self) -> impl Iterator<Item = Self> {
        let parts = self
            .missing
            .chunk_by(|one, next| next.start - one.start < DAY);
        parts.map(|part| Self {
            missing: part.to_vec(),
            ..*self
        })
    }
}

/// What a hole is filled with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filling {
    /// The intervals.
    pub restored: Vec<Restored>,
    /// How sure their hours are.
    pub bands: Vec<Band>,
}

/// Fills a channel's hole by the hours around it, which follow one another. Each interval
/// that begins while the site is open has an equal share of its hour, others have nobody.
///
/// # Errors
/// [`TooLittle`] is known of such hours.
pub fn fill(
    hole: &Hole,
    around: &[Around],
    counted: &BTreeMap<i64, Counted>,
    zone: Tz,
) -> Result<Filling, TooLittle> {
    let hour_of = |one: &Missing| around.partition_point(|hour| hour.span.end <= one.start);
    let (Some(first), Some(last)) = (hole.missing.first(), hole.missing.last()) else {
        return Ok(Filling::default());
    };
    let wanted = hour_of(first)..hour_of(last) + 1;
    let estimates = |people: fn(&Counted) -> i64| {
        let known = |hour| known(hour, counted, hole.interval, people);
        let hours: Vec<_> = around.iter().map(known).collect();
        restore(&hours, wanted.clone())
    };
    let entered = estimates(|counted| counted.entered)?;
    let exited = estimates(|counted| counted.exited)?;
    let hours = around.iter().skip(wanted.start);
    let hours: Vec<_> = hours.zip(entered.into_iter().zip(exited)).collect();
    let of = |one: &Missing| {
        hours
            .get(hour_of(one) - wanted.start)
            .filter(|_| one.is_open)
    };
    let shares = |people: fn(&(Estimate, Estimate)) -> f64| {
        let share = |one| of(one).map_or(0.0, |(hour, both)| share(hour) * people(both));
        whole(hole.missing.iter().map(share))
    };
    let people = shares(|both| both.0.people)
        .into_iter()
        .zip(shares(|both| both.1.people));
    let restored = hole.missing.iter().zip(people);
    let mut missing = vec![0; hours.len()];
    for one in hole.missing.iter().filter(|one| one.is_open) {
        if let Some(missing) = missing.get_mut(hour_of(one) - wanted.start) {
            *missing += 1;
        }
    }
    let bands = hours
        .iter()
        .zip(missing)
        .filter_map(|((hour, both), missing)| band(hole.channel, hour, both, missing, zone));
    Ok(Filling {
        restored: restored
            .map(|(one, (entered, exited))| Restored {
                channel: hole.channel,
                start: one.start,
                length: hole.interval,
                zone: offset_quarters(zone, one.start),
                entered,
                exited,
            })
            .collect(),
        bands: bands.collect(),
    })
}

/// How far so many missing intervals of an hour may be from the truth; nothing where none
/// is missing.
fn band(
    channel: i64,
    hour: &Around,
    (entered, exited): &(Estimate, Estimate),
    missing: usize,
    zone: Tz,
) -> Option<Band> {
    let part = share(hour) * missing as f64;
    let strays = |estimate: &Estimate| {
        let width = |width: f64| part * width.max(0.0);
        let Estimate { people, low, high } = estimate;
        (width(people - low), width(high - people))
    };
    (0 < missing).then(|| Band {
        channel,
        start: hour.span.start,
        zone: offset_quarters(zone, hour.span.start),
        entered: strays(entered),
        exited: strays(exited),
    })
}

/// What is known of an hour: its people where all of it was measured, and plausibly.
fn known(
    hour: &Around,
    counted: &BTreeMap<i64, Counted>,
    interval: u32,
    people: fn(&Counted) -> i64,
) -> Hour {
    let length = hour.span.end - hour.span.start;
    let counted = counted.get(&hour.span.start).filter(|counted| {
        counted.measured * i64::from(interval) == length && counted.implausible == 0
    });
    Hour {
        slot: hour.slot,
        people: counted.map(|counted| people(counted) as f64),
        usual: hour.usual,
        open: hour.open,
    }
}

/// What falls of an hour's people to one of its intervals.
fn share(hour: &Around) -> f64 {
    1.0 / hour.intervals.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: usize = 7 * 24;

    /// Eight weeks of a site that is always open, in each hour of which so many came.
    fn weeks(people: i64) -> (Vec<Around>, BTreeMap<i64, Counted>) {
        let hours = (0..8 * WEEK).map(|number| Around {
            span: Span {
                start: number as i64 * 3_600,
                end: (number as i64 + 1) * 3_600,
            },
            slot: (number % WEEK) as u8,
            usual: true,
            open: true,
            intervals: 4,
        });
        let hours: Vec<_> = hours.collect();
        let counted = hours.iter().map(|hour| {
            let counted = Counted {
                channel: 1,
                start: hour.span.start,
                entered: people,
                exited: 2 * people,
                measured: 4,
                implausible: 0,
            };
            (hour.span.start, counted)
        });
        let counted = counted.collect();
        (hours, counted)
    }

    fn hole(missing: impl Iterator<Item = i64>) -> Hole {
        let missing = missing.map(|start| Missing {
            start,
            is_open: true,
        });
        Hole {
            channel: 1,
            interval: 900,
            missing: missing.collect(),
        }
    }

    /// The first second of the sixth week.
    const MONDAY: i64 = 5 * WEEK as i64 * 3_600;

    #[test]
    fn each_missing_interval_has_its_share_of_the_hour() {
        let (around, mut counted) = weeks(40);
        for hour in 0..3 {
            counted.remove(&(MONDAY + hour * 3_600));
        }
        // Half of the first hour, and the two after it.
        let hole = hole((2..12).map(|quarter| MONDAY + quarter * 900));
        let filling = fill(&hole, &around, &counted, Tz::UTC).unwrap();
        assert_eq!(filling.restored.len(), 10);
        let entered: i64 = filling.restored.iter().map(|one| one.entered).sum();
        let exited: i64 = filling.restored.iter().map(|one| one.exited).sum();
        assert!((entered - 100).abs() <= 1, "{entered}");
        assert!((exited - 200).abs() <= 1, "{exited}");
        let starts: Vec<_> = filling.bands.iter().map(|band| band.start).collect();
        assert_eq!(starts, [MONDAY, MONDAY + 3_600, MONDAY + 7_200]);
        // Half an hour strays half as far as a whole one.
        let below: Vec<_> = filling.bands.iter().map(|band| band.entered.0).collect();
        assert!(0.0 < below[0]);
        assert!((2.0 * below[0] - below[1]).abs() < 1e-9, "{below:?}");
    }

    #[test]
    fn nobody_comes_while_the_site_is_closed() {
        let (around, mut counted) = weeks(40);
        counted.remove(&MONDAY);
        let mut hole = hole((0..4).map(|quarter| MONDAY + quarter * 900));
        hole.missing[3].is_open = false;
        let filling = fill(&hole, &around, &counted, Tz::UTC).unwrap();
        let entered: Vec<_> = filling.restored.iter().map(|one| one.entered).collect();
        assert_eq!(entered, [10, 10, 10, 0]);
    }

    #[test]
    fn what_is_half_measured_or_implausible_tells_nothing() {
        let (around, mut counted) = weeks(40);
        for hour in counted.values_mut() {
            hour.measured = 3;
        }
        let hole = hole(std::iter::once(MONDAY));
        assert!(fill(&hole, &around, &counted, Tz::UTC).is_err());
        for hour in counted.values_mut() {
            (hour.measured, hour.implausible) = (4, 1);
        }
        assert!(fill(&hole, &around, &counted, Tz::UTC).is_err());
    }

    #[test]
    fn what_is_measured_between_parts_of_a_hole_tells_of_both() {
        let hole = hole(
            [0, 900, 2 * DAY, 2 * DAY + 900]
                .map(|after| MONDAY + after)
                .into_iter(),
        );
        let parts: Vec<_> = hole.parts().map(|part| part.missing.len()).collect();
        assert_eq!(parts, [2, 2]);
    }

    #[test]
    fn what_misses_nothing_is_not_filled() {
        let (around, counted) = weeks(40);
        let filling = fill(&hole(std::iter::empty()), &around, &counted, Tz::UTC);
        assert_eq!(filling, Ok(Filling::default()));
    }
}
