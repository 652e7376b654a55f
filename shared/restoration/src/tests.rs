use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::weeks::WEEK;

/// Monday's midnight in the middle of the series.
const MONDAY: usize = 13 * WEEK;

/// The first hour after the people have become fewer.
const CHANGED: usize = MONDAY - 10 * 24;

/// Half a year: nobody at night, most people on Saturday at two.
fn weeks(level: impl Fn(usize) -> f64) -> Vec<Hour> {
    let hour = |at: usize| {
        let (day, hour) = (at % WEEK / 24, at % 24);
        let noon = if day == 5 { 200.0 } else { 100.0 };
        let people = noon * (1.0 - (hour as f64 - 14.0).abs() / 8.0).max(0.0);
        Hour {
            slot: (at % WEEK) as u8,
            people: Some(people * level(at)),
            usual: true,
            open: true,
        }
    };
    (0..2 * MONDAY).map(hour).collect()
}

/// The sum of how far the restored hours are from the hidden ones, in percent.
fn error(hours: &[Hour], gap: Range<usize>) -> f64 {
    let mut hidden = hours.to_vec();
    hidden[gap.clone()]
        .iter_mut()
        .for_each(|hour| hour.people = None);
    let restored = restore(&hidden, gap.clone()).unwrap();
    let truth = hours[gap].iter().map(|hour| hour.people.unwrap());
    let missed: f64 = truth
        .clone()
        .zip(restored)
        .map(|(truth, restored)| (restored.people - truth).abs())
        .sum();
    100.0 * missed / truth.sum::<f64>()
}

#[track_caller]
fn check(level: impl Fn(usize) -> f64, [hour, day, week]: [f64; 3]) {
    let hours = weeks(level);
    for (length, most) in [(1, hour), (24, day), (WEEK, week)] {
        let from = if length == 1 { MONDAY + 14 } else { MONDAY };
        let error = error(&hours, from..from + length);
        assert!(error <= most, "{error} % of {length} hours");
    }
}

#[test]
fn a_gap_is_like_the_weeks_around_it_at_the_level_of_the_days_beside_it() {
    check(|_| 1.0, [0.01, 0.01, 0.01]);
    let fewer = |at| if at < CHANGED { 1.0 } else { 0.6 };
    check(fewer, [3.0, 8.0, 15.0]);
}

#[test]
fn an_hour_of_a_wet_day_is_known_by_the_hours_beside_it() {
    let hours = weeks(|at| if at / 24 == MONDAY / 24 { 0.5 } else { 1.0 });
    let error = error(&hours, MONDAY + 14..MONDAY + 15);
    assert!(error < 10.0, "{error}");
}

#[test]
fn nobody_comes_while_the_site_is_closed() {
    let mut hours = weeks(|_| 1.0);
    for (at, hour) in hours.iter_mut().enumerate() {
        hour.open = (12..20).contains(&(at % 24));
    }
    for (at, restored) in restore(&hours, MONDAY..MONDAY + WEEK)
        .unwrap()
        .iter()
        .enumerate()
    {
        assert_eq!(0.0 < restored.high, hours[at].open, "{at}: {restored:?}");
    }
}

#[test]
fn an_unusual_day_teaches_nothing() {
    let mut hours = weeks(|_| 1.0);
    let restored = |hours: &[Hour]| restore(hours, MONDAY..MONDAY + 24).unwrap();
    let before = restored(&hours);
    for day in [MONDAY - 24, MONDAY + 24, MONDAY - WEEK] {
        for hour in &mut hours[day..day + 24] {
            hour.people = hour.people.map(|people| people * 9.0);
            hour.usual = false;
        }
    }
    for (before, after) in before.iter().zip(restored(&hours)) {
        assert!((before.people - after.people).abs() < 0.01, "{after:?}");
    }
}

#[test]
fn an_unusual_hour_is_like_the_others_of_its_day_and_less_certain() {
    let mut hours = weeks(|at| if at / 24 == MONDAY / 24 { 0.4 } else { 1.0 });
    let noon = MONDAY + 14;
    let usual = restore(&hours, noon..noon + 1).unwrap()[0];
    for hour in &mut hours[MONDAY..MONDAY + 24] {
        hour.usual = false;
    }
    let unusual = restore(&hours, noon..noon + 1).unwrap()[0];
    assert!((36.0..48.0).contains(&unusual.people), "{unusual:?}");
    assert!(usual.high - usual.low < unusual.high - unusual.low);
}

#[test]
fn three_usual_weeks_are_needed() {
    let hours = weeks(|_| 1.0);
    let restored =
        |weeks: usize| restore(&hours[..weeks * WEEK + 24], weeks * WEEK..weeks * WEEK + 24);
    assert_eq!(restored(3).map(|restored| restored.len()), Ok(24));
    let refused = restored(2).unwrap_err();
    assert_eq!(
        refused,
        TooLittle {
            known: 2,
            needed: 3
        }
    );
    assert_eq!(
        refused.to_string(),
        "only 2 usual weeks are known of an hour, and 3 are needed"
    );
    let mut closed = hours[..24].to_vec();
    closed.iter_mut().for_each(|hour| hour.open = false);
    assert_eq!(
        restore(&closed, 0..24).map(|restored| restored.len()),
        Ok(24)
    );
    assert_eq!(restore(&hours, 0..0), Ok(vec![]));
    assert_eq!(restore(&hours, usize::MAX..usize::MAX), Ok(vec![]));
}

#[test]
fn what_was_tested_less_is_less_certain() {
    let hours = weeks(|at| 1.0 + (at * at % 7) as f64 / 50.0);
    let width = |hours: &[Hour], noon| {
        let restored = restore(hours, noon..noon + 1).unwrap()[0];
        restored.high - restored.low
    };
    let known = width(&hours, MONDAY + 14);
    assert!(width(&hours[..3 * WEEK + 15], 3 * WEEK + 14) > 1.5 * known);
}

prop_compose! {
    /// Seven weeks in which anything may be missing, strange or closed.
    fn any_hours()(
        first in 0..WEEK,
        hours in vec((0..300u16, 0..20u8, 0..20u8, 0..10u8), 7 * WEEK),
    ) -> Vec<Hour> {
        let hour = |(at, (people, missing, unusual, closed)): (usize, (u16, u8, u8, u8))| Hour {
            slot: ((first + at) % WEEK) as u8,
            people: (0 < missing).then_some(people.into()),
            usual: 0 < unusual,
            open: 0 < closed,
        };
        hours.into_iter().enumerate().map(hour).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_estimate_lies_between_its_bounds(hours in any_hours(), from in 0..6 * WEEK, length in 1..WEEK) {
        let Ok(restored) = restore(&hours, from..from + length) else { return Ok(()) };
        prop_assert_eq!(restored.len(), length);
        for (Estimate { people, low, high }, hour) in restored.into_iter().zip(&hours[from..]) {
            prop_assert!(0.0 <= low && low <= people && people <= high && high.is_finite());
            prop_assert!(hour.open || high == 0.0);
        }
    }

    #[test]
    fn what_stands_in_the_wanted_hours_is_not_looked_at(
        hours in any_hours(),
        others in vec(proptest::option::of(0.0..1e9), 1..50),
        from in 0..6 * WEEK,
    ) {
        let wanted = from..from + others.len();
        let mut changed = hours.clone();
        for (hour, people) in changed[wanted.clone()].iter_mut().zip(others) {
            hour.people = people;
        }
        prop_assert_eq!(restore(&hours, wanted.clone()), restore(&changed, wanted));
    }

    #[test]
    fn whole_people_keep_their_total(shares in vec(prop_oneof![Just(0.0), 0.0..0.3, 0.0..500.0], 0..300)) {
        let people = whole(shares.iter().copied());
        prop_assert_eq!(people.len(), shares.len());
        let (mut exact, mut given) = (0.0, 0);
        for (share, people) in shares.iter().zip(people) {
            prop_assert!(0 <= people);
            prop_assert!(0.0 < *share || people == 0);
            exact += share;
            given += people;
            prop_assert!((exact - given as f64).abs() < 1.0);
        }
    }
}

#[test]
fn what_is_no_number_of_people_is_nobody() {
    let shares = [0.4, -3.0, f64::NAN, 0.4, f64::INFINITY, 1.0];
    assert_eq!(whole(shares)[..4], [0, 0, 0, 1]);
}
