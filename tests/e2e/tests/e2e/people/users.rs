//! Users: disabled, lowered, and named where they have spoken.

use e2e::server::{ADMINISTRATOR, Server, on_spin};
use serde_json::{Value, json};

use super::browser::{Browser, PASSWORD, enter};
use crate::mail::scene::Scene;

#[test]
fn whoever_is_disabled_is_out_at_once() {
    let server = Server::start();
    let first = enter(&server, "first@spp.example", "administrator", None);
    let second = enter(&server, "second@spp.example", "administrator", None);
    let (admin, other) = (
        Browser::of(&server, "first@spp.example"),
        Browser::of(&server, "second@spp.example"),
    );
    let path = |user: i64| format!("/api/v1/users/{user}");
    let lower = json!({"name": "A", "role": "engineer"});
    let disable = json!({"name": "A", "role": "administrator", "enabled": false});
    let enable = json!({"name": "A", "role": "administrator", "enabled": true});
    // Nobody lowers or disables oneself.
    for (method, body) in [("DELETE", &Value::Null), ("PUT", &lower), ("PUT", &disable)] {
        let answer = admin.send(&server, method, &path(first), body);
        assert_eq!(answer.status, 409, "{method} {body}: {}", answer.text);
    }
    for (method, body) in [("DELETE", &Value::Null), ("PUT", &disable)] {
        let browser = Browser::of(&server, "second@spp.example");
        let answer = admin.send(&server, method, &path(second), body);
        assert!(answer.status < 300, "{method}: {}", answer.text);
        assert!(!browser.is_in(&server));
        let mut again = Browser::default();
        let refused = again.sign_in(&server, "second@spp.example", PASSWORD);
        assert_eq!(refused.status, 401);
        let shown = admin.get(&server, &path(second)).json();
        assert_eq!(shown["state"], "disabled");
        let enabled = admin.send(&server, "PUT", &path(second), &enable);
        assert_eq!(
            (enabled.status, &enabled.json()["state"]),
            (200, &json!("active"))
        );
    }
    // Whoever is let in again signs in anew.
    assert!(!other.is_in(&server));
    // A lowered role holds at once, and the last administrator stays, even for the token.
    let second_signed_in = Browser::of(&server, "second@spp.example");
    let lowered = admin.send(&server, "PUT", &path(second), &lower);
    assert_eq!(lowered.status, 200, "{}", lowered.text);
    let answer = second_signed_in.get(&server, "/api/v1/suppressions");
    assert_eq!(answer.status, 403);
    for (method, body) in [("DELETE", &Value::Null), ("PUT", &lower)] {
        let answer = server.administer(method, &path(first), body);
        assert_eq!(answer.status, 409, "{method}: {}", answer.text);
    }
    assert_eq!(admin.get(&server, "/api/v1/suppressions").status, 200);
}

#[test]
fn an_incident_says_who_has_spoken() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let shop = scene.server.shop("Europe/Moscow");
    let sensor = scene.server.sensor(shop, &json!({}));
    let other = scene.server.shop("UTC");
    enter(&scene.server, "petrov@spp.example", "engineer", None);
    enter(
        &scene.server,
        "anna@romashka.example",
        "client_user",
        Some(shop.client),
    );
    enter(
        &scene.server,
        "eve@other.example",
        "client_manager",
        Some(other.client),
    );
    let path = format!("/api/v1/incidents/{}", scene.falls_silent(&sensor));
    let say = |email: &str, event: &str, status: u16| {
        let browser = Browser::of(&scene.server, email);
        let said = json!({"event": event, "text": "Смотрю"});
        let answer = browser.send(&scene.server, "POST", &format!("{path}/events"), &said);
        assert_eq!(answer.status, status, "{email} {event}: {}", answer.text);
    };
    say("petrov@spp.example", "recorded", 200);
    say("anna@romashka.example", "comment", 200);
    say("anna@romashka.example", "diagnosis_started", 409);
    say("eve@other.example", "comment", 404);
    let shown = scene.server.get(&path, ADMINISTRATOR).json();
    let authors: Vec<_> = shown["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| said["author"].clone())
        .collect();
    let expected = [
        json!({"author": "engineer", "name": "petrov"}),
        json!({"author": "client", "name": "anna"}),
    ];
    assert!(authors.ends_with(&expected), "{authors:?}");
}
