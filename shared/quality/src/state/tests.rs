use chrono_tz::Tz;
use proptest::prelude::*;
use spp_calendar::opening::Hours;

use super::*;
use crate::span::merged;

/// Minutes from a Monday's midnight.
fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(4) + TimeDelta::minutes(minute)
}

fn spans(minutes: &[(i64, i64)]) -> Vec<Span> {
    let spans: Vec<_> = minutes
        .iter()
        .map(|&(from, to)| Span {
            from: at(from),
            to: at(to),
        })
        .collect();
    merged(&spans)
}

const NEVER_HEARD: Heard = Heard {
    interval: 900,
    heartbeat: None,
    last_contact: None,
    last_data: None,
    data_arrived: None,
};

#[test]
fn contact_is_lost_when_two_signs_of_life_are_missing() {
    let check =
        |heartbeat, last: Option<i64>, downtime: &[(i64, i64)], now, state, due: Option<i64>| {
            let heard = Heard {
                heartbeat,
                last_contact: last.map(at),
                ..NEVER_HEARD
            };
            let found = link(&heard, &spans(downtime), &Limits::default(), at(now));
            assert_eq!((found.state, found.due), (state, due.map(at)));
            assert_eq!(found.since, last.map(|last| at(last.min(now))));
            assert_eq!(found.finding(at(now)).is_some(), state == Contact::Lost);
        };
    check(None, None, &[], 100, Contact::Awaited, None);
    check(None, Some(0), &[], 31, Contact::Up, Some(32));
    check(None, Some(0), &[], 32, Contact::Lost, None);
    check(Some(60), Some(0), &[], 3, Contact::Up, Some(4));
    check(Some(3_600), Some(0), &[], 60, Contact::Up, Some(122));
    // While we are down nobody is late, and afterwards each has its time.
    check(None, Some(0), &[(10, 70)], 75, Contact::Up, Some(92));
    check(None, Some(0), &[(10, 70)], 92, Contact::Lost, None);
    check(
        None,
        Some(0),
        &[(-99, -50), (10, 70), (30, 40)],
        91,
        Contact::Up,
        Some(92),
    );
    check(None, Some(0), &[(10, 700)], 91, Contact::Up, Some(113));
    // What arrives in the future has just arrived.
    check(None, Some(50), &[], 10, Contact::Up, Some(42));
}

#[test]
fn counts_are_late_when_two_open_intervals_are_missing() {
    let nine_to_nine = (1..=7).map(|day| {
        (
            day,
            Hours {
                opens: 540,
                closes: 1_260,
            },
        )
    });
    let shop = OpeningHours::new(Tz::UTC, nine_to_nine, []).unwrap();
    let check = |(last, arrived): (i64, Option<i64>),
                 downtime: &[(i64, i64)],
                 now,
                 state,
                 since,
                 due: Option<i64>| {
        let heard = Heard {
            last_contact: Some(at(now)),
            last_data: Some(at(last)),
            data_arrived: arrived.map(at),
            ..NEVER_HEARD
        };
        let found = data(&heard, &shop, &spans(downtime), &Limits::default(), at(now));
        assert_eq!(
            (found.state, found.since, found.due),
            (state, Some(at(since)), due.map(at))
        );
    };
    check((600, None), &[], 631, Supply::Current, 600, Some(632));
    check((600, None), &[], 632, Supply::Late, 600, None);
    // The night is not missing, and the morning is.
    check(
        (1_260, None),
        &[],
        1_270,
        Supply::Current,
        1_260,
        Some(2_012),
    );
    check(
        (1_260, None),
        &[],
        2_011,
        Supply::Current,
        1_260,
        Some(2_012),
    );
    check((1_260, None), &[], 2_012, Supply::Late, 1_980, None);
    check(
        (1_250, None),
        &[],
        2_001,
        Supply::Current,
        1_250,
        Some(2_002),
    );
    // Neither is what we missed ourselves, or the site's closure.
    check(
        (600, None),
        &[(600, 660)],
        691,
        Supply::Current,
        600,
        Some(692),
    );
    check(
        (600, None),
        &[(500, 1_400)],
        1_500,
        Supply::Current,
        600,
        Some(2_012),
    );
    // Old intervals that arrive now are a backlog, until they stop.
    check(
        (600, Some(1_000)),
        &[],
        1_001,
        Supply::CatchingUp,
        600,
        Some(1_032),
    );
    check((600, Some(1_000)), &[], 1_032, Supply::Late, 600, None);
    // A clock that runs ahead hides no silence.
    check((9_000, Some(600)), &[], 632, Supply::Late, 600, None);
    check((9_000, None), &[], 632, Supply::Current, 632, Some(664));
}

#[test]
fn a_sensor_that_never_spoke_is_awaited_whatever_was_imported() {
    let check = |contact: Option<i64>, data_end: Option<i64>| {
        let heard = Heard {
            last_contact: contact.map(at),
            last_data: data_end.map(at),
            ..NEVER_HEARD
        };
        let found = data(
            &heard,
            &OpeningHours::ALWAYS,
            &[],
            &Limits::default(),
            at(9_000),
        );
        assert_eq!((found.state, found.due), (Supply::Awaited, None));
    };
    check(None, None);
    check(None, Some(100));
    check(Some(100), None);
}

#[test]
fn a_server_is_late_when_two_synchronisations_are_missing() {
    let check = |last: Option<i64>, now, state| {
        let found = sync(last.map(at), &[], &Limits::default(), at(now));
        assert_eq!(found.state, state);
        let symptom = found.server_finding(at(now)).map(|finding| finding.symptom);
        assert_eq!(symptom.is_some(), state == Contact::Lost);
    };
    check(None, 500, Contact::Awaited);
    check(Some(0), 121, Contact::Up);
    check(Some(0), 122, Contact::Lost);
}

proptest! {
    /// Looking again before a state is due finds it as it was; when it is due,
    /// it is another one.
    #[test]
    fn a_state_changes_when_it_is_due(
        last in 0_i64..20_000,
        arrived in proptest::option::of(0_i64..20_000),
        later in 0_i64..5_000,
        from in 0_i64..20_000,
        length in 0_i64..3_000,
        opens in 0_u16..700,
        share in 0.0..1.0_f64,
    ) {
        let hours = Hours { opens, closes: 1_000 };
        let shop = OpeningHours::new(Tz::UTC, (1..=6).map(|day| (day, hours)), []).unwrap();
        let now = at(last.max(arrived.unwrap_or(0)) + later);
        let heard = Heard {
            last_contact: Some(at(last)),
            last_data: Some(at(last)),
            data_arrived: arrived.map(at),
            ..NEVER_HEARD
        };
        // A downtime is known when it is over.
        let downtime: Vec<_> = spans(&[(from, from + length)])
            .into_iter()
            .filter_map(|span| span.within(span.from, now))
            .collect();
        let look = |now| {
            let limits = Limits::default();
            let link = link(&heard, &downtime, &limits, now);
            let data = data(&heard, &shop, &downtime, &limits, now);
            ((link.state, link.due), (data.state, data.due))
        };
        let (link, data) = look(now);
        let between = |due: DateTime<Utc>| now + (due - now - TimeDelta::seconds(1)).max(TimeDelta::zero()) * (share * 100.0) as i32 / 100;
        if let Some(due) = link.1 {
            prop_assert_eq!(look(between(due)).0, link);
            prop_assert_ne!(look(due).0.0, link.0);
        }
        if let Some(due) = data.1 {
            prop_assert_eq!(look(between(due)).1.0, data.0);
            prop_assert_ne!(look(due).1.0, data.0);
        }
    }

    #[test]
    fn no_facts_panic(
        interval: u32,
        heartbeat: Option<u32>,
        times in proptest::array::uniform6(-200_000_000_000_i64..200_000_000_000),
    ) {
        let moment = |index: usize| DateTime::from_timestamp(times[index], 0).unwrap_or_default();
        let heard = Heard {
            interval,
            heartbeat,
            last_contact: Some(moment(0)),
            last_data: Some(moment(1)),
            data_arrived: heartbeat.map(|_| moment(2)),
        };
        let excluded = merged(&[Span { from: moment(4), to: moment(5) }]);
        let limits = Limits::default();
        let _ = link(&heard, &excluded, &limits, moment(3));
        let _ = data(&heard, &OpeningHours::ALWAYS, &excluded, &limits, moment(3));
    }
}
