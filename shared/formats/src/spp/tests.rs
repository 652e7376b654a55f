use std::fmt::Write;

use crate::testing::{fixture, keys, lines, never_panics, read, time};
use crate::{Device, Format, testing};

const ENVELOPE: &[u8] = fixture!("spp/envelope.json");
const LIST: &[u8] = fixture!("spp/list.json");
const ONE: &[u8] = fixture!("spp/one.json");
const REGISTERS: &[u8] = fixture!("spp/registers.json");
const EVENTS: &[u8] = fixture!("spp/events.json");
const CORRECTION: &[u8] = fixture!("spp/correction.json");
const HEARTBEAT: &[u8] = fixture!("spp/heartbeat.json");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Spp, body, expected);
}

#[test]
fn the_three_shapes_of_a_body() {
    check(
        ENVELOPE,
        &[
            "1: 2026-03-02T09:00:00Z +900 in 41 out 37",
            "1: 2026-03-02T09:15:00Z +900 in 28 out 33 80%",
            "service: 2026-03-02T09:15:00Z +900 in 2 out 0",
        ],
    );
    check(
        LIST,
        &[
            "north: 2026-03-02T09:00:00Z +3600 in 118 out 104",
            "south: 2026-03-02T09:00:00Z +3600 in 9 out 22",
        ],
    );
    check(ONE, &["1: 2026-03-02T18:45:00Z +900 in 5 out 8"]);
    check(HEARTBEAT, &[]);
    check("[]", &[]);
    check(b"\xEF\xBB\xBF []", &[]);
}

#[test]
fn the_envelope_speaks_of_the_sensor() {
    let device = read(Format::Spp, ENVELOPE).map(|readings| readings.device);
    let expected = Device {
        serials: vec!["SPP-7730-0412".to_owned()],
        firmware: Some("1.4.2".to_owned()),
        clock: Some(time("2026-03-02T09:30:04Z")),
    };
    assert_eq!(device, Ok(expected));
}

#[test]
fn the_other_kinds() {
    check(
        REGISTERS,
        &["1: total at 2026-03-02T09:00:00Z in 65510 out 1200 bits16"],
    );
    check(
        r#"{"at":"2026-03-02T09:00:00Z","in_total":1,"out_total":2}"#,
        &["1: total at 2026-03-02T09:00:00Z in 1 out 2"],
    );
    check(
        CORRECTION,
        &[
            "1: 2026-03-02T09:00:00Z +900 in 10 out 12",
            "1: 2026-03-02T09:00:00Z +900 in 11 out 12 corrects",
        ],
    );
    check(
        EVENTS,
        &[
            "1: event at 2026-03-02T09:03:10Z in 1 out 0",
            "1: event at 2026-03-02T09:03:10Z in 1 out 0",
            "1: event at 2026-03-02T09:03:10Z in 1 out 0",
            "1: event at 2026-03-02T09:16:00Z in 0 out 2",
        ],
    );
}

#[test]
fn a_key_is_the_same_as_text_and_as_a_number() {
    let event = |key: &str| {
        let body = format!(r#"[{{"at":"2026-03-02T09:00:00Z","in":1,"out":0,"key":{key}}}]"#);
        keys(&read(Format::Spp, body.as_bytes()).expect("an event"))
    };
    assert_eq!(event("120"), event(r#""120""#));
    assert_ne!(event("120"), event("121"));
}

/// One reading with a field more or another value, against its refusal.
#[test]
fn refusals() {
    let increment = r#"{"start":"2026-03-02T09:00:00Z","interval":900,"in":1,"out":2}"#;
    let cases = [
        (
            r#""in":1"#,
            r#""in":-1"#,
            "in: expected a whole number from 0 to 4294967295",
        ),
        (
            r#""in":1"#,
            r#""in":1.5"#,
            "in: expected a whole number from 0 to 4294967295",
        ),
        (
            r#""in":1"#,
            r#""in":4294967296"#,
            "in: expected a whole number from 0 to 4294967295",
        ),
        (
            r#""in":1,"#,
            "",
            "in: expected this field, which is missing",
        ),
        (
            r#""in":1"#,
            r#""in":1,"in":1"#,
            "in: expected this field once",
        ),
        (
            r#""in":1"#,
            r#""in":1,"inn":1"#,
            "inn: expected no such field here",
        ),
        (
            r#""in":1"#,
            r#""in":1,"key":"a""#,
            "key: expected no such field here",
        ),
        (
            r#""in":1"#,
            r#""in":1,"in_total":1"#,
            "in_total: expected no such field here",
        ),
        (
            r#""in":1"#,
            r#""in":1,"end":"2026-03-02T10:00:00Z""#,
            "interval: expected no such field here",
        ),
        (
            "900",
            "0",
            "interval: expected a whole number of seconds from 1 to 86400",
        ),
        (
            "900",
            "86401",
            "interval: expected a whole number of seconds from 1 to 86400",
        ),
        (
            r#""interval":900,"#,
            "",
            "end: expected this field, which is missing",
        ),
        (
            r#""interval":900"#,
            r#""end":"2026-03-02T09:00:00Z""#,
            "end: expected an end after the start, at most a day later",
        ),
        (
            r#""interval":900"#,
            r#""end":"2026-03-03T09:00:01Z""#,
            "end: expected an end after the start, at most a day later",
        ),
        (
            "2026-03-02T",
            "1969-03-02T",
            "start: expected a time from the year 2000 to 2099",
        ),
        (
            "09:00:00Z",
            "09:00:00",
            "start: expected a time such as 2026-03-01T10:00:00+03:00",
        ),
        (
            r#""in""#,
            r#""coverage":101,"in""#,
            "coverage: expected a whole number from 0 to 100",
        ),
        (
            r#""in""#,
            r#""coverage":300,"in""#,
            "coverage: expected a whole number from 0 to 100",
        ),
        (
            r#""in""#,
            r#""corrects":1,"in""#,
            "corrects: expected true or false",
        ),
        (
            r#""in""#,
            r#""channel":"","in""#,
            "channel: expected a channel name of 1 to 64 characters",
        ),
        (r#""in""#, r#""channel":1,"in""#, "channel: expected text"),
        (
            r#""start":"2026-03-02T09:00:00Z","#,
            r#""at":"2026-03-02T09:00:00Z","key":1,"#,
            "interval: expected no such field here",
        ),
    ];
    for (part, other, refusal) in cases {
        assert!(increment.contains(part));
        let body = increment.replacen(part, other, 1);
        check(&body, &[&format!("refused: {refusal}")]);
        check(format!("[{body}]"), &[&format!("refused: [0].{refusal}")]);
        check(
            format!(r#"{{"clock":null, "readings":[{increment},{body}]}}"#),
            &[&format!("refused: readings[1].{refusal}")],
        );
    }
}

#[test]
fn refusals_of_the_whole() {
    let (body, at) = ("refused: body", r#""at":"2026-03-02T09:00:00Z""#);
    check("", &["refused: line 1, column 0: expected a JSON document"]);
    check(
        "[{]",
        &["refused: line 1, column 3: expected a JSON document"],
    );
    check("7", &[&format!("{body}: expected an object")]);
    check("{}", &[&format!("{body}: expected one of: start, at")]);
    check(
        r#"{"in":1}"#,
        &[&format!("{body}: expected one of: start, at")],
    );
    check("[{}]", &["refused: [0]: expected one of: start, at"]);
    let endless = "ж".repeat(100_000);
    check(
        format!(r#"{{"{endless}":1}}"#),
        &[&format!(
            "refused: {}: expected no such field here",
            "ж".repeat(200)
        )],
    );
    check("[7]", &["refused: [0]: expected an object"]);
    check(
        r#"{"clock":null}"#,
        &["refused: readings: expected this field, which is missing"],
    );
    check(
        format!(r#"{{"firmware":"1","readings":[],{at}}}"#),
        &["refused: at: expected no such field here"],
    );
    check(
        format!(r#"{{{at},"in_total":1}}"#),
        &["refused: out_total: expected this field, which is missing"],
    );
    check(
        format!(r#"{{{at},"in_total":1,"out_total":1,"register":"bits8"}}"#),
        &["refused: register: expected one of: full, bits16"],
    );
    check(
        format!(r#"{{{at},"in":1,"out":1}}"#),
        &["refused: key: expected this field, which is missing"],
    );
    check(
        format!(r#"{{{at},"in":1,"out":1,"key":"a","register":"full"}}"#),
        &["refused: register: expected no such field here"],
    );
    check("[".repeat(100_000), &["refused: [0]: expected an object"]);
    let long = "ж".repeat(64);
    check(
        format!(r#"{{{at},"in_total":1,"out_total":1,"channel":"{long}"}}"#),
        &[&format!("{long}: total at 2026-03-02T09:00:00Z in 1 out 1")],
    );
    check(
        format!(r#"{{{at},"in_total":1,"out_total":1,"channel":"{long}ж"}}"#),
        &["refused: channel: expected a channel name of 1 to 64 characters"],
    );
}

#[test]
fn ten_thousand_readings_are_the_limit() {
    let mut body = "[".to_owned();
    for n in 0..10_001 {
        let comma = if n == 0 { "" } else { "," };
        let entry = r#"{"start":"2026-03-02T09:00:00Z","interval":900,"in":1,"out":2}"#;
        write!(body, "{comma}{entry}").expect("memory");
    }
    body.push(']');
    check(&body, &["refused: body: expected at most 10000 readings"]);
    let fewer = format!("[{}", &body[body.find(',').map_or(0, |_| 64)..]);
    assert_eq!(lines(&read(Format::Spp, fewer.as_bytes())).len(), 10_000);
}

#[test]
fn no_input_panics() {
    never_panics(
        Format::Spp,
        &[
            ENVELOPE, LIST, ONE, REGISTERS, EVENTS, CORRECTION, HEARTBEAT,
        ],
    );
}
