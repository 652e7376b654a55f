//! Users, sessions, links and guesses, on an empty database.

use futures_util::FutureExt;
use tempfile::TempDir;

use super::links::Purpose;
use super::sessions::Origin;
use super::{Role, guesses, links, sessions, users};
use crate::{Connection, Result};

const NOW: i64 = 1_800_000_000;

fn open() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = now(Connection::open_file(&folder.path().join("a.db")));
    now(connection.execute(
        "INSERT INTO client VALUES (1, 'Ромашка', NULL, 0)",
        Vec::new(),
    ));
    (folder, connection)
}

/// What is done at once, natively.
#[track_caller]
fn now<T>(work: impl Future<Output = Result<T>>) -> T {
    work.now_or_never().expect("no waiting").expect("no error")
}

fn user(connection: &Connection, email: &str, role: Role) -> i64 {
    let draft = users::Draft {
        client: role.is_clients().then_some(1),
        email: email.to_owned(),
        name: "Анна".to_owned(),
        role,
        language: "ru".to_owned(),
    };
    now(users::create(connection, &draft, None, NOW))
}

#[test]
fn a_session_ends_by_itself() {
    let (_folder, connection) = open();
    let id = user(&connection, "a@example.com", Role::ClientUser);
    let begin = |hash: &[u8]| {
        now(sessions::begin(
            &connection,
            id,
            hash,
            None,
            Origin::default(),
            NOW,
        ));
    };
    let check = |hash: &[u8], at: i64, expected: bool| {
        let person = now(sessions::person(&connection, hash, at));
        assert_eq!(person.is_some(), expected, "{}", at - NOW);
        person
    };
    begin(&[1; 32]);
    let person = check(&[1; 32], NOW, true).expect("somebody");
    assert_eq!(person.client, Some((1, "Ромашка".to_owned())));
    check(&[2; 32], NOW, false);
    check(&[1; 32], NOW + sessions::IDLE - 1, true);
    check(&[1; 32], NOW + sessions::IDLE, false);
    // Used all the time, it ends after thirty days all the same.
    let mut at = NOW;
    while at + 36_000 < NOW + sessions::LONGEST {
        at += 36_000;
        let person = check(&[1; 32], at, true).expect("somebody");
        now(sessions::seen(&connection, &person, at));
    }
    check(&[1; 32], NOW + sessions::LONGEST, false);
    // A sign-in takes the browser's former session away.
    begin(&[3; 32]);
    let origin = Origin::default();
    now(sessions::begin(
        &connection,
        id,
        &[4; 32],
        Some(&[3; 32]),
        origin,
        NOW,
    ));
    check(&[3; 32], NOW, false);
    check(&[4; 32], NOW, true);
}

#[test]
fn a_link_is_good_once_and_for_its_time() {
    let (_folder, connection) = open();
    let id = user(&connection, "a@example.com", Role::ClientUser);
    let transaction = now(connection.begin());
    let make = |purpose, hash: &[u8]| now(links::create(&transaction, id, purpose, hash, NOW));
    let check = |hash: &[u8], at: i64, expected: Option<i64>| {
        assert_eq!(now(links::spend(&transaction, hash, at)), expected);
    };
    make(Purpose::Invitation, &[1; 32]);
    check(&[1; 32], NOW + 7 * 86_400, None);
    check(&[1; 32], NOW + 7 * 86_400 - 1, Some(id));
    check(&[1; 32], NOW, None);
    // A newer one spends those before it.
    make(Purpose::Reset, &[2; 32]);
    make(Purpose::Reset, &[3; 32]);
    check(&[2; 32], NOW, None);
    check(&[3; 32], NOW + 3_600, None);
    check(&[3; 32], NOW + 3_599, Some(id));
}

#[test]
fn the_last_administrator_stays() {
    let (_folder, connection) = open();
    let first = user(&connection, "a@example.com", Role::Administrator);
    let lower = |connection: &Connection, id| {
        now(users::update(connection, id, "Анна", Role::Engineer, "ru"))
    };
    assert!(!lower(&connection, first));
    let transaction = now(connection.begin());
    assert!(!now(users::disable(&transaction, first, NOW)));
    let second = user(&transaction, "b@example.com", Role::Administrator);
    assert!(now(users::disable(&transaction, first, NOW)));
    let connection = now(transaction.commit());
    assert!(!lower(&connection, second));
    assert!(now(users::by_email(&connection, "A@example.com")).is_none());
    assert!(now(users::by_email(&connection, "B@example.com")).is_some());
}

#[test]
fn whoever_guesses_waits_longer_each_time() {
    let (_folder, connection) = open();
    let check = |subject: &str, at: i64, expected: Option<i64>| {
        let wait = now(guesses::count(&connection, subject, 3, NOW + at));
        assert_eq!(wait, expected, "{subject} {at}");
    };
    for at in [0, 1, 2] {
        check("a", at, None);
    }
    check("a", 2, Some(2));
    check("a", 3, Some(1));
    check("a", 4, None);
    check("a", 7, Some(1));
    check("a", 8, None);
    check("a", 8, Some(8));
    // One of those that stood for the same has succeeded: it alone is taken back.
    now(guesses::pardon(&connection, "a"));
    check("a", 9, None);
    check("a", 9, Some(8));
    // Nobody else waits for that.
    check("b", 8, None);
    // The longest wait is as long as the memory.
    for _ in 0..20 {
        let wait = now(guesses::count(&connection, "c", 0, NOW)).unwrap_or_default();
        assert!(wait <= 900);
    }
    check("a", 9 + 900, None);
    check("a", 10 + 900, None);
    now(guesses::forget(&connection, "a"));
    now(guesses::tidy(&connection, NOW + 10_000));
    assert!(now(connection.query("SELECT * FROM guess", Vec::new())).is_empty());
}
