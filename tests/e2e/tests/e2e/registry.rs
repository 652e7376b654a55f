//! Clients and what they have, through the administrator's API.

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::{Value, json};

#[test]
fn what_is_entered_is_shown_and_replaced() {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let path = format!("/api/v1/sites/{}", shop.site);
    let body = json!({
        "client_id": shop.client, "name": "Тверская", "zone": "Asia/Yekaterinburg",
        "address": "Тверская, 1",
        "hours": [{"weekday": 1, "opens": "10:00", "closes": "22:00"}],
        "exceptions": [{"date": "2026-12-31", "opens": "10:00", "closes": "18:00"}, {"date": "2027-01-01", "reason": "выходной"}],
    });
    let replaced = server.administer("PUT", &path, &body);
    assert_eq!(replaced.status, 200, "{}", replaced.text);
    let shown = server.get(&path, ADMINISTRATOR).json();
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&shown[name], value, "{name}");
    }
    let inn = json!({"name": "Ромашка", "inn": "7701234567"});
    assert_eq!(
        server.administer("POST", "/api/v1/clients", &inn).status,
        201
    );
    let again = server.administer("POST", "/api/v1/clients", &inn);
    assert_eq!(
        (again.status, again.json()["title"].as_str()),
        (409, Some("inn: already taken"))
    );
}

#[test]
fn a_wrong_field_is_named() {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let check = |path: &str, body: Value, field: &str| {
        let answer = server.administer("POST", path, &body);
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert_eq!(answer.json()["field"], field, "{}", answer.text);
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
    };
    check("/api/v1/clients", json!({"name": " "}), "name");
    check("/api/v1/clients", json!({"name": "a", "inn": "123"}), "inn");
    check("/api/v1/clients", json!({"inn": "7701234567"}), "name");
    check(
        "/api/v1/systems",
        json!({"client_id": 99, "name": "a", "edition": "cloud"}),
        "client_id",
    );
    check(
        "/api/v1/sites",
        json!({"client_id": shop.client, "name": "a", "zone": "Mars/Base"}),
        "zone",
    );
    check(
        "/api/v1/entrances",
        json!({"site_id": 99, "name": "a"}),
        "site_id",
    );
    let sensor = |more: Value| {
        let mut body = json!({
            "system_id": shop.system, "entrance_id": shop.entrance, "name": "a", "format": "axis",
            "supplied_by": "contractor", "mounted_by": "client",
        });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    check(
        "/api/v1/sensors",
        sensor(json!({"format": "telepathy"})),
        "format",
    );
    check(
        "/api/v1/sensors",
        sensor(json!({"interval": 700})),
        "interval",
    );
    check(
        "/api/v1/sensors",
        sensor(json!({"supplied_by": "me"})),
        "supplied_by",
    );
    check(
        "/api/v1/sensors",
        sensor(json!({"entrance_id": 99})),
        "entrance_id",
    );
    let channels = json!({"channels": [{"source": "1", "direction": "up"}]});
    check("/api/v1/sensors", sensor(channels), "channels[0].direction");
    // A system of one client and an entrance of another.
    let other = server.shop("Europe/Moscow");
    check(
        "/api/v1/sensors",
        sensor(json!({"system_id": other.system})),
        "entrance_id",
    );
    let russian = server.send(
        "POST",
        "/api/v1/clients",
        &[("authorization", &format!("Bearer {ADMINISTRATOR}"))],
        b"{}",
    );
    assert_eq!(
        russian.json()["title"],
        "name: ожидается это поле, а его нет"
    );
}

#[test]
fn lists_are_paged_to_their_end() {
    let server = Server::start();
    for _ in 0..5 {
        let _ = server.shop("UTC");
    }
    let (mut seen, mut path) = (Vec::new(), "/api/v1/sites?limit=2".to_owned());
    loop {
        let page = server.get(&path, ADMINISTRATOR).json();
        seen.extend(
            page["sites"]
                .as_array()
                .unwrap()
                .iter()
                .map(|site| site["id"].as_i64().unwrap()),
        );
        match page["meta"]["next"].as_str() {
            Some(next) => path = format!("/api/v1/sites?limit=2&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
    assert_eq!(
        server.get("/api/v1/sites?cursor=x", ADMINISTRATOR).json()["field"],
        "cursor"
    );
    let first = server.get("/api/v1/systems?client=3", ADMINISTRATOR).json();
    assert_eq!(first["systems"].as_array().unwrap().len(), 1);
}

#[test]
fn a_client_sees_its_own_and_changes_nothing() {
    let server = Server::start();
    let (own, other) = (server.shop("UTC"), server.shop("UTC"));
    let key = server.administer(
        "POST",
        &format!("/api/v1/clients/{}/keys", own.client),
        &json!({"name": "1C"}),
    );
    assert_eq!(key.status, 201, "{}", key.text);
    let (id, key) = (
        key.json()["id"].clone(),
        key.json()["key"].as_str().unwrap().to_owned(),
    );
    let other_sensor = server.sensor(other, &json!({}));
    let status = |path: String| server.get(&path, &key).status;
    assert_eq!(status(format!("/api/v1/clients/{}", own.client)), 200);
    for path in [
        format!("/api/v1/clients/{}", other.client),
        format!("/api/v1/systems/{}", other.system),
        format!("/api/v1/sites/{}", other.site),
        format!("/api/v1/entrances/{}", other.entrance),
        format!("/api/v1/sensors/{}", other_sensor.id),
        format!(
            "/api/v1/counts?site={}&from=2026-03-01&to=2026-03-02&step=day",
            other.site
        ),
        format!(
            "/api/v1/counts?sensor={}&from=2026-03-01&to=2026-03-02&step=day",
            other_sensor.id
        ),
        format!(
            "/api/v1/counts?client={}&from=2026-03-01&to=2026-03-02&step=day",
            other.client
        ),
    ] {
        assert_eq!(status(path.clone()), 404, "{path}");
    }
    for things in ["clients", "systems", "sites", "entrances"] {
        let listed = server.get(&format!("/api/v1/{things}"), &key).json();
        assert_eq!(listed[things].as_array().unwrap().len(), 1, "{things}");
    }
    let headers = [("authorization", format!("Bearer {key}"))];
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let refused = server.send("POST", "/api/v1/clients", &headers, br#"{"name":"a"}"#);
    assert_eq!(refused.status, 403);
    let revoked = server.administer(
        "DELETE",
        &format!("/api/v1/clients/{}/keys/{id}", own.client),
        &Value::Null,
    );
    assert_eq!(revoked.status, 204);
    assert_eq!(status(format!("/api/v1/clients/{}", own.client)), 401);
}

#[test]
fn tokens_are_shown_once_rotated_with_an_overlap_and_revoked() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let path = format!("/api/v1/sensors/{}", sensor.id);
    let shown = server.get(&path, ADMINISTRATOR);
    assert!(!shown.text.contains(&sensor.token));
    let database = std::fs::read(server.database()).unwrap();
    let holds = |bytes: &[u8]| {
        bytes
            .windows(sensor.token.len())
            .any(|window| window == sensor.token.as_bytes())
    };
    assert!(!holds(&database), "the database holds the token itself");

    let status = |token: &str| server.push(token, &json!([])).status;
    let rotate = |overlap: u32| {
        let body = json!({"overlap": overlap});
        let answer = server.administer("POST", &format!("{path}/tokens/rotate"), &body);
        answer.json()["token"].as_str().unwrap().to_owned()
    };
    assert_eq!(status(&sensor.token), 200);
    let second = rotate(3600);
    assert_eq!((status(&sensor.token), status(&second)), (200, 200));
    let third = rotate(0);
    assert_eq!(
        (status(&sensor.token), status(&second), status(&third)),
        (401, 401, 200)
    );
    let revoked = server.administer("DELETE", &format!("{path}/tokens"), &Value::Null);
    assert_eq!((revoked.status, status(&third)), (204, 401));
    let fourth = rotate(0);
    assert_eq!(status(&fourth), 200);
    let retired = server.administer("PUT", &format!("{path}/retirement"), &Value::Null);
    assert_eq!((retired.status, status(&fourth)), (204, 401));
    let restored = server.administer("DELETE", &format!("{path}/retirement"), &Value::Null);
    assert_eq!((restored.status, status(&fourth)), (204, 200));
}

#[test]
fn nobody_is_administrator_without_the_token() {
    let server = Server::start();
    for token in ["", "wrong", "Bearer"] {
        assert_eq!(server.get("/api/v1/clients", token).status, 401, "{token}");
    }
    let none = server.send("GET", "/api/v1/clients", &[], b"");
    assert_eq!(
        (none.status, none.header("www-authenticate").is_some()),
        (401, true)
    );
    assert_eq!(server.get("/api/v1/nothing", ADMINISTRATOR).status, 404);
    assert_eq!(
        server
            .administer("DELETE", "/api/v1/clients", &Value::Null)
            .status,
        405
    );
}
