use crate::testing::{fixture, never_panics, read, with};
use crate::{Format, testing};

const UPLINK: &[u8] = fixture!("tts/uplink.json");
const LATER: &[u8] = fixture!("tts/uplink-later.json");
const ZERO_OMITTED: &[u8] = fixture!("tts/zero-omitted.json");
const ALL_ZERO: &[u8] = fixture!("tts/all-zero.json");
const RAW: &[u8] = fixture!("tts/raw-later.json");
const JOIN: &[u8] = fixture!("tts/join.json");
const BAD_TOTAL: &[u8] = fixture!("tts/bad-total.json");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Tts, body, expected);
}

#[test]
fn totals_are_registers_at_the_time_of_reception() {
    check(
        UPLINK,
        &["1: total at 2026-03-02T08:59:59.800Z in 65531 out 410 bits16"],
    );
    check(
        LATER,
        &["1: total at 2026-03-02T09:14:58.812345678Z in 4 out 416 bits16"],
    );
    let serials = read(Format::Tts, UPLINK).map(|readings| readings.device.serials);
    let expected = ["0004A30B00C1D75E", "door-north"].map(str::to_owned);
    assert_eq!(serials, Ok(expected.to_vec()));
    // Without the network's times, that of the push.
    check(
        r#"{"end_device_ids":{},"uplink_message":{"decoded_payload":{"total_counter_a":7}}}"#,
        &["1: total at 2026-03-01T10:15:05Z in 7 out 0 bits16"],
    );
}

#[test]
fn zeros_are_left_out_on_the_way() {
    check(
        ZERO_OMITTED,
        &["1: total at 2026-03-02T08:59:59.800Z in 0 out 2 bits16"],
    );
    check(
        ALL_ZERO,
        &["1: total at 2026-03-02T08:59:59.800Z in 0 out 0 bits16"],
    );
    check(
        RAW,
        &["1: total at 2026-03-02T09:14:58.800Z in 5 out 2 bits16"],
    );
    // Neither totals nor a frame: not a zero, which would be a reset.
    let blind = with(ALL_ZERO, "frm_payload", "other");
    check(blind, &[]);
}

#[test]
fn other_messages_are_accepted() {
    check(JOIN, &[]);
    // A frame of another length, and one of another type.
    check(
        r#"{"end_device_ids":{},"uplink_message":{"frm_payload":"AQID","decoded_payload":{"t":21}}}"#,
        &[],
    );
    check(with(RAW, "\"AgYA", "\"AwYA"), &[]);
    check(
        r#"{"end_device_ids":{},"uplink_message":{"f_port":1}}"#,
        &[],
    );
}

#[test]
fn refusals() {
    check(
        BAD_TOTAL,
        &["refused: uplink_message.decoded_payload.total_counter_a: \
           expected a whole number from 0 to 65535"],
    );
    check(
        with(RAW, "\"AgYA", "\"?gYA"),
        &["refused: uplink_message.frm_payload: expected 23 bytes in base64"],
    );
    check(
        "{}",
        &["refused: body: expected a document of The Things Stack"],
    );
}

#[test]
fn no_input_panics() {
    never_panics(Format::Tts, &[UPLINK, ZERO_OMITTED, ALL_ZERO, RAW, JOIN]);
}
