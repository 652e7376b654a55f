use super::is_level;
use crate::testing::{fixture, never_panics, read, with};
use crate::{Format, testing};

const LOGS: &[u8] = fixture!("irisys/logs.json");
const LATER: &[u8] = fixture!("irisys/logs-later.json");
const BAD_VALUE: &[u8] = fixture!("irisys/bad-value.json");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Irisys, body, expected);
}

#[test]
fn registers_without_direction() {
    check(
        LOGS,
        &[
            "0: total at 2026-03-02T09:00:00Z people 4410",
            "1: total at 2026-03-02T09:00:00Z people 4385",
            "4: total at 2026-03-02T09:00:00Z people 61",
        ],
    );
    let serials = read(Format::Irisys, LATER).map(|readings| readings.device.serials);
    assert_eq!(serials, Ok(vec!["V4D-26030117".to_owned()]));
    check(r#"{"CountLogs":[]}"#, &[]);
}

#[test]
fn levels_by_the_makers_names() {
    let names = [
        ("Zone", true),
        ("Zone 1", true),
        ("Zone12", true),
        ("Dwell", true),
        ("Dwell 2", true),
        ("Line 1", false),
        ("Zone A, entry", false),
        ("LineExclude", false),
        ("", false),
    ];
    for (name, level) in names {
        assert_eq!(is_level(name), level, "{name}");
    }
}

#[test]
fn refusals() {
    check(
        BAD_VALUE,
        &["refused: CountLogs[0].Counts[1].Value: expected a whole number from 0 to 4294967295"],
    );
    check(
        with(LOGS, "09:00:00Z", "09:00:00"),
        &["refused: CountLogs[0].Timestamp: expected a time such as 2026-03-01T10:00:00+03:00"],
    );
    check(
        with(LOGS, r#""RegisterId": 1,"#, ""),
        &["refused: CountLogs[0].Counts[1].RegisterId: expected this field, which is missing"],
    );
    check(
        "{}",
        &["refused: CountLogs: expected this field, which is missing"],
    );
    check("[]", &["refused: body: expected an object"]);
}

#[test]
fn no_input_panics() {
    never_panics(Format::Irisys, &[LOGS, LATER]);
}
