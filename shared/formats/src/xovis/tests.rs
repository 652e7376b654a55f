use crate::testing::{fixture, keys, never_panics, read, time, with};
use crate::{Device, Format, testing};

const LOGICS: &[u8] = fixture!("xovis/logics.json");
const PARTIAL: &[u8] = fixture!("xovis/logics-partial.json");
const SUBSETS: &[u8] = fixture!("xovis/logics-subsets.json");
const QUEUE: &[u8] = fixture!("xovis/queue.json");
const GROUPS: &[u8] = fixture!("xovis/live-groups.json");
const UNLISTED: &[u8] = fixture!("xovis/live-unlisted.json");
const COUNTS: &[u8] = fixture!("xovis/live-counts.json");
const POSITIONS: &[u8] = fixture!("xovis/live-positions.json");
const LIST: &[u8] = fixture!("xovis/list.json");
const FRAMES: &[u8] = fixture!("xovis/frames.json");
const STATUS: &[u8] = fixture!("xovis/status.json");
const TEST: &[u8] = fixture!("xovis/connection-test.json");
const FW4_INTERVAL: &[u8] = fixture!("xovis/fw4-interval.json");
const FW4_EVENTS: &[u8] = fixture!("xovis/fw4-events.json");
const BAD_VALUE: &[u8] = fixture!("xovis/bad-value.json");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Xovis, body, expected);
}

#[test]
fn logics_of_lines_are_increments() {
    check(
        LOGICS,
        &[
            "2: 2026-03-02T09:00:00Z +60 in 4 out 1",
            "2: 2026-03-02T09:01:00Z +60 in 0 out 2",
            "2: 2026-03-02T09:02:00Z +60 in 3 out 3",
            "2: 2026-03-02T09:03:00Z +60 in 6 out 0",
        ],
    );
    // Renamed counters, times as text, and samples that are missing.
    check(
        PARTIAL,
        &[
            "7: 2026-03-02T09:00:00Z +900 in 31 out 28 86%",
            "7: 2026-03-02T09:15:00Z +900 in 27 out 30",
        ],
    );
    check(
        with(PARTIAL, r#""samples": 13"#, r#""samples": 0"#),
        &[
            "7: 2026-03-02T09:00:00Z +900 in 31 out 28 0%",
            "7: 2026-03-02T09:15:00Z +900 in 27 out 30",
        ],
    );
    // Subsets are not added; queues count nobody.
    check(SUBSETS, &["3: 2026-03-02T09:00:00Z +60 in 6 out 4"]);
    check(QUEUE, &[]);
    // The maker's own name is preferred to another of the same direction.
    check(
        with(SUBSETS, "fw-male", "in"),
        &["3: 2026-03-02T09:00:00Z +60 in 6 out 4"],
    );
}

#[test]
fn crossings_are_counted_once() {
    // Each person stands there again as a group.
    check(
        GROUPS,
        &[
            "line-5: event at 2026-03-02T09:00:00.470Z in 1 out 0",
            "line-5: event at 2026-03-02T09:04:10.470Z in 1 out 0",
            "line-5: event at 2026-03-02T09:08:20.470Z in 0 out 1",
            "line-5: event at 2026-03-02T09:12:30.470Z in 1 out 0",
        ],
    );
    check(
        UNLISTED,
        &["line-5: event at 2026-03-02T09:20:00.250Z in 0 out 1"],
    );
    // Where the logic counts, the line below it does not.
    check(
        COUNTS,
        &[
            "4: event at 2026-03-02T09:00:05Z in 1 out 0",
            "4: event at 2026-03-02T09:00:09Z in 0 out 1",
        ],
    );
    check(POSITIONS, &[]);
    // Firmware 4 says everything twice.
    check(
        FW4_EVENTS,
        &[
            "0: event at 2026-03-02T09:00:01Z in 1 out 0",
            "0: event at 2026-03-02T09:15:01Z in 0 out 1",
            "0: event at 2026-03-02T09:15:01Z in 0 out 1",
        ],
    );
    let wrapped = [b"{\"values\":", FW4_EVENTS, b"}"].concat();
    assert_eq!(
        read(Format::Xovis, &wrapped),
        read(Format::Xovis, FW4_EVENTS)
    );
}

#[test]
fn keys_tell_people_apart_and_not_packages() {
    let found = |body: &[u8]| keys(&read(Format::Xovis, body).expect("events"));
    let first = found(GROUPS);
    let resent = with(GROUPS, r#""id": 150"#, r#""id": 7"#);
    assert_eq!(first, found(&resent));
    let other = with(GROUPS, r#""track_id": 811"#, r#""track_id": 819"#);
    assert_ne!(first[0], found(&other)[0]);
    assert_eq!(first[1], found(&other)[1]);
    let twins = found(FW4_EVENTS);
    assert_ne!(twins[1], twins[2]);
}

#[test]
fn lists_and_frames() {
    let expected = [
        "2: 2026-03-02T09:00:00Z +900 in 12 out 10",
        "2: 2026-03-02T09:15:00Z +900 in 9 out 14",
    ];
    check(LIST, &expected);
    check(FRAMES, &expected);
    check("[]", &[]);
}

#[test]
fn the_device() {
    check(STATUS, &[]);
    check(TEST, &[]);
    let device = |body| read(Format::Xovis, body).map(|readings| readings.device);
    let expected = Device {
        serials: vec![],
        firmware: Some("5.1.2-4c2d90b1aa".to_owned()),
        clock: Some(time("2026-03-02T09:20:05Z")),
    };
    assert_eq!(device(STATUS), Ok(expected));
    let expected = Device {
        serials: vec!["00:6E:02:4A:91:C7".to_owned()],
        firmware: None,
        clock: Some(time("2026-03-02T09:16:06Z")),
    };
    assert_eq!(device(FW4_INTERVAL), Ok(expected));
    check(FW4_INTERVAL, &["0: 2026-03-02T09:00:00Z +900 in 17 out 21"]);
    let serials = device(LOGICS).map(|device| device.serials);
    assert_eq!(serials, Ok(vec![]));
}

#[test]
fn refusals() {
    let people = "expected a whole number from 0 to 4294967295";
    let missing = "expected this field, which is missing";
    let record = "logics_data.logics[0].records[0]";
    check(
        BAD_VALUE,
        &[&format!("refused: {record}.counts[1].value: {people}")],
    );
    check(
        [b"[{\"connection_test\":{}},", BAD_VALUE, b"]"].concat(),
        &[&format!("refused: [1].{record}.counts[1].value: {people}")],
    );
    check(
        [TEST, BAD_VALUE].concat(),
        &[&format!("refused: [1].{record}.counts[1].value: {people}")],
    );
    check(
        with(SUBSETS, r#""to""#, r#""until""#),
        &[&format!("refused: {record}.to: {missing}")],
    );
    check(
        with(SUBSETS, "1772442060000", "1772441940000"),
        &[&format!(
            "refused: {record}.to: expected an end after the start, at most a day later"
        )],
    );
    check(
        with(SUBSETS, "1772442000000", "42"),
        &[&format!(
            "refused: {record}.from: expected a time from the year 2000 to 2099"
        )],
    );
    check(
        with(UNLISTED, "geometry_id", "line"),
        &[&format!(
            "refused: live_data.frames[0].events[0].attributes.geometry_id: {missing}"
        )],
    );
    check(
        with(FW4_EVENTS, "countItem", "item"),
        &[&format!("refused: [2].countItem: {missing}")],
    );
    check("{}", &["refused: body: expected a document of Xovis"]);
    check("[{}]", &["refused: [0]: expected a document of Xovis"]);
    check("7", &["refused: body: expected a document of Xovis"]);
    check("", &["refused: body: expected a JSON document"]);
    check(
        "{\n7",
        &["refused: line 2, column 1: expected a JSON document"],
    );
    check(
        "[".repeat(1_000),
        &["refused: body: expected nesting of at most 128 levels"],
    );
}

#[test]
fn no_input_panics() {
    never_panics(
        Format::Xovis,
        &[
            LOGICS,
            PARTIAL,
            SUBSETS,
            GROUPS,
            COUNTS,
            LIST,
            FRAMES,
            STATUS,
            FW4_INTERVAL,
            FW4_EVENTS,
        ],
    );
}
