//! How many letters a reader gets, and at which hours.

use chrono::DateTime;
use e2e::server::on_spin;
use mailbox::Message;
use serde_json::json;

use super::scene::{Scene, at, letter_to, recipients};
use super::{ANNA, BEN};

/// Eight sites of one client with a sensor each, three minutes after one another
/// heard for the last time.
fn eight_sites(scene: &mut Scene) {
    let shop = scene.server.shop("Europe/Moscow");
    scene.person(shop, "authorised", ANNA, "ru");
    for number in 0..8 {
        let site = scene.site(shop, &format!("Магазин {}", number + 1));
        let sensor = scene
            .server
            .sensor(site, &json!({"name": format!("Вход {}", number + 1)}));
        scene.pass(&format!("16 10:{:02}", number * 3));
        scene.beat(&sensor);
    }
}

#[test]
fn many_incidents_of_a_client_become_one_letter() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    eight_sites(&mut scene);
    scene.pass("16 11:00");
    // The first tick puts the digest together, the second one sends it.
    let mut letters = scene.send();
    letters.extend(scene.send());
    assert_eq!(recipients(&letters), [ANNA]);
    let digest = &letters[0];
    assert_eq!(digest.subject(), "[СПП] Сводка: 8 инцидентов, Client");
    for number in 1..=8 {
        for part in [format!("Магазин {number}"), format!("«Вход {number}»")] {
            assert!(digest.text().contains(&part), "{part}: {}", digest.text());
            assert!(digest.html().contains(&part), "{part}: {}", digest.html());
        }
    }
    let mut expected = vec![format!("opened {ANNA} gathered 0"); 8];
    expected.push(format!("digest {ANNA} sent 1"));
    assert_eq!(scene.outbox("true"), expected);
    assert_eq!(recipients(&scene.send()), [""; 0]);
}

#[test]
fn a_reader_gets_five_letters_an_hour_and_then_digests() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    eight_sites(&mut scene);
    let letters = scene.pass_and_send("16 11:10");
    let digests = |letters: &[Message]| -> Vec<String> {
        let subjects = letters.iter().map(Message::subject);
        subjects
            .filter(|subject| subject.contains("Сводка"))
            .collect()
    };
    assert_eq!(letters.len(), 6);
    assert_eq!(digests(&letters), ["[СПП] Сводка: 1 инцидент, Client"]);
    let mut expected = vec![format!("opened {ANNA} sent 1"); 5];
    expected.push(format!("opened {ANNA} gathered 0"));
    // They wait, and were not tried.
    expected.extend(vec![format!("opened {ANNA} waiting 0"); 2]);
    expected.push(format!("digest {ANNA} sent 1"));
    let mut found = scene.outbox("true");
    found.sort_by_key(|row| row.starts_with("digest"));
    assert_eq!(found, expected);
    // An hour after the digest there is room for single letters again.
    let letters = scene.pass_and_send("16 12:10");
    assert_eq!(letters.len(), 2, "{:?}", digests(&letters));
}

#[test]
fn nobody_is_woken_by_a_single_sensor_but_by_a_whole_site() {
    if on_spin() {
        return;
    }
    // A Friday evening.
    let mut scene = Scene::at("20 19:25");
    let north = scene.server.shop("Europe/Moscow");
    let north = scene.site(north, "ТЦ «Север»");
    scene.person(north, "authorised", ANNA, "ru");
    let south = scene.server.shop("Europe/Moscow");
    let south = scene.site(south, "ТЦ «Юг»");
    scene.person(south, "authorised", BEN, "ru");
    let single = scene.server.sensor(north, &json!({"name": "Вход 1"}));
    let pair = [1, 2].map(|number| {
        let more = json!({"name": format!("Юг-{number}"), "serial": format!("S{number}")});
        scene.server.sensor(south, &more)
    });
    for sensor in pair.iter().chain([&single]) {
        scene.beat(sensor);
    }
    let letters = scene.pass_and_send("20 20:10");
    assert_eq!(
        recipients(&letters),
        [BEN],
        "one letter for the site, at night"
    );
    let letter = letter_to(&letters, BEN);
    assert!(
        letter.subject().ends_with(", ТЦ «Юг»"),
        "{}",
        letter.subject()
    );
    assert!(letter.text().contains("Юг-1, Юг-2"), "{}", letter.text());
    let down = scene.incident(&format!("site={}&symptom=site_down", south.site));
    let site = format!("recipient = '{BEN}'");
    let expected = [
        format!("opened {BEN} gathered 0"),
        format!("opened {BEN} gathered 0"),
        format!("opened {BEN} sent 1"),
    ];
    assert_eq!(scene.outbox(&site), expected);
    let told = scene.column("SELECT CAST(incident_id AS TEXT) FROM outbox WHERE state = 'sent'");
    assert_eq!(told, [down.to_string()]);

    // The other one waits for the working Monday.
    let due = scene.column(&format!(
        "SELECT CAST(due AS TEXT) FROM outbox WHERE recipient = '{ANNA}'"
    ));
    let due: Vec<_> = due.iter().map(|due| due.parse().unwrap()).collect();
    assert_eq!(
        due,
        [at("23 09:00")],
        "{:?}",
        DateTime::from_timestamp(due[0], 0)
    );
    scene.pass("23 08:59");
    assert_eq!(recipients(&scene.send()), [""; 0]);
    scene.pass("23 09:00");
    let letters = scene.send();
    let subject = letter_to(&letters, ANNA).subject();
    assert!(subject.contains("«Вход 1»"), "{subject}");
    assert_eq!(
        scene.outbox(&format!("recipient = '{ANNA}'")),
        [format!("opened {ANNA} sent 1")]
    );
}
