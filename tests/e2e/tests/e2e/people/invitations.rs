//! Invitations: so many an hour, to whomever they go.

use e2e::server::{Server, on_spin};
use serde_json::{Value, json};

use super::browser::{Browser, enter};

/// In the middle of an hour.
const NOW: i64 = 1_795_001_400;

#[test]
fn a_manager_invites_fifty_an_hour() {
    if on_spin() {
        return;
    }
    let server = Server::rehearse(NOW, &[]);
    let (own, other) = (server.shop("UTC"), server.shop("UTC"));
    let known = "known@other.example";
    enter(&server, known, "client_user", Some(other.client));
    for (email, shop) in [("a@own.example", own), ("b@other.example", other)] {
        enter(&server, email, "client_manager", Some(shop.client));
    }
    let manager = Browser::of(&server, "a@own.example");
    let invite = |by: &Browser, email: &str| {
        let body = json!({"email": email, "name": "New", "role": "client_user"});
        let answer = by.send(&server, "POST", "/api/v1/users", &body);
        let wait = answer.header("retry-after").map(str::to_owned);
        (answer.status, wait)
    };
    let wait = |seconds: &str| (429, Some(seconds.to_owned()));
    for number in 0..45 {
        let email = format!("{number}@own.example");
        assert_eq!(invite(&manager, &email), (201, None));
    }
    // Who is known already, nobody finds out more often.
    for _ in 0..5 {
        assert_eq!(invite(&manager, known), (409, None));
    }
    let left = 3_600 - NOW % 3_600;
    assert_eq!(invite(&manager, "new@own.example"), wait(&left.to_string()));
    // That is nobody else's matter.
    let another = Browser::of(&server, "b@other.example");
    assert_eq!(invite(&another, "new@other.example"), (201, None));
    server.set_clock(NOW + left);
    assert_eq!(invite(&manager, "new@own.example"), (201, None));
}

#[test]
fn nobodys_mailbox_is_filled_with_invitations() {
    if on_spin() {
        return;
    }
    let server = Server::rehearse(NOW, &[]);
    let body = json!({"email": "new@spp.example", "name": "New", "role": "engineer"});
    let entered = server.administer("POST", "/api/v1/users", &body);
    assert_eq!(entered.status, 201, "{}", entered.text);
    let path = format!("/api/v1/users/{}/invitation", entered.json()["id"]);
    let invited: Vec<_> = (0..5)
        .map(|_| server.administer("POST", &path, &Value::Null).status)
        .collect();
    assert_eq!(invited, [204, 204, 204, 204, 429]);
    let database = rusqlite::Connection::open(server.database()).unwrap();
    let written = "SELECT count(*) FROM outbox WHERE kind = 'invitation'";
    let written: i64 = database.query_row(written, [], |row| row.get(0)).unwrap();
    assert_eq!(written, 5);
}
