use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::finding::Symptom;
use crate::synthetic::{SITE, end, healthy};

/// What is found of a sensor that is the site's only one.
fn alone(hours: &[Hour], now: DateTime<Utc>) -> Daily {
    judge(&Days::new(hours, &SITE, now), &[], SITE.limits)
}

/// What is found after 70 days, when the last so many are changed.
#[track_caller]
fn check(noon: f64, days: usize, change: impl Fn(&mut [Hour]), expected: &[Symptom]) {
    let mut hours = healthy(5, 70, noon);
    change(&mut hours[(70 - days) * 24..]);
    let found = alone(&hours, end(70) + TimeDelta::minutes(20));
    let symptoms: Vec<_> = found
        .findings
        .iter()
        .map(|finding| finding.symptom)
        .collect();
    assert_eq!(symptoms, expected, "{:?}", found.findings);
    for finding in found.findings {
        assert!(
            end(70 - days as i64) <= finding.since + TimeDelta::days(1),
            "{finding:?}"
        );
    }
}

fn thin(hours: &mut [Hour]) {
    for hour in hours {
        hour.entered = hour.entered * 7 / 10;
        hour.exited = hour.exited * 7 / 10;
    }
}

#[test]
fn a_steady_undercount_is_found_within_days() {
    check(40.0, 1, |_| {}, &[]);
    check(40.0, 3, thin, &[Symptom::Undercount]);
    check(40.0, 9, thin, &[Symptom::Undercount]);
}

#[test]
fn what_the_whole_site_lacks_no_sensor_lacks() {
    let (mut own, mut other) = (healthy(5, 70, 40.0), healthy(6, 70, 90.0));
    thin(&mut own[65 * 24..]);
    let look = |own: &[Hour], other: &[Hour]| {
        let sister = Days::new(other, &SITE, end(70));
        let own = Days::new(own, &SITE, end(70));
        judge(&own, &[&sister], SITE.limits).findings.len()
    };
    assert_eq!(look(&own, &other), 1);
    thin(&mut other[65 * 24..]);
    assert_eq!(look(&own, &other), 0);
}

#[test]
fn directions_that_changed_places_are_found() {
    let swap = |hours: &mut [Hour]| {
        hours
            .iter_mut()
            .for_each(|hour| std::mem::swap(&mut hour.entered, &mut hour.exited));
    };
    check(100.0, 1, swap, &[Symptom::Swapped]);
}

#[test]
fn a_door_that_loses_those_who_leave_is_out_of_balance() {
    let lose = |hours: &mut [Hour]| {
        hours
            .iter_mut()
            .for_each(|hour| hour.exited = hour.exited * 7 / 10);
    };
    check(100.0, 1, lose, &[Symptom::Imbalance]);
}

#[test]
fn a_day_that_moved_is_found() {
    let later = |hours: &mut [Hour]| {
        let day: Vec<_> = hours
            .iter()
            .map(|hour| (hour.entered, hour.exited))
            .collect();
        for (hour, &(entered, exited)) in hours[1..].iter_mut().zip(&day) {
            (hour.entered, hour.exited) = (entered, exited);
        }
    };
    check(200.0, 1, later, &[Symptom::Shift]);
}

#[test]
fn a_door_that_is_well_raises_hardly_an_alarm() {
    let mut alarms = Vec::new();
    for seed in 0..12 {
        let hours = healthy(seed, 100, [2.0, 10.0, 50.0, 200.0][seed as usize % 4]);
        for day in 71..=100 {
            let given = &hours[(day as usize - 70) * 24..day as usize * 24];
            alarms.extend(alone(given, end(day)).findings);
        }
    }
    assert!(
        alarms.len() <= 6,
        "{} in 12 months: {alarms:?}",
        alarms.len()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_hours_panic(seed: u64, noon in 0.0..1_000.0_f64, holes in proptest::collection::vec(any::<u32>(), 40)) {
        let mut hours = healthy(seed, 70, noon);
        for hole in holes {
            let index = hole as usize % hours.len();
            match hole % 3 {
                0 => drop(hours.remove(index)),
                1 => hours[index].measured = 0,
                _ => hours[index].entered = u32::MAX,
            }
        }
        let daily = alone(&hours, end(70));
        prop_assert_eq!(Profile::from_bytes(&daily.profile.to_bytes()), Ok(daily.profile));
        for finding in daily.findings {
            prop_assert!((0.0..=1.0).contains(&finding.confidence));
        }
    }
}
