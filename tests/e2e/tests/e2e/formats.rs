//! Every maker's sample, pushed over HTTP and read back.

use e2e::server::{Server, root};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::json;

/// One case of `tests/fixtures/pushes/expected.json`.
#[derive(Debug, Deserialize)]
struct Case {
    file: String,
    format: String,
    content_type: String,
    serial: Option<String>,
    kind: String,
    interval: u32,
    zone: String,
    /// A second push, for formats whose first one is only a base.
    then: Option<String>,
    counts: Vec<Expected>,
    acknowledgement: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Expected {
    channel: String,
    start: String,
    length: i64,
    r#in: i64,
    out: i64,
}

fn cases() -> Vec<Case> {
    let path = root().join("tests/fixtures/pushes/expected.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_makers_push_is_read_back() {
    let server = Server::start();
    let database = Connection::open(server.database());
    let mut failures = Vec::new();
    for case in cases() {
        let shop = server.shop(&case.zone);
        let sensor = server.sensor(shop, &json!({
            "format": case.format, "kind": case.kind, "interval": case.interval, "serial": case.serial,
        }));
        let headers = [
            ("content-type", case.content_type.as_str()),
            ("accept-language", "en"),
        ];
        let path = format!("/push/{}/{}", case.format, sensor.token);
        // Each file twice: a device that saw no answer sends it again.
        for file in [
            Some(&case.file),
            Some(&case.file),
            case.then.as_ref(),
            case.then.as_ref(),
        ]
        .into_iter()
        .flatten()
        {
            let body = std::fs::read(root().join("tests/fixtures/pushes").join(file)).unwrap();
            let answer = server.send("POST", &path, &headers, &body);
            if answer.status != 200 {
                failures.push(format!("{file}: {} {}", answer.status, answer.text));
            }
            if let Some(acknowledgement) = &case.acknowledgement
                && *file == case.file
                && *acknowledgement != answer.text
            {
                failures.push(format!("{file}: acknowledged with {}", answer.text));
            }
        }
        let mut expected = case.counts.clone();
        expected.sort();
        let found = stored(database.as_ref().unwrap(), sensor.id);
        if found != expected {
            failures.push(format!(
                "{} as {}: {found:#?} instead of {expected:#?}",
                case.file, case.kind
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The counts of a sensor by channel, as they stand in the database.
fn stored(database: &Connection, sensor: i64) -> Vec<Expected> {
    let sql = "SELECT source, strftime('%Y-%m-%dT%H:%M:%SZ', hour * 3600 + second, 'unixepoch'),
             length, entered, exited
         FROM count JOIN channel ON channel.id = count.channel WHERE sensor_id = ?1";
    let mut statement = database.prepare(sql).unwrap();
    let rows = statement.query_map([sensor], |row| {
        Ok(Expected {
            channel: row.get(0)?,
            start: row.get(1)?,
            length: row.get(2)?,
            r#in: row.get(3)?,
            out: row.get(4)?,
        })
    });
    let mut found: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
    found.sort();
    found
}

#[test]
fn what_is_not_of_the_format_is_refused_with_its_place() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let folder = root().join("tests/fixtures/pushes");
    let mut refused = 0;
    for format in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
        let name = format.file_name().into_string().unwrap();
        if !format.path().is_dir() {
            continue;
        }
        let sensor = server.sensor(shop, &json!({"format": name}));
        let path = format!("/push/{name}/{}", sensor.token);
        let bad = std::fs::read_dir(format.path())
            .unwrap()
            .map(Result::unwrap);
        let bad = bad.filter(|file| file.file_name().to_string_lossy().starts_with("bad-"));
        for file in bad {
            let body = std::fs::read(file.path()).unwrap();
            let answer = server.send("POST", &path, &[("accept-language", "en")], &body);
            let problem = answer.json();
            let place = ["field", "line", "byte"]
                .iter()
                .any(|name| !problem[name].is_null());
            assert!(
                answer.status == 422 && place,
                "{:?}: {}",
                file.path(),
                answer.text
            );
            refused += 1;
        }
    }
    assert!(10 <= refused, "{refused}");
}
