//! Pushes in our own format: repeats, conflicts, late data, identities.

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::{Value, json};

fn reading(start: &str, entered: u32, exited: u32) -> Value {
    json!({"start": start, "interval": 900, "in": entered, "out": exited})
}

#[test]
fn a_push_is_read_back_at_every_level() {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let sensor = server.sensor(shop, &json!({}));
    let readings = json!([
        reading("2026-03-01T23:45:00+03:00", 5, 4),
        reading("2026-03-02T00:00:00+03:00", 1, 2),
    ]);
    assert_eq!(server.push(&sensor.token, &readings).status, 200);
    for scope in [
        format!("sensor={}", sensor.id),
        format!("entrance={}", shop.entrance),
        format!("site={}", shop.site),
        format!("client={}", shop.client),
    ] {
        let days = server.counts(&format!("{scope}&from=2026-03-01&to=2026-03-03&step=day"));
        let expected = [
            ("2026-03-01T00:00:00+03:00".to_owned(), 5, 4, 1),
            ("2026-03-02T00:00:00+03:00".to_owned(), 1, 2, 1),
        ];
        assert_eq!(days, expected, "{scope}");
    }
    let shown = server
        .get(&format!("/api/v1/sensors/{}", sensor.id), ADMINISTRATOR)
        .json();
    assert_eq!(shown["last_data"], "2026-03-01T21:15:00Z");
    assert!(shown["last_contact"].is_string());
}

#[test]
fn every_way_to_send_the_token_is_the_same() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let body = reading("2026-03-01T10:00:00Z", 5, 4).to_string();
    let token = sensor.token.as_str();
    let basic = format!("Basic {}", base64(&format!("sensor:{token}")));
    let bearer = format!("Bearer {token}");
    for headers in [
        vec![("authorization", bearer.as_str())],
        vec![("authorization", basic.as_str())],
        vec![("authorization", token)],
        vec![("authentication", token)],
    ] {
        for path in ["/push/spp", "/api/v1/counts"] {
            let answer = server.send("POST", path, &headers, body.as_bytes());
            assert_eq!(answer.status, 200, "{path} {headers:?}: {}", answer.text);
        }
    }
    let behind = format!("/push/spp/{token}/api/camera/dataUpload");
    assert_eq!(
        server.send("POST", &behind, &[], body.as_bytes()).status,
        200
    );
    let days = server.counts(&format!(
        "sensor={}&from=2026-03-01&to=2026-03-02&step=day",
        sensor.id
    ));
    assert_eq!((days[0].1, days[0].3), (5, 1));
}

#[test]
fn a_receipt_says_what_became_of_the_readings() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let bearer = format!("Bearer {}", sensor.token);
    let check = |readings: Value, expected: Value| {
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        let answer = server.send(
            "POST",
            "/api/v1/counts",
            &headers,
            readings.to_string().as_bytes(),
        );
        let receipt = answer.json();
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&receipt[name], value, "{name} of {receipt}");
        }
    };
    let first = reading("2026-03-01T10:00:00Z", 5, 4);
    check(first.clone(), json!({"stored": 1, "repeated": 0}));
    check(first, json!({"stored": 0, "repeated": 1}));
    check(
        reading("2026-03-01T10:00:00Z", 6, 4),
        json!({"conflicting": 1, "stored": 0}),
    );
    let mut correction = reading("2026-03-01T10:00:00Z", 7, 4);
    correction["corrects"] = json!(true);
    check(correction, json!({"corrected": 1}));
    check(
        reading("2020-01-01T00:00:00Z", 3_601, 0),
        json!({"stored": 1, "implausible": 1}),
    );
    check(
        json!({"at": "2026-03-01T10:00:00Z", "in_total": 5, "out_total": 5}),
        json!({"ignored": 1}),
    );
    let days = server.counts(&format!(
        "sensor={}&from=2026-03-01&to=2026-03-02&step=day",
        sensor.id
    ));
    assert_eq!((days[0].1, days[0].2), (7, 4));
}

#[test]
fn another_devices_serial_is_refused_and_recorded() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({"serial": "AB-12:34"}));
    let push = |serial: &str| {
        let body =
            json!({"sensor_serial": serial, "readings": [reading("2026-03-01T10:00:00Z", 5, 4)]});
        server.push(&sensor.token, &body)
    };
    let refused = push("ZZ99");
    assert_eq!(
        (refused.status, refused.json()["type"].as_str()),
        (403, Some("urn:spp:problem:foreign-serial"))
    );
    let shown = server
        .get(&format!("/api/v1/sensors/{}", sensor.id), ADMINISTRATOR)
        .json();
    assert_eq!(shown["journal"][0]["kind"], "foreign-serial");
    assert_eq!(shown["journal"][0]["detail"], "ZZ99");
    assert_eq!(shown["last_data"], Value::Null);
    assert_eq!(push("ab1234").status, 200);
}

#[test]
fn a_wrong_clock_is_recorded_and_the_data_kept() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let body = json!({
        "clock": "2015-01-01T00:15:00Z", "firmware": "2.1",
        "readings": [reading("2015-01-01T00:00:00Z", 5, 4)],
    });
    assert_eq!(server.push(&sensor.token, &body).status, 200);
    let shown = server
        .get(&format!("/api/v1/sensors/{}", sensor.id), ADMINISTRATOR)
        .json();
    assert_eq!(
        (&shown["firmware"], &shown["journal"][0]["kind"]),
        (&json!("2.1"), &json!("wrong-clock"))
    );
    assert!(shown["clock_offset"].as_i64().unwrap() < -300_000_000);
    let days = server.counts(&format!(
        "sensor={}&from=2015-01-01&to=2015-01-02&step=day",
        sensor.id
    ));
    assert_eq!(days[0].1, 5);
}

#[test]
fn pushes_at_the_same_moment_lose_nothing() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensors: Vec<_> = (0..4)
        .map(|_| server.sensor(shop, &json!({"interval": 60})))
        .collect();
    std::thread::scope(|scope| {
        for sender in 0..32 {
            let (server, sensor) = (&server, &sensors[sender % 4]);
            scope.spawn(move || {
                for minute in 0..20 {
                    let start = format!("2026-03-01T{:02}:{minute:02}:00Z", sender / 4);
                    let body = json!({"start": start, "interval": 60, "in": 1, "out": 2});
                    assert_eq!(server.push(&sensor.token, &body).status, 200);
                }
            });
        }
    });
    let days = server.counts(&format!(
        "site={}&from=2026-03-01&to=2026-03-02&step=day",
        shop.site
    ));
    assert_eq!((days[0].1, days[0].2, days[0].3), (640, 1280, 640));
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.as_bytes()
        .chunks(3)
        .flat_map(|chunk| {
            let bits = chunk
                .iter()
                .fold(0, |bits, byte| bits << 8 | u32::from(*byte))
                << (8 * (3 - chunk.len()));
            (0..4).map(move |place| match place <= chunk.len() {
                true => char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]),
                false => '=',
            })
        })
        .collect()
}
