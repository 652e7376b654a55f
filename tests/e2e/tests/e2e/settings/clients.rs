//! What a client sees of its settings.

use e2e::server::{ADMINISTRATOR, Server};
use e2e::shop::Shop;
use serde_json::json;

#[test]
fn a_client_sees_its_own_settings_and_changes_none() {
    let server = Server::start();
    let (own, other) = (server.shop("UTC"), server.shop("UTC"));
    let key = server.key(own, &json!({}));
    let contact = |role: &str, shop: Option<Shop>| {
        let client = shop.map(|shop| shop.client);
        let body = json!({"role": role, "client_id": client, "name": "A", "email": "a@b.example"});
        let entered = server.administer("POST", "/api/v1/contacts", &body);
        assert_eq!(entered.status, 201, "{}", entered.text);
        entered.json()["id"].as_i64().unwrap()
    };
    let mine = contact("authorised", Some(own));
    let theirs = contact("authorised", Some(other));
    let (third, duty) = (contact("third_party", None), contact("duty", None));
    let ids = |query: &str, token: &str| {
        let listed = server
            .get(&format!("/api/v1/contacts{query}"), token)
            .json();
        let listed = listed["contacts"].as_array().unwrap().iter();
        listed
            .map(|contact| contact["id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("", &key), [mine]);
    assert_eq!(ids("?role=duty", &key), [0_i64; 0]);
    assert_eq!(ids(&format!("?client={}", other.client), &key), [0_i64; 0]);
    assert_eq!(ids("", ADMINISTRATOR), [mine, theirs, third, duty]);
    assert_eq!(ids("?role=duty", ADMINISTRATOR), [duty]);
    let of_other = format!("?client={}", other.client);
    assert_eq!(ids(&of_other, ADMINISTRATOR), [theirs]);

    let check = |path: String, status: u16| {
        assert_eq!(server.get(&path, &key).status, status, "{path}");
    };
    check(format!("/api/v1/contacts/{mine}"), 200);
    for id in [theirs, third, duty] {
        check(format!("/api/v1/contacts/{id}"), 404);
    }
    for (shop, status) in [(own, 200), (other, 404)] {
        check(format!("/api/v1/sites/{}/events", shop.site), status);
        check(format!("/api/v1/limits/client/{}", shop.client), status);
        check(format!("/api/v1/limits/site/{}", shop.site), status);
        // Often an address is a secret, too: a key does not read those of webhooks.
        check(format!("/api/v1/clients/{}/webhooks", shop.client), 403);
        let sensor = server.sensor(shop, &json!({})).id;
        check(format!("/api/v1/limits/sensor/{sensor}"), status);
    }
    check(
        "/api/v1/calendar?from=2026-12-01&to=2027-01-01".to_owned(),
        200,
    );
    for path in ["versions", "outbox", "suppressions", "calendar/decrees"] {
        check(format!("/api/v1/{path}"), 403);
    }
    check(format!("/api/v1/systems/{}/server", own.system), 403);
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str())];
    for (method, path) in [
        ("POST", "/api/v1/contacts".to_owned()),
        ("DELETE", format!("/api/v1/contacts/{mine}")),
        ("POST", format!("/api/v1/sites/{}/events", own.site)),
        ("PUT", format!("/api/v1/limits/client/{}", own.client)),
        ("POST", format!("/api/v1/clients/{}/webhooks", own.client)),
    ] {
        let refused = server.send(method, &path, &headers, b"{}");
        assert_eq!(refused.status, 403, "{method} {path}");
    }
}
