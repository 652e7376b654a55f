//! Hikvision ISAPI people counting: `EventNotificationAlert`, as bare XML or
//! as a part of a multipart body.
//!
//! - **`statisticalMethods` says what the numbers are.** `realTime` is a
//!   register since the last restart, manual clearing or midnight, sent on
//!   every change; `timeRange` is an increment. A camera may send both, so
//!   only the kind that the sensor is set to is counted.
//! - A `realTime` alert may carry a `TimeRange` as well, or no time of its own.
//!   It is still a register: read as an increment it would add a day's total
//!   to every quarter of an hour. Its moment is then `dateTime`.
//! - `childCounting` is a part of the count, `pass` are people who did neither
//!   enter nor leave, and vehicles are no visitors: none of them is added.
//! - With `regionsID` or a `RegionList` one camera counts several regions. The
//!   channel is then `1/2`: the camera's channel and the region. Where regions
//!   have numbers of their own, the total beside them is left out.
//! - There is no serial number in the alert: the hardware address stands for
//!   it. Names and addresses keep factory values and identify nothing.
//! - Alerts of other kinds, such as the heartbeat `videoloss` `inactive`, are
//!   accepted and say nothing.

use futures_util::FutureExt;
use futures_util::future::ready;
use futures_util::stream::once;
use multer::Multipart;
use roxmltree::Document;
use spp_counts::{Amount, Reading, Register, Value};

use crate::xml::{Element, Source};
use crate::{Device, Expected, Payload, Readings, Refusal, limits};

pub struct Alert<'a>(pub Payload<'a>);

impl TryFrom<Alert<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Alert(payload): Alert<'_>) -> Result<Self, Refusal> {
        let bare = Source::new(payload.body);
        if bare.is_xml() {
            let mut readings = Self::default();
            read(&bare.parse()?, &mut readings)?;
            return Ok(readings);
        }
        let Some(boundary) = boundary(&payload) else {
            return Err(Refusal::body(Expected::Xml));
        };
        let mut readings = Self::default();
        for part in xml_parts(payload.body, boundary)? {
            read(&Source::new(&part).parse()?, &mut readings)?;
        }
        Ok(readings)
    }
}

/// The boundary of a multipart body: as announced, else the first line, since
/// cameras also announce another one or none.
fn boundary(payload: &Payload<'_>) -> Option<String> {
    let body = payload.body.trim_ascii_start();
    let first = body.split(|byte| *byte == b'\n').next()?;
    let own = first
        .strip_prefix(b"--")
        .and_then(|line| std::str::from_utf8(line.trim_ascii_end()).ok())
        .filter(|boundary| !boundary.is_empty());
    let announced = payload
        .content_type
        .filter(|kind| {
            kind.trim_start()
                .to_ascii_lowercase()
                .starts_with("multipart/")
        })
        .and_then(|kind| {
            kind.split(';').find_map(|parameter| {
                let (name, value) = parameter.split_once('=')?;
                let is_boundary = name.trim().eq_ignore_ascii_case("boundary");
                is_boundary.then(|| value.trim().trim_matches('"'))
            })
        });
    own.or(announced).map(str::to_owned)
}

/// The parts of a multipart body that are XML, whatever they are called:
/// pictures of the scene may stand beside them.
fn xml_parts(body: &[u8], boundary: String) -> Result<Vec<Vec<u8>>, Refusal> {
    let refuse = || Refusal::body(Expected::Multipart);
    // The whole body is at hand, so nothing here ever waits.
    let bytes = body.trim_ascii_start().to_vec();
    let stream = once(ready(Ok::<_, std::convert::Infallible>(bytes)));
    let mut multipart = Multipart::new(stream, boundary);
    let mut parts = Vec::new();
    loop {
        let field = multipart.next_field().now_or_never();
        let Some(field) = field.and_then(Result::ok).ok_or_else(refuse)? else {
            break;
        };
        let bytes = field.bytes().now_or_never();
        let bytes = bytes.and_then(Result::ok).ok_or_else(refuse)?;
        if Source::new(&bytes).is_xml() {
            parts.push(bytes.to_vec());
        }
    }
    if parts.is_empty() {
        return Err(refuse());
    }
    Ok(parts)
}

/// Adds what an alert says. Through a cloud platform it comes wrapped, so the
/// alert need not be the root.
fn read(document: &Document<'_>, into: &mut Readings) -> Result<(), Refusal> {
    const ALERT: &str = "EventNotificationAlert";
    let alert = document
        .descendants()
        .map(Element)
        .find(|element| element.is(ALERT))
        .ok_or_else(|| {
            let root = Element(document.root_element()).path();
            Refusal::field(
                root,
                Expected::Document("Hikvision, EventNotificationAlert"),
            )
        })?;
    device(document, alert, &mut into.device);
    let counting = alert.child("peopleCounting");
    let kind = alert.child_text("eventType").unwrap_or("PeopleCounting");
    if !kind.eq_ignore_ascii_case("PeopleCounting") {
        return Ok(());
    }
    match counting {
        Some(counting) => add(alert, counting, &mut into.readings),
        None if alert.child_text("eventState") == Some("inactive") => Ok(()),
        None => alert.required("peopleCounting").map(|_| ()),
    }
}

fn device(document: &Document<'_>, alert: Element<'_>, device: &mut Device) {
    let address = alert.child_text("macAddress");
    // A platform that wraps alerts adds the serial number.
    let serial = document
        .descendants()
        .map(Element)
        .find(|element| element.is("deviceId") || element.is("deviceSerial"))
        .map(Element::text)
        .filter(|text| !text.is_empty());
    for identity in [address, serial].into_iter().flatten() {
        if !device.serials.iter().any(|known| known == identity) {
            device.serials.push(identity.to_owned());
        }
    }
    // A clock that cannot be read is no reason to lose a count.
    let clock = alert.child("dateTime").and_then(|time| time.time().ok());
    device.clock = clock.or(device.clock);
}

fn add(
    alert: Element<'_>,
    counting: Element<'_>,
    readings: &mut Vec<Reading>,
) -> Result<(), Refusal> {
    let channel = alert
        .child_text("channelID")
        .or_else(|| alert.child_text("dynChannelID"))
        .unwrap_or("1");
    let method = method(alert, counting)?;
    let regions: Vec<Element<'_>> = [alert, counting]
        .into_iter()
        .filter_map(|parent| parent.child("RegionList"))
        .flat_map(|list| list.children("Region"))
        .filter(|region| region.child("enter").is_some())
        .collect();
    if regions.is_empty() {
        let region = counting.child_text("regionsID");
        readings.push(reading(channel, region, counting, &method)?);
    }
    for (position, region) in regions.into_iter().enumerate() {
        let number = (position + 1).to_string();
        let id = ["regionsID", "regionID", "id"]
            .into_iter()
            .find_map(|name| region.child_text(name))
            .unwrap_or(&number);
        readings.push(reading(channel, Some(id), region, &method)?);
    }
    Ok(())
}

/// When the numbers of an alert were counted.
enum Method {
    RealTime(chrono::DateTime<chrono::Utc>),
    TimeRange(chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>),
}

fn method(alert: Element<'_>, counting: Element<'_>) -> Result<Method, Refusal> {
    const METHODS: Expected = Expected::OneOf(&["realTime", "timeRange"]);
    let named = counting.required("statisticalMethods")?;
    if named.text().eq_ignore_ascii_case("realTime") {
        let own = counting
            .child("RealTime")
            .and_then(|real| real.child("time"));
        let time = match own {
            Some(time) => time,
            None => alert.required("dateTime")?,
        };
        Ok(Method::RealTime(time.time()?))
    } else if named.text().eq_ignore_ascii_case("timeRange") {
        let range = counting.required("TimeRange")?;
        let start = range.required("startTime")?.time()?;
        let last = range.required("endTime")?;
        let end = last.time()?;
        limits::interval(start, end, || last.path())?;
        Ok(Method::TimeRange(start, end))
    } else {
        Err(Refusal::field(named.path(), METHODS))
    }
}

fn reading(
    channel: &str,
    region: Option<&str>,
    numbers: Element<'_>,
    method: &Method,
) -> Result<Reading, Refusal> {
    let channel = match region {
        Some(region) => format!("{channel}/{region}"),
        None => channel.to_owned(),
    };
    let channel = limits::channel(channel, || numbers.path())?;
    let amount = Amount::Both {
        entered: numbers.count("enter")?,
        exited: numbers.count("exit")?,
    };
    let value = match *method {
        Method::RealTime(at) => Value::Cumulative {
            at,
            amount,
            register: Register::Full,
        },
        Method::TimeRange(start, end) => Value::Increment {
            start,
            end,
            amount,
            coverage: 100,
            corrects: false,
        },
    };
    Ok(Reading { channel, value })
}

#[cfg(test)]
mod tests;
