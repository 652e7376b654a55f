//! Users, sessions, links, guesses and hashes, on an empty database.

use futures_util::FutureExt;
use tempfile::TempDir;

use super::guesses::Wait;
use super::links::Purpose;
use super::sessions::Origin;
use super::{Role, guesses, hashing, links, sessions, users};
use crate::outbox::{self, Channel, Letter, Recent};
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
fn a_link_is_under_way_until_it_is_spent_or_old() {
    let (_folder, connection) = open();
    let id = user(&connection, "a@example.com", Role::ClientUser);
    let transaction = now(connection.begin());
    let check = |at: i64, expected: bool| {
        let at = NOW + at;
        let found = now(links::is_under_way(&transaction, id, at - 600, at));
        assert_eq!(found, expected, "{at}");
    };
    check(0, false);
    let made = links::create(&transaction, id, Purpose::Reset, &[1; 32], NOW);
    now(made);
    check(0, true);
    check(599, true);
    check(600, false);
    assert_eq!(now(links::spend(&transaction, &[1; 32], NOW)), Some(id));
    check(1, false);
}

#[test]
fn a_user_has_twenty_sessions() {
    let (_folder, connection) = open();
    let ids =
        ["a@example.com", "b@example.com"].map(|email| user(&connection, email, Role::ClientUser));
    let begin = |id: i64, number: u8| {
        let (hash, at) = ([number; 32], NOW + i64::from(number));
        let origin = Origin::default();
        now(sessions::begin(&connection, id, &hash, None, origin, at));
    };
    let is_there = |number: u8| {
        let person = now(sessions::person(&connection, &[number; 32], NOW + 100));
        person.is_some()
    };
    let [one, other] = ids;
    begin(other, 0);
    (1..=20).for_each(|number| begin(one, number));
    assert!((0..=20).all(is_there));
    // The first was used lately: the second has to go.
    let first = now(sessions::person(&connection, &[1; 32], NOW + 100)).expect("somebody");
    now(sessions::seen(&connection, &first, NOW + 100));
    begin(one, 21);
    let gone: Vec<_> = (0..=21).filter(|number| !is_there(*number)).collect();
    assert_eq!(gone, [2]);
}

#[test]
fn whoever_guesses_waits_longer_each_time() {
    let (_folder, connection) = open();
    let count = |subject: &str, at: i64| {
        let counted = guesses::count(&connection, subject, 3, Wait::Growing, NOW + at);
        now(counted)
    };
    let check = |subject: &str, at: i64, expected: Option<i64>| {
        assert_eq!(count(subject, at), expected, "{subject} {at}");
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
    // Whoever waits the longest wait out waits it again.
    let (mut at, mut waits) = (0, Vec::new());
    for _ in 0..40 {
        let wait = count("c", at);
        at += wait.unwrap_or_default();
        waits.extend(wait);
    }
    assert_eq!(waits[8..12], [512, 900, 900, 900]);
    // All is forgotten a day after the last one.
    check("a", 9 + 86_399, None);
    check("a", 9 + 86_399, Some(16));
    for _ in 0..3 {
        check("a", 9 + 86_399 + 86_400, None);
    }
    check("a", 9 + 86_399 + 86_400, Some(2));
}

#[test]
fn so_many_are_free_until_a_moment() {
    let (_folder, connection) = open();
    let check = |at: i64, expected: Option<i64>| {
        let until = Wait::Until(NOW + 3_600);
        let wait = now(guesses::count(&connection, "a", 2, until, NOW + at));
        assert_eq!(wait, expected, "{at}");
    };
    check(0, None);
    check(1, None);
    check(2, Some(3_598));
    check(3_600, None);
}

#[test]
fn forgotten_attempts_are_taken_away_a_few_at_a_time() {
    let (_folder, connection) = open();
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 501)
         INSERT INTO guess SELECT 'old ' || i, 1, ?1 + i, 0 FROM n";
    now(connection.execute(sql, vec![NOW.into()]));
    let check = |at: i64, expected: usize| {
        now(guesses::tidy(&connection, NOW + at));
        let left = now(connection.query("SELECT * FROM guess", Vec::new()));
        assert_eq!(left.len(), expected, "{at}");
    };
    check(86_400, 501);
    check(86_401, 500);
    check(86_901, 0);
    now(connection.execute(sql, vec![NOW.into()]));
    check(90_000, 1);
}

#[test]
fn passwords_are_hashed_in_four_places() {
    let (_folder, connection) = open();
    let enter = |at: i64| now(hashing::enter(&connection, NOW + at));
    let mut taken: Vec<_> = (0..4).map(|_| enter(0).expect("a place")).collect();
    assert_eq!(enter(0), None);
    let place = taken.pop().expect("a place");
    now(hashing::leave(&connection, place));
    assert!(enter(0).is_some());
    assert_eq!(enter(hashing::LEASE - 1), None);
    // Of those who were ended the places are free again, and are no more theirs.
    assert!((0..4).all(|_| enter(hashing::LEASE).is_some()));
    for place in taken {
        now(hashing::leave(&connection, place));
    }
    assert_eq!(enter(hashing::LEASE), None);
}

#[test]
fn letters_with_links_do_not_make_incidents_wait() {
    let (_folder, connection) = open();
    let email = "a@example.com";
    let letter = |kind: &str| Letter {
        key: kind.to_owned(),
        channel: Channel::Mail,
        incident: None,
        recipient: email.to_owned(),
        language: "ru".to_owned(),
        kind: kind.to_owned(),
        body: "{}".to_owned(),
        critical: true,
        due: NOW,
    };
    let kinds = ["opened", "digest", "invitation", "password_reset"];
    let transaction = now(connection.begin());
    now(outbox::put(&transaction, &kinds.map(letter), NOW));
    now(transaction.execute("UPDATE outbox SET state = 'sent'", Vec::new()));
    let recent = now(outbox::recent(&transaction, &[email], NOW));
    let expected = Recent {
        singles: 1,
        digest: Some(NOW),
    };
    assert_eq!(recent.get(email), Some(&expected));
}
