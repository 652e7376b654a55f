use chrono::{DateTime, TimeDelta, Utc};
use spp_calendar::{Beyond, Production};
use spp_quality::Symptom;

use super::{Due, Facts, WorkingTime, attention, deadlines, held};
use crate::life::{Author, Entry, Event, VisitResult};
use crate::side::{Clause, Side};

/// Every day works and ends at its midnight; nothing is known after day 30.
struct EveryDay;

impl WorkingTime for EveryDay {
    fn same_day(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Beyond> {
        self.working_days_after(at, 0)
    }

    fn working_days_after(&self, at: DateTime<Utc>, days: u32) -> Result<DateTime<Utc>, Beyond> {
        let day = at.timestamp().div_euclid(86_400) + i64::from(days) + 1;
        if day <= 30 {
            Ok(hour(day * 24))
        } else {
            Err(Beyond { year: 1971 })
        }
    }
}

fn hour(hour: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
}

fn log(events: &[(i64, Event)]) -> Vec<Entry> {
    let entry = |(at, event): &(i64, Event)| Entry {
        at: hour(*at),
        author: Author::System,
        event: event.clone(),
        text: None,
    };
    events.iter().map(entry).collect()
}

fn detected() -> Event {
    Event::Detected {
        symptom: Symptom::NoContact,
        since: hour(0),
    }
}

fn decided(clause: Clause) -> Event {
    Event::SideDecided { clause }
}

/// Deadlines as "kind started due met", in hours.
fn check(events: &[(i64, Event)], korp: bool, expected: &[&str]) {
    let hours = |at: DateTime<Utc>| (at.timestamp() / 3600).to_string();
    let found = deadlines(&log(events), &Facts { korp }, &EveryDay).unwrap();
    let written: Vec<_> = found
        .iter()
        .map(|one| {
            let due = match one.due {
                Due::At(at) => hours(at),
                Due::Beyond(year) => format!("beyond-{year}"),
            };
            let met = one.met.map_or("-".to_owned(), hours);
            format!("{} {} {due} {met}", one.kind.as_str(), hours(one.started))
        })
        .collect();
    assert_eq!(written, expected);
}

#[test]
fn the_contractors_side_has_a_day_to_diagnose_and_three_to_visit() {
    let events = [
        (10, detected()),
        (11, Event::Recorded),
        (12, decided(Clause::Contractor)),
        (13, Event::RemoteRepair { fixed: false }),
        (14, Event::VisitAgreed { at: hour(40) }),
        (15, Event::VisitAgreed { at: hour(60) }),
        (
            61,
            Event::VisitMade {
                result: VisitResult::ClientSide,
            },
        ),
    ];
    check(
        &events,
        false,
        &[
            "record 10 48 11",
            "diagnose 10 48 12",
            "visit 10 96 61",
            "agreed_visit 14 40 15",
            "agreed_visit 15 60 61",
            "tell_client 61 72 -",
        ],
    );
}

#[test]
fn the_clients_side_is_told_on_the_day_and_keeps_its_own_terms() {
    let mut events = vec![
        (10, detected()),
        (11, Event::Recorded),
        (12, decided(Clause::Client)),
        (13, Event::ServicesTold),
        (
            14,
            Event::Accepted {
                planned: Some(hour(50)),
            },
        ),
        (
            49,
            Event::MoreTime {
                until: Some(hour(70)),
            },
        ),
        (55, Event::Recovered),
        (57, Event::Reopened),
    ];
    let told = [
        "record 10 48 11",
        "diagnose 10 48 12",
        "tell_client 10 24 13",
        "client_term 14 50 49",
    ];
    check(
        &events,
        true,
        &[&told[..], &["client_term 49 70 -"]].concat(),
    );
    events.push((60, Event::NotConfirmed));
    check(
        &events,
        true,
        &[
            &told[..],
            &["client_term 49 70 60", "diagnosis_visit 60 144 -"],
        ]
        .concat(),
    );
    check(
        &events,
        false,
        &[&told[..], &["client_term 49 70 60"]].concat(),
    );
}

#[test]
fn the_third_party_is_told_on_the_day_of_diagnosis_and_unknown_terms_stay_visible() {
    let events = [
        (30, detected()),
        (31, Event::Recorded),
        (50, decided(Clause::ThirdParty)),
        (52, Event::ThirdPartyTold),
    ];
    check(
        &events,
        false,
        &[
            "record 30 72 31",
            "diagnose 30 72 50",
            "tell_third_party 50 72 52",
        ],
    );
    check(
        &[(30 * 24, detected())],
        false,
        &["record 720 beyond-1971 -", "diagnose 720 beyond-1971 -"],
    );
}

#[test]
fn a_relapse_has_terms_of_its_own() {
    let events = [
        (10, detected()),
        (11, Event::Recovered),
        (50, Event::Reopened),
    ];
    check(
        &events,
        false,
        &[
            "record 10 48 11",
            "diagnose 10 48 11",
            "record 50 96 -",
            "diagnose 50 96 -",
        ],
    );
}

#[test]
fn breaches_and_risks_are_seen() {
    let found = deadlines(&log(&[(10, detected())]), &Facts { korp: false }, &EveryDay).unwrap();
    let ahead = TimeDelta::hours(4);
    let record = &found[0];
    assert!(!record.at_risk(hour(43), ahead) && record.at_risk(hour(44), ahead));
    assert!(!record.breached(hour(48)) && record.breached(hour(49)));
    assert!(!record.at_risk(hour(49), ahead));
    assert_eq!(attention(&found, hour(10), ahead), Some(hour(44)));
    let passed = hour(48) + TimeDelta::seconds(1);
    assert_eq!(attention(&found, hour(44), ahead), Some(passed));
    assert_eq!(attention(&found, passed, ahead), None);
}

#[test]
fn time_is_of_whoever_has_to_act() {
    let events = log(&[
        (10, detected()),
        (11, Event::Recorded),
        (12, decided(Clause::Client)),
        (13, Event::ServicesTold),
        (20, Event::HandedBack),
    ]);
    let spans: Vec<_> = held(&events, hour(30))
        .unwrap()
        .iter()
        .map(|one| (one.whose, one.from, one.to))
        .collect();
    assert_eq!(
        spans,
        [
            (Side::Contractor, hour(10), hour(13)),
            (Side::Client, hour(13), hour(20)),
            (Side::Contractor, hour(20), hour(30)),
        ]
    );
}

#[test]
fn the_production_calendar_sets_the_seeds_terms() {
    // Friday 2026-11-20, 15:00 in Moscow: diagnosis until Monday, 18:00.
    let at: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
    let mut log = log(&[(0, detected())]);
    log[0].at = at;
    let found = deadlines(&log, &Facts { korp: false }, &Production::built_in()).unwrap();
    assert_eq!(found[0].due.at(), "2026-11-23T15:00:00Z".parse().ok());
}

#[test]
fn deciding_anew_moves_no_term_but_news_do() {
    let remote = Event::RemoteRepair { fixed: false };
    let start = [
        (10, detected()),
        (11, Event::Recorded),
        (12, decided(Clause::Client)),
        (13, Event::ServicesTold),
    ];
    let told = [
        "record 10 48 11",
        "diagnose 10 48 12",
        "tell_client 10 24 13",
    ];
    let anew = [
        &start[..],
        &[(60, decided(Clause::Contractor)), (61, remote.clone())],
    ]
    .concat();
    check(&anew, false, &[&told[..], &["visit 10 96 -"]].concat());
    let back = [&start[..], &[(60, Event::HandedBack), (61, remote)]].concat();
    check(&back, false, &[&told[..], &["visit 60 144 -"]].concat());
}
