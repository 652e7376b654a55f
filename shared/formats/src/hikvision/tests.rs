use crate::testing::{fixture, lines, never_panics, payload, read, time, with};
use crate::{Device, Format, testing};

const REALTIME: &[u8] = fixture!("hikvision/realtime.xml");
const REGION: &[u8] = fixture!("hikvision/realtime-region-child.xml");
const RANGE: &[u8] = fixture!("hikvision/time-range.xml");
const RANGE_ISAPI: &[u8] = fixture!("hikvision/time-range-isapi.xml");
const WITH_RANGE: &[u8] = fixture!("hikvision/realtime-with-range.xml");
const MULTIPART: &[u8] = fixture!("hikvision/multipart.txt");
const UNANNOUNCED: &[u8] = fixture!("hikvision/multipart-unannounced.txt");
const HEARTBEAT: &[u8] = fixture!("hikvision/heartbeat.xml");
const REGIONS: &[u8] = fixture!("hikvision/regions.xml");
const WRAPPED: &[u8] = fixture!("hikvision/wrapped.xml");
const BAD_ENTER: &[u8] = fixture!("hikvision/bad-enter.xml");

#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: &[&str]) {
    testing::check(Format::Hikvision, body, expected);
}

#[test]
fn the_method_decides_between_register_and_increment() {
    // `pass` is far above both and counts nothing; the statistic's own time
    // differs from the alert's by two days.
    check(
        REALTIME,
        &["1: total at 2026-03-02T09:02:11Z in 203 out 391"],
    );
    check(RANGE, &["1: 2026-03-02T09:04:00Z +120 in 14 out 9"]);
    // A stray range makes no increment of a register, vehicles are no people.
    check(
        WITH_RANGE,
        &["1/1: total at 2026-03-02T09:00:00Z in 34 out 17"],
    );
}

#[test]
fn regions_are_channels_and_children_are_counted_already() {
    check(REGION, &["1/2: total at 2026-03-02T09:07:31Z in 88 out 71"]);
    check(
        REGIONS,
        &[
            "1/1: 2026-03-02T09:00:00Z +900 in 20 out 11",
            "1/2: 2026-03-02T09:00:00Z +900 in 13 out 19",
        ],
    );
    // Regions that are mere outlines leave the total.
    let outlines = with(REGIONS, "<enter>20</enter>", "");
    let outlines = with(&outlines, "<enter>13</enter>", "");
    check(outlines, &["1: 2026-03-02T09:00:00Z +900 in 33 out 30"]);
}

#[test]
fn namespaces_line_ends_and_marks_do_not_matter() {
    check(RANGE_ISAPI, &["1: 2026-03-02T08:45:00Z +900 in 52 out 47"]);
    let bare = with(RANGE, r#" version="1.0" xmlns="urn:psialliance-org""#, "");
    check(bare, &["1: 2026-03-02T09:04:00Z +120 in 14 out 9"]);
    let prefixed = with(RANGE, "xmlns=", "xmlns:h=");
    check(prefixed, &["1: 2026-03-02T09:04:00Z +120 in 14 out 9"]);
}

#[test]
fn multipart_bodies() {
    let expected = ["1/1: 2026-03-02T09:15:00Z +900 in 23 out 26"];
    let kinds = [
        None,
        Some("multipart/form-data; boundary=frontier"),
        Some("multipart/mixed; Boundary=\"frontier\""),
        Some("multipart/form-data; boundary=another"),
        Some("multipart/form-data"),
        Some("application/xml"),
    ];
    for kind in kinds {
        let result = Format::Hikvision.read(payload(MULTIPART, kind));
        assert_eq!(lines(&result), expected, "{kind:?}");
    }
    check(UNANNOUNCED, &expected);

    // With words before the first part only the announcement helps.
    let preamble = [b"a preamble\r\n", MULTIPART].concat();
    let announced = Some("multipart/form-data; boundary=frontier");
    let result = Format::Hikvision.read(payload(&preamble, announced));
    assert_eq!(lines(&result), expected);
    check(
        preamble,
        &["refused: body: expected an XML document without a document type"],
    );

    check(
        b"--b\r\n\r\nnothing\r\n--b--\r\n",
        &["refused: body: expected a multipart body with an XML part"],
    );
    check(
        b"--b\r\n\r\n<cut",
        &["refused: body: expected a multipart body with an XML part"],
    );
}

#[test]
fn other_alerts_are_accepted() {
    check(HEARTBEAT, &[]);
    let silent = with(HEARTBEAT, "videoloss", "PeopleCounting");
    check(&silent, &[]);
    check(
        with(&silent, "inactive", "active"),
        &["refused: EventNotificationAlert/peopleCounting: expected this field, which is missing"],
    );
}

#[test]
fn the_device() {
    let device = |body| read(Format::Hikvision, body).map(|readings| readings.device);
    let expected = Device {
        serials: vec!["c0:56:e3:1a:7b:20".to_owned()],
        firmware: None,
        clock: Some(time("2026-03-02T09:06:00Z")),
    };
    assert_eq!(device(RANGE), Ok(expected));
    let wrapped = device(WRAPPED).expect("a device");
    assert_eq!(wrapped.serials, ["c0:56:e3:1a:7b:20", "K31905577"]);
    check(WRAPPED, &["1: 2026-03-02T09:00:00Z +900 in 7 out 6"]);
    // A clock that cannot be read costs nothing where it is not needed.
    let clockless = with(
        RANGE,
        "<dateTime>2026-03-02T12:06:00+03:00",
        "<dateTime>noon",
    );
    check(&clockless, &["1: 2026-03-02T09:04:00Z +120 in 14 out 9"]);
    assert_eq!(device(&clockless).map(|device| device.clock), Ok(None));
}

#[test]
fn refusals() {
    let counting = "refused: EventNotificationAlert/peopleCounting";
    let people = "expected a whole number from 0 to 4294967295";
    check(BAD_ENTER, &[&format!("{counting}/enter: {people}")]);
    check(
        with(RANGE, "<exit>9</exit>", ""),
        &[&format!(
            "{counting}/exit: expected this field, which is missing"
        )],
    );
    check(
        with(RANGE, ">timeRange<", ">hourly<"),
        &[&format!(
            "{counting}/statisticalMethods: expected one of: realTime, timeRange"
        )],
    );
    check(
        with(
            RANGE,
            "12:06:00+03:00</endTime>",
            "12:04:00+03:00</endTime>",
        ),
        &[&format!(
            "{counting}/TimeRange/endTime: expected an end after the start, at most a day later"
        )],
    );
    check(
        with(RANGE, "12:04:00+03:00</startTime>", "12:04:00</startTime>"),
        &[&format!(
            "{counting}/TimeRange/startTime: expected a time such as 2026-03-01T10:00:00+03:00"
        )],
    );
    check(
        with(REGIONS, "<exit>19</exit>", "<exit>x</exit>"),
        &[&format!("{counting}/RegionList/Region[2]/exit: {people}")],
    );
    check(
        "<html/>",
        &["refused: html: expected a document of Hikvision, EventNotificationAlert"],
    );
    check(
        &RANGE[..RANGE.len() - 30],
        &["refused: line 21, column 15: expected an XML document without a document type"],
    );
    check(
        "",
        &["refused: body: expected an XML document without a document type"],
    );
}

#[test]
fn no_input_panics() {
    never_panics(
        Format::Hikvision,
        &[
            REALTIME,
            REGION,
            RANGE_ISAPI,
            WITH_RANGE,
            MULTIPART,
            HEARTBEAT,
            REGIONS,
            WRAPPED,
        ],
    );
}
