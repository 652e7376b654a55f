//! What all sites have together, which incident of a site is the gravest, and what an
//! event explains.

use e2e::server::{ADMINISTRATOR, on_spin};
use serde_json::json;

use super::shops::{count, count_ahead, door, line, north, sites_of, today};
use crate::mail::scene::Scene;

#[test]
fn every_open_incident_and_every_near_term_counts_whatever_it_concerns() {
    if on_spin() {
        return;
    }
    let (mut scene, north) = north();
    let silent = door(&scene, north, "Дверь");
    count(&scene, &silent, "16 09:45", 5);
    let system = json!({"client_id": north.client, "name": "Сервер", "edition": "local"});
    let system = scene.enter("systems", &system);
    let path = format!("/api/v1/systems/{system}/server");
    let told = json!({"synchronised_at": "2026-11-15T10:00:00+03:00"});
    let answer = scene.server.administer("PUT", &path, &told);
    assert_eq!(answer.status, 200, "{}", answer.text);
    scene.pass("16 10:45");
    let (key, other) = (scene.key(north), scene.key(scene.server.shop("UTC")));
    let check = |scene: &Scene, token: &str, query: &str, expected: [i64; 2]| {
        let shown = today(&scene.server, token, query);
        let totals = &shown["totals"];
        let found = [&totals["open_incidents"], &totals["at_risk"]].map(|one| one.as_i64());
        assert_eq!(found, expected.map(Some), "{query}");
        let open = format!("/api/v1/incidents?open=true&{}", query.replace('?', ""));
        let listed = scene.server.get(&open, token).json();
        let rows = listed["incidents"].as_array().unwrap();
        assert_eq!(rows.len() as i64, expected[0], "{query}");
        let near: i64 = rows
            .iter()
            .map(|row| row["terms_at_risk"].as_i64().unwrap())
            .sum();
        assert_eq!(near, expected[1], "{query}");
    };
    let own = format!("?client={}", north.client);
    check(&scene, ADMINISTRATOR, &own, [2, 0]);
    // Each is to be recorded and diagnosed within a working day of its detection.
    scene.pass("17 16:30");
    for (token, query) in [(ADMINISTRATOR, own.as_str()), (&key, "")] {
        check(&scene, token, query, [2, 4]);
    }
    let one = format!("?site={}", north.site);
    check(&scene, ADMINISTRATOR, &one, [1, 2]);
    check(&scene, &other, &own, [0, 0]);
}

#[test]
fn the_gravest_incident_is_shown_not_the_oldest() {
    if on_spin() {
        return;
    }
    let (mut scene, north) = north();
    let [wrong, silent] = ["Правая", "Левая"].map(|name| door(&scene, north, name));
    count(&scene, &silent, "16 09:45", 5);
    count_ahead(&scene, &wrong, "16 09:45");
    for (time, start) in [
        ("16 10:15", "16 10:00"),
        ("16 10:30", "16 10:15"),
        ("16 10:45", "16 10:30"),
    ] {
        scene.pass(time);
        count_ahead(&scene, &wrong, start);
    }
    scene.server.tick("incidents");
    let [first, second] = [&wrong, &silent].map(|sensor| scene.incident_of(sensor));
    assert!(first < second);
    let one = format!("?site={}", north.site);
    let shown = today(&scene.server, ADMINISTRATOR, &one);
    let incidents = &line(&shown, "Север")["incidents"];
    assert_eq!(incidents["open"], 2);
    assert_eq!(incidents["worst"]["id"], second);
    assert_eq!(incidents["worst"]["symptom"], "no_contact");
}

#[test]
fn what_an_event_explains_does_not_make_counts_doubtful() {
    if on_spin() {
        return;
    }
    let (mut scene, north) = north();
    let door = door(&scene, north, "Дверь");
    count(&scene, &door, "16 09:45", 5);
    scene.pass("16 10:10");
    let database = rusqlite::Connection::open(scene.server.database()).unwrap();
    let spike = json!([{
        "symptom": "spike", "since": "2026-11-16T06:00:00Z", "until": "2026-11-16T07:00:00Z",
        "confidence": 0.9, "evidence": {"numbers": [], "series": []},
    }]);
    let sql = "UPDATE watch SET hourly = ?2 WHERE sensor_id = ?1";
    let changed = database.execute(sql, (door.id, spike.to_string()));
    assert_eq!(changed, Ok(1));
    let check = |state: &str, quality: &str, symptoms: usize| {
        let shown = sites_of(&scene, north);
        let line = line(&shown, "Север");
        assert_eq!(
            [&line["state"], &line["quality"]["state"]],
            [state, quality]
        );
        let found = line["quality"]["symptoms"].as_array().unwrap();
        assert_eq!(found.len(), symptoms);
    };
    check("watch", "doubtful", 1);
    let morning = ["2026-11-16T09:00:00+03:00", "2026-11-16T12:00:00+03:00"];
    // Works bring no crowds.
    scene.server.happens(north, "works", morning);
    check("watch", "doubtful", 1);
    scene.server.happens(north, "promotion", morning);
    check("good", "plausible", 0);
}
