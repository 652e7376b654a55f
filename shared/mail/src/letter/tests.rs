use chrono::{DateTime, NaiveDate, TimeZone};
use chrono_tz::Tz;
use proptest::prelude::*;
use spp_quality::Symptom;

use super::*;

fn at(day: u32, hour: u32) -> DateTime<Tz> {
    Tz::Europe__Moscow
        .with_ymd_and_hms(2026, 11, day, hour, 5, 0)
        .unwrap()
}

fn sensor(name: &str) -> Sensor {
    Sensor {
        name: name.to_owned(),
        model: Some("Xovis PC2".to_owned()),
        serial: Some("80:1F:12:00:00:01".to_owned()),
        room: Some("Серверная, 2 этаж".to_owned()),
        cabinet: Some("ТШ-3".to_owned()),
    }
}

fn written(locale: Locale, kind: Kind) -> Notice {
    Notice {
        locale,
        kind,
        number: 123,
        symptom: Symptom::NoContact,
        since: at(25, 14),
        place: Some(Place {
            site: "ТЦ Север".to_owned(),
            address: Some("Москва, ул. Полярная, 1".to_owned()),
            entrance: Some("Главный вход".to_owned()),
        }),
        sensors: vec![sensor("Вход 1")],
        evidence: vec![Evidence {
            code: "expected_people".to_owned(),
            value: "140".to_owned(),
        }],
        actions: vec![
            locale
                .say("Проверьте питание датчика", "Check the sensor's power")
                .to_owned(),
            locale.say("Проверьте кабель", "Check the cable").to_owned(),
        ],
        due: Some(at(26, 18)),
        link: "https://spp.example/incidents/123?a=1&b=2".to_owned(),
    }
}

fn kinds() -> Vec<Kind> {
    let answers = [
        Answer::Accepted,
        Answer::Fixed,
        Answer::MoreTime,
        Answer::NotConfirmed,
        Answer::HandedBack,
    ];
    vec![
        Kind::Opened,
        Kind::WorkOrder {
            answers: answers
                .map(|answer| AnswerLink {
                    answer,
                    url: format!("https://spp.example/answers/abc?answer={answer:?}"),
                })
                .to_vec(),
        },
        Kind::Warranty {
            client: "ООО «Север»".to_owned(),
            contact: "Пётр, +7 495 000-00-00".to_owned(),
        },
        Kind::VisitAgreed {
            at: at(27, 10),
            contact: Some("Пётр".to_owned()),
        },
        Kind::Recovered { at: at(26, 9) },
        Kind::Closed {
            at: at(26, 12),
            summary: Some("Обрыв кабеля".to_owned()),
        },
        Kind::Reopened { at: at(26, 13) },
        Kind::Unstable {
            times: 3,
            counted_from: at(25, 0),
        },
        Kind::Reminder {
            days: 21,
            stage: None,
        },
        Kind::AtRisk {
            obligation: "Диагностика".to_owned(),
        },
        Kind::Breached {
            obligation: "Диагностика".to_owned(),
            met: None,
        },
        Kind::Breached {
            obligation: "Диагностика".to_owned(),
            met: Some(at(27, 9)),
        },
        Kind::Outage {
            until: None,
            sensors: 2,
        },
        Kind::Outage {
            until: Some(at(26, 7)),
            sensors: 11,
        },
    ]
}

#[test]
fn every_letter_has_the_facts_that_the_regulations_ask_for() {
    let check = |locale, expected: &[&str]| {
        for kind in kinds() {
            let letter = notice(&written(locale, kind.clone()));
            for part in expected {
                assert!(
                    letter.text.contains(part),
                    "{kind:?}: {part}\n{}",
                    letter.text
                );
                let escaped = part.replace('&', "&amp;");
                assert!(
                    letter.html.contains(&escaped),
                    "{kind:?}: {part}\n{}",
                    letter.html
                );
            }
        }
    };
    let both = [
        "ТЦ Север",
        "Москва, ул. Полярная, 1",
        "Главный вход",
        "Вход 1",
        "Xovis PC2",
        "80:1F:12:00:00:01",
        "Серверная, 2 этаж",
        "ТШ-3",
        "140",
        "https://spp.example/incidents/123?a=1&b=2",
    ];
    check(Locale::Ru, &both);
    check(Locale::En, &both);
    check(
        Locale::Ru,
        &[
            "25 ноября 2026 г., 14:05 (МСК)",
            "26 ноября 2026 г., 18:05 (МСК)",
            "СПП-123",
            "Проверьте кабель",
            "Обычно посетителей",
        ],
    );
    check(
        Locale::En,
        &[
            "25 November 2026, 14:05 (MSK, UTC+3)",
            "26 November 2026, 18:05 (MSK, UTC+3)",
            "SPP-123",
            "Check the cable",
            "Visitors usually",
        ],
    );
}

#[test]
fn each_kind_says_its_own() {
    let texts = |locale| {
        kinds()
            .into_iter()
            .map(|kind| notice(&written(locale, kind)).text)
            .collect::<Vec<_>>()
    };
    let expected = [
        "удалённую диагностику",
        "инцидент передаётся исполнителю",
        "по гарантийному случаю",
        "подписывают акт",
        "Восстановлено: 26 ноября 2026 г., 09:05 (МСК)",
        "Итог: Обрыв кабеля",
        "Повторилось: 26 ноября",
        "3 раза с 25 ноября",
        "открыт 21 день",
        "Срок скоро истечёт",
        "Срок истёк",
        "Выполнено: 27 ноября 2026 г., 09:05 (МСК)",
        "Не было связи: 2 датчика",
        "Не было связи: 11 датчиков",
    ];
    for (text, expected) in texts(Locale::Ru).iter().zip(expected) {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let [russian, english] = [Locale::Ru, Locale::En].map(texts);
    for text in &english {
        let own = text
            .lines()
            .filter(|line| !line.contains(':'))
            .filter(|line| line.contains(|letter| ('а'..='я').contains(&letter)))
            // Names stay as they are.
            .filter(|line| !line.contains("Вход 1"))
            .collect::<Vec<_>>();
        assert_eq!(own, Vec::<&str>::new());
    }
    assert_ne!(russian, english);
}

#[test]
fn nobody_is_asked_to_act_on_what_was_met_late() {
    let check = |locale, met: Option<DateTime<Tz>>, says: &str, keeps_back: &str| {
        let obligation = "x".to_owned();
        let text = notice(&written(locale, Kind::Breached { obligation, met })).text;
        assert!(text.contains(says) && !text.contains(keeps_back), "{text}");
    };
    let (acts, done) = ("Примите меры", "позже срока");
    check(Locale::Ru, None, acts, done);
    check(Locale::Ru, Some(at(27, 9)), done, acts);
    let (acts, done) = ("The term is over. Act", "after its term");
    check(Locale::En, None, acts, done);
    check(Locale::En, Some(at(27, 9)), done, acts);
}

#[test]
fn a_work_order_offers_every_answer() {
    let order = kinds().remove(1);
    let letter = notice(&written(Locale::Ru, order));
    for answer in [
        "Accepted",
        "Fixed",
        "MoreTime",
        "NotConfirmed",
        "HandedBack",
    ] {
        let url = format!("https://spp.example/answers/abc?answer={answer}");
        assert!(letter.text.contains(&url), "{}", letter.text);
        assert!(
            letter.html.contains(&format!("href=\"{url}\"")),
            "{}",
            letter.html
        );
    }
}

#[test]
fn all_letters_about_an_incident_have_one_subject() {
    let check = |symptom, sensors: Vec<Sensor>, russian: &str, english: &str| {
        for (locale, expected) in [(Locale::Ru, russian), (Locale::En, english)] {
            for kind in kinds() {
                let mut incident = written(locale, kind);
                incident.symptom = symptom;
                incident.sensors.clone_from(&sensors);
                assert_eq!(notice(&incident).subject, expected);
            }
        }
    };
    check(
        Symptom::NoContact,
        vec![sensor("Вход 1")],
        "[СПП-123] Нет связи с датчиком «Вход 1», ТЦ Север",
        "[SPP-123] No contact with sensor “Вход 1”, ТЦ Север",
    );
    check(
        Symptom::Zero,
        vec![sensor("1"), sensor("2")],
        "[СПП-123] Нулевые показания датчиков (2), ТЦ Север",
        "[SPP-123] Zero counts of sensors (2), ТЦ Север",
    );
    check(
        Symptom::SiteDown,
        vec![],
        "[СПП-123] Нет связи со всеми датчиками объекта, ТЦ Север",
        "[SPP-123] No contact with any sensor of the site, ТЦ Север",
    );
}

#[test]
fn every_symptom_has_a_headline_without_braces() {
    for symptom in Symptom::ALL {
        for locale in [Locale::Ru, Locale::En] {
            for sensors in [vec![], vec![sensor("Вход 1")]] {
                let headline = symptoms::headline(locale, symptom, &sensors);
                assert!(!headline.contains(['{', '|', '}']), "{headline}");
            }
            assert!(symptoms::explanation(locale, symptom).ends_with('.'));
        }
    }
}

#[test]
fn a_digest_is_a_table_of_incidents() {
    let entry = |number: i64| Entry {
        number,
        symptom: Symptom::Zero,
        site: format!("Магазин {number}"),
        sensors: vec![sensor("Вход 1")],
        since: at(25, 14),
        state: "Диагностика".to_owned(),
    };
    let written = Digest {
        locale: Locale::Ru,
        scope: "ООО «Север»".to_owned(),
        at: at(26, 9),
        entries: (1..=103).map(entry).collect(),
        link: "https://spp.example/incidents".to_owned(),
    };
    let letter = digest(&written);
    assert_eq!(letter.subject, "[СПП] Сводка: 103 инцидента, ООО «Север»");
    assert!(letter.text.contains(
        "* СПП-7. Нулевые показания датчика «Вход 1»\r\n  Объект: Магазин 7\r\n  \
         С какого времени: 25 ноября 2026 г., 14:05 (МСК)\r\n  Состояние: Диагностика\r\n"
    ));
    assert!(letter.html.contains("Магазин 100</td>"));
    assert!(!letter.html.contains("Магазин 101"));
    assert!(letter.text.contains("И ещё 3:"));
}

#[test]
fn a_calendar_that_ends_is_told_of() {
    let letter = calendar_ending(&CalendarEnding {
        locale: Locale::Ru,
        last_day: NaiveDate::from_ymd_opt(2027, 12, 31).unwrap(),
        days_left: 60,
        link: "https://spp.example/calendar".to_owned(),
    });
    assert_eq!(
        letter.subject,
        "[СПП] Производственный календарь заканчивается 31 декабря 2027 г."
    );
    assert!(letter.text.contains("остаётся 60 дней"));
}

#[test]
fn a_link_that_is_no_web_address_is_not_followed() {
    let mut incident = written(Locale::Ru, Kind::Opened);
    incident.link = "javascript:alert(1)".to_owned();
    let letter = notice(&incident);
    assert!(!letter.html.contains("javascript"), "{}", letter.html);
    assert!(!letter.text.contains("javascript"), "{}", letter.text);
}

proptest! {
    #[test]
    fn no_text_of_others_becomes_markup_or_a_line_of_its_own(text in any::<String>()) {
        let hostile = format!("<img src=x onerror=\"a\">'&\r\n\r\n{text}");
        let mut incident = written(Locale::Ru, Kind::Closed {
            at: at(26, 12),
            summary: Some(hostile.clone()),
        });
        let quiet = notice(&written(Locale::Ru, kinds().remove(5)));
        incident.sensors[0].name.clone_from(&hostile);
        incident.place = Some(Place {
            site: hostile.clone(),
            address: Some(hostile.clone()),
            entrance: Some(hostile.clone()),
        });
        incident.actions[0].clone_from(&hostile);
        incident.evidence[0].value.clone_from(&hostile);
        incident.evidence[0].code.clone_from(&hostile);
        let letter = notice(&incident);
        prop_assert!(!letter.subject.chars().any(char::is_control));
        // As many lines and tags as with harmless texts.
        prop_assert_eq!(letter.text.lines().count(), quiet.text.lines().count());
        let tags = |html: &str| html.matches('<').count();
        prop_assert_eq!(tags(&letter.html), tags(&quiet.html));
    }
}
