//! Decrees of the government that move days off.

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::{Value, json};

use super::with;

#[test]
fn a_decree_changes_the_calendar_from_its_moment_on() {
    let server = Server::start();
    let day = || {
        let path = "/api/v1/calendar?from=2026-12-29&to=2026-12-31";
        server.get(path, ADMINISTRATOR).json()
    };
    let kinds = |calendar: &Value| {
        let days = calendar["days"].as_array().unwrap().iter();
        days.map(|day| day["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(&day()), ["working", "working"]);
    assert_eq!(day()["last_year"], 2027);
    assert!(day()["days_left"].is_i64());
    let check = |more: Value, status: u16, field: Value| {
        let body = json!({
            "format": 1, "id": "1", "source": "http://government.ru/docs/1",
            "in_force": "2026-12-10T09:00:00Z",
            "days": [{"date": "2026-12-29", "kind": "off"}, {"date": "2026-12-30", "kind": "short"}],
        });
        let body = with(body, &more);
        let answer = server.administer("POST", "/api/v1/calendar/decrees", &body);
        let found = (answer.status, answer.json()["field"].clone());
        assert_eq!(found, (status, field), "{body}: {}", answer.text);
    };
    for (more, field) in [
        (json!({"format": 2}), "format"),
        (json!({"id": " "}), "id"),
        (json!({"in_force": "soon"}), "in_force"),
        (
            json!({"days": [{"date": "2026-12-29", "kind": "half"}]}),
            "days[0].kind",
        ),
        (json!({"days": []}), "days"),
        (
            json!({"days": [{"date": "2031-01-09", "kind": "off"}]}),
            "days",
        ),
        (json!({"year": 2028, "days": []}), "days"),
    ] {
        check(more, 422, json!(field));
    }
    check(json!({}), 201, Value::Null);
    check(json!({}), 409, Value::Null);
    let earlier = json!({"id": "2", "in_force": "2026-12-01T09:00:00Z"});
    check(earlier, 422, json!("in_force"));
    assert_eq!(kinds(&day()), ["off", "short"]);
    let listed = server.get("/api/v1/calendar/decrees", ADMINISTRATOR).json();
    assert_eq!(listed["decrees"][0]["id"], "1");
    assert_eq!(listed["decrees"].as_array().unwrap().len(), 1);
    for (query, field) in [
        ("from=2026-01-01&to=2027-03-01", "to"),
        ("from=2026-01-01&to=2026-01-01", "to"),
        ("from=2027-12-31&to=2028-01-02", "to"),
        ("from=x&to=2026-01-01", "from"),
    ] {
        let answer = server.get(&format!("/api/v1/calendar?{query}"), ADMINISTRATOR);
        assert_eq!(answer.json()["field"], field, "{query}: {}", answer.text);
    }
}
