//! What clients say of incidents: with which keys, and until when.

use e2e::server::{ADMINISTRATOR, on_spin};
use serde_json::{Value, json};

use crate::mail::scene::Scene;

#[test]
fn a_key_answers_incidents_where_that_was_said() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let shop = scene.server.shop("Europe/Moscow");
    let sensor = scene.server.sensor(shop, &json!({}));
    let incident = scene.falls_silent(&sensor);
    let check = |answers: Option<bool>, status: u16, allowed: Value| {
        let key = scene.server.key(shop, &json!({"answers": answers}));
        let said = scene.say(&key, incident, &json!({"event": "comment", "text": "Да"}));
        assert_eq!(said.status, status, "{}", said.text);
        let shown = scene
            .server
            .get(&format!("/api/v1/incidents/{incident}"), &key);
        assert_eq!(shown.json()["allowed"], allowed, "{}", shown.text);
    };
    check(None, 403, json!([]));
    check(Some(false), 403, json!([]));
    check(Some(true), 200, json!(["comment"]));
    let path = format!("/api/v1/clients/{}/keys", shop.client);
    let listed = scene.server.get(&path, ADMINISTRATOR).json();
    let answers = listed["keys"].as_array().unwrap().iter();
    let answers: Vec<_> = answers.map(|key| key["answers"].as_bool()).collect();
    assert_eq!(answers, [Some(false), Some(false), Some(true)]);
}

#[test]
fn a_term_lies_within_two_years() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let shop = scene.server.shop("Europe/Moscow");
    let sensor = scene.server.sensor(shop, &json!({}));
    let key = scene.key(shop);
    scene.person(shop, "technical", "ben@romashka.example", "en");
    let incident = scene.falls_silent(&sensor);
    scene.decide(incident, "4.2.4.2", "");
    let check = |event: &str, field: &str, term: &str, expected: u16| {
        let said = scene.say(&key, incident, &json!({"event": event, field: term}));
        assert_eq!(said.status, expected, "{event} {term}: {}", said.text);
        let named = if expected == 422 {
            json!(field)
        } else {
            Value::Null
        };
        assert_eq!(said.json()["field"], named, "{}", said.text);
    };
    let last = "+262142-12-31T23:59:59Z";
    check("more_time", "until", last, 422);
    check("accepted", "planned", last, 422);
    check("more_time", "until", "2028-11-20T00:00:00Z", 422);
    check("more_time", "until", "2028-11-16T00:00:00Z", 200);
    // What was once written is read all the same.
    let database = rusqlite::Connection::open(scene.server.database()).unwrap();
    let sql = "INSERT INTO incident_event (incident_id, at, author, event)
         SELECT incident_id, at, author, replace(event, '2028-11-16T00:00:00Z', ?1)
         FROM incident_event WHERE event LIKE '%2028-11-16T00:00:00Z%'";
    assert_eq!(database.execute(sql, [last]).unwrap(), 1);
    let one = format!("incidents/{incident}");
    for path in ["incidents", "incidents?at_risk=true", "today", &one] {
        let read = scene.server.get(&format!("/api/v1/{path}"), &key);
        assert_eq!(read.status, 200, "{path}: {}", read.text);
    }
    let shown = scene.server.get(&format!("/api/v1/{one}"), &key).json();
    let terms = shown["deadlines"].as_array().unwrap().iter();
    let terms: Vec<_> = terms.map(|term| term["due"].clone()).collect();
    assert!(terms.contains(&json!(last)), "{terms:?}");
}
