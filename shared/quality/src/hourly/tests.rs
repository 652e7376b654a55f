use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::finding::Symptom;
use crate::profile::build;
use crate::span::Span;
use crate::synthetic::{SITE, end, healthy};

fn look(hours: &[Hour], profile: &Profile, site: &Site<'_>, now: DateTime<Utc>) -> Vec<Finding> {
    judge(
        &Recent::new(hours, Some(profile.clone()), site, now),
        &[],
        site,
    )
}

/// What is found at an hour of the 71st day, when the day's hours are changed.
fn found(noon: f64, hour: i64, change: impl Fn(&mut Vec<Hour>)) -> Vec<Finding> {
    let mut hours = healthy(7, 72, noon);
    let profile = build(&hours, &SITE, end(70));
    change(&mut hours);
    let now = end(70) + TimeDelta::hours(hour);
    hours.retain(|hour| hour.start + TimeDelta::hours(1) <= now);
    look(&hours, &profile, &SITE, now)
}

/// Hours of the 71st day, from one until just before another.
fn day(hours: &mut [Hour], from: usize, to: usize) -> &mut [Hour] {
    &mut hours[70 * 24 + from..70 * 24 + to]
}

#[track_caller]
fn check(noon: f64, hour: i64, change: impl Fn(&mut Vec<Hour>), expected: &[Symptom]) {
    let found = found(noon, hour, change);
    let symptoms: Vec<_> = found.iter().map(|finding| finding.symptom).collect();
    assert_eq!(symptoms, expected, "{found:?}");
}

fn thin(hours: &mut [Hour], share: u32) {
    for hour in hours {
        hour.entered = hour.entered * share / 100;
        hour.exited = hour.exited * share / 100;
    }
}

#[test]
fn nobody_is_found_when_ten_people_are_missing() {
    check(40.0, 15, |_| {}, &[]);
    check(
        40.0,
        15,
        |hours| thin(day(hours, 14, 15), 0),
        &[Symptom::Zero],
    );
    check(3.0, 12, |hours| thin(day(hours, 11, 12), 0), &[]);
    check(
        3.0,
        14,
        |hours| thin(day(hours, 9, 14), 0),
        &[Symptom::Zero],
    );
    // Over when somebody comes, and the night is always empty.
    check(40.0, 15, |hours| thin(day(hours, 13, 14), 0), &[]);
    check(40.0, 8, |_| {}, &[]);
    let one_way = |hours: &mut Vec<Hour>| {
        day(hours, 12, 15)
            .iter_mut()
            .for_each(|hour| hour.exited = 0);
    };
    check(40.0, 15, one_way, &[Symptom::Zero]);
}

#[test]
fn a_finding_says_since_when_and_on_what_evidence() {
    let found = found(40.0, 15, |hours| thin(day(hours, 13, 15), 0));
    let [zero] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(zero.since, end(70) + TimeDelta::hours(13));
    assert_eq!(zero.until, None);
    assert!(0.9 < zero.confidence, "{zero:?}");
    let expected = zero.evidence.number("expected_people").unwrap();
    assert!((100.0..220.0).contains(&expected), "{expected}");
    assert_eq!(zero.evidence.series.len(), 72);
    let last = zero.evidence.series.last().unwrap();
    assert_eq!(
        (last.at, last.value),
        (end(70) + TimeDelta::hours(14), Some(0.0))
    );
}

#[test]
fn the_same_number_four_times_is_frozen() {
    let freeze = |from, to| {
        move |hours: &mut Vec<Hour>| {
            day(hours, from, to)
                .iter_mut()
                .for_each(|hour| (hour.entered, hour.exited) = (31, 28));
        }
    };
    check(40.0, 16, freeze(12, 16), &[Symptom::Frozen]);
    check(40.0, 15, freeze(12, 15), &[]);
    check(40.0, 17, freeze(12, 16), &[]);
    // One person an hour, in only, may well be so.
    let single = |hours: &mut Vec<Hour>| {
        day(hours, 12, 16)
            .iter_mut()
            .for_each(|hour| (hour.entered, hour.exited) = (1, 0));
    };
    check(1.0, 16, single, &[]);
}

#[test]
fn thrice_the_usual_is_a_spike() {
    let times = |share| move |hours: &mut Vec<Hour>| thin(day(hours, 13, 14), share);
    check(40.0, 14, times(300), &[Symptom::Spike]);
    check(40.0, 14, times(150), &[]);
    // It is shown for a day.
    check(40.0, 23, times(300), &[Symptom::Spike]);
    check(40.0, 40, times(300), &[]);
}

#[test]
fn a_quarter_of_the_usual_is_an_undercount() {
    let left = |share| move |hours: &mut Vec<Hour>| thin(day(hours, 9, 17), share);
    check(40.0, 17, left(25), &[Symptom::Undercount]);
    check(40.0, 17, left(40), &[Symptom::Undercount]);
    check(40.0, 17, left(90), &[]);
}

#[test]
fn what_the_whole_site_lacks_no_sensor_lacks() {
    let mut own = healthy(7, 72, 40.0);
    let mut other = healthy(8, 72, 100.0);
    let profile = build(&own, &SITE, end(70));
    let sister_profile = build(&other, &SITE, end(70));
    thin(day(&mut own, 9, 24), 35);
    thin(day(&mut other, 9, 24), 35);
    let now = end(70) + TimeDelta::hours(17);
    let recent = Recent::new(&own[..70 * 24 + 17], Some(profile), &SITE, now);
    let symptoms = |hours: &[Hour]| {
        let sister = Recent::new(hours, Some(sister_profile.clone()), &SITE, now);
        judge(&recent, &[&sister], &SITE).len()
    };
    assert_eq!(symptoms(&other), 0);
    assert_eq!(symptoms(&healthy(8, 72, 100.0)), 1);
}

#[test]
fn people_in_a_closed_shop_are_found() {
    let visit = |from, to, people| {
        move |hours: &mut Vec<Hour>| {
            day(hours, from, to)
                .iter_mut()
                .for_each(|hour| hour.entered = people);
        }
    };
    check(40.0, 8, visit(2, 4, 20), &[Symptom::ClosedHours]);
    check(40.0, 8, visit(2, 4, 2), &[]);
    // Staff come before the doors open.
    check(40.0, 9, visit(8, 9, 9), &[]);
}

#[test]
fn counts_that_are_missing_between_others_are_a_gap() {
    let lose = |from: usize, to: usize| {
        move |hours: &mut Vec<Hour>| drop(hours.drain(70 * 24 + from..70 * 24 + to))
    };
    check(40.0, 17, lose(12, 14), &[Symptom::Gap]);
    // Not the night, not what is only late, and not a quarter of an hour.
    check(40.0, 17, lose(0, 9), &[]);
    check(40.0, 17, lose(15, 17), &[]);
    check(40.0, 17, |hours| day(hours, 12, 13)[0].measured = 3, &[]);
    check(
        40.0,
        17,
        |hours| {
            day(hours, 11, 16)
                .iter_mut()
                .for_each(|hour| hour.measured = 3);
        },
        &[Symptom::Gap],
    );
}

#[test]
fn neither_a_closure_nor_our_own_downtime_is_a_fault() {
    let mut hours = healthy(7, 72, 40.0);
    let profile = build(&hours, &SITE, end(70));
    thin(day(&mut hours, 10, 14), 0);
    hours.drain(70 * 24 + 14..70 * 24 + 16);
    let closed = [Span {
        from: end(70) + TimeDelta::hours(10),
        to: end(70) + TimeDelta::hours(16),
    }];
    let site = Site {
        excluded: &closed,
        ..*SITE
    };
    let now = end(70) + TimeDelta::hours(18);
    hours.retain(|hour| hour.start < now);
    assert_eq!(look(&hours, &profile, &site, now), []);
    assert!(!look(&hours, &profile, &SITE, now).is_empty());
}

#[test]
fn a_backlog_is_not_judged_before_it_has_come_to_now() {
    let nobody = |hours: &mut Vec<Hour>| {
        thin(day(hours, 9, 14), 0);
        hours.truncate(70 * 24 + 14);
    };
    check(40.0, 17, nobody, &[Symptom::Zero]);
    check(40.0, 18, nobody, &[]);
}

#[test]
fn a_door_that_is_well_raises_hardly_an_alarm() {
    let (mut looks, mut alarms) = (0, Vec::new());
    for seed in 0..12 {
        let noon = [1.0, 5.0, 30.0, 200.0][seed as usize % 4];
        let hours = healthy(seed, 77, noon);
        let profile = build(&hours[..70 * 24], &SITE, end(70));
        for hour in 1..=7 * 24 {
            let now = end(70) + TimeDelta::hours(hour);
            let given = &hours[..(70 * 24 + hour) as usize];
            looks += 1;
            alarms.extend(look(given, &profile, &SITE, now));
        }
    }
    assert!(
        alarms.len() * 500 <= looks,
        "{} of {looks}: {:?}",
        alarms.len(),
        alarms.first()
    );
}

proptest! {
    #[test]
    fn no_hours_panic(
        hours in proptest::collection::vec((-100_i64..100, any::<u32>(), any::<u32>(), any::<u16>(), any::<u16>()), 0..120),
        bytes in proptest::collection::vec(any::<u8>(), 1_164),
        sorted: bool,
    ) {
        let mut hours: Vec<_> = hours
            .into_iter()
            .map(|(hour, entered, exited, measured, expected)| Hour {
                start: end(70) + TimeDelta::minutes(hour * 30),
                entered,
                exited,
                measured,
                expected,
            })
            .collect();
        if sorted {
            hours.sort_by_key(|hour| hour.start);
        }
        let mut bytes = bytes;
        bytes[..4].copy_from_slice(&[1, 0, 70, 0]);
        let profile = Profile::from_bytes(&bytes).ok();
        let found = judge(&Recent::new(&hours, profile, &SITE, end(70)), &[], &SITE);
        for finding in found {
            prop_assert!((0.0..=1.0).contains(&finding.confidence));
            prop_assert!(finding.evidence.series.len() <= 200);
        }
    }
}
