//! Terms that are missed: our own people are told, each once.

use e2e::server::{ADMINISTRATOR, on_spin};
use e2e::shop::Shop;
use mailbox::Message;
use serde_json::json;

use super::scene::{Scene, at};
use super::{BEN, DUTY, duty};

/// On Monday at ten, a shop in Moscow, while somebody of ours is on duty.
fn on_duty() -> (Scene, Shop) {
    let scene = Scene::at("16 10:00");
    scene.enter("contacts", &duty());
    let shop = scene.server.shop("Europe/Moscow");
    (scene, shop)
}

#[test]
fn a_term_that_was_met_too_late_is_told_once_even_if_nobody_looked_in_between() {
    if on_spin() {
        return;
    }
    let (mut scene, shop) = on_duty();
    let [decided, recovered, kept] = ["Север", "Юг", "Запад"].map(|name| {
        let site = scene.site(shop, name);
        let sensor = scene.server.sensor(site, &json!({"name": name}));
        scene.beat(&sensor);
        sensor
    });
    scene.pass("16 10:38");
    let [decided_late, recovered_late, met] =
        [&decided, &recovered, &kept].map(|sensor| scene.incident_of(sensor));
    scene.send();
    scene.decide(met, "4.2.4.1", "");
    // Recording and diagnosis end on Tuesday at 18:00. The watch looks before that
    // and after it, and in between both are done, or were not needed any more.
    scene.pass("17 17:44");
    scene.send();
    scene.skip(at("17 17:44") + 30);
    scene.deliver(&recovered, at("16 10:00"));
    scene.pass("17 17:59");
    scene.skip(at("17 18:00") + 30);
    scene.decide(decided_late, "4.2.4.1", "");
    assert_eq!(scene.outbox("kind = 'breached'"), [""; 0]);
    scene.skip(at("17 18:01"));
    scene.server.tick("incidents");
    for (incident, stage, is_missed) in [
        (decided_late, "remote_repair", true),
        (recovered_late, "closed", true),
        (met, "remote_repair", false),
    ] {
        let path = format!("/api/v1/incidents/{incident}");
        let shown = scene.server.get(&path, ADMINISTRATOR).json();
        assert_eq!(shown["stage"], stage, "{shown}");
        let terms = shown["deadlines"].as_array().unwrap();
        let kinds: Vec<_> = terms.iter().map(|term| term["kind"].clone()).collect();
        assert_eq!(kinds, ["record", "diagnose"]);
        for term in terms {
            assert!(term["met"].is_string(), "{term}");
            assert_eq!(term["breached"], is_missed, "{term}");
        }
    }
    let told = |scene: &Scene| {
        let of = [decided_late, recovered_late, met].map(|incident| {
            scene.outbox(&format!("incident_id = {incident} AND kind = 'breached'"))
        });
        of.map(|rows| rows.join(", "))
    };
    let waiting = format!("breached {DUTY} waiting 0");
    assert_eq!(told(&scene), [&waiting, &waiting, ""]);

    // What is said and looked at afterwards tells of it no second time.
    let said = json!({"event": "comment", "text": "Позвонили клиенту."});
    for incident in [decided_late, recovered_late] {
        assert_eq!(scene.say(ADMINISTRATOR, incident, &said).status, 200);
    }
    scene.pass("18 09:00");
    let letters = scene.send();
    for incident in [decided_late, recovered_late] {
        let title = format!("Нарушен срок по инциденту СПП-{incident}");
        let about = |letter: &&Message| letter.text().starts_with(&title);
        let of: Vec<_> = letters.iter().filter(about).collect();
        let readers: Vec<_> = of.iter().map(|letter| letter.to.join(", ")).collect();
        assert_eq!(readers, [DUTY], "{incident}: {:?}", scene.outbox("true"));
        let text = of[0].text();
        assert!(text.contains("выполнено, но позже срока"), "{text}");
    }
    scene.pass("18 12:00");
    scene.send();
    let sent = format!("breached {DUTY} sent 1");
    assert_eq!(told(&scene), [&sent, &sent, ""]);
}

#[test]
fn a_side_that_is_decided_a_day_late_is_told_at_once() {
    if on_spin() {
        return;
    }
    let (mut scene, shop) = on_duty();
    scene.person(shop, "technical", BEN, "ru");
    let sensor = scene.server.sensor(shop, &json!({}));
    let incident = scene.falls_silent(&sensor);
    scene.pass("17 12:00");
    scene.send();
    // The client's services are told on the day of detection, and that is over.
    scene.decide(incident, "4.2.4.2", "");
    scene.pass("17 12:01");
    let letters = scene.send();
    let told: Vec<_> = letters
        .iter()
        .map(|letter| format!("{} {}", letter.to[0], letter.text().lines().next().unwrap()))
        .collect();
    let expected = [
        format!("{BEN} Заявка технической службе по инциденту СПП-{incident}"),
        format!("{DUTY} Нарушен срок по инциденту СПП-{incident}"),
    ];
    assert_eq!(told, expected);
    let letter = letters[1].text();
    for part in [
        "сообщить технической службе клиента",
        "16 ноября 2026 г., 18:00",
    ] {
        assert!(letter.contains(part), "{part}: {letter}");
    }
}

#[test]
fn a_missed_term_is_told_even_if_the_look_at_it_failed_and_all_is_over_since() {
    if on_spin() {
        return;
    }
    let (mut scene, shop) = on_duty();
    let sensor = scene.server.sensor(shop, &json!({}));
    let incident = scene.falls_silent(&sensor);
    scene.pass("17 17:59");
    scene.send();
    // The look at six failed, as the database tells: it is to be tried again at seven.
    scene.skip(at("17 18:01"));
    let database = rusqlite::Connection::open(scene.server.database()).unwrap();
    let sql = "UPDATE incident SET attention = ?2 WHERE id = ?1";
    let put_off = database.execute(sql, (incident, at("17 19:00")));
    assert_eq!(put_off, Ok(1));
    for said in [
        json!({"event": "recorded"}),
        json!({"event": "diagnosis_started"}),
        json!({"event": "closed", "cause": "sensor_hung", "remedy": "restarted"}),
    ] {
        let answer = scene.say(ADMINISTRATOR, incident, &said);
        assert_eq!(answer.status, 200, "{said}: {}", answer.text);
    }
    let told = format!("incident_id = {incident} AND kind = 'breached'");
    assert_eq!(scene.outbox(&told), [""; 0]);
    scene.skip(at("17 18:02"));
    scene.server.tick("incidents");
    assert_eq!(scene.outbox(&told), [format!("breached {DUTY} waiting 0")]);
    // Nothing is left that wants attention.
    let waiting =
        "SELECT id || '' FROM incident WHERE attention IS NOT NULL AND closed_at IS NOT NULL";
    assert_eq!(scene.column(waiting), [""; 0]);
}
