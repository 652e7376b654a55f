//! What goes into a format and what comes out of it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use spp_counts::Reading;

/// A push as it arrived, with what a format must know to read it.
#[derive(Debug, Clone, Copy)]
pub struct Payload<'a> {
    /// The body, already unpacked if it came compressed. At most 1 MiB.
    pub body: &'a [u8],
    /// The `Content-Type` header, as sent.
    pub content_type: Option<&'a str>,
    /// When the push arrived: the time of readings whose maker sends none,
    /// and what devices that ask for the time are told.
    pub received_at: DateTime<Utc>,
    /// The zone of the sensor's site, for devices that send local time.
    pub zone: Tz,
    /// The sensor's interval in seconds, for devices whose rhythm the reply
    /// sets.
    pub interval: u32,
}

/// What a push says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readings {
    /// The device itself.
    pub device: Device,
    /// What it counted; empty for a heartbeat, a status or a connection test.
    pub readings: Vec<Reading>,
    /// What to answer once the readings are safe.
    pub acknowledgement: Acknowledgement,
}

/// What a push says about the device that sent it; everything is optional,
/// because makers differ and installers edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// Identities in the body that must agree with the sensor's serial
    /// number: a serial number, or a hardware address where the maker sends
    /// no serial. Any one of them may match; compared without case and
    /// separators.
    pub serials: Vec<String>,
    /// Firmware version.
    pub firmware: Option<String>,
    /// The device's clock at the moment of sending.
    pub clock: Option<DateTime<Utc>>,
}

/// The body of a successful answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Acknowledgement {
    /// An empty body suffices.
    #[default]
    Empty,
    /// Plain text.
    Text(String),
    /// A JSON document.
    Json(String),
}
