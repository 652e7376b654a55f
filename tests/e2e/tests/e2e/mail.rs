//! What goes out of the application when sensors fall silent: letters through a
//! relay or a provider, and calls of clients' own systems. All of it takes its time,
//! and on Spin components see the machine's clock, which nobody can move: there
//! these pass.

mod delivery;
mod hooks;
mod pace;
mod provider;
mod receiver;
pub mod scene;
mod terms;

use std::collections::BTreeSet;

use e2e::server::{ADMINISTRATOR, on_spin};
use e2e::shop::Shop;
use serde_json::{Value, json};

use scene::{Scene, at, letter_to, recipients};

const ANNA: &str = "anna@romashka.example";
const BEN: &str = "ben@romashka.example";
const DUTY: &str = "duty@spp.example";
const SUPPLIER: &str = "service@supplier.example";

/// Our own person on duty.
fn duty() -> Value {
    json!({"role": "duty", "name": "Дежурный", "email": DUTY})
}

/// On Monday at ten, a mall in Moscow, one of whose people reads what happens there.
fn north() -> (Scene, Shop) {
    let scene = Scene::at("16 10:00");
    let north = mall(&scene, &[ANNA]);
    (scene, north)
}

/// A mall in Moscow whose people of these addresses read what happens there.
fn mall(scene: &Scene, readers: &[&str]) -> Shop {
    let shop = scene.server.shop("Europe/Moscow");
    let mall = scene.site(shop, "ТЦ «Север»");
    for email in readers {
        scene.person(mall, "authorised", email, "ru");
    }
    mall
}

/// The sensor of the examples.
fn entrance() -> Value {
    json!({
        "name": "Вход 1", "model": "DS-2CD", "serial": "A17", "room": "Тамбур 3", "cabinet": "ШТК-2",
        "supplied_by": "third_party", "supplier": "Счётчик-Сервис", "warranty_until": "2027-01-31",
    })
}

#[test]
fn a_letter_says_what_where_since_when_and_what_comes_next() {
    if on_spin() {
        return;
    }
    let (mut scene, shop) = north();
    scene.person(shop, "authorised", BEN, "en");
    scene.enter("contacts", &duty());
    let sensor = scene.server.sensor(shop, &entrance());
    let incident = scene.falls_silent(&sensor);
    let opened = scene.send();
    assert_eq!(recipients(&opened), [ANNA, BEN, DUTY]);
    let link = format!("https://spp.example/incidents/{incident}");

    let check = |recipient: &str, subject: &str, language: &str, parts: &[&str]| {
        let message = letter_to(&opened, recipient);
        assert_eq!(message.subject(), subject);
        for part in parts.iter().chain([&link.as_str()]) {
            assert!(message.text().contains(part), "{part}: {}", message.text());
            assert!(message.html().contains(part), "{part}: {}", message.html());
        }
        let language = format!("<html lang=\"{language}\">");
        assert!(message.html().contains(&language), "{}", message.html());
        let automatic = message.header("Auto-Submitted");
        assert_eq!(automatic.as_deref(), Some("auto-generated"));
        assert_eq!(message.header("References"), None);
        assert_eq!(message.from, "spp@spp.example");
    };
    let russian = [
        "Датчик не выходит на связь",
        "ТЦ «Север»",
        "Москва, Тверская, 1",
        "Главный вход",
        "Вход 1",
        "DS-2CD",
        "A17",
        "Тамбур 3",
        "ШТК-2",
        "16 ноября 2026 г., 10:00 (МСК)",
        "Мы проводим удалённую диагностику",
        "Срок диагностики",
    ];
    let subject = format!("[СПП-{incident}] Нет связи с датчиком «Вход 1», ТЦ «Север»");
    check(ANNA, &subject, "ru", &russian);
    check(DUTY, &subject, "ru", &russian);
    let english = [
        "The sensor is not heard from",
        "ТЦ «Север»",
        "16 November 2026, 10:00 (MSK, UTC+3)",
        "We are diagnosing it remotely",
        "Diagnosis by",
    ];
    let subject = format!("[SPP-{incident}] No contact with sensor “Вход 1”, ТЦ «Север»");
    check(BEN, &subject, "en", &english);

    // It is heard again, with all that it has kept.
    scene.deliver(&sensor, at("16 10:00"));
    scene.pass("16 10:50");
    scene.beat(&sensor);
    scene.pass("16 11:00");
    let recovered = scene.send();
    assert_eq!(recipients(&recovered), [ANNA, BEN]);
    let mut threads = BTreeSet::new();
    for (recipient, said) in [
        (ANNA, "Восстановлено: 16 ноября 2026 г., "),
        (BEN, "Working since: 16 November 2026, "),
    ] {
        let (first, second) = (
            letter_to(&opened, recipient),
            letter_to(&recovered, recipient),
        );
        assert!(second.text().contains(said), "{}", second.text());
        assert_eq!(first.subject(), second.subject());
        let thread = first.header("Message-ID");
        assert_eq!(second.header("References"), thread);
        assert_eq!(second.header("In-Reply-To"), thread);
        assert_ne!(second.header("Message-ID"), thread);
        threads.insert(thread);
    }
    assert_eq!(threads.len(), 2, "a thread a recipient");
    let expected = [
        format!("opened {ANNA} sent 1"),
        format!("opened {BEN} sent 1"),
        format!("opened {DUTY} sent 1"),
        format!("recovered {ANNA} sent 1"),
        format!("recovered {BEN} sent 1"),
    ];
    assert_eq!(scene.outbox(&format!("incident_id = {incident}")), expected);
    assert_eq!(scene.outbox("true").len(), expected.len());
}

#[test]
fn a_decided_side_is_told_and_answers_for_itself() {
    if on_spin() {
        return;
    }
    let (mut scene, shop) = north();
    scene.person(shop, "technical", BEN, "en");
    let third = json!({"role": "third_party", "name": "Счётчик-Сервис", "email": SUPPLIER});
    scene.enter("contacts", &third);
    let sensor = scene.server.sensor(shop, &entrance());
    let other = scene.site(shop, "ТЦ «Юг»");
    let warranted = scene.server.sensor(other, &entrance());
    let (key, foreign) = (scene.key(shop), scene.key(scene.server.shop("UTC")));
    scene.beat(&warranted);
    let incident = scene.falls_silent(&sensor);
    assert_eq!(recipients(&scene.send()), [ANNA, ANNA]);

    let decided = json!({"event": "side_decided", "clause": "4.2.4.2"});
    let recorded = json!({"event": "recorded"});
    assert_eq!(scene.say(ADMINISTRATOR, incident, &recorded).status, 200);
    assert_eq!(scene.say(&key, incident, &decided).status, 409);
    assert_eq!(scene.say(&foreign, incident, &decided).status, 404);
    let started = json!({"event": "diagnosis_started"});
    assert_eq!(scene.say(ADMINISTRATOR, incident, &started).status, 200);
    let decided = json!({
        "event": "side_decided", "clause": "4.2.4.2", "text": "Start with the injector in the cabinet.",
    });
    assert_eq!(scene.say(ADMINISTRATOR, incident, &decided).status, 200);
    let letters = scene.send();
    assert_eq!(recipients(&letters), [BEN]);
    let order = letter_to(&letters, BEN);
    for part in [
        "Work order for technical services",
        "Тамбур 3",
        "ШТК-2",
        "Check the power of the sensor and of its switch.",
        "Check the cable from the sensor to the switch",
        "Start with the injector in the cabinet.",
    ] {
        assert!(order.text().contains(part), "{part}: {}", order.text());
        assert!(order.html().contains(part), "{part}: {}", order.html());
    }
    for answer in [
        "accepted",
        "fixed",
        "more_time",
        "not_confirmed",
        "handed_back",
    ] {
        let link = format!("https://spp.example/incidents/{incident}?answer={answer}");
        assert!(order.text().contains(&link), "{link}: {}", order.text());
        assert!(order.html().contains(&link), "{link}: {}", order.html());
    }

    let accepted = |planned: &str| json!({"event": "accepted", "planned": planned});
    let passed = accepted("2026-11-16T10:00:00+03:00");
    assert_eq!(scene.say(&key, incident, &passed).status, 422);
    let accepted = accepted("2026-11-17T12:00:00+03:00");
    assert_eq!(scene.say(&foreign, incident, &accepted).status, 404);
    let answer = scene.say(&key, incident, &accepted);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let shown = answer.json();
    assert_eq!(
        (&shown["stage"], &shown["side"]),
        (&json!("in_work"), &json!("client"))
    );
    let author = &shown["timeline"].as_array().unwrap().last().unwrap()["author"];
    assert_eq!(author["author"], "client");

    // The warranty: the third party is told whom to contact.
    let incident = scene.incident_of(&warranted);
    scene.decide(incident, "4.2.4.3", "");
    let letters = scene.send();
    assert_eq!(recipients(&letters), [SUPPLIER]);
    let letter = letter_to(&letters, SUPPLIER);
    for part in [
        "Гарантийный случай",
        "ТЦ «Юг»",
        "A17",
        "Клиент",
        "Анна",
        ANNA,
    ] {
        assert!(letter.text().contains(part), "{part}: {}", letter.text());
        assert!(letter.html().contains(part), "{part}: {}", letter.html());
    }
    let expected = [
        format!("work_order {BEN} sent 1"),
        format!("warranty {SUPPLIER} sent 1"),
    ];
    assert_eq!(scene.outbox("kind <> 'opened'"), expected);
}

#[test]
fn two_schedulers_send_each_letter_once() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let emails: Vec<_> = (0..12)
        .map(|number| format!("c{number:02}@example.com"))
        .collect();
    for email in &emails {
        let shop = scene.server.shop("Europe/Moscow");
        scene.person(shop, "authorised", email, "ru");
        scene.beat(&scene.server.sensor(shop, &json!({})));
    }
    let together = |scene: &Scene, functions: [&str; 4]| {
        std::thread::scope(|scope| {
            for function in functions {
                scope.spawn(move || scene.server.tick(function));
            }
        });
    };
    scene.pass("16 10:31");
    for minute in 32..42 {
        let now = at(&format!("16 10:{minute}"));
        scene.skip(now);
        together(&scene, ["incidents", "mail", "incidents", "mail"]);
    }
    together(&scene, ["mail"; 4]);
    let letters = scene.send();
    assert_eq!(recipients(&letters), emails);
    let ids: BTreeSet<_> = letters
        .iter()
        .map(|letter| letter.header("Message-ID"))
        .collect();
    assert_eq!(ids.len(), emails.len());
    let expected: Vec<_> = emails
        .iter()
        .map(|email| format!("opened {email} sent 1"))
        .collect();
    let mut found = scene.outbox("true");
    found.sort();
    assert_eq!(found, expected);
    let opened = "SELECT CAST(count(*) AS TEXT) FROM incident";
    assert_eq!(scene.column(opened), [emails.len().to_string()]);
}
