use crate::testing::{fixture, never_panics, read, time, with};
use crate::{Device, Format, testing};

const ONE: &[u8] = fixture!("axis/one.json");
const SEVERAL: &[u8] = fixture!("axis/several.json");
const EMPTY: &[u8] = fixture!("axis/empty.json");
const BAD_COUNT: &[u8] = fixture!("axis/bad-count.json");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Axis, body, expected);
}

#[test]
fn people_are_counted_and_other_kinds_skipped() {
    check(ONE, &["1: 2026-03-02T09:15:00Z +900 in 19 out 24"]);
    check(
        SEVERAL,
        &[
            "1: 2026-03-02T09:00:00Z +900 in 22 out 18",
            "1: 2026-03-02T09:15:00Z +900 in 0 out 0",
        ],
    );
    check(EMPTY, &[]);
    check(r#"{"apiName":"Axis Retail Data"}"#, &[]);
    // A direction that is not there counted nobody; without any there is no
    // measurement, and none is made up.
    check(
        with(ONE, r#""out""#, r#""passing""#),
        &["1: 2026-03-02T09:15:00Z +900 in 19 out 0"],
    );
    let nothing = with(&with(ONE, r#""out""#, r#""x""#), r#""in""#, r#""y""#);
    check(nothing, &[]);
}

#[test]
fn the_device() {
    let device = read(Format::Axis, SEVERAL).map(|readings| readings.device);
    let expected = Device {
        serials: vec!["accc8e51b07d".to_owned()],
        firmware: Some("10.4.1".to_owned()),
        clock: Some(time("2026-03-02T09:30:11Z")),
    };
    assert_eq!(device, Ok(expected));
}

#[test]
fn refusals() {
    let first = "refused: data.measurements[0]";
    check(
        BAD_COUNT,
        &["refused: data.measurements[1].items[0].count: \
           expected a whole number from 0 to 4294967295"],
    );
    check(
        with(ONE, r#""out""#, r#""in""#),
        &[&format!(
            "{first}.items[1].direction: expected this field once"
        )],
    );
    check(
        with(ONE, r#""utcTo": "2026-03-02T09:30:00Z","#, ""),
        &[&format!(
            "{first}.utcTo: expected this field, which is missing"
        )],
    );
    check(
        with(ONE, "09:30:00Z", "09:00:00Z"),
        &[&format!(
            "{first}.utcTo: expected an end after the start, at most a day later"
        )],
    );
    check(
        with(ONE, "Axis Retail Data", "Axis Object Analytics"),
        &["refused: apiName: expected a document of Axis Retail Data"],
    );
    check(
        "{}",
        &["refused: apiName: expected this field, which is missing"],
    );
    check(
        "<a/>",
        &["refused: line 1, column 1: expected a JSON document"],
    );
}

#[test]
fn no_input_panics() {
    never_panics(Format::Axis, &[ONE, SEVERAL, EMPTY]);
}
