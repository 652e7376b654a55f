//! Whoever guesses waits, longer each time.

use e2e::http::Answer;
use e2e::server::{Server, on_spin};
use serde_json::json;

use super::browser::{Browser, PASSWORD, enter};

const NOW: i64 = 1_795_000_000;
const ANNA: &str = "anna@spp.example";
const BEN: &str = "ben@spp.example";

/// Signs in through a proxy that has heard from an address.
fn attempt(server: &Server, address: &str, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password}).to_string();
    let headers = [
        ("x-forwarded-for", address),
        ("content-type", "application/json"),
    ];
    server.send("POST", "/api/v1/session", &headers, body.as_bytes())
}

/// The status, and how long to wait.
fn outcome(answer: &Answer) -> (u16, Option<&str>) {
    (answer.status, answer.header("retry-after"))
}

/// The statuses of attempts that are made at once.
fn at_once(number: u8, attempt: impl Fn(u8) -> Answer + Sync) -> Vec<u16> {
    std::thread::scope(|scope| {
        let attempt = &attempt;
        let attempts: Vec<_> = (0..number)
            .map(|number| scope.spawn(move || attempt(number).status))
            .collect();
        let ended = attempts.into_iter().map(|one| one.join().unwrap());
        ended.collect()
    })
}

fn rehearse() -> Server {
    let server = Server::rehearse(NOW, &[("behind_proxy", "true")]);
    enter(&server, ANNA, "engineer", None);
    enter(&server, BEN, "engineer", None);
    server
}

#[test]
fn guesses_at_an_account_are_slowed_down() {
    if on_spin() {
        return;
    }
    let server = rehearse();
    let check = |at: i64, email: &str, password: &str, expected: (u16, Option<&str>)| {
        server.set_clock(NOW + at);
        let answer = attempt(&server, "192.0.2.1", email, password);
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
    check(2, BEN, PASSWORD, (200, None));
    // Who is not known waits alike.
    for _ in 0..5 {
        check(3, "nobody@spp.example", PASSWORD, (401, None));
    }
    check(3, "nobody@spp.example", PASSWORD, (429, Some("2")));
    // Whoever guesses elsewhere keeps nobody from signing in.
    let elsewhere = attempt(&server, "192.0.2.2", ANNA, PASSWORD);
    assert_eq!(outcome(&elsewhere), (200, None), "{}", elsewhere.text);
    check(3, ANNA, PASSWORD, (429, Some("3")));
    // A success makes up for all of it.
    check(6, ANNA, PASSWORD, (200, None));
    for _ in 0..5 {
        check(6, ANNA, "не тот пароль", (401, None));
    }
    check(6, ANNA, PASSWORD, (429, Some("2")));
}

#[test]
fn an_account_is_not_guessed_at_from_many_networks() {
    if on_spin() {
        return;
    }
    let server = rehearse();
    let mut networks = (1..).map(|number| format!("192.0.2.{number}"));
    let mut check = |at: i64, email: &str, password: &str, expected: (u16, Option<&str>)| {
        server.set_clock(NOW + at);
        let answer = attempt(&server, &networks.next().unwrap(), email, password);
        assert_eq!(outcome(&answer), expected, "{at}: {}", answer.text);
    };
    check(0, ANNA, "не тот пароль", (401, None));
    // As if there had been many more of the day.
    let database = rusqlite::Connection::open(server.database()).unwrap();
    let sql = "UPDATE guess SET times = 98 WHERE subject LIKE 'password of anna%on day%'";
    assert_eq!(database.execute(sql, []).unwrap(), 1);
    check(0, ANNA, "не тот пароль", (401, None));
    check(0, ANNA, "не тот пароль", (401, None));
    check(0, ANNA, PASSWORD, (429, Some("2")));
    check(0, BEN, PASSWORD, (200, None));
    check(2, ANNA, PASSWORD, (200, None));
    // What others have guessed still counts, as long as the day lasts.
    check(2, ANNA, "не тот пароль", (401, None));
    check(2, ANNA, PASSWORD, (429, Some("4")));
    check(86_400, ANNA, PASSWORD, (200, None));
}

#[test]
fn a_password_is_changed_while_others_guess_at_it() {
    if on_spin() {
        return;
    }
    let server = rehearse();
    let anna = Browser::of(&server, ANNA);
    for status in [401, 401, 401, 401, 401, 429] {
        let guess = attempt(&server, "192.0.2.1", ANNA, "не тот пароль");
        assert_eq!(guess.status, status, "{}", guess.text);
    }
    let check = |current: &str, expected: (u16, Option<&str>)| {
        let body = json!({"current": current, "new": "зелёный чайник кипит"});
        let answer = anna.send(&server, "PUT", "/api/v1/session/password", &body);
        assert_eq!(outcome(&answer), expected, "{}", answer.text);
    };
    for _ in 0..5 {
        check("не тот пароль", (422, None));
    }
    check(PASSWORD, (429, Some("2")));
    server.set_clock(NOW + 2);
    check(PASSWORD, (204, None));
}

#[test]
fn many_who_sign_in_at_once_wait_for_each_other() {
    if on_spin() {
        return;
    }
    let server = rehearse();
    let database = rusqlite::Connection::open(server.database()).unwrap();
    let places = |until: i64| {
        let sql = "UPDATE hashing SET until = ?1, lease = lease + 1";
        assert_eq!(database.execute(sql, [until]).unwrap(), 4);
    };
    let check = |expected: (u16, Option<&str>)| {
        let answer = attempt(&server, "192.0.2.1", ANNA, PASSWORD);
        assert_eq!(outcome(&answer), expected, "{}", answer.text);
    };
    // More often than somebody may guess wrong: what is not looked at is not counted.
    places(NOW + 10);
    for _ in 0..6 {
        check((503, Some("2")));
    }
    // Whoever took the places was ended.
    server.set_clock(NOW + 10);
    check((200, None));
    let free = "SELECT count(*) FROM hashing WHERE until = 0";
    let free: i64 = database.query_row(free, [], |row| row.get(0)).unwrap();
    assert_eq!(free, 1);
    // Those who come meanwhile all get their turn.
    places(0);
    let statuses = at_once(6, |number| {
        attempt(&server, &format!("192.0.2.{number}"), ANNA, PASSWORD)
    });
    assert_eq!(statuses, [200; 6]);
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
    // Of IPv6, a subscriber may have 80 bits.
    for number in 0..20 {
        let address = format!("[2001:db8:0:{number:x}::1]:443");
        check(&address, &format!("six{number}@spp.example"), (401, None));
    }
    check("2001:db8:0:ffff::1", ANNA, (429, Some("2")));
    check("2001:db8:1::1", ANNA, (200, None));
}

#[test]
fn guesses_at_once_do_not_slip_through() {
    if on_spin() {
        return;
    }
    let server = rehearse();
    let statuses = at_once(16, |_| attempt(&server, "192.0.2.1", ANNA, "не тот пароль"));
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    let waiting = statuses.iter().filter(|status| **status == 429).count();
    assert_eq!((looked_at, waiting), (5, 11), "{statuses:?}");
}
