//! What is told is shown: entered, replaced, or put where it belongs.

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::{Value, json};

use super::{assert_holds, with};

/// A person with more fields.
fn contact(more: &Value) -> Value {
    with(json!({"name": "Анна", "email": "anna@example.com"}), more)
}

#[test]
fn what_is_told_is_shown_and_removed() {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let (client, site) = (shop.client, shop.site);
    // Entered with POST, shown by its own address or in the list there.
    let check = |path: &str, body: Value| {
        let entered = server.administer("POST", path, &body);
        assert_eq!(entered.status, 201, "{path}: {}", entered.text);
        assert_holds(&entered.json(), &body);
        let things = path.rsplit('/').next().unwrap();
        let listed = server.get(path, ADMINISTRATOR);
        assert_holds(&listed.json()[things][0], &body);
        assert!(!listed.text.contains("secret"), "{}", listed.text);
        let address = format!("{path}/{}", entered.json()["id"]);
        let remove = || server.administer("DELETE", &address, &Value::Null).status;
        assert_eq!((remove(), remove()), (204, 404), "{path}");
        entered
    };
    let own = json!({"role": "technical", "client_id": client, "site_id": site, "language": "en"});
    check("/api/v1/contacts", contact(&own));
    let entered = check("/api/v1/contacts", contact(&json!({"role": "duty"})));
    assert_eq!(entered.json()["language"], "ru");
    let works = json!({
        "kind": "works", "starts_at": "2026-12-01T00:00:00Z", "ends_at": "2026-12-02T00:00:00Z",
        "name": "Ремонт входа",
    });
    check(&format!("/api/v1/sites/{site}/events"), works);
    let hook = check(
        &format!("/api/v1/clients/{client}/webhooks"),
        json!({"url": "https://example.com/hook"}),
    );
    let secret = hook.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("whsec_") && secret.len() == 50);
}

#[test]
fn a_contact_is_replaced_but_never_given_to_another_client() {
    let server = Server::start();
    let (shop, other) = (server.shop("Europe/Moscow"), server.shop("UTC"));
    let told = contact(&json!({"role": "authorised", "client_id": shop.client}));
    let entered = server.administer("POST", "/api/v1/contacts", &told);
    let location = entered.header("location").unwrap().to_owned();
    for (more, status) in [
        (
            json!({"role": "technical", "site_id": shop.site, "email": "b@example.com"}),
            200,
        ),
        (json!({"site_id": other.site}), 422),
        (json!({"client_id": other.client}), 404),
        (json!({"client_id": null, "role": "duty"}), 404),
    ] {
        let body = with(told.clone(), &more);
        let replaced = server.administer("PUT", &location, &body);
        assert_eq!(replaced.status, status, "{body}: {}", replaced.text);
        if status == 200 {
            assert_holds(&server.get(&location, ADMINISTRATOR).json(), &body);
        }
    }
}

/// Puts something where it belongs, which is shown there, if anything is.
fn put(server: &Server, path: &str, body: &Value) {
    let put = server.administer("PUT", path, body);
    assert_eq!(put.status, 200, "{path}: {}", put.text);
    assert_holds(&put.json(), body);
    let shown = server.get(path, ADMINISTRATOR);
    if shown.status != 405 {
        assert_holds(&shown.json(), body);
    }
}

#[test]
fn what_a_server_and_its_versions_are_is_shown_where_it_was_put() {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let check = |path: &str, body: Value| put(&server, path, &body);
    let address = format!("/api/v1/systems/{}", shop.system);
    check(
        &address,
        json!({"client_id": shop.client, "name": "S", "edition": "local", "plan": "korp"}),
    );
    let address = format!("{address}/server");
    check(
        &address,
        json!({"version": "5.1", "synchronised_at": "2026-10-01T10:00:00Z"}),
    );
    let again = server.administer("PUT", &address, &json!({})).json();
    assert_eq!(again["version"], "5.1");
    assert_ne!(again["synchronised_at"], "2026-10-01T10:00:00Z");
    check("/api/v1/versions/server", json!({"version": "5.2"}));
    check("/api/v1/versions/DS%202", json!({"version": "1"}));
    let versions = server.get("/api/v1/versions", ADMINISTRATOR).json();
    let expected =
        json!([{"model": "DS 2", "version": "1"}, {"model": "server", "version": "5.2"}]);
    assert_eq!(versions["versions"], expected);
}

#[test]
fn limits_are_shown_where_they_were_put_and_replaced_as_a_whole() {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let sensor = server.sensor(shop, &json!({"heartbeat": 60}));
    for (scope, id) in [
        ("client", shop.client),
        ("site", shop.site),
        ("sensor", sensor.id),
    ] {
        let path = format!("/api/v1/limits/{scope}/{id}");
        let shown = || server.get(&path, ADMINISTRATOR).json();
        assert_eq!(shown(), json!({}));
        put(&server, &path, &json!({"spike_ratio": 3.0}));
        put(&server, &path, &json!({"low_ratio": 0.5}));
        assert_eq!(shown(), json!({"low_ratio": 0.5}));
        let removed = server.administer("DELETE", &path, &Value::Null);
        assert_eq!((removed.status, removed.text.as_str()), (204, ""));
    }
    let shown = server.get(&format!("/api/v1/sensors/{}", sensor.id), ADMINISTRATOR);
    assert_eq!(shown.json()["heartbeat"], 60);
}
