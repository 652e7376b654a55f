//! Hostile and broken input: a clear refusal, and the server lives on.

use std::io::{Read as _, Write as _};

use e2e::server::Server;
use serde_json::json;

#[test]
fn bodies_beyond_their_limits_are_refused() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let check = |format: &str, headers: &[(&str, &str)], body: &[u8], expected: u16| {
        let sensor = server.sensor(shop, &json!({"format": format}));
        let path = format!("/push/{format}/{}", sensor.token);
        let answer = server.send("POST", &path, headers, body);
        assert_eq!(answer.status, expected, "{}", answer.text);
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
    };
    check("spp", &[], &vec![b' '; (1 << 20) + 1], 413);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 200 << 20]).unwrap();
    check(
        "spp",
        &[("content-encoding", "gzip")],
        &encoder.finish().unwrap(),
        413,
    );
    check("spp", &[("content-encoding", "gzip")], b"not gzip", 400);
    check("spp", &[("content-encoding", "br")], b"x", 415);
    check("spp", &[], "[".repeat(500_000).as_bytes(), 422);
    check("hikvision", &[], "<a>".repeat(300_000).as_bytes(), 422);
    let entity = br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><EventNotificationAlert>&x;</EventNotificationAlert>"#;
    check("hikvision", &[], entity, 422);
    check("brickstream", &[], entity, 422);
    check("xovis", &[], b"\xff\xfe\x00", 422);
    check("axis", &[], b"", 422);
    let days = server.counts(&format!(
        "client={}&from=2026-03-01&to=2026-03-02&step=day",
        shop.client
    ));
    assert_eq!(days[0].3, 0);
}

#[test]
fn a_half_sent_push_is_not_taken_for_a_whole_one() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let address = server.url.strip_prefix("http://").unwrap();
    let body = r#"{"start":"2026-03-01T10:00:00Z","interval":900,"in":1,"out":2}"#;
    for sent in [10, body.len() - 1] {
        let mut connection = std::net::TcpStream::connect(address).unwrap();
        let head = format!(
            "POST /push/spp/{} HTTP/1.1\r\nhost: spp\r\ncontent-length: {}\r\n\r\n",
            sensor.token,
            body.len()
        );
        connection.write_all(head.as_bytes()).unwrap();
        connection.write_all(&body.as_bytes()[..sent]).unwrap();
        connection.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        drop(connection.read_to_string(&mut answer));
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let days = server.counts(&format!(
        "sensor={}&from=2026-03-01&to=2026-03-02&step=day",
        sensor.id
    ));
    assert_eq!(days[0].3, 0);
    assert_eq!(
        server
            .push(&sensor.token, &serde_json::from_str(body).unwrap())
            .status,
        200
    );
}

#[test]
fn a_locked_database_is_told_apart_from_a_success() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let reading = json!({"start": "2026-03-01T10:00:00Z", "interval": 900, "in": 1, "out": 2});
    let lock = rusqlite::Connection::open(server.database()).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = server.push(&sensor.token, &reading);
    assert_eq!(
        (refused.status, refused.header("retry-after").is_some()),
        (503, true),
        "{}",
        refused.text
    );
    lock.execute_batch("ROLLBACK").unwrap();
    assert_eq!(server.push(&sensor.token, &reading).status, 200);
    let days = server.counts(&format!(
        "sensor={}&from=2026-03-01&to=2026-03-02&step=day",
        sensor.id
    ));
    assert_eq!((days[0].1, days[0].3), (1, 1));
}

#[test]
fn a_full_disk_is_told_apart_from_a_success() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({"interval": 60}));
    // The database gets larger than what the runtime itself keeps in files of
    // memory, and then no file of the process may grow beyond that: the next
    // writes fail as on a full disk.
    let filler = rusqlite::Connection::open(server.database()).unwrap();
    filler
        .execute_batch(
            "CREATE TABLE filler (bytes); INSERT INTO filler VALUES (zeroblob(16777216));
             PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .unwrap();
    let size = std::fs::metadata(server.database()).unwrap().len();
    server.limit_files(&(size + 4096).to_string());
    let start = |day: i64| 1_772_323_200 + day * 86_400;
    let readings = |day: i64| {
        let minute = |minute: i64| {
            let start = chrono::DateTime::from_timestamp(start(day) + minute * 60, 0).unwrap();
            json!({"start": start.to_rfc3339(), "interval": 60, "in": 1, "out": 2})
        };
        json!((0..1440).map(minute).collect::<Vec<_>>())
    };
    let stored = || {
        let query = format!(
            "sensor={}&from=2026-01-01&to=2027-12-01&step=month",
            sensor.id
        );
        server
            .counts(&query)
            .iter()
            .map(|month| month.3)
            .sum::<i64>()
    };
    let (mut acknowledged, mut refused, mut days) = (0, 0, 0);
    while refused < 3 {
        assert!(days < 500, "the disk is never full");
        let answer = server.push(&sensor.token, &readings(days));
        if answer.status == 200 {
            acknowledged += 1440;
        } else {
            let retry = answer.header("retry-after").is_some();
            assert_eq!((answer.status, retry), (503, true), "{}", answer.text);
            refused += 1;
        }
        days += 1;
    }
    assert_eq!(stored(), acknowledged);
    server.limit_files("unlimited");
    for day in 0..days {
        assert_eq!(server.push(&sensor.token, &readings(day)).status, 200);
    }
    assert_eq!(stored(), days * 1440);
}
