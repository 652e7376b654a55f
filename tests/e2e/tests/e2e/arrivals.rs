//! How counts arrived: gaps, late ones, raw pushes and the journal.

use e2e::server::{ADMINISTRATOR, Server, on_spin};
use serde_json::{Value, json};

/// 2026-03-02T09:00:00Z, a Monday.
const MORNING: i64 = 1_772_442_000;

fn get(server: &Server, path: &str) -> Value {
    let answer = server.get(&format!("/api/v1/{path}"), ADMINISTRATOR);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()
}

#[test]
fn gaps_are_told_in_opening_hours_and_with_what_was_filled_late() {
    if on_spin() {
        return;
    }
    let server = Server::rehearse(MORNING, &[]);
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let site = format!("/api/v1/sites/{}", shop.site);
    let body = json!({
        "client_id": shop.client, "name": "Site", "zone": "UTC",
        "hours": [{"weekday": 1, "opens": "09:30", "closes": "22:00"}],
    });
    assert_eq!(server.administer("PUT", &site, &body).status, 200);
    // Until five past twelve nothing came; then all but an hour.
    server.set_clock(MORNING + 3 * 3600 + 300);
    let reading = |quarter: i64| {
        let start = chrono::DateTime::from_timestamp(MORNING + 900 * quarter, 0).unwrap();
        json!({"start": start.to_rfc3339(), "interval": 900, "in": 1, "out": 1})
    };
    let readings: Vec<_> = (0..4).chain(8..12).map(reading).collect();
    assert_eq!(server.push(&sensor.token, &json!(readings)).status, 200);
    let gaps = get(&server, &format!("gaps?sensor={}", sensor.id));
    let expected = json!({"truncated": false, "gaps": [
        {"from": "2026-03-02T10:00:00+00:00", "to": "2026-03-02T11:00:00+00:00", "intervals": 4, "filled_late": false, "restoration": null},
        {"from": "2026-03-02T09:30:00+00:00", "to": "2026-03-02T10:00:00+00:00", "intervals": 2, "filled_late": true, "restoration": null},
    ]});
    assert_eq!(gaps, expected);
    let day = get(
        &server,
        &format!(
            "series?site={}&from=2026-03-02&to=2026-03-03&step=day",
            shop.site
        ),
    );
    assert_eq!(
        (&day["parts"][0]["measured"], &day["parts"][0]["late"]),
        (&json!(8), &json!(4))
    );
    let hours = get(
        &server,
        &format!(
            "series?sensor={}&from=2026-03-02T09:00:00Z&to=2026-03-02T12:00:00Z&step=hour",
            sensor.id
        ),
    );
    let late: Vec<_> = hours["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| &part["late"])
        .collect();
    assert_eq!(late, [4, 0, 0]);
    // Over a year they are told too, by whatever step.
    for step in ["day", "week", "month"] {
        let of_year = format!(
            "series?site={}&from=2025-06-01&to=2026-06-01&step={step}",
            shop.site
        );
        let year = get(&server, &of_year);
        let parts = year["parts"].as_array().unwrap().iter();
        let late: Vec<_> = parts.map(|part| part["late"].as_i64().unwrap()).collect();
        assert_eq!(late.iter().sum::<i64>(), 4, "{step}");
        assert_eq!(late.iter().max(), Some(&4), "{step}");
    }
    let path = format!(
        "/api/v1/gaps?sensor={}&from=2025-01-01&to=2026-01-01",
        sensor.id
    );
    let long = server.get(&path, ADMINISTRATOR);
    assert_eq!((long.status, &long.json()["field"]), (422, &json!("to")));
    // The next day the site is closed: nothing of it is missing.
    server.set_clock(MORNING + 2 * 86_400);
    let gaps = get(&server, &format!("gaps?sensor={}", sensor.id));
    assert_eq!(gaps["gaps"][0]["to"], "2026-03-02T22:00:00+00:00");
}

#[test]
fn the_last_pushes_are_kept_as_they_came_with_why_they_were_refused() {
    if on_spin() {
        return;
    }
    let server = Server::rehearse(MORNING, &[]);
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({"serial": "A-1"}));
    let mut now = MORNING;
    let mut push = |seconds: i64, body: &[u8], status: u16| {
        now += seconds;
        server.set_clock(now);
        let path = format!("/push/spp/{}", sensor.token);
        let answer = server.send("POST", &path, &[("content-type", "application/json")], body);
        assert_eq!(answer.status, status, "{}", answer.text);
    };
    let empty = br#"{"sensor_serial": "A-1", "readings": []}"#;
    push(0, empty, 200);
    push(10, empty, 200);
    push(31, empty, 200);
    push(2, br#"{"sensor_serial": "B-2", "readings": []}"#, 403);
    push(2, b"\xff\xfe", 422);
    push(2, &[b' '; 20_000], 422);
    // Of those at one second only the first is kept.
    push(0, b"nonsense", 422);
    let path = format!("pushes?sensor={}", sensor.id);
    let kept = get(&server, &path);
    let kept = kept["pushes"].as_array().unwrap();
    let statuses: Vec<_> = kept
        .iter()
        .map(|push| push["status"].as_i64().unwrap())
        .collect();
    assert_eq!(statuses, [422, 422, 403, 200, 200]);
    let long = &kept[0];
    assert_eq!(
        (&long["bytes"], &long["truncated"]),
        (&json!(20_000), &json!(true))
    );
    assert_eq!(long["text"].as_str().unwrap().len(), 16_384);
    assert_eq!(
        (&kept[1]["text"], &kept[1]["base64"]),
        (&Value::Null, &json!("//4="))
    );
    let said = kept[2]["said"].as_str().unwrap();
    assert!(said.contains("serial number"), "{said}");
    assert_eq!(kept[3]["text"], std::str::from_utf8(empty).unwrap());
    assert_eq!(
        (&kept[3]["content_type"], &kept[3]["said"]),
        (&json!("application/json"), &Value::Null)
    );
    assert!(!json!(kept).to_string().contains(&sensor.token));
    // Refusals do not push out what was accepted.
    for _ in 0..6 {
        push(2, b"nonsense", 422);
    }
    let kept = get(&server, &path);
    let kept = kept["pushes"].as_array().unwrap();
    let refused = kept.iter().filter(|push| push["status"] == 422).count();
    assert_eq!((refused, kept.len()), (5, 7));

    let journal = get(&server, &format!("journal?sensor={}", sensor.id));
    let entry = &journal["journal"][0];
    assert_eq!(
        (&entry["day"], &entry["kind"], &entry["detail"]),
        (
            &json!("2026-03-02"),
            &json!("foreign-serial"),
            &json!("B-2")
        )
    );
    assert_eq!(entry["name"], "Another device's serial number");
}

#[test]
fn every_format_says_how_its_devices_are_set_up() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let listed = get(&server, "formats");
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 10);
    for format in listed {
        let name = format["format"].as_str().unwrap();
        let more = json!({"format": name, "kind": format["default_kind"]});
        let sensor = server.sensor(shop, &more);
        let path = format["path"]
            .as_str()
            .unwrap()
            .replace("{token}", &sensor.token);
        let method = format["method"].as_str().unwrap();
        // The door knows the address: it is the body that it refuses.
        assert_eq!(
            server.send(method, &path, &[], b"nonsense").status,
            422,
            "{name}"
        );
    }
}
