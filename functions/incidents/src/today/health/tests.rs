use spp_calendar::Hours;
use spp_incident::class;
use spp_quality::{Evidence, Finding, Symptom};
use spp_store::watch::State;

use super::*;
use crate::context::moment;
use crate::list::said;

/// The second of March 2026, midnight in Moscow, a Monday.
const MIDNIGHT: i64 = 1_772_398_800;

/// A sensor, and how it stands "since ten".
pub fn standing(sensor: i64, link: &str, data: &str, hourly: Option<&str>) -> Standing {
    let state = |code: &str| State {
        code: code.to_owned(),
        since: Some(MIDNIGHT + 10 * 3_600),
    };
    Standing {
        sensor,
        site: 1,
        client: 1,
        name: format!("Дверь {sensor}"),
        link: state(link),
        data: state(data),
        hourly: hourly.map(str::to_owned),
        daily: None,
        profile: None,
    }
}

fn up(sensor: i64) -> Standing {
    standing(sensor, "up", "current", None)
}

fn lost(sensor: i64) -> Standing {
    standing(sensor, "lost", "late", None)
}

fn new(sensor: i64) -> Standing {
    standing(sensor, "awaited", "awaited", None)
}

fn incident(symptom: Symptom) -> Worst {
    Worst {
        id: 1,
        symptom: symptom.as_str().to_owned(),
        name: said(Language::Russian, class::name(symptom)),
        stage: "detected".to_owned(),
        stage_name: "обнаружен",
    }
}

/// A site that is open from 10:00 to 22:00, so many hours after midnight.
fn judged(
    (standings, found): (&[Standing], &Found),
    worst: Option<&Worst>,
    hour: i64,
    language: Language,
) -> Judged {
    let open = Hours {
        opens: 600,
        closes: 1_320,
    };
    let week: Vec<_> = (1..=7).map(|weekday| (weekday, open)).collect();
    let hours = OpeningHours::new(chrono_tz::Europe::Moscow, week, []).unwrap();
    let now = moment(MIDNIGHT + hour * 3_600);
    Judged::new((standings, found), worst, (&hours, now), language)
}

#[track_caller]
fn check(standings: &[Standing], hour: i64, state: Health, reason: &str) {
    let judged = judged((standings, &Found::new()), None, hour, Language::Russian);
    assert_eq!((judged.state, judged.reason.as_str()), (state, reason));
}

#[test]
fn a_site_stands_as_its_sensors_do() {
    check(&[], 12, Health::Awaited, "Датчиков пока нет");
    check(&[up(1), up(2)], 12, Health::Good, "Данные поступают");
    check(&[up(1), new(2)], 12, Health::Good, "Данные поступают");
    check(&[lost(1)], 12, Health::Bad, "Нет связи «Дверь 1», с 10:00");
    check(
        &[lost(1), lost(2), up(3)],
        12,
        Health::Bad,
        "Нет связи, датчиков: 2 из 3, с 10:00",
    );
    check(
        &[standing(1, "lost", "current", None), up(2)],
        12,
        Health::Watch,
        "Нет связи «Дверь 1», с 10:00",
    );
    check(
        &[standing(1, "up", "late", None)],
        12,
        Health::Bad,
        "Нет данных «Дверь 1», с 10:00",
    );
    check(
        &[standing(1, "up", "catching_up", None)],
        12,
        Health::Watch,
        "Данные догоняют «Дверь 1», с 10:00",
    );
}

#[test]
fn what_was_never_heard_is_awaited_in_every_aspect() {
    let heard = standing(1, "up", "awaited", None);
    for (standings, link, reason) in [
        (vec![], "awaited", "Датчиков пока нет"),
        (vec![new(1), new(2)], "awaited", "Ожидается первая передача"),
        (vec![heard], "up", "Ожидаются первые данные"),
    ] {
        check(&standings, 12, Health::Awaited, reason);
        let found = Found::new();
        let judged = judged((&standings, &found), None, 12, Language::Russian);
        let aspects = [judged.link.state, judged.data.state, judged.quality.state];
        assert_eq!(aspects, [link, "awaited", "awaited"], "{reason}");
    }
}

#[test]
fn while_a_site_is_closed_nothing_is_lost() {
    check(&[up(1)], 3, Health::Good, "Закрыто до 10:00");
    check(&[up(1)], 23, Health::Good, "Закрыто до 03.03 10:00");
    check(&[lost(1)], 23, Health::Good, "Закрыто до 03.03 10:00");
    check(
        &[standing(1, "up", "catching_up", None)],
        23,
        Health::Good,
        "Закрыто до 03.03 10:00",
    );
    check(
        &[new(1)],
        3,
        Health::Awaited,
        "Закрыто до 10:00. Ожидается первая передача",
    );
    // What is known of the sensors stays to be seen.
    let alarms = |hour: i64| {
        let found = Found::new();
        let judged = judged((&[lost(1)], &found), None, hour, Language::Russian);
        assert_eq!((judged.link.state, judged.data.state), ("lost", "late"));
        assert_eq!((judged.link.affected, judged.data.affected), (1, 1));
        [judged.link.alarms, judged.data.alarms]
    };
    assert_eq!((alarms(12), alarms(23)), ([true; 2], [false; 2]));
}

#[test]
fn an_incident_is_told_of_a_closed_site_too() {
    let check = |symptom: Symptom, hour: i64, state: Health, reason: &str| {
        let worst = incident(symptom);
        let found = Found::new();
        let judged = judged((&[lost(1)], &found), Some(&worst), hour, Language::Russian);
        assert_eq!((judged.state, judged.reason.as_str()), (state, reason));
    };
    let lost = "Нет связи «Дверь 1», с 10:00";
    check(Symptom::NoContact, 12, Health::Bad, lost);
    check(
        Symptom::NoContact,
        23,
        Health::Bad,
        "Закрыто до 03.03 10:00. Нет связи с датчиком: обнаружен",
    );
    check(
        Symptom::Clock,
        23,
        Health::Watch,
        "Закрыто до 03.03 10:00. Часы датчика неверны: обнаружен",
    );
}

#[test]
fn what_is_found_makes_counts_doubtful() {
    let frozen = Finding {
        symptom: Symptom::Frozen,
        since: moment(0),
        until: None,
        confidence: 0.9,
        evidence: Evidence::new(&[], []),
    };
    let check = |findings: &[Finding], state: Health, quality: &str| {
        let found = Found::from([(1, findings.to_vec()), (7, vec![frozen.clone()])]);
        let judged = judged((&[up(1)], &found), None, 12, Language::Russian);
        assert_eq!((judged.state, judged.quality.state), (state, quality));
        judged.reason
    };
    let name = said(Language::Russian, class::name(Symptom::Frozen));
    assert_eq!(
        check(std::slice::from_ref(&frozen), Health::Watch, "doubtful"),
        name
    );
    assert_eq!(check(&[], Health::Good, "plausible"), "Данные поступают");
}

#[test]
fn english_has_its_own_quotes_and_dates() {
    let check = |standings: &[Standing], hour: i64, reason: &str| {
        let found = Found::new();
        let judged = judged((standings, &found), None, hour, Language::English);
        assert_eq!(judged.reason, reason);
    };
    check(&[lost(1)], 12, "No contact “Дверь 1”, since 10:00");
    check(&[lost(1)], 36, "No contact “Дверь 1”, since 2 March, 10:00");
    check(&[lost(1)], 23, "Closed until 3 March, 10:00");
}
