//! What is wrong with what is told.

use e2e::server::Server;
use serde_json::{Value, json};

use super::with;

/// Whether an administrator gets an answer of a status, which names a field.
#[track_caller]
fn check(server: &Server, asked: (&str, &str), body: &Value, status: u16, field: &Value) {
    let (method, path) = asked;
    let answer = server.administer(method, path, body);
    let found = (answer.status, &answer.json()["field"]);
    assert_eq!(found, (status, field), "{path} {body}: {}", answer.text);
}

/// Whether a field is said to be invalid.
#[track_caller]
fn check_invalid(server: &Server, method: &str, path: &str, body: &Value, field: &str) {
    check(server, (method, path), body, 422, &json!(field));
}

#[test]
fn a_wrong_field_of_a_contact_is_named() {
    let server = Server::start();
    let (shop, other) = (server.shop("UTC"), server.shop("UTC"));
    let check = |more: Value, field: &str| {
        let body = json!({
            "client_id": shop.client, "role": "authorised", "name": "Анна",
            "email": "anna@example.com",
        });
        let body = with(body, &more);
        check_invalid(&server, "POST", "/api/v1/contacts", &body, field);
    };
    check(json!({"role": "boss"}), "role");
    check(json!({"name": " "}), "name");
    check(json!({"email": "anna"}), "email");
    let two = "a@example.com\r\nBcc: b@example.com";
    check(json!({"email": two}), "email");
    check(json!({"language": "de"}), "language");
    check(json!({"client_id": null}), "client_id");
    check(json!({"client_id": 99}), "client_id");
    check(json!({"role": "duty"}), "client_id");
    let duty = json!({"role": "duty", "client_id": null, "site_id": shop.site});
    check(duty, "site_id");
    check(json!({"site_id": other.site}), "site_id");
}

#[test]
fn a_wrong_field_of_an_event_is_named() {
    let server = Server::start();
    let path = format!("/api/v1/sites/{}/events", server.shop("UTC").site);
    let check = |more: Value, field: &str| {
        let body = json!({
            "kind": "works", "starts_at": "2026-12-01T00:00:00Z",
            "ends_at": "2026-12-02T00:00:00Z", "name": "Ремонт",
        });
        check_invalid(&server, "POST", &path, &with(body, &more), field);
    };
    check(json!({"kind": "party"}), "kind");
    check(json!({"starts_at": "tomorrow"}), "starts_at");
    check(json!({"ends_at": "2026-12-01T00:00:00Z"}), "ends_at");
    check(json!({"name": ""}), "name");
}

#[test]
fn a_wrong_setting_is_named() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let check = |method: &str, path: &str, body: Value, field: &str| {
        check_invalid(&server, method, path, &body, field);
    };
    let limits = format!("/api/v1/limits/site/{}", shop.site);
    check("PUT", &limits, json!({"low_ratio": 2.0}), "low_ratio");
    check("PUT", &limits, json!({"luck": 1.0}), "luck");
    check("PUT", &limits, json!({"conflicts": "many"}), "conflicts");
    let none = json!({"version": ""});
    check("PUT", "/api/v1/versions/a", none, "version");
    let webhooks = format!("/api/v1/clients/{}/webhooks", shop.client);
    let open = json!({"url": "http://example.com/"});
    check("POST", &webhooks, open, "url");
    let system = json!({
        "client_id": shop.client, "name": "S", "edition": "local", "plan": "gold",
    });
    check("POST", "/api/v1/systems", system, "plan");
    for (query, field) in [
        ("contacts?role=boss", "role"),
        ("outbox?state=lost", "state"),
        ("outbox?limit=0", "limit"),
    ] {
        check("GET", &format!("/api/v1/{query}"), Value::Null, field);
    }
}

#[test]
fn only_a_local_edition_has_a_server_of_its_own_and_none_from_the_future() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let system = format!("/api/v1/systems/{}", shop.system);
    let address = format!("{system}/server");
    let check = |method: &str, body: Value, status: u16, field: Value| {
        check(&server, (method, &address), &body, status, &field);
    };
    check("PUT", json!({}), 409, Value::Null);
    check("GET", Value::Null, 409, Value::Null);
    let local = json!({"client_id": shop.client, "name": "S", "edition": "local"});
    assert_eq!(server.administer("PUT", &system, &local).status, 200);
    check("GET", Value::Null, 404, Value::Null);
    let future = json!({"synchronised_at": "2099-01-01T00:00:00Z"});
    check("PUT", future, 422, json!("synchronised_at"));
}

#[test]
fn what_hangs_from_nothing_is_not_found() {
    let server = Server::start();
    let check = |method: &str, path: &str, body: Value| {
        let path = format!("/api/v1/{path}");
        check(&server, (method, &path), &body, 404, &Value::Null);
    };
    let hook = json!({"url": "https://example.com/"});
    check("POST", "clients/99/webhooks", hook);
    check("PUT", "limits/site/99", json!({}));
    check("PUT", "limits/world/1", json!({}));
    check("GET", "sites/99/events", Value::Null);
    check("POST", "outbox/99/resend", Value::Null);
}
