use crate::testing::{fixture, keys, never_panics, read, with};
use crate::{Device, Format, testing};

const PERIODIC: &[u8] = fixture!("milesight/periodic.json");
const TRIGGER: &[u8] = fixture!("milesight/trigger.json");
const DWELL: &[u8] = fixture!("milesight/dwell.json");
const OFFSET_ZERO: &[u8] = fixture!("milesight/offset-zero.json");
const VS121P: &[u8] = fixture!("milesight/vs121p.json");
const TEST: &[u8] = fixture!("milesight/connection-test.json");
const BAD_TIME: &[u8] = fixture!("milesight/bad-time.json");

const FIRST: &str = "5f2c7a10-9b41-4c6e-8d35-1a0e6b7c2d94";
const SECOND: &str = "c1d8e2b7-3f60-4a59-b2c4-70e95d1f8a36";

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Milesight, body, expected);
}

#[test]
fn increments_and_registers_by_line() {
    // The totals name the first line's uuid for both lines.
    check(
        PERIODIC,
        &[
            &format!("{FIRST}: 2026-03-02T09:00:00Z +900 in 16 out 12"),
            &format!("{SECOND}: 2026-03-02T09:00:00Z +900 in 3 out 4"),
            &format!("{FIRST}: total at 2026-03-02T09:15:00Z in 15583 out 22724"),
            &format!("{SECOND}: total at 2026-03-02T09:15:00Z in 911 out 870"),
        ],
    );
    // If the second line has no uuid of its own anywhere, its number is left.
    check(
        with(PERIODIC, SECOND, FIRST),
        &[
            &format!("{FIRST}: 2026-03-02T09:00:00Z +900 in 16 out 12"),
            "2: 2026-03-02T09:00:00Z +900 in 3 out 4",
            &format!("{FIRST}: total at 2026-03-02T09:15:00Z in 15583 out 22724"),
            "2: total at 2026-03-02T09:15:00Z in 911 out 870",
        ],
    );
    let nameless = with(&with(PERIODIC, SECOND, ""), FIRST, "");
    check(
        nameless,
        &[
            "1: 2026-03-02T09:00:00Z +900 in 16 out 12",
            "2: 2026-03-02T09:00:00Z +900 in 3 out 4",
            "1: total at 2026-03-02T09:15:00Z in 15583 out 22724",
            "2: total at 2026-03-02T09:15:00Z in 911 out 870",
        ],
    );
    check(
        OFFSET_ZERO,
        &[
            "1: 2026-03-02T09:00:00Z +900 in 5 out 1",
            "2: 2026-03-02T09:00:00Z +900 in 0 out 0",
        ],
    );
}

#[test]
fn crossings_keep_their_keys() {
    check(
        TRIGGER,
        &[
            &format!("{FIRST}: event at 2026-03-02T09:11:32Z in 1 out 0"),
            &format!("{SECOND}: event at 2026-03-02T09:11:32Z in 0 out 2"),
        ],
    );
    let first = keys(&read(Format::Milesight, TRIGGER).expect("events"));
    let again = with(TRIGGER, r#""running_time": 58"#, r#""running_time": 61"#);
    assert_eq!(
        first,
        keys(&read(Format::Milesight, &again).expect("events"))
    );
    assert_ne!(first[0], first[1]);
}

#[test]
fn local_times_with_slashes() {
    let expected = [
        "1: 2026-03-02T09:00:00Z +900 in 13 out 8",
        "1: total at 2026-03-02T09:15:00Z in 402 out 377",
    ];
    check(VS121P, &expected);
    // In summer the clock is an hour ahead of the offset named.
    let summer = with(VS121P, r#""dst_status": false"#, r#""dst_status": "true""#);
    check(with(&summer, "2026/03/02 17:", "2026/03/02 18:"), &expected);
    // Without an offset the site's zone holds.
    let zoneless = with(VS121P, r#""timezone": "UTC+8:00","#, "");
    check(
        with(&zoneless, "2026/03/02 17:", "2026/03/02 12:"),
        &expected,
    );
    let one = r#"{"device_info":{},"time_info":{"time":"2026/03/02 12:11:32"},
        "line_trigger_data":{"in":1,"out":0}}"#;
    check(one, &["1: event at 2026-03-02T09:11:32Z in 1 out 0"]);
}

#[test]
fn what_counts_nobody_is_accepted() {
    check(DWELL, &[]);
    check(TEST, &[]);
    check("Connection Test", &[]);
    check(r#"{"connection_test":{}}"#, &[]);
    check(r#"{"device_info":{"device_sn":"1"}}"#, &[]);
}

#[test]
fn the_device() {
    let device = read(Format::Milesight, PERIODIC).map(|readings| readings.device);
    let expected = Device {
        serials: vec![
            "6384E16240070021".to_owned(),
            "24:E1:24:FB:19:D0".to_owned(),
        ],
        firmware: Some("V_125.1.0.3-r2".to_owned()),
        clock: None,
    };
    assert_eq!(device, Ok(expected));
}

#[test]
fn refusals() {
    let missing = "expected this field, which is missing";
    check(
        BAD_TIME,
        &["refused: time_info.end_time: expected a local date and time"],
    );
    check(
        with(PERIODIC, "start_time", "begin"),
        &[&format!("refused: time_info.start_time: {missing}")],
    );
    check(
        with(PERIODIC, "12:15:00", "12:00:00"),
        &["refused: time_info.end_time: expected an end after the start, at most a day later"],
    );
    check(
        with(PERIODIC, r#""out": 4"#, r#""out": -4"#),
        &["refused: line_periodic_data[1].total.out: expected a whole number from 0 to 4294967295"],
    );
    check(
        with(PERIODIC, r#""total": {"#, r#""sum": {"#),
        &[&format!("refused: line_periodic_data[0].total: {missing}")],
    );
    check(
        r#"{"device_info":{},"line_total_data":7}"#,
        &["refused: line_total_data: expected a list"],
    );
    check(
        r#"{"device_info":{},"line_total_data":[7]}"#,
        &["refused: line_total_data[0]: expected an object"],
    );
    check("{}", &[&format!("refused: device_info: {missing}")]);
    check(
        "noise",
        &["refused: line 1, column 2: expected a JSON document"],
    );
}

#[test]
fn no_input_panics() {
    never_panics(
        Format::Milesight,
        &[PERIODIC, TRIGGER, DWELL, OFFSET_ZERO, VS121P, TEST],
    );
}
