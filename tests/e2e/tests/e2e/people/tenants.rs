//! A client's manager sees and changes nothing of another client.

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::{Value, json};

use super::browser::{Browser, enter};

#[test]
fn a_manager_sees_nothing_of_another_client() {
    let server = Server::start();
    let (own, other) = (server.shop("UTC"), server.shop("UTC"));
    let sensor = server.sensor(other, &json!({})).id;
    let (client, site) = (other.client, other.site);
    let user = enter(&server, "user@other.example", "client_user", Some(client));
    let contact =
        json!({"name": "A", "email": "a@other.example", "role": "technical", "client_id": client});
    let contact = server
        .administer("POST", "/api/v1/contacts", &contact)
        .json()["id"]
        .clone();
    enter(
        &server,
        "manager@romashka.example",
        "client_manager",
        Some(own.client),
    );
    let manager = Browser::of(&server, "manager@romashka.example");
    let ask = |method: &str, path: &str, body: &Value| {
        manager.send(&server, method, &format!("/api/v1/{path}"), body)
    };
    for path in [
        format!("clients/{client}"),
        format!("clients/{client}/keys"),
        format!("clients/{client}/webhooks"),
        format!("systems/{}", other.system),
        format!("sites/{site}"),
        format!("sites/{site}/events"),
        format!("entrances/{}", other.entrance),
        format!("sensors/{sensor}"),
        format!("contacts/{contact}"),
        format!("users/{user}"),
        format!("limits/site/{site}"),
        format!("watch/sensors/{sensor}"),
        format!("gaps?sensor={sensor}"),
        format!("journal?sensor={sensor}"),
        format!("series?site={site}&from=2026-03-01&to=2026-03-02&step=day"),
        format!("series?client={client}&from=2026-03-01&to=2026-03-02&step=day"),
        format!("counts?site={site}&from=2026-03-01&to=2026-03-02&step=day"),
        format!("counts?client={client}&from=2026-03-01&to=2026-03-02&step=day"),
    ] {
        assert_eq!(ask("GET", &path, &Value::Null).status, 404, "{path}");
    }
    for things in ["users", "sites", "sensors", "contacts"] {
        let listed = ask("GET", &format!("{things}?client={client}"), &Value::Null);
        let listed = listed.json()[things].as_array().unwrap().len();
        assert_eq!(listed, 0, "{things}");
    }
    let event = json!({
        "kind": "works", "name": "A", "starts_at": "2026-12-01T00:00:00Z", "ends_at": "2026-12-02T00:00:00Z",
    });
    let of_site = json!({"client_id": client, "name": "Site", "zone": "UTC"});
    let told =
        json!({"name": "A", "email": "b@other.example", "role": "technical", "client_id": client});
    for (method, path, body) in [
        ("PUT", format!("sites/{site}"), of_site),
        ("POST", format!("sites/{site}/events"), event),
        (
            "POST",
            format!("clients/{client}/keys"),
            json!({"name": "A"}),
        ),
        ("PUT", format!("contacts/{contact}"), told.clone()),
        ("DELETE", format!("contacts/{contact}"), Value::Null),
        (
            "PUT",
            format!("users/{user}"),
            json!({"name": "A", "role": "client_user"}),
        ),
        ("POST", format!("users/{user}/invitation"), Value::Null),
        ("DELETE", format!("users/{user}"), Value::Null),
    ] {
        let answer = ask(method, &path, &body);
        assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
    }
    // Nor does it enter anybody there, or one of the contractor's.
    let person = |role: &str, client: Option<i64>| json!({"email": "new@romashka.example", "name": "New", "role": role, "client_id": client});
    let mut with_password = person("client_user", None);
    with_password["password"] = json!("верная лошадь батарея");
    for (things, body, status, field) in [
        ("contacts", told, 422, "client_id"),
        (
            "users",
            person("client_user", Some(client)),
            422,
            "client_id",
        ),
        ("users", person("engineer", None), 422, "role"),
        ("users", person("administrator", None), 422, "role"),
        ("users", with_password, 422, "password"),
        ("users", person("client_user", None), 201, ""),
    ] {
        let answer = ask("POST", things, &body);
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
        match status {
            201 => assert_eq!(answer.json()["client_id"], json!(own.client)),
            _ => assert_eq!(answer.json()["field"], field, "{body}"),
        }
    }
    // Nothing has changed.
    let user = server
        .get(&format!("/api/v1/users/{user}"), ADMINISTRATOR)
        .json();
    assert_eq!(
        (&user["state"], &user["name"]),
        (&json!("active"), &json!("user"))
    );
}
