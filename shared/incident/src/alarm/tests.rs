use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use spp_quality::Symptom;

use super::{Alarm, Change, Damping, Phase, Seen, step};

const DAMPING: Damping = Damping {
    open_after: 5 * 60,
    clear_after: 10 * 60,
    reopen_within: 24 * 3600,
    window: 24 * 3600,
    calm_raises: 3,
    calm_after: 12 * 3600,
};

fn minute(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

/// Ticks every minute; breaches are half-open spans of minutes.
fn run(breaches: &[(i64, i64)], until: i64) -> Vec<(i64, Change)> {
    let mut alarm = Alarm::default();
    let mut changes = Vec::new();
    for at in 0..until {
        let present = breaches.iter().any(|(from, to)| (*from..*to).contains(&at));
        let seen = Seen {
            present,
            since: minute(at),
        };
        let (next, change) = step(&alarm, seen, minute(at), &DAMPING);
        changes.extend(change.map(|change| (at, change)));
        alarm = next;
    }
    changes
}

#[test]
fn breaches_and_recoveries_count_when_they_last() {
    use Change::{Open, Recover, Reopen};
    let check = |breaches: &[(i64, i64)], until, expected: &[(i64, Change)]| {
        assert_eq!(run(breaches, until), expected, "{breaches:?}");
    };
    check(&[(10, 14)], 100, &[]);
    check(&[(10, 40)], 100, &[(15, Open), (50, Recover)]);
    check(&[(10, 40), (45, 60)], 100, &[(15, Open), (70, Recover)]);
    check(
        &[(10, 40), (100, 130)],
        200,
        &[(15, Open), (50, Recover), (105, Reopen), (140, Recover)],
    );
    check(
        &[(10, 40), (1_600, 1_630)],
        1_700,
        &[(15, Open), (50, Recover), (1_605, Open), (1_640, Recover)],
    );
}

#[test]
fn one_good_tick_does_not_start_a_breach_anew() {
    let flicker: Vec<_> = (0..10).map(|turn| (turn * 4, turn * 4 + 3)).collect();
    assert_eq!(run(&flicker, 40).first(), Some(&(5, Change::Open)));
}

#[test]
fn short_breaches_far_apart_are_told_of_in_the_end() {
    let short: Vec<_> = (0..6).map(|turn| (turn * 60, turn * 60 + 3)).collect();
    assert_eq!(run(&short, 200).first(), Some(&(180, Change::Open)));
}

#[test]
fn what_comes_and_goes_is_told_once_until_it_is_calm() {
    let flapping: Vec<_> = (0..12).map(|turn| (turn * 60, turn * 60 + 20)).collect();
    let changes: Vec<_> = run(&flapping, 3_000)
        .into_iter()
        .map(|(_, change)| change)
        .collect();
    use Change::{Calm, Open, Recover, Reopen, Unstable};
    assert_eq!(
        changes,
        [
            Open, Recover, Reopen, Recover, Reopen, Recover, Unstable, Calm
        ]
    );
}

#[test]
fn the_due_moment_is_when_time_alone_changes_it() {
    let seen = |present| Seen {
        present,
        since: minute(0),
    };
    let (pending, _) = step(&Alarm::default(), seen(true), minute(0), &DAMPING);
    assert_eq!(pending.due(&DAMPING), Some(minute(5)));
    let (raised, _) = step(&pending, seen(true), minute(5), &DAMPING);
    assert_eq!(raised.due(&DAMPING), None);
    let back = Seen {
        present: false,
        since: minute(20),
    };
    let (clearing, _) = step(&raised, back, minute(21), &DAMPING);
    assert_eq!(clearing.due(&DAMPING), Some(minute(30)));
    let (quiet, change) = step(&clearing, back, minute(30), &DAMPING);
    assert_eq!((quiet.phase, change), (Phase::Quiet, Some(Change::Recover)));
    assert!(!quiet.is_over(minute(40), &DAMPING));
    assert!(quiet.is_over(minute(30 + 24 * 60), &DAMPING));
    let json = serde_json::to_string(&clearing).unwrap();
    assert_eq!(serde_json::from_str::<Alarm>(&json).unwrap(), clearing);
}

#[test]
fn every_symptom_opens_within_minutes() {
    for symptom in Symptom::ALL {
        assert!(Damping::of(symptom).open_after <= 300, "{symptom}");
    }
}

proptest! {
    #[test]
    fn it_opens_after_a_sustained_breach_only_and_tells_little(lengths in prop::collection::vec(1i64..40, 1..200)) {
        let mut breaches = Vec::new();
        let mut at = 0;
        for pair in lengths.chunks_exact(2) {
            breaches.push((at + pair[0], at + pair[0] + pair[1]));
            at += pair[0] + pair[1];
        }
        let changes = run(&breaches, at);
        if let Some((opened, _)) = changes.first() {
            let first = breaches[0].0;
            prop_assert!(first + 5 <= *opened || 3 < breaches.iter().filter(|(from, _)| from <= opened).count());
        }
        // At most 3 raises and their recoveries, and one unstable and calm, in each 12 hours.
        prop_assert!(changes.len() as i64 <= 8 * (at / (12 * 60) + 1));
    }
}
