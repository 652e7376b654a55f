//! The beginning and the end.

use std::net::TcpStream;

use crate::running::{Host, command, component, eventually, manifest};

fn refusal(manifest: &str, options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = command(folder.path(), manifest, options).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_is_wrong_is_said_at_the_start() {
    let variable = "[variables]\ntoken = { required = true }\n";
    let text = manifest("variables = { t = \"{{ token }}\" }") + variable;
    assert!(refusal(&text, &[]).contains("SPIN_VARIABLE_TOKEN"));
    assert!(refusal(&manifest("ai_models = []"), &[]).contains("`ai_models`"));
    let unknown = manifest("allowed_outbound_hosts = [\"http://nobody.spin.internal\"]");
    assert!(refusal(&unknown, &[]).contains("\"nobody\""));
    let twice = manifest("") + &component("b", "\"/...\"", "");
    assert!(refusal(&twice, &[]).contains("\"/...\""));
    let missing = manifest("").replace("intruder.wasm", "missing.wasm");
    assert!(refusal(&missing, &[]).contains("missing.wasm"));
    let folder = manifest("files = [\"nowhere\"]");
    assert!(refusal(&folder, &[]).contains("nowhere"));
    assert!(refusal(&manifest(""), &["--variable", "x=1"]).contains("\"x\""));
}

#[test]
fn stopping_waits_for_requests_under_way() {
    let mut host = Host::start("", &[]);
    let mut echo = host
        .raw("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
    echo.read_until("first\r\n");
    let idle = TcpStream::connect(host.address).unwrap();
    host.terminate();
    eventually("no connections are accepted", || {
        TcpStream::connect(host.address).is_err()
    });
    echo.push("6\r\nsecond\r\n");
    echo.read_until("second\r\n");
    echo.push("0\r\n\r\n");
    echo.read_until("0\r\n\r\n");
    assert_eq!(host.exit_code(), Some(0));
    drop(idle);
}

#[test]
fn stopping_writes_the_database_back() {
    let mut host = Host::start("sqlite_databases = [\"default\"]", &[]);
    let lines = "PRAGMA journal_mode = WAL\nCREATE TABLE t (a)";
    assert_eq!(host.ask("/sql/default", lines).ok(), "ok wal\nok \n");
    let inserted = host.ask("/sql/default", "INSERT INTO t VALUES (1)");
    assert_eq!(inserted.ok(), "ok \n");
    assert!(host.state("sqlite_db.db-wal").exists());
    host.terminate();
    assert_eq!(host.exit_code(), Some(0));
    assert!(!host.state("sqlite_db.db-wal").exists());
    let file = rusqlite::Connection::open(host.state("sqlite_db.db")).unwrap();
    let count: i64 = file
        .query_one("SELECT count(*) FROM t", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 1);
}

#[test]
fn schedules_are_kept() {
    let schedule = "sqlite_databases = [\"default\"]\n[component.clock.tool.schedule]\n\
        path = \"/tick\"\nevery = \"50ms\"\n";
    let text = manifest("") + &component("clock", "{ private = true }", schedule);
    let mut host = Host::start_manifest(&text, &[]);
    let ticks = |host: &Host| {
        rusqlite::Connection::open(host.state("sqlite_db.db"))
            .and_then(|file| file.query_one("SELECT count(*) FROM ticks", [], |row| row.get(0)))
            .unwrap_or(0_i64)
    };
    eventually("there were three ticks", || ticks(&host) >= 3);
    host.terminate();
    assert_eq!(host.exit_code(), Some(0));

    let host = Host::start_manifest(&text, &["--no-ticker"]);
    assert_eq!(host.get("/hello").ok(), "hello");
    assert_eq!(ticks(&host), 0);
}
