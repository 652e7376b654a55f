//! How counts arrived, as it is asked for.

use super::*;
use crate::counts::{Counted, Stretch};
use crate::pushes::{self, Push};

/// Of quarters of an hour that arrive at some second after midnight: what is
/// late of each hour, and when the channel was counted at all and late.
#[track_caller]
fn check(
    pushes: &[(i64, &[i64])],
    late: &[i64],
    ever: &[(i64, i64)],
    late_stretches: &[(i64, i64)],
) {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::Tz::UTC);
    for (arrived, minutes) in pushes {
        let readings: Vec<_> = minutes
            .iter()
            .map(|minute| increment(*minute, 1, 1))
            .collect();
        shop.push(MIDNIGHT + arrived, &readings);
    }
    let connection = shop.connection();
    let scope = Scope::Sensor(shop.sensor);
    let extent = now(counts::extent(&connection, scope, None)).expect("an extent");
    let period = (MIDNIGHT, MIDNIGHT + 3 * 3600);
    for step in [Step::Hour, Step::Interval(3600)] {
        let spans = step.spans(extent.zone, period.0, period.1).unwrap();
        let found = now(counts::late(&connection, scope, &extent, step, &spans));
        assert_eq!(found, late, "{step:?}");
    }
    let spans = Step::Day.spans(extent.zone, period.0, period.1).unwrap();
    let day = now(counts::late(&connection, scope, &extent, Step::Day, &spans));
    assert_eq!(day, [late.iter().sum::<i64>()]);
    for (counted, expected) in [(Counted::Ever, ever), (Counted::Late, late_stretches)] {
        let found = now(counts::stretches(&connection, scope, period, counted));
        let found: Vec<_> = found
            .iter()
            .map(|Stretch { from, to, .. }| ((from - MIDNIGHT) / 60, (to - MIDNIGHT) / 60))
            .collect();
        assert_eq!(found, expected, "{counted:?}");
    }
}

#[test]
fn what_arrives_an_hour_and_two_intervals_after_its_end_is_late() {
    check(&[(900, &[0]), (1800, &[15])], &[0, 0, 0], &[(0, 30)], &[]);
    // A quarter ends at 900; an hour and a half later it is late.
    check(&[(900 + 5400, &[0])], &[0, 0, 0], &[(0, 15)], &[]);
    check(&[(900 + 5401, &[0])], &[1, 0, 0], &[(0, 15)], &[(0, 15)]);
}

#[test]
fn stretches_end_where_something_is_missing() {
    check(
        &[(40_000, &[0, 15, 45, 60, 75, 150])],
        &[3, 2, 1],
        &[(0, 30), (45, 90), (150, 165)],
        &[(0, 30), (45, 90), (150, 165)],
    );
    check(
        &[(900, &[0]), (20_000, &[15, 30]), (3600, &[45])],
        &[2, 0, 0],
        &[(0, 60)],
        &[(15, 45)],
    );
}

#[test]
fn five_accepted_and_five_refused_pushes_are_kept() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::Tz::UTC);
    let connection = shop.connection();
    let push = |at, status| Push {
        sensor: shop.sensor,
        at,
        status,
        content_type: Some("text/xml".to_owned()),
        bytes: 4,
        body: b"<a/>".to_vec(),
        said: (status == 422).then(|| ("no".to_owned(), "нет".to_owned())),
    };
    let all: Vec<_> = (0..20)
        .map(|at| push(at, if at % 4 == 0 { 422 } else { 200 }))
        .collect();
    for some in all.chunks(3) {
        now(pushes::keep(&connection, some));
    }
    now(pushes::keep(&connection, &[]));
    let kept = now(pushes::list(&connection, shop.sensor, None)).expect("a sensor");
    let times: Vec<_> = kept.iter().map(|push| push.at).collect();
    assert_eq!(times, [19, 18, 17, 16, 15, 14, 12, 8, 4, 0]);
    assert_eq!(kept[0], all[19]);
    assert_eq!(kept[3], all[16]);
    assert_eq!(now(pushes::list(&connection, shop.sensor, Some(99))), None);
    assert_eq!(now(pushes::list(&connection, 99, None)), None);
}
