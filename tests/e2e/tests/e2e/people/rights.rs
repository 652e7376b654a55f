//! What each role may do.

use e2e::server::Server;
use e2e::shop::Shop;
use serde_json::{Value, json};

use super::browser::{Browser, enter};

/// Everybody who asks, in the order of the columns below.
struct Callers {
    key: String,
    people: [Browser; 4],
}

impl Callers {
    fn enter(server: &Server, shop: Shop) -> Self {
        let client = Some(shop.client);
        let people = [
            ("user@romashka.example", "client_user", client),
            ("manager@romashka.example", "client_manager", client),
            ("engineer@spp.example", "engineer", None),
            ("admin@spp.example", "administrator", None),
        ];
        Self {
            key: server.key(shop, &json!({})),
            people: people.map(|(email, role, client)| {
                enter(server, email, role, client);
                Browser::of(server, email)
            }),
        }
    }

    /// What nobody, a key, and each role are answered.
    fn ask(&self, server: &Server, method: &str, path: &str, body: &Value) -> Vec<u16> {
        let bearer = format!("Bearer {}", self.key);
        let text = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let nobody: &[(&str, &str)] = &[];
        let tokens = [nobody, &[("authorization", bearer.as_str())]];
        let by_token =
            tokens.map(|headers| server.send(method, path, headers, text.as_bytes()).status);
        let by_session = self
            .people
            .iter()
            .map(|one| one.send(server, method, path, body).status);
        by_token.into_iter().chain(by_session).collect()
    }
}

#[test]
fn each_role_may_do_its_own() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({})).id;
    let callers = Callers::enter(&server, shop);
    let (client, site, system) = (shop.client, shop.site, shop.system);
    // Whoever may is told what is wrong with this: nothing is changed.
    let wrong = json!({});
    let check = |method: &str, path: &str, body: &Value, expected: &str| {
        let answered = callers.ask(&server, method, &format!("/api/v1/{path}"), body);
        let answered: Vec<_> = answered.iter().map(u16::to_string).collect();
        assert_eq!(answered.join(" "), expected, "{method} {path}");
    };
    // Columns: nobody, a key, a client's user and manager, an engineer, an administrator.
    let read = |path: &str, expected: &str| check("GET", path, &Value::Null, expected);
    for path in [
        "clients",
        "systems",
        "sites",
        "entrances",
        "sensors",
        "contacts",
        "incidents",
        &format!("sites/{site}/events"),
        &format!("limits/site/{site}"),
        "formats",
        "today",
        &format!("watch/sensors/{sensor}"),
        &format!("gaps?sensor={sensor}"),
        &format!("journal?sensor={sensor}"),
        &format!("series?site={site}&from=2026-03-01&to=2026-03-02&step=day"),
        "calendar?from=2026-01-01&to=2026-01-02",
        &format!("counts?site={site}&from=2026-03-01&to=2026-03-02&step=day"),
    ] {
        read(path, "401 200 200 200 200 200");
    }
    read("session", "204 204 200 200 200 200");
    read("sessions", "401 401 200 200 200 200");
    read("users", "401 403 403 200 200 200");
    read(&format!("clients/{client}/keys"), "401 403 403 200 200 200");
    read(
        &format!("clients/{client}/webhooks"),
        "401 403 403 200 403 200",
    );
    read(
        &format!("sensors/{sensor}/tokens"),
        "401 403 403 403 200 200",
    );
    read(
        &format!("pushes?sensor={sensor}"),
        "401 403 403 403 200 200",
    );
    read("outbox", "401 403 403 403 200 200");
    read("versions", "401 403 403 403 200 200");
    read("suppressions", "401 403 403 403 403 200");
    read("calendar/decrees", "401 403 403 403 403 200");

    let administers = "401 403 403 403 403 422";
    check("POST", "clients", &wrong, administers);
    check("PUT", &format!("clients/{client}"), &wrong, administers);
    check("POST", "calendar/decrees", &wrong, administers);
    check(
        "POST",
        &format!("clients/{client}/webhooks"),
        &wrong,
        administers,
    );
    check(
        "DELETE",
        "suppressions/a@example.com",
        &Value::Null,
        "401 403 403 403 403 404",
    );

    let enters = "401 403 403 403 422 422";
    for things in ["systems", "sites", "entrances", "sensors"] {
        check("POST", things, &wrong, enters);
    }
    check("PUT", &format!("systems/{system}"), &wrong, enters);
    check("PUT", &format!("sensors/{sensor}"), &wrong, enters);
    check("PUT", "versions/A", &wrong, enters);
    check(
        "PUT",
        &format!("limits/site/{site}"),
        &json!({"none": 1}),
        enters,
    );
    check(
        "POST",
        &format!("sensors/{sensor}/tokens/rotate"),
        &json!({"overlap": -1}),
        enters,
    );
    check(
        "POST",
        "outbox/99/resend",
        &Value::Null,
        "401 403 403 403 404 404",
    );
    check(
        "PUT",
        "sensors/99/retirement",
        &Value::Null,
        "401 403 403 403 404 404",
    );

    let manages = "401 403 403 422 422 422";
    check("POST", &format!("sites/{site}/events"), &wrong, manages);
    let manages = "401 403 403 422 403 422";
    let person = json!({"name": "A", "email": "nobody", "role": "client_user"});
    check("POST", "users", &person, manages);
    check(
        "PUT",
        "users/1",
        &json!({"name": "", "role": "client_user"}),
        manages,
    );
    check(
        "DELETE",
        "users/99",
        &Value::Null,
        "401 403 403 404 403 404",
    );
    let contact = json!({"name": "A", "email": "nobody", "role": "technical", "client_id": client});
    check("POST", "contacts", &contact, manages);
    check(
        "DELETE",
        "contacts/99",
        &Value::Null,
        "401 403 403 404 403 404",
    );
    check(
        "POST",
        &format!("clients/{client}/keys"),
        &json!({"name": ""}),
        manages,
    );
    check(
        "DELETE",
        &format!("clients/{client}/keys/99"),
        &Value::Null,
        "401 403 403 404 403 404",
    );
    check(
        "POST",
        "incidents/99/events",
        &json!({"event": "comment"}),
        "401 403 404 404 404 404",
    );
    // A manager changes a site's hours, and nothing else of it.
    let hours = json!([{"weekday": 1, "opens": "10:00", "closes": "22:00"}]);
    let opened = json!({"client_id": client, "name": "Site", "zone": "UTC", "hours": hours});
    check(
        "PUT",
        &format!("sites/{site}"),
        &opened,
        "401 403 403 200 200 200",
    );
    let renamed = json!({"client_id": client, "name": "B", "zone": "UTC", "hours": hours});
    check(
        "PUT",
        &format!("sites/{site}"),
        &renamed,
        "401 403 403 403 200 200",
    );
}
