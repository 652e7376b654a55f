//! What all sites have together, which incident of a site is the gravest, and what an
//! event explains.

use e2e::server::{ADMINISTRATOR, on_spin};
use serde_json::json;

use super::shops::{client, count, door, line, site, today};
use crate::mail::scene::Scene;

#[test]
fn every_open_incident_and_every_near_term_counts_whatever_it_concerns() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let client = client(&scene);
    let north = site(&scene, client, "Север", "10:00");
    let silent = door(&scene, north, "Дверь");
    count(&scene, &silent, "16 09:45", 5);
    let system = json!({"client_id": client.client, "name": "Сервер", "edition": "local"});
    let system = scene.enter("systems", &system);
    let path = format!("/api/v1/systems/{system}/server");
    let told = json!({"synchronised_at": "2026-11-15T10:00:00+03:00"});
    let answer = scene.server.administer("PUT", &path, &told);
    assert_eq!(answer.status, 200, "{}", answer.text);
    scene.pass("16 10:45");
    let (key, other) = (scene.key(client), scene.server.shop("UTC"));
    let other_key = scene.key(other);
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
    let own = format!("?client={}", client.client);
    check(&scene, ADMINISTRATOR, &own, [2, 0]);
    // Each is to be recorded and diagnosed within a working day of its detection.
    scene.pass("17 16:30");
    for (token, query) in [(ADMINISTRATOR, own.as_str()), (&key, "")] {
        check(&scene, token, query, [2, 4]);
    }
    check(
        &scene,
        ADMINISTRATOR,
        &format!("?site={}", north.site),
        [1, 2],
    );
    check(&scene, &other_key, &own, [0, 0]);
}

#[test]
fn the_gravest_incident_is_shown_not_the_oldest() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let client = client(&scene);
    let north = site(&scene, client, "Север", "10:00");
    let [wrong, silent] = ["Правая", "Левая"].map(|name| door(&scene, north, name));
    count(&scene, &silent, "16 09:45", 5);
    // Its clock is an hour ahead.
    let beat = |scene: &Scene, start: &str, clock: &str| {
        let start = format!("2026-11-16T{start}:00+03:00");
        let reading = json!({"start": start, "interval": 900, "in": 5, "out": 1});
        let push = json!({"clock": format!("2026-11-16T{clock}:00+03:00"), "readings": [reading]});
        let answer = scene.server.push(&wrong.token, &push);
        assert_eq!(answer.status, 200, "{}", answer.text);
    };
    beat(&scene, "09:45", "11:00");
    for (time, start, clock) in [
        ("16 10:15", "10:00", "11:15"),
        ("16 10:30", "10:15", "11:30"),
        ("16 10:45", "10:30", "11:45"),
    ] {
        scene.pass(time);
        beat(&scene, start, clock);
    }
    scene.server.tick("incidents");
    let [first, second] =
        [&wrong, &silent].map(|sensor| scene.incident(&format!("sensor={}", sensor.id)));
    assert!(first < second);
    let shown = today(
        &scene.server,
        ADMINISTRATOR,
        &format!("?site={}", north.site),
    );
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
    let mut scene = Scene::at("16 10:00");
    let client = client(&scene);
    let north = site(&scene, client, "Север", "10:00");
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
        let query = format!("?client={}", client.client);
        let shown = today(&scene.server, ADMINISTRATOR, &query);
        let line = line(&shown, "Север");
        assert_eq!(
            [&line["state"], &line["quality"]["state"]],
            [state, quality]
        );
        let found = line["quality"]["symptoms"].as_array().unwrap();
        assert_eq!(found.len(), symptoms);
    };
    check("watch", "doubtful", 1);
    let happens = |kind: &str| {
        let event = json!({
            "kind": kind, "name": kind,
            "starts_at": "2026-11-16T09:00:00+03:00", "ends_at": "2026-11-16T12:00:00+03:00",
        });
        let path = format!("/api/v1/sites/{}/events", north.site);
        let answer = scene.server.administer("POST", &path, &event);
        assert_eq!(answer.status, 201, "{}", answer.text);
    };
    // Works bring no crowds.
    happens("works");
    check("watch", "doubtful", 1);
    happens("promotion");
    check("good", "plausible", 0);
}
