//! Counts read by steps, in the site's own calendar.

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::json;

#[test]
fn days_of_a_clock_change_have_23_and_25_hours() {
    let server = Server::start();
    let shop = server.shop("Europe/Berlin");
    let sensor = server.sensor(shop, &json!({"interval": 3600}));
    let hours = |from: &str, number: i64| {
        let from = chrono::DateTime::parse_from_rfc3339(from).unwrap();
        let reading = |hour| {
            let start = from + chrono::TimeDelta::hours(hour);
            json!({"start": start.to_rfc3339(), "interval": 3600, "in": 1, "out": 0})
        };
        (0..number).map(reading).collect::<Vec<_>>()
    };
    for (from, number) in [
        ("2026-03-29T00:00:00+01:00", 47),
        ("2026-10-25T00:00:00+02:00", 49),
    ] {
        assert_eq!(
            server
                .push(&sensor.token, &json!(hours(from, number)))
                .status,
            200
        );
    }
    let check = |query: &str, expected: &[i64]| {
        let found = server.counts(&format!("site={}&{query}", shop.site));
        let found: Vec<_> = found.iter().map(|part| part.1).collect();
        assert_eq!(found, expected, "{query}");
    };
    check("from=2026-03-29&to=2026-03-31&step=day", &[23, 24]);
    check("from=2026-10-25&to=2026-10-27&step=day", &[25, 24]);
    check("from=2026-03-23&to=2026-04-06&step=week", &[23, 24]);
    check(
        "from=2026-03-01&to=2026-11-01&step=month",
        &[47, 0, 0, 0, 0, 0, 0, 49],
    );
    check(
        "from=2026-10-25T01:00:00Z&to=2026-10-25T03:00:00Z&step=hour",
        &[1, 1],
    );
    check("from=2026-10-25&to=2026-10-26&step=hour", &[1; 25]);
    check("from=2026-03-29&to=2026-03-30&step=interval", &[1; 23]);
}

#[test]
fn what_is_missing_is_not_zero() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let reading = |start| json!({"start": start, "interval": 900, "in": 0, "out": 0});
    let readings = json!([
        reading("2026-03-01T10:00:00Z"),
        reading("2026-03-01T11:45:00Z")
    ]);
    assert_eq!(server.push(&sensor.token, &readings).status, 200);
    let path = format!(
        "/api/v1/counts?sensor={}&from=2026-03-01T09:00:00Z&to=2026-03-01T13:00:00Z&step=hour",
        sensor.id
    );
    let json = server.get(&path, ADMINISTRATOR).json();
    let parts: Vec<_> = json["counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| {
            (
                part["expected"].as_i64().unwrap(),
                part["measured"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(parts, [(0, 0), (4, 1), (4, 1), (4, 0)]);
}

#[test]
fn counts_come_as_csv_too() {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let sensor = server.sensor(shop, &json!({}));
    let reading = json!({"start": "2026-03-01T10:00:00+03:00", "interval": 900, "in": 3, "out": 1});
    assert_eq!(server.push(&sensor.token, &reading).status, 200);
    let path = format!(
        "/api/v1/counts?sensor={}&from=2026-03-01&to=2026-03-02&step=day&format=csv",
        sensor.id
    );
    let answer = server.get(&path, ADMINISTRATOR);
    assert_eq!(
        answer.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    let expected = "start,end,in,out,expected,measured,implausible,restored,filled\n\
        2026-03-01T00:00:00+03:00,2026-03-02T00:00:00+03:00,3,1,56,1,0,0,0\n";
    assert_eq!(answer.text, expected);
}

#[test]
fn a_question_that_makes_no_sense_is_refused_with_its_field() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let check = |query: &str, status: u16, field: &str| {
        let answer = server.get(&format!("/api/v1/counts?{query}"), ADMINISTRATOR);
        let found = answer.json();
        assert_eq!(
            (answer.status, found["field"].as_str().unwrap_or_default()),
            (status, field),
            "{query}: {found}"
        );
    };
    let site = shop.site;
    check("from=2026-03-01&to=2026-03-02&step=day", 422, "sensor");
    check(
        &format!("site={site}&client=1&from=2026-03-01&to=2026-03-02&step=day"),
        422,
        "sensor",
    );
    check(
        &format!("site={site}&from=yesterday&to=2026-03-02&step=day"),
        422,
        "from",
    );
    check(
        &format!("site={site}&from=2026-03-02&to=2026-03-01&step=day"),
        422,
        "to",
    );
    check(
        &format!("site={site}&from=1990-01-01&to=2026-03-01&step=hour"),
        422,
        "to",
    );
    check(
        &format!("site={site}&from=2026-03-01&to=2026-03-02&step=year"),
        422,
        "step",
    );
    check(&format!("site={site}&to=2026-03-02&step=day"), 422, "from");
    check("site=99&from=2026-03-01&to=2026-03-02&step=day", 404, "");
}
