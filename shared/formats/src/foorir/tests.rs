use crate::testing::{fixture, never_panics, read, time, with};
use crate::{Acknowledgement, Device, Format, testing};

const HEARTBEAT: &[u8] = fixture!("foorir/heartbeat.json");
const UPLOAD: &[u8] = fixture!("foorir/upload.json");
const TOTAL: &[u8] = fixture!("foorir/total.json");
const BAD_END: &[u8] = fixture!("foorir/bad-end.json");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Foorir, body, expected);
}

#[test]
fn uploads_are_increments_unless_they_say_otherwise() {
    check(HEARTBEAT, &[]);
    check(
        r#"{"sn":"1","timestamp":1772442061,"ipAddress":"10.0.0.1"}"#,
        &[],
    );
    check(UPLOAD, &["1: 2026-03-02T09:00:00Z +900 in 27 out 19"]);
    check(TOTAL, &["1: total at 2026-03-02T09:00:00Z in 500 out 480"]);
    check(
        with(TOTAL, r#""Total""#, r#""Add""#),
        &["1: 2026-03-02T08:45:00Z +900 in 500 out 480"],
    );
}

#[test]
fn the_reply_sets_the_rhythm_and_the_clock() {
    for body in [HEARTBEAT, UPLOAD] {
        let answer = read(Format::Foorir, body).map(|readings| readings.acknowledgement);
        let expected = r#"{"code":0,"data":{"dataMode":"Add","time":1772360105,"uploadInterval":15},"msg":"success"}"#;
        assert_eq!(answer, Ok(Acknowledgement::Json(expected.to_owned())));
    }
    let device = read(Format::Foorir, HEARTBEAT).map(|readings| readings.device);
    let expected = Device {
        serials: vec!["2010010000004417".to_owned()],
        firmware: None,
        clock: Some(time("2026-03-02T09:01:01Z")),
    };
    assert_eq!(device, Ok(expected));
}

#[test]
fn refusals() {
    let missing = "expected this field, which is missing";
    check(
        BAD_END,
        &["refused: endTime: expected an end after the start, at most a day later"],
    );
    check(
        with(UPLOAD, r#""in":27"#, r#""in":-27"#),
        &["refused: in: expected a whole number from 0 to 4294967295"],
    );
    check(
        with(UPLOAD, r#","out":19"#, ""),
        &[&format!("refused: out: {missing}")],
    );
    check(
        with(UPLOAD, r#""startTime":1772442000,"#, ""),
        &[&format!("refused: startTime: {missing}")],
    );
    check(
        with(UPLOAD, "1772442000", "12"),
        &["refused: startTime: expected a time from the year 2000 to 2099"],
    );
    check(
        with(TOTAL, "Total", "Both"),
        &["refused: dataMode: expected one of: Add, Total"],
    );
    check("{}", &[&format!("refused: sn: {missing}")]);
}

#[test]
fn no_input_panics() {
    never_panics(Format::Foorir, &[HEARTBEAT, UPLOAD, TOTAL]);
}
