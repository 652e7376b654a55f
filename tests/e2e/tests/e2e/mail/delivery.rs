//! Letters that are not taken: tried again, given up, or never sent again.

use chrono::TimeDelta;
use e2e::http::Answer;
use e2e::server::on_spin;
use e2e::shop::{Sensor, Shop};
use mailbox::{Fault, Message};
use serde_json::json;
use spp_mail::bounce;

use super::scene::{SECRET, Scene, at, letter_to, recipients};
use super::{ANNA, BEN};

/// Two readers, and a sensor that has just been told of as silent; nothing is
/// sent yet. With it, one that will fall silent five minutes later.
fn told(anna: &str) -> (Scene, Shop, Sensor) {
    let mut scene = Scene::at("16 10:00");
    let shop = scene.server.shop("Europe/Moscow");
    scene.person(shop, "authorised", anna, "ru");
    scene.person(shop, "authorised", BEN, "ru");
    let first = scene.server.sensor(shop, &json!({"name": "Вход 1"}));
    let other = scene.site(shop, "ТЦ «Юг»");
    let second = scene.server.sensor(other, &json!({"name": "Вход 2"}));
    scene.beat(&first);
    scene.pass("16 10:20");
    scene.beat(&second);
    scene.pass("16 10:38");
    (scene, shop, first)
}

fn of(email: &str) -> String {
    format!("recipient = '{email}'")
}

#[test]
fn a_letter_is_tried_again_with_growing_pauses() {
    if on_spin() {
        return;
    }
    let (mut scene, ..) = told(ANNA);
    let later = Fault::Refuse("451 4.7.1 try again later".to_owned());
    scene.mailbox().fail(ANNA, later);
    assert_eq!(recipients(&scene.send()), [BEN]);
    assert_eq!(
        scene.outbox(&of(ANNA)),
        [format!("opened {ANNA} waiting 1")]
    );
    assert_eq!(scene.outbox(&of(BEN)), [format!("opened {BEN} sent 1")]);
    let errors = scene.column("SELECT error FROM outbox WHERE error IS NOT NULL");
    assert_eq!(errors.len(), 1);
    assert!(errors[0].contains("try again later"), "{errors:?}");
    let mut now = at("16 10:38");
    for (attempts, pause) in [(2, 60), (3, 120), (4, 240), (5, 480)] {
        scene.skip(now + pause - 1);
        scene.send();
        let waiting = |attempts| [format!("opened {ANNA} waiting {attempts}")];
        assert_eq!(scene.outbox(&of(ANNA)), waiting(attempts - 1), "too early");
        now += pause;
        scene.skip(now);
        assert_eq!(recipients(&scene.send()), [""; 0]);
        assert_eq!(scene.outbox(&of(ANNA)), waiting(attempts));
    }
    scene.mailbox().recover(ANNA);
    scene.skip(now + 960);
    assert_eq!(recipients(&scene.send()), [ANNA]);
    assert_eq!(scene.outbox(&of(ANNA)), [format!("opened {ANNA} sent 6")]);
    assert_eq!(scene.suppressed(), [""; 0]);
}

#[test]
fn nothing_more_is_sent_to_an_address_that_is_none() {
    if on_spin() {
        return;
    }
    let (mut scene, ..) = told(ANNA);
    let unknown = Fault::Refuse("550 5.1.1 no such user".to_owned());
    scene.mailbox().fail(ANNA, unknown);
    assert_eq!(recipients(&scene.send()), [BEN]);
    assert_eq!(
        scene.outbox(&of(ANNA)),
        [format!("opened {ANNA} suppressed 1")]
    );
    assert_eq!(scene.suppressed(), [ANNA]);
    // The relay would take it again, but it is not asked.
    scene.mailbox().recover(ANNA);
    scene.pass("16 11:00");
    assert_eq!(recipients(&scene.send()), [BEN]);
    let states = format!("SELECT state FROM outbox WHERE {}", of(ANNA));
    assert_eq!(scene.column(&states), ["suppressed"; 2]);
    let shown = scene
        .server
        .get("/api/v1/suppressions", e2e::server::ADMINISTRATOR);
    let shown = &shown.json()["suppressions"][0];
    assert_eq!(shown["email"], ANNA);
    let reason = shown["reason"].as_str().unwrap();
    assert!(reason.contains("no such user"), "{reason}");
}

#[test]
fn a_relay_that_is_down_loses_nothing() {
    if on_spin() {
        return;
    }
    let (mut scene, ..) = told(ANNA);
    scene.stop_relay();
    scene.server.tick("mail");
    let waiting = [ANNA, BEN].map(|email| format!("opened {email} waiting 1"));
    assert_eq!(scene.outbox("true"), waiting);
    scene.start_relay();
    assert_eq!(recipients(&scene.send()), [""; 0], "not due yet");
    scene.skip(at("16 10:39"));
    assert_eq!(recipients(&scene.send()), [ANNA, BEN]);
    let sent = [ANNA, BEN].map(|email| format!("opened {email} sent 2"));
    assert_eq!(scene.outbox("true"), sent);
    // One that breaks off after it has taken a letter cannot be told from one
    // that has not: the letter comes again, and is the same.
    scene.mailbox().fail(ANNA, Fault::HangUpAfterMessage);
    scene.pass("16 11:00");
    let first = scene.send();
    scene.mailbox().recover(ANNA);
    scene.skip(at("16 11:01"));
    let again = scene.send();
    let id = |message: &Message| message.header("Message-ID");
    assert_eq!(id(letter_to(&again, ANNA)), id(letter_to(&first, ANNA)));
    let all: Vec<_> = first.iter().chain(&again).cloned().collect();
    assert_eq!(recipients(&all), [ANNA, ANNA, BEN]);
}

/// What a mail provider reports.
fn report(scene: &Scene, id: &str, recipient: &str, status: &str) -> Answer {
    let report = json!({
        "id": id, "recipient": recipient, "status": status, "diagnostic": "no such user",
    });
    let headers = [
        ("content-type", "application/json"),
        ("accept-language", "en"),
    ];
    let body = report.to_string();
    scene
        .server
        .send("POST", "/mail/bounces", &headers, body.as_bytes())
}

#[test]
fn a_bounce_is_believed_when_its_id_is_ours_and_fresh() {
    if on_spin() {
        return;
    }
    // People write their addresses as they like.
    let anna = "Anna.Petrova@romashka.example";
    let (mut scene, ..) = told(anna);
    let letters = scene.send();
    let id = letter_to(&letters, anna).header("X-Bounce-Id").unwrap();
    let (stated, signature) = id.rsplit_once('.').unwrap();
    let (letter, moment) = stated.split_once('.').unwrap();
    let other = letter_to(&letters, BEN).header("X-Bounce-Id").unwrap();
    let guessed = bounce::sign(b"another secret", letter.parse().unwrap(), scene.now());
    let future = scene.now() + TimeDelta::hours(1);
    let future = bounce::sign(SECRET.as_bytes(), letter.parse().unwrap(), future);
    for (id, status, field) in [
        ("", "5.1.1", "id"),
        (guessed.as_str(), "5.1.1", "id"),
        (&format!("99.{moment}.{signature}"), "5.1.1", "id"),
        (
            &format!("{stated}.{}", signature.to_lowercase()),
            "5.1.1",
            "id",
        ),
        (&future, "5.1.1", "id"),
        (&other, "5.1.1", "recipient"),
        (&id, "gone", "status"),
    ] {
        let answer = report(&scene, id, anna, status);
        let found = (answer.status, answer.json()["field"].clone());
        assert_eq!(found, (422, json!(field)), "{id}: {}", answer.text);
    }
    // A full mailbox is no reason.
    assert_eq!(report(&scene, &id, anna, "4.2.2").status, 204);
    assert_eq!(scene.suppressed(), [""; 0]);
    let answer = report(&scene, &id, anna, "5.1.1");
    assert_eq!(answer.status, 204, "{}", answer.text);
    assert_eq!(report(&scene, &id, anna, "5.1.1").status, 204);
    assert_eq!(scene.suppressed().len(), 1);

    scene.pass("16 11:00");
    assert_eq!(recipients(&scene.send()), [BEN]);
    let states = format!("SELECT state FROM outbox WHERE {} ORDER BY id", of(anna));
    assert_eq!(scene.column(&states), ["sent", "suppressed"]);

    scene.skip(at("18 11:38"));
    let answer = report(&scene, &other, BEN, "5.1.1");
    let found = (answer.status, answer.json()["field"].clone());
    assert_eq!(found, (422, json!("id")), "{}", answer.text);
    assert_eq!(scene.suppressed().len(), 1);
}
