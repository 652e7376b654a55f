//! Claims, letters and searches, on a database with two sensors.

use futures_util::FutureExt;
use tempfile::TempDir;

use super::{LEASE, Looked, State, claim, failing, keep, put_off};
use crate::incidents::{self, Draft, Filter};
use crate::outbox::{self, Channel, Letter, Outcome};
use crate::registry::Window;
use crate::watch::hours::{self, Clock};
use crate::watch::service::{self, Downtime, Reason};
use crate::{Connection, Result};

const NOW: i64 = 1_800_000_000;

struct Shop {
    folder: TempDir,
}

impl Shop {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let shop = Self { folder };
        let connection = shop.connection();
        for sql in [
            "INSERT INTO client VALUES (1, 'Client', NULL, 0)",
            "INSERT INTO system VALUES (1, 1, 'System', 'cloud', 0, NULL)",
            "INSERT INTO site VALUES (1, 1, 'Тверская', NULL, 'Europe/Moscow', 0)",
            "INSERT INTO entrance VALUES (1, 1, 'Door', 0)",
            "INSERT INTO sensor (id, system_id, entrance_id, name, format, kind, interval, supplied_by, mounted_by, created_at)
             VALUES (1, 1, 1, 'One', 'spp', 'increment', 900, 'client', 'client', 0),
                    (2, 1, 1, 'Two', 'spp', 'increment', 900, 'client', 'client', 0)",
            "INSERT INTO sensor_state (sensor_id, last_contact) VALUES (1, 1000), (2, 1000)",
        ] {
            now(connection.execute(sql, Vec::new()));
        }
        shop
    }

    fn connection(&self) -> Connection {
        now(Connection::open_file(&self.folder.path().join("a.db")))
    }
}

fn now<T>(call: impl Future<Output = Result<T>>) -> T {
    call.now_or_never()
        .expect("native calls do not wait")
        .expect("done")
}

fn state(code: &str) -> State {
    State {
        code: code.to_owned(),
        since: Some(NOW),
    }
}

#[test]
fn a_claimed_sensor_is_nobody_elses_until_the_claim_ends() {
    let shop = Shop::open();
    let (one, other) = (shop.connection(), shop.connection());
    let check = |connection: &Connection, at, limit, expected: &[i64]| {
        let found = now(claim(connection, at, limit));
        let found: Vec<_> = found.iter().map(|watched| watched.sensor).collect();
        assert_eq!(found, expected, "at {at}");
    };
    check(&one, NOW, 1, &[1]);
    check(&other, NOW, 9, &[2]);
    check(&one, NOW + LEASE - 1, 9, &[]);
    check(&one, NOW + LEASE, 9, &[1, 2]);
    let looked = [1, 2].map(|sensor| Looked {
        sensor,
        due: NOW + 1_000,
        link: state("up"),
        data: state("current"),
    });
    let transaction = now(one.begin());
    now(keep(&transaction, &looked, NOW + LEASE));
    let one = now(transaction.commit());
    check(&one, NOW + 999, 9, &[]);
    // Heard again, a lost sensor is due at once; one that is up is not.
    now(one.execute(
        "UPDATE watch SET link = 'lost' WHERE sensor_id = 2",
        Vec::new(),
    ));
    now(one.execute("UPDATE sensor_state SET last_contact = 2000", Vec::new()));
    check(&one, NOW + 1, 9, &[2]);
}

#[test]
fn what_cannot_be_looked_at_is_put_off_for_longer_each_time() {
    let shop = Shop::open();
    let connection = shop.connection();
    let due = |connection: &Connection| -> i64 {
        let sql = "SELECT due FROM watch WHERE sensor_id = 1";
        now(connection.one(sql, Vec::new())).get(0).expect("a time")
    };
    for expected in [60, 120, 240] {
        now(put_off(&connection, 1, NOW, "broken"));
        assert_eq!(due(&connection), NOW + expected);
    }
    assert_eq!(now(failing(&connection, 9)), [(1, 3, "broken".to_owned())]);
}

#[test]
fn a_site_is_judged_as_a_whole() {
    let shop = Shop::open();
    let connection = shop.connection();
    now(connection.execute(
        "UPDATE watch SET hour_due = 9e9 WHERE sensor_id = 1",
        Vec::new(),
    ));
    let judged = now(hours::claim(&connection, Clock::Hour, NOW, 1));
    assert_eq!(judged.len(), 2);
    assert!(now(hours::claim(&connection, Clock::Hour, NOW, 1)).is_empty());
}

#[test]
fn what_became_due_meanwhile_stays_due() {
    let shop = Shop::open();
    let connection = shop.connection();
    assert_eq!(now(claim(&connection, NOW, 9)).len(), 2);
    now(connection.execute("UPDATE sensor SET retired_at = 1 WHERE id = 1", Vec::new()));
    let transaction = now(connection.begin());
    let looked = [1, 2].map(|sensor| Looked {
        sensor,
        due: NOW + 1_000,
        link: state("lost"),
        data: state("late"),
    });
    now(keep(&transaction, &looked, NOW));
    let connection = now(transaction.commit());
    let found = now(claim(&connection, NOW + 1, 9));
    assert_eq!(found.len(), 1);
    assert!(found[0].retired);
}

#[test]
fn the_tick_before_is_told() {
    let shop = Shop::open();
    let transaction = now(shop.connection().begin());
    assert_eq!(now(service::tick(&transaction, NOW)), None);
    assert_eq!(now(service::tick(&transaction, NOW + 60)), Some(NOW));
    // Another scheduler's clock is a little behind.
    assert_eq!(now(service::tick(&transaction, NOW)), Some(NOW + 60));
    // The clock jumps ahead, and is set right: what was noted meanwhile is not so.
    let day = NOW + 86_400;
    assert_eq!(now(service::tick(&transaction, day)), Some(NOW));
    let ahead = Downtime {
        starts_at: NOW - 60,
        ends_at: day,
    };
    now(service::stood(&transaction, ahead, Reason::Stopped));
    assert_eq!(now(service::tick(&transaction, NOW + 60)), None);
    let found = now(service::downtimes(&transaction, 0));
    assert_eq!(
        found.iter().map(|one| one.ends_at).collect::<Vec<_>>(),
        [NOW + 60]
    );
}

#[test]
fn a_letter_is_written_once_and_sent_by_one() {
    let shop = Shop::open();
    let letter = Letter {
        key: "1:1:a@b.example".to_owned(),
        channel: Channel::Mail,
        incident: None,
        recipient: "a@b.example".to_owned(),
        language: "ru".to_owned(),
        kind: "opened".to_owned(),
        body: "{}".to_owned(),
        critical: false,
        due: NOW,
    };
    let transaction = now(shop.connection().begin());
    for body in ["{}", "{\"other\": 1}"] {
        let body = body.to_owned();
        let letter = Letter {
            body,
            ..letter.clone()
        };
        now(outbox::put(&transaction, &[letter], NOW));
    }
    let connection = now(transaction.commit());
    let check = |at, expected: usize| {
        let claimed = now(outbox::claim(&connection, Channel::Mail, at, 9));
        assert_eq!(claimed.len(), expected, "at {at}");
        claimed
    };
    check(NOW - 1, 0);
    let claimed = check(NOW, 1);
    assert_eq!(claimed[0].letter.body, "{}");
    check(NOW, 0);
    // Whoever claimed it has died: it is sent by the next one.
    check(NOW + LEASE, 1);
    let later = Outcome::Later(NOW + 900, "451".to_owned());
    now(outbox::settle(&connection, claimed[0].id, NOW, later));
    check(NOW + 899, 0);
    assert_eq!(check(NOW + 900, 1)[0].attempts, 1);
    now(outbox::settle(
        &connection,
        claimed[0].id,
        NOW,
        Outcome::Sent,
    ));
    check(NOW + 9_999, 0);
}

#[test]
fn incidents_are_found_by_name_and_number_in_any_spelling() {
    let shop = Shop::open();
    let transaction = now(shop.connection().begin());
    let draft = Draft {
        client: Some(1),
        site: Some(1),
        system: None,
        sensor: Some(1),
        symptom: "zero".to_owned(),
        since: NOW,
        detected_at: NOW,
        evidence: "null".to_owned(),
    };
    let id = now(incidents::open(&transaction, &draft));
    let text = Some("Кабель заменён");
    now(incidents::log(&transaction, id, NOW, "{}", "{}", text));
    let connection = now(transaction.commit());
    let check = |tenant, search: &str, expected: usize| {
        let search = Some(search.to_owned());
        let filter = Filter {
            search,
            ..Filter::default()
        };
        let window = Window { after: 0, limit: 9 };
        let found = now(incidents::list(&connection, tenant, &filter, window));
        assert_eq!(found.len(), expected, "{filter:?}");
    };
    check(None, "тверская", 1);
    check(Some(1), "Твер", 1);
    check(Some(2), "Твер", 0);
    check(None, "кабель", 1);
    check(None, &id.to_string(), 1);
    check(None, "Арбат", 0);
    let kept = connection.execute("DELETE FROM incident_event", Vec::new());
    assert!(kept.now_or_never().expect("native").is_err());
}
