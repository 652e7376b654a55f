use crate::testing::{fixture, lines, never_panics, payload, read, time, with};
use crate::{Device, Format, Payload, testing};

const V1: &[u8] = fixture!("brickstream/v1.xml");
const V1_SUMMER: &[u8] = fixture!("brickstream/v1-summer.xml");
const V3: &[u8] = fixture!("brickstream/v3.xml");
const UNIX_ZERO: &[u8] = fixture!("brickstream/v2-unix-zero.xml");
const NO_ZONE: &[u8] = fixture!("brickstream/no-zone.xml");
const BAD_EXITS: &[u8] = fixture!("brickstream/bad-exits.xml");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Brickstream, body, expected);
}

#[test]
fn all_reports_objects_and_counts_are_read() {
    check(
        V3,
        &[
            "0: 2026-03-01T20:30:00Z +900 in 4 out 9",
            "0: 2026-03-01T20:45:00Z +900 in 1 out 6",
            "0: 2026-03-02T09:00:00Z +900 in 21 out 17",
            "1: 2026-03-02T09:00:00Z +900 in 8 out 5",
        ],
    );
}

#[test]
fn local_time_where_the_unix_time_is_missing() {
    check(V1, &["0: 2026-03-02T09:00:00Z +900 in 33 out 29"]);
    check(V1_SUMMER, &["0: 2025-07-15T15:49:00Z +60 in 3 out 2"]);
    // A unix time of zero says nothing; a row may end at midnight.
    check(
        UNIX_ZERO,
        &[
            "0: 2026-03-01T20:30:00Z +900 in 2 out 7",
            "0: 2026-03-01T20:45:00Z +900 in 0 out 3",
        ],
    );
    // Without an offset of its own the site's zone holds, half hours and all.
    let payload = Payload {
        zone: chrono_tz::Asia::Kolkata,
        ..payload(NO_ZONE, None)
    };
    let result = Format::Brickstream.read(payload);
    assert_eq!(lines(&result), ["0: 2026-03-02T09:00:00Z +900 in 6 out 6"]);
}

#[test]
fn the_length_of_a_row() {
    let cases = [
        // Interval, start and end on the clock face, seconds.
        ("15", "12:00:00", "12:15:00", Ok(900)),
        ("0", "12:00:00", "12:15:00", Ok(900)),
        ("", "23:45:00", "00:00:00", Ok(900)),
        // The clock was put forward, and back, within the row.
        ("15", "01:45:00", "03:00:00", Ok(900)),
        ("15", "02:45:00", "02:00:00", Ok(900)),
        ("60", "02:00:00", "02:00:00", Ok(3_600)),
        // A whole day.
        ("1440", "00:00:00", "00:00:00", Ok(86_400)),
        ("0", "00:00:00", "00:00:00", Ok(86_400)),
        ("1440", "06:00:00", "06:00:00", Ok(86_400)),
        ("15", "12:00:00", "12:00:00", Err(())),
        ("0", "12:00:00", "12:00:00", Err(())),
    ];
    for (interval, start, end, seconds) in cases {
        let body = with(V1, r#"Interval="15""#, &format!("Interval=\"{interval}\""));
        let body = with(&body, "12:00:00", "S").to_vec();
        let body = with(
            &with(&body, "12:15:00", end),
            "\"S\"",
            &format!("\"{start}\""),
        );
        let found = lines(&read(Format::Brickstream, &body)).join("");
        match seconds {
            Ok(seconds) => assert!(found.contains(&format!("+{seconds} ")), "{found}"),
            Err(()) => {
                assert!(found.ends_with("expected an end after the start, at most a day later"));
            }
        }
    }
}

#[test]
fn the_device() {
    let device = |body| read(Format::Brickstream, body).map(|readings| readings.device);
    let serials = vec!["20481516".to_owned(), "00:b0:9d:4c:17:e2".to_owned()];
    let expected = Device {
        serials: serials.clone(),
        firmware: Some("5.9.22.640".to_owned()),
        clock: Some(time("2026-03-02T09:30:04Z")),
    };
    assert_eq!(device(V3), Ok(expected));
    let expected = Device {
        serials,
        ..Device::default()
    };
    assert_eq!(device(V1), Ok(expected));
}

#[test]
fn refusals() {
    let report = "refused: Metrics/ReportData/Report";
    let missing = "expected this field, which is missing";
    check(
        BAD_EXITS,
        &[&format!(
            "{report}/Object/Count[2]/@Exits: expected a whole number from 0 to 4294967295"
        )],
    );
    check(
        with(V1, r#"Date="2026-03-02""#, r#"Date="02.03.2026""#),
        &[&format!("{report}/@Date: expected a local date and time")],
    );
    check(
        with(V1, r#"EndTime="12:15:00""#, r#"EndTime="24:15:00""#),
        &[&format!(
            "{report}/Object/Count/@EndTime: expected a local date and time"
        )],
    );
    check(
        with(V1, r#" Enters="33""#, ""),
        &[&format!("{report}/Object/Count/@Enters: {missing}")],
    );
    check(
        with(V1, r#"Object Id="0""#, "Object"),
        &[&format!("{report}/Object/@Id: {missing}")],
    );
    check(
        with(V3, "UnixStartTime=\"1772442000\"", "UnixStartTime=\"17\""),
        &[
            "refused: Metrics/ReportData/Report[2]/Object[1]/Count/@UnixStartTime: \
           expected a time from the year 2000 to 2099",
        ],
    );
    check(
        with(V1, "<Timezone>3<", "<Timezone>Moscow<"),
        &["refused: Metrics/Properties/Timezone: expected a whole number"],
    );
    check(
        "<Data/>",
        &["refused: Data: expected a document of Brickstream, Metrics"],
    );
    check("<Metrics/>", &[]);
    check(
        "{}",
        &["refused: line 1, column 1: expected an XML document without a document type"],
    );
}

#[test]
fn no_input_panics() {
    never_panics(
        Format::Brickstream,
        &[V1, V1_SUMMER, V3, UNIX_ZERO, NO_ZONE],
    );
}
