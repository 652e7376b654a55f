//! Signing in and out, and what one changes of oneself.

use e2e::server::{ADMINISTRATOR, Server, on_spin};
use serde_json::{Value, json};

use super::browser::{Browser, PASSWORD, enter};

const ANNA: &str = "anna@romashka.example";

#[test]
fn somebody_signs_in_reads_and_signs_out() {
    let server = Server::start();
    let (own, other) = (server.shop("UTC"), server.shop("UTC"));
    let id = enter(&server, ANNA, "client_user", Some(own.client));
    let mut browser = Browser::default();
    assert!(!browser.is_in(&server));
    // However the address is written.
    let answer = browser.sign_in(&server, " Anna@Romashka.example ", PASSWORD);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let cookie = answer.header("set-cookie").unwrap();
    let (token, attributes) = cookie.split_once("; ").unwrap();
    assert!(
        token.starts_with("__Host-spp=") && token.len() == 11 + 43,
        "{cookie}"
    );
    assert_eq!(
        attributes,
        "Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax"
    );
    let user = json!({
        "id": id, "email": ANNA, "name": "anna", "role": "client_user", "language": "ru",
        "client": {"id": own.client, "name": "Client"},
    });
    assert_eq!(answer.json()["user"], user);
    assert_eq!(browser.get(&server, "/api/v1/session").text, answer.text);

    // Only its organisation's, wherever it is asked for.
    let sites = browser.get(&server, "/api/v1/sites").json();
    assert_eq!(sites["sites"].as_array().unwrap().len(), 1);
    let counts = |site: i64| {
        let query = "from=2026-03-01&to=2026-03-02&step=day";
        let path = format!("/api/v1/counts?site={site}&{query}");
        browser.get(&server, &path).status
    };
    assert_eq!((counts(own.site), counts(other.site)), (200, 404));
    let head = format!(
        "/api/v1/counts?site={}&from=2026-03-01&to=2026-03-02&step=day",
        own.site
    );
    let head = browser.send(&server, "HEAD", &head, &Value::Null);
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    // The database holds no token.
    let database = std::fs::read(server.database()).unwrap();
    let secret = token.trim_start_matches("__Host-spp=").as_bytes();
    assert!(!database.windows(secret.len()).any(|bytes| bytes == secret));

    // A second sign-in takes the first session of the browser away.
    let former = browser.clone();
    browser.sign_in(&server, ANNA, PASSWORD);
    assert_ne!(browser.cookie, former.cookie);
    assert!(!former.is_in(&server));
    let out = browser.send(&server, "DELETE", "/api/v1/session", &Value::Null);
    assert_eq!(out.status, 204);
    assert!(
        out.header("set-cookie")
            .unwrap()
            .starts_with("__Host-spp=; Path=/; Max-Age=0;")
    );
    assert_eq!(browser.get(&server, "/api/v1/sites").status, 401);
}

#[test]
fn a_wrong_sign_in_tells_nothing() {
    let server = Server::start();
    enter(&server, "admin@spp.example", "administrator", None);
    let disabled = enter(&server, "former@spp.example", "engineer", None);
    let path = format!("/api/v1/users/{disabled}");
    let done = server.administer("DELETE", &path, &Value::Null);
    assert_eq!(done.status, 204, "{}", done.text);
    let invited = json!({"email": "new@spp.example", "name": "New", "role": "engineer"});
    assert_eq!(
        server.administer("POST", "/api/v1/users", &invited).status,
        201
    );
    let check = |email: &str, password: &str| {
        let answer = Browser::default().sign_in(&server, email, password);
        let kind = answer.json()["type"].clone();
        assert_eq!(
            (answer.status, kind),
            (401, json!("urn:spp:problem:sign-in")),
            "{email}"
        );
        assert_eq!(
            answer.json()["title"],
            "the e-mail address or the password is wrong"
        );
        assert_eq!(answer.header("set-cookie"), None);
        // Offered Basic, a browser would ask for a password itself.
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    };
    check("admin@spp.example", "верная лошадь");
    check("admin@spp.example", "");
    check("nobody@spp.example", PASSWORD);
    check("former@spp.example", PASSWORD);
    check("new@spp.example", "");
    // A device is offered it.
    let device = server.send("GET", "/api/v1/sites", &[], b"");
    assert!(device.header("www-authenticate").unwrap().contains("Basic"));
}

#[test]
fn only_the_portal_changes_something() {
    let server = Server::start();
    enter(&server, "admin@spp.example", "administrator", None);
    let browser = Browser::of(&server, "admin@spp.example");
    let other = Browser::of(&server, "admin@spp.example");
    let cookie = browser.cookie.clone().unwrap();
    let own = browser.csrf.clone().unwrap();
    let foreign = other.csrf.unwrap();
    let clients = || {
        let listed = server.get("/api/v1/clients", ADMINISTRATOR).json();
        listed["clients"].as_array().unwrap().len()
    };
    let check = |more: &[(&str, &str)], status: u16| {
        let headers: Vec<_> = [("cookie", cookie.as_str())]
            .iter()
            .chain(more)
            .copied()
            .collect();
        let before = clients();
        let answer = server.send("POST", "/api/v1/clients", &headers, br#"{"name": "A"}"#);
        assert_eq!(answer.status, status, "{more:?}: {}", answer.text);
        let kind = match status {
            403 => json!("urn:spp:problem:csrf"),
            _ => Value::Null,
        };
        assert_eq!(answer.json()["type"], kind);
        assert_eq!(clients() - before, usize::from(status == 201));
    };
    check(&[], 403);
    check(&[("x-csrf-token", "")], 403);
    check(&[("x-csrf-token", &foreign)], 403);
    check(
        &[("x-csrf-token", &own), ("sec-fetch-site", "cross-site")],
        403,
    );
    check(
        &[("x-csrf-token", &own), ("sec-fetch-site", "same-site")],
        403,
    );
    check(&[("x-csrf-token", &own)], 201);
    check(
        &[("x-csrf-token", &own), ("sec-fetch-site", "same-origin")],
        201,
    );
    check(&[("x-csrf-token", &own), ("sec-fetch-site", "none")], 201);
    // Nor with a token that the browser was once given as a password.
    let bearer = format!("Bearer {ADMINISTRATOR}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    let answer = server.send("POST", "/api/v1/clients", &headers, br#"{"name": "A"}"#);
    assert_eq!(answer.status, 403, "{}", answer.text);
    // Nobody is signed in as somebody else, either.
    let body = json!({"email": "admin@spp.example", "password": PASSWORD}).to_string();
    let headers = [
        ("sec-fetch-site", "cross-site"),
        ("content-type", "text/plain"),
    ];
    let answer = server.send("POST", "/api/v1/session", &headers, body.as_bytes());
    assert_eq!((answer.status, answer.header("set-cookie")), (403, None));
    // A browser that does not say where it comes from sends no form, either.
    let headers = [("content-type", "text/plain")];
    let answer = server.send("POST", "/api/v1/session", &headers, body.as_bytes());
    assert_eq!((answer.status, answer.header("set-cookie")), (415, None));
}

#[test]
fn one_changes_oneself_and_signs_out_elsewhere() {
    let server = Server::start();
    enter(&server, "anna@spp.example", "engineer", None);
    let [mut here, there, third] = [(); 3].map(|()| Browser::of(&server, "anna@spp.example"));
    let profile = json!({"name": "Анна", "language": "en"});
    let changed = here.send(&server, "PUT", "/api/v1/session/user", &profile);
    assert_eq!(changed.status, 200, "{}", changed.text);
    let user = &there.get(&server, "/api/v1/session").json()["user"];
    assert_eq!(
        (&user["name"], &user["language"]),
        (&json!("Анна"), &json!("en"))
    );

    let listed = here.get(&server, "/api/v1/sessions").json();
    let places = listed["sessions"].as_array().unwrap();
    let current: Vec<_> = places
        .iter()
        .filter(|place| place["current"] == true)
        .collect();
    assert_eq!((places.len(), current.len()), (3, 1));
    assert_eq!(current[0]["agent"], "Firefox, Linux");
    assert_eq!(current[0]["address"], "127.0.0.1");
    let own = there.get(&server, "/api/v1/sessions").json();
    let own = own["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|place| place["current"] == true);
    let path = format!("/api/v1/sessions/{}", own.unwrap()["id"]);
    // Nobody else's.
    enter(&server, "ben@spp.example", "administrator", None);
    let ben = Browser::of(&server, "ben@spp.example");
    assert_eq!(ben.send(&server, "DELETE", &path, &Value::Null).status, 404);
    assert_eq!(
        here.send(&server, "DELETE", &path, &Value::Null).status,
        204
    );
    assert!(!there.is_in(&server));

    let check = |current: &str, new: &str, status: u16, field: Value| {
        let body = json!({"current": current, "new": new});
        let answer = here.send(&server, "PUT", "/api/v1/session/password", &body);
        let found = match answer.text.as_str() {
            "" => Value::Null,
            _ => answer.json()["field"].clone(),
        };
        assert_eq!(
            (answer.status, found),
            (status, field),
            "{new}: {}",
            answer.text
        );
    };
    let new = "зелёный чайник кипит";
    check("не тот пароль", new, 422, json!("current"));
    check(PASSWORD, "короткий", 422, json!("new"));
    check(PASSWORD, "Password123456", 422, json!("new"));
    check(PASSWORD, "anna@spp.example", 422, json!("new"));
    assert!(third.is_in(&server));
    check(PASSWORD, new, 204, Value::Null);
    assert!(!third.is_in(&server));
    assert!(here.is_in(&server));
    assert_eq!(
        here.sign_in(&server, "anna@spp.example", PASSWORD).status,
        401
    );
    let again = here.sign_in(&server, "anna@spp.example", new);
    assert_eq!(again.status, 200);
    let out = here.send(&server, "DELETE", "/api/v1/sessions", &Value::Null);
    assert_eq!(out.status, 204);
    let listed = here.get(&server, "/api/v1/sessions").json();
    assert_eq!(listed["sessions"].as_array().unwrap().len(), 1);
}

#[test]
fn a_password_is_kept_as_is_best_now() {
    let server = Server::start();
    let id = enter(&server, ANNA, "engineer", None);
    let database = rusqlite::Connection::open(server.database()).unwrap();
    // As it was kept when machines were slower.
    let before = "$argon2id$v=19$m=64,t=1,p=1$3mzqYi16KZH4cJEljEurpQ$XCGeluDzMNqeMiHN/G/1L/4gK4j6kgpiBdHcIRw7V18";
    let sql = "UPDATE user SET password = ?2 WHERE id = ?1";
    database.execute(sql, (id, before)).unwrap();
    let kept = || -> String {
        let sql = "SELECT password FROM user WHERE id = ?1";
        database.query_row(sql, [id], |row| row.get(0)).unwrap()
    };
    let mut browser = Browser::default();
    assert_eq!(browser.sign_in(&server, ANNA, "верная лошадь").status, 401);
    assert_eq!(kept(), before);
    assert_eq!(browser.sign_in(&server, ANNA, PASSWORD).status, 200);
    let now = kept();
    assert!(now.starts_with("$argon2id$v=19$m=19456,"), "{now}");
    assert_eq!(browser.sign_in(&server, ANNA, PASSWORD).status, 200);
    assert_eq!(kept(), now);
}

#[test]
fn a_session_that_is_not_used_ends() {
    if on_spin() {
        return;
    }
    let now = 1_795_000_000;
    let server = Server::rehearse(now, &[]);
    enter(&server, "anna@spp.example", "engineer", None);
    let browser = Browser::of(&server, "anna@spp.example");
    let check = |at: i64, expected: bool| {
        server.set_clock(now + at);
        assert_eq!(browser.is_in(&server), expected, "{at}");
    };
    let hours = 3_600;
    check(11 * hours, true);
    check(22 * hours, true);
    check(34 * hours, false);
}
