//! The database, as components find it.

use std::time::{Duration, Instant};

use crate::running::Host;

fn start() -> Host {
    let host = Host::start("sqlite_databases = [\"default\"]", &[]);
    let table = "PRAGMA journal_mode = WAL\n\
        CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE)";
    assert_eq!(sql(&host, table), ["ok wal", "ok "]);
    host
}

fn sql(host: &Host, lines: &str) -> Vec<String> {
    let answer = host.ask("/sql/default", lines).ok();
    answer.lines().map(str::to_owned).collect()
}

#[test]
fn errors_of_statements_stand_in_their_results() {
    let host = start();
    let lines = "INSERT INTO t (b) VALUES ('x')\nINSERT INTO t (b) VALUES ('x')\n\
        SELEC\nSELECT * FROM nowhere\nSELECT a, b, NULL, 1.5, x'00' FROM t";
    let answers = sql(&host, lines);
    assert_eq!(answers[0], "ok ");
    for (answer, reason) in [
        (&answers[1], "UNIQUE constraint failed: t.b"),
        (&answers[2], "syntax error"),
        (&answers[3], "no such table"),
    ] {
        assert!(answer.starts_with("error in the result: "), "{answer}");
        assert!(answer.contains(reason), "{answer}");
    }
    assert_eq!(answers[4], "ok 1,x,null,1.5,1 bytes");
}

#[test]
fn only_the_first_of_several_statements_runs() {
    let host = start();
    let lines = "INSERT INTO t (b) VALUES ('a;b'); INSERT INTO t (b) VALUES ('second')\n\
        SELECT b FROM t; nonsense\n\
        /* ; */ SELECT 7; SELECT 8\n\
        CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END; SELECT 9\n\
        SELECT count(*) FROM sqlite_schema WHERE type = 'trigger';";
    let expected = ["ok ", "ok a;b", "ok 7", "ok ", "ok 1"];
    assert_eq!(sql(&host, lines), expected);
}

#[test]
fn other_files_cannot_be_attached() {
    let host = start();
    let other = host.folder.path().join("other.db");
    let lines = format!(
        "ATTACH '{}' AS other\nATTACH ':memory:' AS own\nVACUUM INTO '{}'",
        other.display(),
        other.display()
    );
    let answers = sql(&host, &lines);
    assert!(answers[0].contains("not authorized"), "{answers:?}");
    assert_eq!(answers[1], "ok ");
    assert!(answers[2].contains("authorization denied"), "{answers:?}");
    assert!(!other.exists());
}

#[test]
fn a_connection_is_new_each_time() {
    let host = start();
    let lines = "INSERT INTO t (b) VALUES ('x'), ('y')\nchanges\nrowid";
    assert_eq!(sql(&host, lines), ["ok ", "ok 2", "ok 2"]);
    assert_eq!(
        sql(&host, "changes\nrowid\nPRAGMA foreign_keys"),
        ["ok 0", "ok 0", "ok 1"]
    );
    let lines = "PRAGMA foreign_keys = 0\nPRAGMA foreign_keys\nCREATE TEMP TABLE u (a)";
    assert_eq!(sql(&host, lines), ["ok ", "ok 0", "ok "]);
    let answers = sql(&host, "PRAGMA foreign_keys\nSELECT * FROM u");
    assert_eq!(answers[0], "ok 1");
    assert!(answers[1].contains("no such table"), "{answers:?}");
    // What was not committed is undone.
    let lines = "BEGIN IMMEDIATE\nDELETE FROM t\nSELECT count(*) FROM t";
    assert_eq!(sql(&host, lines), ["ok ", "ok ", "ok 0"]);
    assert_eq!(sql(&host, "SELECT count(*) FROM t"), ["ok 2"]);
}

#[test]
fn writers_wait_in_line() {
    let host = start();
    let holder = host.send("/sql/default", "BEGIN IMMEDIATE\nsleep 300\nCOMMIT");
    let writers: Vec<_> = (0..40)
        .map(|number| {
            let lines = format!("BEGIN IMMEDIATE\nINSERT INTO t (b) VALUES ({number})\nCOMMIT");
            host.send("/sql/default", &lines)
        })
        .collect();
    assert_eq!(holder.answer().ok(), "ok \nok slept\nok \n");
    for writer in writers {
        assert_eq!(writer.answer().ok(), "ok \nok \nok \n");
    }
    assert_eq!(sql(&host, "SELECT count(*) FROM t"), ["ok 40"]);
}

#[test]
fn a_trap_gives_the_turn_to_the_next() {
    let host = Host::start(
        "sqlite_databases = [\"default\"]",
        &["--request-timeout", "1"],
    );
    assert_eq!(sql(&host, "CREATE TABLE t (a)"), ["ok "]);
    // It takes the turn and is ended while it has it.
    let holder = host.send(
        "/sql/default",
        "BEGIN IMMEDIATE\nINSERT INTO t VALUES (1)\nsleep 30000",
    );
    assert_eq!(holder.answer().status, 504);
    // The instance goes once it has nothing else to do.
    assert_eq!(sql(&host, "SELECT count(*) FROM t"), ["ok 0"]);
}

#[test]
fn a_writer_does_not_wait_for_ever() {
    let host = start();
    let began = Instant::now();
    let holder = host.send("/sql/default", "BEGIN IMMEDIATE\nsleep 6500\nCOMMIT");
    let answer = loop {
        let answers = sql(&host, "BEGIN IMMEDIATE\nROLLBACK\nSELECT count(*) FROM t");
        // Until the holder holds it, there is no waiting.
        if answers[0] != "ok " {
            break answers;
        }
    };
    assert!(began.elapsed() > Duration::from_secs(5));
    assert!(answer[0].contains("database is locked"), "{answer:?}");
    assert_eq!(answer[2], "ok 0", "reading goes on");
    assert_eq!(holder.answer().ok(), "ok \nok slept\nok \n");
}

#[test]
fn other_processes_are_waited_for() {
    let host = start();
    for round in 0..3 {
        let mut other = rusqlite::Connection::open(host.state("sqlite_db.db")).unwrap();
        let transaction = other
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .unwrap();
        let line = format!("INSERT INTO t (b) VALUES ({round})");
        let writer = host.send("/sql/default", &line);
        assert_eq!(
            sql(&host, "SELECT count(*) FROM t"),
            [format!("ok {round}")]
        );
        transaction.commit().unwrap();
        assert_eq!(writer.answer().ok(), "ok \n");
    }
}
