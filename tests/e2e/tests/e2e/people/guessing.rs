//! Whoever guesses waits, longer each time.

use e2e::http::Answer;
use e2e::server::{Server, on_spin};
use serde_json::json;

use super::browser::{PASSWORD, enter};

const NOW: i64 = 1_795_000_000;
const ANNA: &str = "anna@spp.example";

/// Signs in through a proxy that has heard from an address.
fn attempt(server: &Server, address: &str, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password}).to_string();
    let headers = [("x-forwarded-for", address)];
    server.send("POST", "/api/v1/session", &headers, body.as_bytes())
}

/// The status, and how long to wait.
fn outcome(answer: &Answer) -> (u16, Option<&str>) {
    (answer.status, answer.header("retry-after"))
}

fn rehearse() -> Server {
    let server = Server::rehearse(NOW, &[("behind_proxy", "true")]);
    enter(&server, ANNA, "engineer", None);
    enter(&server, "ben@spp.example", "engineer", None);
    server
}

#[test]
fn guesses_at_an_account_are_slowed_down() {
    if on_spin() {
        return;
    }
    let server = rehearse();
    // Each from another address.
    let mut addresses = (1..).map(|number| format!("192.0.2.{number}"));
    let mut check = |at: i64, email: &str, password: &str, expected: (u16, Option<&str>)| {
        server.set_clock(NOW + at);
        let answer = attempt(&server, &addresses.next().unwrap(), email, password);
        assert_eq!(outcome(&answer), expected, "{at}: {}", answer.text);
    };
    for _ in 0..5 {
        check(0, ANNA, "не тот пароль", (401, None));
    }
    // Whether it would fit is not even looked at.
    check(0, ANNA, PASSWORD, (429, Some("2")));
    check(1, "Anna@spp.example", PASSWORD, (429, Some("1")));
    check(2, ANNA, "не тот пароль", (401, None));
    check(2, ANNA, PASSWORD, (429, Some("4")));
    check(2, "ben@spp.example", PASSWORD, (200, None));
    // Who is not known waits alike.
    for _ in 0..5 {
        check(3, "nobody@spp.example", PASSWORD, (401, None));
    }
    check(3, "nobody@spp.example", PASSWORD, (429, Some("2")));
    // A success makes up for all of it.
    check(6, ANNA, PASSWORD, (200, None));
    for _ in 0..5 {
        check(6, ANNA, "не тот пароль", (401, None));
    }
    check(6, ANNA, PASSWORD, (429, Some("2")));
}

#[test]
fn guesses_from_an_address_are_slowed_down() {
    if on_spin() {
        return;
    }
    let server = rehearse();
    let check = |address: &str, email: &str, expected: (u16, Option<&str>)| {
        let answer = attempt(&server, address, email, PASSWORD);
        assert_eq!(outcome(&answer), expected, "{address}: {}", answer.text);
    };
    // Those who sign in do not count, as many as there are.
    for _ in 0..25 {
        check("192.0.2.1", ANNA, (200, None));
    }
    for number in 0..20 {
        // What stands before the last address, anybody can invent.
        let address = format!("198.51.100.{number}, 192.0.2.1");
        check(&address, &format!("{number}@spp.example"), (401, None));
    }
    check("198.51.100.77, 192.0.2.1", ANNA, (429, Some("2")));
    check("192.0.2.2", ANNA, (200, None));
    // Of IPv6, a subscriber has 64 bits.
    for number in 0..20 {
        let address = format!("2001:db8::{number:x}");
        check(&address, &format!("six{number}@spp.example"), (401, None));
    }
    check("2001:db8::ffff:1", ANNA, (429, Some("2")));
    check("2001:db8:0:1::1", ANNA, (200, None));
}

#[test]
fn guesses_at_once_do_not_slip_through() {
    if on_spin() {
        return;
    }
    let server = rehearse();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let attempts: Vec<_> = (0..16)
            .map(|number| {
                let (server, address) = (&server, format!("192.0.2.{number}"));
                scope.spawn(move || attempt(server, &address, ANNA, "не тот пароль").status)
            })
            .collect();
        attempts
            .into_iter()
            .map(|one| one.join().unwrap())
            .collect()
    });
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    let waiting = statuses.iter().filter(|status| **status == 429).count();
    assert_eq!((looked_at, waiting), (5, 11), "{statuses:?}");
}
