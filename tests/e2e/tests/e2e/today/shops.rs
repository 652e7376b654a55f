//! Shops whose sensors are well, silent or new.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta};
use e2e::server::{ADMINISTRATOR, Server};
use e2e::shop::{Sensor, Shop};
use serde_json::{Value, json};

use crate::mail::scene::{Scene, at};

/// The sensors' interval, in seconds.
pub const INTERVAL: i64 = 900;

/// A client that has no sites yet.
pub fn client(scene: &Scene) -> Shop {
    let client = scene.enter("clients", &json!({"name": "Ромашка"}));
    let system = json!({"client_id": client, "name": "СПП", "edition": "cloud"});
    Shop {
        client,
        system: scene.enter("systems", &system),
        site: 0,
        entrance: 0,
    }
}

/// One more site of it in Moscow, open each day until 22.
pub fn site(scene: &Scene, client: Shop, name: &str, opens: &str) -> Shop {
    let hours: Vec<_> = (1..=7)
        .map(|day| json!({"weekday": day, "opens": opens, "closes": "22:00"}))
        .collect();
    let site = json!({
        "client_id": client.client, "name": name, "zone": "Europe/Moscow", "hours": hours,
    });
    let site = scene.enter("sites", &site);
    let entrance = json!({"site_id": site, "name": "Вход"});
    Shop {
        site,
        entrance: scene.enter("entrances", &entrance),
        ..client
    }
}

/// On Monday at ten, the only site of a client, which opens then.
pub fn north() -> (Scene, Shop) {
    let scene = Scene::at("16 10:00");
    let north = site(&scene, client(&scene), "Север", "10:00");
    (scene, north)
}

/// A sensor of that name.
pub fn door(scene: &Scene, site: Shop, name: &str) -> Sensor {
    scene.server.sensor(site, &json!({"name": name}))
}

/// Has a sensor say who came in the interval that begins at a moment.
pub fn count(scene: &Scene, sensor: &Sensor, start: &str, people: i64) {
    let start = DateTime::from_timestamp(at(start), 0).unwrap().to_rfc3339();
    let reading = json!([{"start": start, "interval": INTERVAL, "in": people, "out": 1}]);
    let answer = scene.server.push(&sensor.token, &reading);
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// Has a sensor whose clock is an hour ahead say that five came in such an interval.
pub fn count_ahead(scene: &Scene, sensor: &Sensor, start: &str) {
    let start = DateTime::from_timestamp(at(start), 0).unwrap().to_rfc3339();
    let reading = json!({"start": start, "interval": INTERVAL, "in": 5, "out": 1});
    let clock = (scene.now() + TimeDelta::hours(1)).to_rfc3339();
    let push = json!({"clock": clock, "readings": [reading]});
    let answer = scene.server.push(&sensor.token, &push);
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// Imports ten weeks in which ten come in each interval between 10 and 22.
pub fn import(scene: &Scene, sensor: &Sensor, end: i64) {
    let mut csv = "start,interval,in,out\n".to_owned();
    for start in (end - 70 * 86_400..end).step_by(900) {
        let hour = (start + 3 * 3_600).rem_euclid(86_400) / 3_600;
        let people = if (10..22).contains(&hour) { 10 } else { 0 };
        writeln!(csv, "{start},{INTERVAL},{people},{people}").unwrap();
    }
    scene.server.import(&sensor.token, &csv);
}

/// How the sites of a client stand, as the administrator sees them.
pub fn sites_of(scene: &Scene, client: Shop) -> Value {
    let query = format!("?client={}", client.client);
    today(&scene.server, ADMINISTRATOR, &query)
}

pub fn today(server: &Server, token: &str, query: &str) -> Value {
    let answer = server.get(&format!("/api/v1/today{query}"), token);
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    answer.json()
}

pub fn names(today: &Value) -> Vec<&str> {
    let sites = today["sites"].as_array().unwrap().iter();
    sites.map(|site| site["name"].as_str().unwrap()).collect()
}

/// The line of a site.
pub fn line<'a>(today: &'a Value, name: &str) -> &'a Value {
    let sites = today["sites"].as_array().unwrap();
    let mut sites = sites.iter();
    sites.find(|site| site["name"] == name).expect(name)
}

/// On Monday at a quarter to eleven, a client's sites: the sensor of the first, which is
/// returned, has fallen silent at ten, that of the second is well, that of the third
/// has said nothing yet, and the fourth is still closed.
pub fn sites() -> (Scene, Shop, Sensor) {
    let (mut scene, north) = north();
    let silent = door(&scene, north, "Большая дверь");
    let well = door(&scene, site(&scene, north, "Юг", "10:00"), "Дверь");
    door(&scene, site(&scene, north, "Восток", "10:00"), "Дверь");
    let closed = door(&scene, site(&scene, north, "Запад", "12:00"), "Дверь");
    // Yesterday's last interval is not today's.
    count(&scene, &silent, "15 23:45", 100);
    count(&scene, &silent, "16 09:45", 12);
    for (time, start, people) in [
        ("16 10:15", "16 10:00", 7),
        ("16 10:30", "16 10:15", 8),
        ("16 10:45", "16 10:30", 9),
    ] {
        scene.pass(time);
        count(&scene, &well, start, people);
        count(&scene, &closed, start, 0);
    }
    scene.server.tick("incidents");
    (scene, north, silent)
}
