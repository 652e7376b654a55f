//! What the watch is told, and what is done with what it tells, through the API.

use e2e::server::{ADMINISTRATOR, Server};
use e2e::shop::Shop;
use serde_json::{Value, json};

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
    let contact = |more: Value| {
        let body = json!({"name": "Анна", "email": "anna@example.com"});
        with(body, &more)
    };
    let own = json!({"role": "technical", "client_id": client, "site_id": site, "language": "en"});
    check("/api/v1/contacts", contact(own));
    let entered = check("/api/v1/contacts", contact(json!({"role": "duty"})));
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

    // Replaced, but never given to another client.
    let other = server.shop("UTC");
    let told = contact(json!({"role": "authorised", "client_id": client}));
    let entered = server.administer("POST", "/api/v1/contacts", &told);
    let location = entered.header("location").unwrap().to_owned();
    for (more, status) in [
        (
            json!({"role": "technical", "site_id": site, "email": "b@example.com"}),
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

    // Put where it belongs, and shown there.
    let check = |path: String, body: Value| {
        let put = server.administer("PUT", &path, &body);
        assert_eq!(put.status, 200, "{path}: {}", put.text);
        assert_holds(&put.json(), &body);
        let shown = server.get(&path, ADMINISTRATOR);
        if shown.status != 405 {
            assert_holds(&shown.json(), &body);
        }
    };
    let system = json!({"client_id": client, "name": "S", "edition": "local", "plan": "korp"});
    check(format!("/api/v1/systems/{}", shop.system), system);
    let synchronised = json!({"version": "5.1", "synchronised_at": "2026-10-01T10:00:00Z"});
    let address = format!("/api/v1/systems/{}/server", shop.system);
    check(address.clone(), synchronised);
    let again = server.administer("PUT", &address, &json!({})).json();
    assert_eq!(again["version"], "5.1");
    assert_ne!(again["synchronised_at"], "2026-10-01T10:00:00Z");
    check(
        "/api/v1/versions/server".to_owned(),
        json!({"version": "5.2"}),
    );
    check(
        "/api/v1/versions/DS%202".to_owned(),
        json!({"version": "1"}),
    );
    let versions = server.get("/api/v1/versions", ADMINISTRATOR).json();
    let expected =
        json!([{"model": "DS 2", "version": "1"}, {"model": "server", "version": "5.2"}]);
    assert_eq!(versions["versions"], expected);
    let sensor = server.sensor(shop, &json!({"heartbeat": 60}));
    for (scope, id) in [("client", client), ("site", site), ("sensor", sensor.id)] {
        let path = format!("/api/v1/limits/{scope}/{id}");
        assert_eq!(server.get(&path, ADMINISTRATOR).json(), json!({}));
        check(path.clone(), json!({"spike_ratio": 3.0}));
        check(path.clone(), json!({"low_ratio": 0.5}));
        assert_eq!(
            server.get(&path, ADMINISTRATOR).json(),
            json!({"low_ratio": 0.5})
        );
        let removed = server.administer("DELETE", &path, &Value::Null);
        assert_eq!((removed.status, removed.text.as_str()), (204, ""));
    }
    let shown = server.get(&format!("/api/v1/sensors/{}", sensor.id), ADMINISTRATOR);
    assert_eq!(shown.json()["heartbeat"], 60);
}

#[test]
fn a_wrong_setting_is_named() {
    let server = Server::start();
    let (shop, other) = (server.shop("UTC"), server.shop("UTC"));
    let (client, site) = (shop.client, shop.site);
    let check = |method: &str, path: &str, body: Value, status: u16, field: Value| {
        let answer = server.administer(method, path, &body);
        let found = (answer.status, answer.json()["field"].clone());
        assert_eq!(found, (status, field), "{body}: {}", answer.text);
    };
    let invalid = |method: &str, path: &str, body: Value, field: &str| {
        check(method, path, body, 422, json!(field));
    };
    for (more, field) in [
        (json!({"role": "boss"}), "role"),
        (json!({"name": " "}), "name"),
        (json!({"email": "anna"}), "email"),
        (
            json!({"email": "a@example.com\r\nBcc: b@example.com"}),
            "email",
        ),
        (json!({"language": "de"}), "language"),
        (json!({"client_id": null}), "client_id"),
        (json!({"client_id": 99}), "client_id"),
        (json!({"role": "duty"}), "client_id"),
        (
            json!({"role": "duty", "client_id": null, "site_id": site}),
            "site_id",
        ),
        (json!({"site_id": other.site}), "site_id"),
    ] {
        let body = json!({
            "client_id": client, "role": "authorised", "name": "Анна", "email": "anna@example.com",
        });
        invalid("POST", "/api/v1/contacts", with(body, &more), field);
    }
    for (more, field) in [
        (json!({"kind": "party"}), "kind"),
        (json!({"starts_at": "tomorrow"}), "starts_at"),
        (json!({"ends_at": "2026-12-01T00:00:00Z"}), "ends_at"),
        (json!({"name": ""}), "name"),
    ] {
        let body = json!({
            "kind": "works", "starts_at": "2026-12-01T00:00:00Z",
            "ends_at": "2026-12-02T00:00:00Z", "name": "Ремонт",
        });
        let path = format!("/api/v1/sites/{site}/events");
        invalid("POST", &path, with(body, &more), field);
    }
    let limits = format!("/api/v1/limits/site/{site}");
    invalid("PUT", &limits, json!({"low_ratio": 2.0}), "low_ratio");
    invalid("PUT", &limits, json!({"luck": 1.0}), "luck");
    invalid("PUT", &limits, json!({"conflicts": "many"}), "conflicts");
    invalid(
        "PUT",
        "/api/v1/versions/a",
        json!({"version": ""}),
        "version",
    );
    let webhooks = format!("/api/v1/clients/{client}/webhooks");
    invalid(
        "POST",
        &webhooks,
        json!({"url": "http://example.com/"}),
        "url",
    );
    let system = json!({"client_id": client, "name": "S", "edition": "local", "plan": "gold"});
    invalid("POST", "/api/v1/systems", system, "plan");
    let none = Value::Null;
    invalid("GET", "/api/v1/contacts?role=boss", none.clone(), "role");
    invalid("GET", "/api/v1/outbox?state=lost", none.clone(), "state");
    invalid("GET", "/api/v1/outbox?limit=0", none.clone(), "limit");

    // Only a local edition has a server of its own, and none from the future.
    let address = format!("/api/v1/systems/{}/server", shop.system);
    check("PUT", &address, json!({}), 409, none.clone());
    check("GET", &address, none.clone(), 409, none.clone());
    let local = json!({"client_id": client, "name": "S", "edition": "local"});
    let system = format!("/api/v1/systems/{}", shop.system);
    assert_eq!(server.administer("PUT", &system, &local).status, 200);
    check("GET", &address, none.clone(), 404, none.clone());
    let future = json!({"synchronised_at": "2099-01-01T00:00:00Z"});
    invalid("PUT", &address, future, "synchronised_at");

    // What hangs from nothing is not found.
    let hook = json!({"url": "https://example.com/"});
    check(
        "POST",
        "/api/v1/clients/99/webhooks",
        hook,
        404,
        none.clone(),
    );
    check(
        "PUT",
        "/api/v1/limits/site/99",
        json!({}),
        404,
        none.clone(),
    );
    check(
        "PUT",
        "/api/v1/limits/world/1",
        json!({}),
        404,
        none.clone(),
    );
    check(
        "GET",
        "/api/v1/sites/99/events",
        none.clone(),
        404,
        none.clone(),
    );
    check("POST", "/api/v1/outbox/99/resend", none.clone(), 404, none);
}

#[test]
fn a_client_sees_its_own_settings_and_changes_none() {
    let server = Server::start();
    let (own, other) = (server.shop("UTC"), server.shop("UTC"));
    let keys = format!("/api/v1/clients/{}/keys", own.client);
    let key = server.administer("POST", &keys, &json!({"name": "1C"}));
    let key = key.json()["key"].as_str().unwrap().to_owned();
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

#[test]
fn what_is_over_is_sent_again() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let database = rusqlite::Connection::open(server.database()).unwrap();
    let sql = format!(
        "INSERT INTO incident (id, client_id, symptom, since, detected_at, evidence, stage)
             VALUES (7, {}, 'no_data', 0, 0, '{{}}', 'open');
         INSERT INTO outbox (key, channel, incident_id, recipient, language, kind, body, critical,
                 created_at, due, state, attempts, error)
             SELECT value, 'mail', iif(value = 'sent', 7, NULL), value || '@example.com', 'ru',
                 'opened', '{{}}', 0, 0, 0, value, 5, 'refused'
             FROM json_each('[\"waiting\", \"sending\", \"sent\", \"failed\", \"suppressed\", \"gathered\"]');
         INSERT INTO suppression VALUES ('a+b@example.com', 'bounced', 0);",
        shop.client
    );
    database.execute_batch(&sql).unwrap();
    let check = |query: &str, expected: &[i64]| {
        let listed = server
            .get(&format!("/api/v1/outbox?{query}"), ADMINISTRATOR)
            .json();
        let ids = listed["outbox"].as_array().unwrap().iter();
        let ids: Vec<_> = ids.map(|message| message["id"].as_i64().unwrap()).collect();
        assert_eq!(ids, expected, "{query}");
    };
    check("", &[1, 2, 3, 4, 5, 6]);
    check("state=failed", &[4]);
    check(&format!("client={}", shop.client), &[3]);
    check("client=99", &[]);
    check("incident=7", &[3]);
    check("recipient=gathered@example.com", &[6]);
    for (id, status) in [(1, 409), (2, 409), (3, 200), (4, 200), (5, 200), (6, 409)] {
        let path = format!("/api/v1/outbox/{id}/resend");
        let answer = server.administer("POST", &path, &Value::Null);
        assert_eq!(answer.status, status, "{id}: {}", answer.text);
    }
    let sql = "SELECT count(*) FROM outbox
        WHERE state = 'waiting' AND attempts = 0 AND error IS NULL AND unixepoch() - 60 < due";
    let resent: i64 = database.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(resent, 3);

    let listed =
        || server.get("/api/v1/suppressions", ADMINISTRATOR).json()["suppressions"].clone();
    let since = "1970-01-01T00:00:00Z";
    let expected = json!([{"email": "a+b@example.com", "reason": "bounced", "since": since}]);
    assert_eq!(listed(), expected);
    let path = "/api/v1/suppressions/a+b@example.com";
    let remove = || server.administer("DELETE", path, &Value::Null).status;
    assert_eq!((remove(), remove(), listed()), (204, 404, json!([])));
}

/// An object with more fields or other ones; null removes.
fn with(mut body: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(body.as_object_mut().unwrap().remove(name)),
            value => body[name] = value.clone(),
        }
    }
    body
}

#[track_caller]
fn assert_holds(shown: &Value, told: &Value) {
    for (name, value) in told.as_object().unwrap() {
        assert_eq!(&shown[name], value, "{name}: {shown}");
    }
}
