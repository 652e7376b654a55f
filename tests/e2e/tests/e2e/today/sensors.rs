//! What was found of a sensor, and what befell it.

use e2e::server::{ADMINISTRATOR, on_spin};
use serde_json::{Value, json};

use super::shops::{count_ahead, door, line, north, sites};
use crate::mail::scene::{Scene, at};

#[test]
fn what_is_found_of_a_sensor_is_told_in_the_readers_language() {
    if on_spin() {
        return;
    }
    let (mut scene, north) = north();
    let door = door(&scene, north, "Дверь");
    count_ahead(&scene, &door, "16 09:45");
    scene.pass("16 10:10");
    let ask = |path: &str, language: &str| {
        let bearer = format!("Bearer {ADMINISTRATOR}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("accept-language", language),
        ];
        let answer = scene
            .server
            .send("GET", &format!("/api/v1/{path}"), &headers, b"");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    };
    let check = |language: &str, name: &str, obligation: &str| {
        let shown = ask(&format!("today?client={}", north.client), language);
        let line = line(&shown, "Север");
        assert_eq!(
            (&line["state"], &line["reason"]),
            (&json!("watch"), &json!(name))
        );
        let symptoms = json!([{"code": "clock", "name": name}]);
        let quality = json!({"state": "doubtful", "affected": 1, "symptoms": symptoms});
        assert_eq!(line["quality"], quality);
        assert_eq!(line["deadline"]["name"], obligation);
        let watched = ask(&format!("watch/sensors/{}", door.id), language);
        assert_eq!(watched["findings"][0]["name"], name);
        watched
    };
    check("ru", "Часы датчика неверны", "зафиксировать инцидент");
    let watched = check("en", "The sensor's clock is off", "record the incident");

    let since = "2026-11-16T10:00:00+03:00";
    assert_eq!(
        watched["clock"],
        json!({"offset_seconds": 3_600, "at": since})
    );
    let link = json!({"state": "up", "since": since, "last_contact": since});
    assert_eq!(watched["link"], link);
    let data = json!({"state": "current", "since": since, "last_data": since, "arrived": since});
    assert_eq!(watched["data"], data);
    let found = &watched["findings"][0];
    assert_eq!(
        (&found["symptom"], &found["since"]),
        (&json!("clock"), &json!(since))
    );
    let incident = scene.incident_of(&door);
    let spell = json!({
        "kind": "quality", "symptom": "clock", "name": "The sensor's clock is off",
        "incident": incident, "from": since, "to": null,
    });
    assert_eq!(watched["states"], json!([spell]));
    assert_eq!(watched["incidents"][0]["id"], incident);
    let sensor = &watched["sensor"];
    assert_eq!(
        (&sensor["name"], &sensor["site"]),
        (&json!("Дверь"), &json!("Север"))
    );
    assert_eq!(
        (&sensor["entrance"], &sensor["zone"]),
        (&json!("Вход"), &json!("Europe/Moscow"))
    );
}

#[test]
fn what_befell_a_sensor_stays_to_be_seen() {
    if on_spin() {
        return;
    }
    let (mut scene, _, silent) = sites();
    let path = format!("/api/v1/watch/sensors/{}", silent.id);
    let incident = scene.incident_of(&silent);
    let check = |scene: &Scene, link: &str, data: &str, to: Option<&str>| {
        let watched = scene.server.get(&path, ADMINISTRATOR).json();
        let states = [&watched["link"]["state"], &watched["data"]["state"]];
        assert_eq!(states, [link, data]);
        let spell = json!({
            "kind": "link", "symptom": "no_contact", "name": "The sensor is not heard from",
            "incident": incident, "from": "2026-11-16T10:00:00+03:00", "to": to,
        });
        assert_eq!(watched["states"], json!([spell]));
        assert_eq!(watched["incidents"].as_array().unwrap().len(), 1);
        assert_eq!(watched["failure"], Value::Null);
    };
    check(&scene, "lost", "late", None);
    scene.pass("16 10:50");
    scene.deliver(&silent, at("16 10:00"));
    scene.pass("16 11:01");
    check(&scene, "up", "current", Some("2026-11-16T11:01:00+03:00"));
}
