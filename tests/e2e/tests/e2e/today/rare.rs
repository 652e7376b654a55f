//! How sites stand in rare cases: what cannot be read, works again, is shut for once.

use e2e::server::{ADMINISTRATOR, on_spin};
use e2e::shop::Shop;
use serde_json::{Value, json};

use super::shops::{client, count, door, import, line, north, site, sites, sites_of};
use crate::mail::scene::{Scene, at};

#[test]
fn an_incident_that_cannot_be_read_keeps_nothing_else_from_being_seen() {
    if on_spin() {
        return;
    }
    let (scene, client, silent) = sites();
    let incident = scene.incident_of(&silent);
    let database = rusqlite::Connection::open(scene.server.database()).unwrap();
    let sql = "INSERT INTO incident_event (incident_id, at, author, event)
         VALUES (?1, 0, '{\"author\":\"watch\"}', '{\"event\":\"unheard of\"}')";
    database.execute(sql, [incident]).unwrap();
    let shown = sites_of(&scene, client);
    assert_eq!(line(&shown, "Север")["state"], "bad");
    assert_eq!(line(&shown, "Юг")["state"], "good");
    let path = format!("/api/v1/watch/sensors/{}", silent.id);
    assert_eq!(scene.server.get(&path, ADMINISTRATOR).status, 200);
}

#[test]
fn what_works_again_is_not_bad_until_its_incident_is_closed() {
    if on_spin() {
        return;
    }
    let (mut scene, client, silent) = sites();
    let incident = scene.incident_of(&silent);
    scene.decide(incident, "4.2.4.2", "");
    scene.pass("16 10:50");
    scene.deliver(&silent, at("16 10:00"));
    scene.pass("16 11:02");
    let shown = sites_of(&scene, client);
    let north = line(&shown, "Север");
    assert_eq!(north["incidents"]["worst"]["stage"], "recovered");
    assert_eq!(north["link"]["state"], "up");
    assert_eq!(north["state"], "watch");
}

#[test]
fn the_sensor_that_is_late_is_named_not_one_that_is_new() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let client = client(&scene);
    let site = site(&scene, client, "Север", "08:00");
    door(&scene, site, "Новая");
    let late = door(&scene, site, "Старая");
    // It is heard, but brings nothing new.
    for time in ["16 10:15", "16 10:30", "16 10:45", "16 11:00", "16 11:15"] {
        count(&scene, &late, "16 09:45", 3);
        scene.pass(time);
    }
    let shown = sites_of(&scene, client);
    let reason = "No counts “Старая”, since 10:00";
    assert_eq!(line(&shown, "Север")["reason"], reason);
}

#[test]
fn nobody_is_usual_on_a_day_that_is_closed() {
    if on_spin() {
        return;
    }
    let (mut scene, north) = north();
    let door = door(&scene, north, "Дверь");
    import(&scene, &door, at("16 10:00"));
    count(&scene, &door, "16 09:45", 0);
    scene.pass("16 12:30");
    let path = format!("/api/v1/sites/{}", north.site);
    let told = scene.server.get(&path, ADMINISTRATOR).json();
    let site = json!({
        "client_id": north.client, "name": "Север", "zone": "Europe/Moscow",
        "hours": told["hours"], "exceptions": [{"date": "2026-11-16"}],
    });
    let answer = scene.server.administer("PUT", &path, &site);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let shown = sites_of(&scene, north);
    let visitors = &line(&shown, "Север")["visitors"];
    assert!(
        [Value::Null, json!(0.0)].contains(&visitors["usual"]),
        "{visitors}"
    );
}

#[test]
fn hours_are_those_of_the_sites_own_clock_half_an_hour_off_too() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let client = client(&scene);
    let site = json!({"client_id": client.client, "name": "Дели", "zone": "Asia/Kolkata"});
    let site = scene.enter("sites", &site);
    let entrance = scene.enter("entrances", &json!({"site_id": site, "name": "Вход"}));
    let door = door(
        &scene,
        Shop {
            site,
            entrance,
            ..client
        },
        "Дверь",
    );
    // A quarter past midnight there, and a quarter past eleven.
    count(&scene, &door, "15 21:45", 100);
    count(&scene, &door, "16 08:45", 7);
    scene.pass("16 10:10");
    let shown = sites_of(&scene, client);
    let line = line(&shown, "Дели");
    assert_eq!(line["hours"][0]["hour"], "00:00");
    assert_eq!(line["hours"][0]["in"], 100);
    assert_eq!(line["hours"][11]["in"], 7);
    assert_eq!(line["visitors"]["so_far"], 107);
}
