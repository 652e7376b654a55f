use std::collections::HashSet;

use super::{Field, checksum};
use crate::testing::{fixture, keys, never_panics, payload, read, time, with};
use crate::{Acknowledgement, Device, Format, Payload, testing};

const CACHE: &[u8] = fixture!("hpc015/cache.txt");
const AGAIN: &[u8] = fixture!("hpc015/cache-again.txt");
const FACTORY: &[u8] = fixture!("hpc015/cache-factory-clock.txt");
const SETTING: &[u8] = fixture!("hpc015/getsetting.txt");
const SETTING_SAME: &[u8] = fixture!("hpc015/getsetting-same.txt");
const BAD_CRC: &[u8] = fixture!("hpc015/bad-crc.txt");
const BAD_COUNT: &[u8] = fixture!("hpc015/bad-count.txt");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Hpc015, body, expected);
}

fn reply(body: &[u8]) -> String {
    match read(Format::Hpc015, body)
        .expect("readings")
        .acknowledgement
    {
        Acknowledgement::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn records_are_crossings_in_local_time() {
    check(FACTORY, &["1: event at 2014-12-31T21:02:07Z in 1 out 0"]);
    let readings = read(Format::Hpc015, CACHE).expect("readings");
    // `count` is hexadecimal: sixteen records.
    assert_eq!(readings.readings.len(), 16);
    let expected = Device {
        serials: vec!["5AC2914E".to_owned(), "4E91C25A".to_owned()],
        firmware: Some("2.15".to_owned()),
        clock: None,
    };
    assert_eq!(readings.device, expected);
}

#[test]
fn twins_are_two_and_a_repetition_is_none() {
    let first = keys(&read(Format::Hpc015, CACHE).expect("readings"));
    let again = keys(&read(Format::Hpc015, AGAIN).expect("readings"));
    assert_eq!(first, again);
    assert_eq!(first.iter().collect::<HashSet<_>>().len(), first.len());
}

#[test]
fn the_reply_to_records_confirms_them_and_sets_the_clock() {
    // 13:15:05 in Moscow; the flag 0D08 with its bytes swapped.
    let content = "01080D011A03010D0F05000000173B";
    let bytes = hex(content);
    assert_eq!(
        reply(CACHE),
        format!("result={content}{}", super::hex(&checksum(&bytes)))
    );
    assert!(reply(AGAIN).starts_with("result=01180D"));
}

#[test]
fn the_reply_to_settings_ends_the_exchange() {
    // Another upload cycle and a clock of 2015: new parameters.
    let new = "042E024E91C25A0300000F000000000000000000000200000000000000000000000000\
               00000000000000001A03010D0F050000 00173B0000"
        .replace(' ', "");
    let bytes = hex(&new);
    assert_eq!(bytes.len(), 56);
    assert_eq!(
        reply(SETTING),
        format!("result={new}{}", super::hex(&checksum(&bytes)))
    );
    // Once the device has them, they are only confirmed.
    assert!(reply(SETTING_SAME).starts_with("result=05050F4E91C25A0300000F"));
    assert_eq!(reply(SETTING_SAME).len(), "result=".len() + 2 * 58);
    // A clock that ran away is set, with the same cycles.
    let late = Payload {
        received_at: time("2026-03-01T10:21:05Z"),
        ..payload(SETTING_SAME, None)
    };
    match Format::Hpc015
        .read(late)
        .map(|readings| readings.acknowledgement)
    {
        Ok(Acknowledgement::Text(text)) => assert!(text.starts_with("result=04050F"), "{text}"),
        other => panic!("{other:?}"),
    }
    let device = read(Format::Hpc015, SETTING_SAME).map(|readings| readings.device);
    assert_eq!(
        device.map(|device| device.clock),
        Ok(Some(time("2026-03-01T10:15:05Z")))
    );
}

#[test]
fn the_checksum_has_its_high_byte_first() {
    assert_eq!(checksum(b"123456789"), [0x4B, 0x37]);
}

#[test]
fn refusals() {
    check(
        BAD_CRC,
        &["refused: byte 101: expected a checksum that agrees with the record"],
    );
    check(
        BAD_COUNT,
        &["refused: byte 142: expected the number of records, 2"],
    );
    check(
        with(CACHE, "count=0010", "count=16"),
        &["refused: byte 702: expected the number of records, 16"],
    );
    check(
        with(FACTORY, "0F0101", "0F0101FF"),
        &["refused: byte 61: expected 34 hexadecimal digits"],
    );
    check(
        with(FACTORY, "status=02", "status="),
        &["refused: byte 27: expected 28 hexadecimal digits"],
    );
    check(
        with(CACHE, "cmd=cache", "cmd=set"),
        &["refused: cmd: expected one of: getsetting, cache"],
    );
    check(
        with(CACHE, "flag=0D08&", ""),
        &["refused: flag: expected this field, which is missing"],
    );
    check("{}", &["refused: body: expected a form: key=value&…"]);
    // A date that is none, with a checksum that is right.
    let mut record = hex("1A0D02000000000000000000000000");
    record.extend(checksum(&record));
    check(
        format!("cmd=cache&flag=0D08&data={}", super::hex(&record)),
        &["refused: byte 25: expected a local date and time"],
    );
}

#[test]
fn a_trailing_line_end_is_no_part_of_a_value() {
    let mut body = with(CACHE, "&temp=8C1&Tend=nnnnnnnnnnnnnnnnnnT", "");
    let plain = read(Format::Hpc015, &body);
    body.extend(b"\r\n");
    assert_eq!(read(Format::Hpc015, &body), plain);
}

#[test]
fn no_input_panics() {
    never_panics(Format::Hpc015, &[CACHE, FACTORY, SETTING, SETTING_SAME]);
}

fn hex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|text| Field { at: 0, text }.bytes::<1>().expect("a byte")[0])
        .collect()
}
