//! How all sites stand now.

use e2e::server::{ADMINISTRATOR, Server, on_spin};
use e2e::shop::Shop;
use serde_json::{Value, json};

use super::shops::{count, door, import, line, names, north, site, sites, sites_of, today};
use crate::mail::scene::at;

#[test]
fn sites_stand_as_their_sensors_do_the_worst_first() {
    if on_spin() {
        return;
    }
    let (mut scene, client, silent) = sites();
    let shown = sites_of(&scene, client);
    assert_eq!(names(&shown), ["Север", "Восток", "Запад", "Юг"]);
    let check = |shown: &Value, name: &str, words: [&str; 4], reason: &str, so_far: i64| {
        let line = line(shown, name);
        let aspects = [&line["link"], &line["data"], &line["quality"]];
        let [link, data, quality] = aspects.map(|aspect| &aspect["state"]);
        assert_eq!([&line["state"], link, data, quality], words, "{name}");
        assert_eq!(line["reason"], reason, "{name}");
        // Nothing is usual yet.
        let visitors = json!({"so_far": so_far, "usual": null, "low": null, "high": null});
        assert_eq!(line["visitors"], visitors, "{name}");
    };
    let lost = ["bad", "lost", "late", "plausible"];
    let reason = "No contact “Большая дверь”, since 10:00";
    check(&shown, "Север", lost, reason, 12);
    let awaited = ["awaited"; 4];
    check(&shown, "Восток", awaited, "Waiting for the first push", 0);
    let well = ["good", "up", "current", "plausible"];
    check(&shown, "Запад", well, "Closed until 12:00", 0);
    check(&shown, "Юг", well, "Counts arrive", 24);
    let totals = json!({
        "sites": 4, "good": 2, "watch": 0, "bad": 1, "awaited": 1, "visitors": 36, "usual": null,
        "open_incidents": 1, "at_risk": 0,
    });
    assert_eq!(shown["totals"], totals);

    // It shows itself the same, and nothing of it to others.
    let own = today(&scene.server, &scene.key(client), "");
    assert_eq!(own["sites"], shown["sites"]);
    let other = scene.key(scene.server.shop("UTC"));
    let query = format!("?client={}", client.client);
    let seen = today(&scene.server, &other, &query);
    assert_eq!(names(&seen), ["Site"]);
    let totals = json!({
        "sites": 1, "good": 0, "watch": 0, "bad": 0, "awaited": 1, "visitors": 0, "usual": null,
        "open_incidents": 0, "at_risk": 0,
    });
    assert_eq!(seen["totals"], totals);

    // Once it has delivered what it kept, nothing is left of it.
    scene.pass("16 10:50");
    for start in ["16 10:00", "16 10:15", "16 10:30"] {
        count(&scene, &silent, start, 1);
    }
    scene.pass("16 11:02");
    let shown = sites_of(&scene, client);
    check(&shown, "Север", well, "Counts arrive", 15);
    let north = line(&shown, "Север");
    assert_eq!(north["incidents"], json!({"open": 0, "worst": null}));
    assert_eq!(north["deadline"], Value::Null);
}

#[test]
fn a_site_tells_its_hours_its_incident_and_the_term_of_that() {
    if on_spin() {
        return;
    }
    let (scene, client, silent) = sites();
    let shown = sites_of(&scene, client);
    let north = line(&shown, "Север");
    let incident = scene.incident_of(&silent);
    let worst = json!({
        "id": incident, "symptom": "no_contact", "name": "The sensor is not heard from",
        "stage": "detected", "stage_name": "detected",
    });
    assert_eq!(north["incidents"], json!({"open": 1, "worst": worst}));
    let deadline = json!({
        "incident": incident, "kind": "record", "name": "record the incident",
        "due": "2026-11-17T18:00:00+03:00", "breached": false, "at_risk": false,
    });
    assert_eq!(north["deadline"], deadline);
    let since = "2026-11-16T10:00:00+03:00";
    let link = json!({
        "state": "lost", "sensors": 1, "affected": 1, "since": since, "alarms": true,
    });
    assert_eq!(north["link"], link);
    assert_eq!(
        (&north["open"], &north["local_time"]),
        (&json!(true), &json!("10:45"))
    );
    assert_eq!(north["closes_at"], "2026-11-16T22:00:00+03:00");
    let west = line(&shown, "Запад");
    assert_eq!(
        (&west["open"], &west["closes_at"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(west["opens_at"], "2026-11-16T12:00:00+03:00");
    // Who came before it opened is shown too.
    let hours = north["hours"].as_array().unwrap();
    assert_eq!(hours.len(), 13);
    let hour = |hour: &str, people: i64, measured: bool| json!({"hour": hour, "in": people, "usual": null, "measured": measured});
    assert_eq!(hours[0], hour("09:00", 12, true));
    assert_eq!(hours[12], hour("21:00", 0, false));
    let hours = line(&shown, "Юг")["hours"].as_array().unwrap();
    assert_eq!((hours.len(), &hours[0]), (12, &hour("10:00", 24, true)));
}

#[test]
fn what_is_usual_by_now_is_known_after_weeks() {
    if on_spin() {
        return;
    }
    let (mut scene, north) = north();
    let sensor = door(&scene, north, "Дверь");
    import(&scene, &sensor, at("16 10:00"));
    for (time, start) in [
        ("16 10:15", "16 10:00"),
        ("16 10:30", "16 10:15"),
        ("16 11:00", "16 10:45"),
        ("16 11:30", "16 11:15"),
        ("16 12:00", "16 11:45"),
        ("16 12:15", "16 12:00"),
    ] {
        scene.pass(time);
        count(&scene, &sensor, start, 15);
    }
    scene.pass("16 12:30");
    let shown = sites_of(&scene, north);
    let shown_north = line(&shown, "Север");
    // Two hours and a half at forty an hour; days stray by a tenth, and hours a little.
    let visitors = json!({"so_far": 90, "usual": 100.0, "low": 80.0, "high": 120.0});
    assert_eq!(shown_north["visitors"], visitors);
    assert_eq!(shown["totals"]["usual"], 100.0);
    let hours: Vec<_> = [("10:00", 45), ("11:00", 30), ("12:00", 15), ("13:00", 0)]
        .map(|(hour, people)| json!({"hour": hour, "in": people, "usual": 40.0, "measured": 0 < people}))
        .into();
    assert_eq!(shown_north["hours"].as_array().unwrap()[..4], hours);

    // A sensor that has not learned what is usual leaves it open for all of them.
    door(&scene, site(&scene, north, "Юг", "10:00"), "Новая дверь");
    let shown = sites_of(&scene, north);
    assert_eq!(line(&shown, "Юг")["visitors"]["usual"], Value::Null);
    assert_eq!(shown["totals"]["usual"], Value::Null);
    assert_eq!(line(&shown, "Север")["visitors"], visitors);
}

#[test]
fn a_client_sees_its_own_sites_and_sensors_alone() {
    let server = Server::start();
    let (shop, other) = (server.shop("Europe/Moscow"), server.shop("UTC"));
    let sensor = server.sensor(shop, &json!({})).id;
    let key = &server.key(other, &json!({}));
    let check = |token: &str, query: &str, sites: &[i64]| {
        let shown = today(&server, token, query);
        let lines = shown["sites"].as_array().unwrap().iter();
        let ids: Vec<_> = lines.map(|line| line["id"].as_i64().unwrap()).collect();
        assert_eq!(ids, sites, "{query}");
        assert_eq!(shown["totals"]["sites"], sites.len(), "{query}");
    };
    check(ADMINISTRATOR, "", &[shop.site, other.site]);
    let of = |shop: Shop| format!("?client={}", shop.client);
    check(ADMINISTRATOR, &of(shop), &[shop.site]);
    check(ADMINISTRATOR, "?client=999", &[]);
    check(key, "", &[other.site]);
    check(key, &of(shop), &[other.site]);
    let one = |shop: Shop| format!("?site={}", shop.site);
    check(ADMINISTRATOR, &one(shop), &[shop.site]);
    check(ADMINISTRATOR, "?site=999", &[]);
    check(key, &one(other), &[other.site]);
    check(key, &one(shop), &[]);
    let both = |site: Shop, client: Shop| format!("{}&client={}", one(site), client.client);
    check(ADMINISTRATOR, &both(shop, shop), &[shop.site]);
    check(ADMINISTRATOR, &both(shop, other), &[]);
    let watched = format!("/api/v1/watch/sensors/{sensor}");
    for (path, token, status) in [
        (watched.as_str(), ADMINISTRATOR, 200),
        (&watched, key, 404),
        ("/api/v1/watch/sensors/999", ADMINISTRATOR, 404),
        (&watched, "nobody", 401),
        ("/api/v1/today", "nobody", 401),
    ] {
        assert_eq!(server.get(path, token).status, status, "{path}");
    }
}
