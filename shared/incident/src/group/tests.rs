use chrono::{DateTime, TimeDelta, Utc};
use spp_quality::Symptom;

use super::{Change, Member, Rule, Site, is_silenced, plan};

fn minute(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

/// Incidents as (number and sensor, minute, parent, over).
fn check(
    sensors: u32,
    parent: Option<i64>,
    incidents: &[(i64, i64, Option<i64>, bool)],
    expected: &[Change],
) {
    let member = |(incident, at, parent, over): &(i64, i64, Option<i64>, bool)| Member {
        incident: *incident,
        sensor: *incident,
        symptom: Symptom::NoContact,
        raised: minute(*at),
        parent: *parent,
        over: *over,
    };
    let site = Site {
        sensors,
        parent,
        incidents: incidents.iter().map(member).collect(),
    };
    assert_eq!(plan(&site, &Rule::default()), expected, "{incidents:?}");
}

#[test]
fn a_parent_opens_when_half_of_the_sensors_fail_within_the_window() {
    let open = |since, children: &[i64]| Change::Open {
        since: minute(since),
        children: children.to_vec(),
    };
    check(
        4,
        None,
        &[(1, 0, None, false), (2, 15, None, false)],
        &[open(0, &[1, 2])],
    );
    check(4, None, &[(1, 0, None, false), (2, 16, None, false)], &[]);
    check(5, None, &[(1, 0, None, false), (2, 1, None, false)], &[]);
    check(1, None, &[(1, 0, None, false)], &[]);
    check(
        4,
        None,
        &[
            (1, 0, None, false),
            (2, 14, None, false),
            (3, 20, None, false),
            (4, 21, None, false),
        ],
        &[open(14, &[2, 3, 4])],
    );
    check(4, None, &[(1, 0, None, true), (2, 1, None, false)], &[]);
}

#[test]
fn a_parent_takes_later_ones_and_is_over_with_its_last_child() {
    let p = Some(9);
    check(4, p, &[(1, 0, p, true), (2, 0, p, false)], &[]);
    check(
        4,
        p,
        &[(1, 0, p, true), (2, 0, p, true)],
        &[Change::Recover { parent: 9 }],
    );
    check(
        4,
        p,
        &[(1, 0, p, true), (3, 90, None, false)],
        &[Change::Attach {
            parent: 9,
            child: 3,
        }],
    );
}

#[test]
fn our_own_outage_silences_all_others() {
    let open = [Symptom::ServiceOutage];
    assert!(is_silenced(Symptom::NoContact, &open));
    assert!(!is_silenced(Symptom::ServiceOutage, &open));
    assert!(!is_silenced(Symptom::NoContact, &[Symptom::SiteDown]));
}
