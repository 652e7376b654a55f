//! Imports of history: streamed, resumed, with a report of what was refused.

use std::io::Write as _;

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::{Value, json};

fn rows(sensor: i64, number: usize) -> String {
    let start = |row: usize| 1_767_225_600 + 900 * row;
    let row = |row| format!("{sensor},{},900,{},{}\n", start(row), row % 7, row % 5);
    let header = "sensor,start,interval,in,out\n".to_owned();
    header + &(0..number).map(row).collect::<String>()
}

fn import(server: &Server, token: &str, query: &str, kind: &str, body: &[u8]) -> Value {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", kind),
        ("accept-language", "en"),
    ];
    let answer = server.send("POST", &format!("/api/v1/counts?{query}"), &headers, body);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[test]
fn an_import_is_resumed_where_it_was_cut_off() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let whole = rows(sensor.id, 30_000);
    // The connection breaks in the middle of a line.
    let address = server.url.strip_prefix("http://").unwrap();
    let mut connection = std::net::TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /api/v1/counts?import=all HTTP/1.1\r\nhost: spp\r\nauthorization: Bearer {ADMINISTRATOR}\r\n\
         content-type: text/csv\r\ncontent-length: {}\r\n\r\n",
        whole.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection
        .write_all(&whole.as_bytes()[..whole.len() - 100_003])
        .unwrap();
    connection.flush().unwrap();
    let progress = || server.get("/api/v1/imports/all", ADMINISTRATOR).json();
    // Some pieces are written while the rest has not come yet.
    while progress()["next_byte"]
        .as_u64()
        .is_none_or(|byte| byte == 0)
    {
        std::thread::yield_now();
    }
    drop(connection);
    let begun = progress();
    assert_eq!(begun["complete"], false);
    let next = usize::try_from(begun["next_byte"].as_u64().unwrap()).unwrap();
    assert!(whole[..next].ends_with('\n'));
    let query = format!("import=all&from_byte={next}");
    // The broken request may still be writing its last piece.
    let done = loop {
        let bearer = format!("Bearer {ADMINISTRATOR}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "text/csv"),
        ];
        let answer = server.send(
            "POST",
            &format!("/api/v1/counts?{query}"),
            &headers,
            &whole.as_bytes()[next..],
        );
        if answer.status == 200 {
            break answer.json();
        }
        assert_eq!(answer.status, 409, "{}", answer.text);
    };
    assert_eq!(
        (&done["stored"], &done["refused"], &done["complete"]),
        (&json!(30_000), &json!(0), &json!(true))
    );
    assert_eq!(done["next_byte"], json!(whole.len()));
    // All of it once more changes nothing.
    let again = import(
        &server,
        ADMINISTRATOR,
        "import=all",
        "text/csv",
        whole.as_bytes(),
    );
    assert_eq!(
        (&again["stored"], &again["repeated"]),
        (&json!(0), &json!(30_000))
    );
    let months = server.counts(&format!(
        "sensor={}&from=2026-01-01&to=2026-12-01&step=month",
        sensor.id
    ));
    let total: i64 = months.iter().map(|month| month.1).sum();
    assert_eq!(total, (0..30_000).map(|row| row % 7).sum::<i64>());
}

#[test]
fn refused_lines_are_reported_with_their_place() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    let csv = "start;interval;in;out\n2026-01-01T10:00:00Z;900;1;2\n2026-01-01T10:15:00Z;900;x;2\n\n2026-01-01T10:30:00Z;900;3;4";
    let done = import(
        &server,
        &sensor.token,
        "import=own",
        "text/csv",
        csv.as_bytes(),
    );
    assert_eq!(
        (&done["stored"], &done["refused"], &done["complete"]),
        (&json!(2), &json!(1), &json!(true))
    );
    let report = server
        .get("/api/v1/imports/own/refusals", &sensor.token)
        .json();
    let expected =
        json!([{"line": 3, "title": "in: expected a whole number from 0 to 4294967295"}]);
    assert_eq!(report["refusals"], expected);

    let ndjson = format!(
        "{{\"sensor\":{},\"start\":\"2026-02-01T10:00:00Z\",\"interval\":900,\"in\":1,\"out\":2}}\n{{\"sensor\":999,\"start\":\"2026-02-01T10:00:00Z\",\"interval\":900,\"in\":1,\"out\":2}}\nnonsense\n",
        sensor.id
    );
    let done = import(
        &server,
        ADMINISTRATOR,
        "import=lines",
        "application/x-ndjson",
        ndjson.as_bytes(),
    );
    assert_eq!((&done["stored"], &done["refused"]), (&json!(1), &json!(2)));
    let report = server
        .get("/api/v1/imports/lines/refusals", ADMINISTRATOR)
        .json();
    assert_eq!(
        report["refusals"][0]["title"],
        "sensor: there is no sensor 999"
    );
    assert_eq!(report["refusals"][1]["line"], 3);
    // An import is its owner's.
    assert_eq!(server.get("/api/v1/imports/own", ADMINISTRATOR).status, 404);
    let column = server.send(
        "POST",
        "/api/v1/counts",
        &[
            ("authorization", &format!("Bearer {}", sensor.token)),
            ("content-type", "text/csv"),
        ],
        b"when,in,out\n",
    );
    assert_eq!(
        (column.status, &column.json()["field"]),
        (422, &json!("when"))
    );
}

#[test]
fn a_packed_history_streams_in_constant_memory() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({}));
    // Half a gigabyte of empty lines around some rows, in half a megabyte.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let blank = vec![b'\n'; 1 << 20];
    encoder.write_all(rows(sensor.id, 1000).as_bytes()).unwrap();
    for _ in 0..64 {
        encoder.write_all(&blank).unwrap();
    }
    let packed = encoder.finish().unwrap();
    let bearer = format!("Bearer {ADMINISTRATOR}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "text/csv"),
        ("content-encoding", "gzip"),
    ];
    let answer = server.send("POST", "/api/v1/counts?import=packed", &headers, &packed);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["stored"], 1000);
}
