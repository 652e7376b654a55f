//! Devices of the makers: each renders what it counted as its maker's firmware
//! would send it, and reads what it is answered.

mod axis;
mod brickstream;
mod foorir;
mod hikvision;
mod hpc015;
mod irisys;
mod milesight;
mod spp;
mod tts;
mod xovis;

#[cfg(test)]
mod testing;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, FixedOffset, Offset, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;

use crate::demo::{Sensor, Site};
use crate::profile::Interval;

/// One request of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// What the device adds to its address.
    pub rest: &'static str,
    /// Where it puts its token.
    pub credential: Credential,
    /// Its `Content-Type`.
    pub content_type: String,
    /// Its body.
    pub body: Vec<u8>,
}

/// Where a device puts its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// In the address.
    Address,
    /// `Authorization: Bearer`.
    Bearer,
    /// The password of `Authorization: Basic`.
    Basic,
    /// The maker's own header `Authentication`.
    Authentication,
}

/// A device. Its clock is given: `now` is what it shows.
pub trait Device: Send {
    /// What it sends when it starts, until there is nothing more to send.
    fn hello(&mut self, _now: DateTime<Utc>) -> Option<Push> {
        None
    }

    /// Its sign of life.
    fn beat(&mut self, _now: DateTime<Utc>) -> Option<Push> {
        None
    }

    /// Renders what was counted, oldest first.
    fn counts(&mut self, batch: &[Interval], now: DateTime<Utc>) -> Vec<Push>;

    /// Reads the answer to the last push: whether the device is content.
    fn accepts(&mut self, _answer: &str) -> bool {
        true
    }
}

/// What devices of all makers know of themselves.
#[derive(Clone, Copy)]
pub struct Plate {
    sensor: &'static Sensor,
    site: &'static Site,
}

/// The device of a sensor; none if the format is unknown.
pub fn device(site: &'static Site, sensor: &'static Sensor) -> Option<Box<dyn Device>> {
    let plate = Plate { sensor, site };
    Some(match sensor.format {
        "axis" => Box::new(axis::Axis::new(plate)),
        "brickstream" => Box::new(brickstream::Brickstream::new(plate)),
        "foorir" => Box::new(foorir::Foorir::new(plate)),
        "hikvision" => Box::new(hikvision::Hikvision::new(plate)),
        "hpc015" => Box::new(hpc015::Hpc015::new(plate)),
        "irisys" => Box::new(irisys::Irisys::new(plate)),
        "milesight" => Box::new(milesight::Milesight::new(plate)),
        "spp" => Box::new(spp::Spp::new(plate)),
        "tts" => Box::new(tts::Tts::new(plate)),
        "xovis" => Box::new(xovis::Xovis::new(plate)),
        _ => return None,
    })
}

impl Push {
    /// A push with the token in the address.
    fn new(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            rest: "",
            credential: Credential::Address,
            content_type: content_type.to_owned(),
            body: body.into(),
        }
    }

    /// A push of JSON with the token in the address.
    fn json(body: &serde_json::Value) -> Self {
        Self::new("application/json", body.to_string())
    }

    /// The same with the token elsewhere.
    fn with(self, credential: Credential) -> Self {
        Self { credential, ..self }
    }

    /// The path and the headers with which a sensor sends it.
    pub fn address(&self, format: &str, token: &str) -> (String, Vec<(&'static str, String)>) {
        let mut headers = vec![("content-type", self.content_type.clone())];
        let mut path = format!("/push/{format}");
        match self.credential {
            Credential::Address => path = format!("{path}/{token}{}", self.rest),
            Credential::Bearer => headers.push(("authorization", format!("Bearer {token}"))),
            Credential::Basic => {
                let pair = BASE64_STANDARD.encode(format!("sensor:{token}"));
                headers.push(("authorization", format!("Basic {pair}")));
            }
            Credential::Authentication => headers.push(("authentication", token.to_owned())),
        }
        (path, headers)
    }
}

impl Plate {
    fn zone(self) -> Tz {
        self.site.zone
    }

    /// The moment as clocks at the site show it.
    fn local(self, at: i64) -> DateTime<FixedOffset> {
        let time = moment(at).with_timezone(&self.zone());
        time.with_timezone(&time.offset().fix())
    }

    /// The moment as RFC 3339 with the site's offset.
    fn text(self, at: i64) -> String {
        self.local(at).to_rfc3339_opts(SecondsFormat::Secs, false)
    }

    /// Seconds by which the site's clocks are ahead of UTC.
    fn offset(self, now: DateTime<Utc>) -> i32 {
        let offset = self.zone().offset_from_utc_datetime(&now.naive_utc());
        offset.fix().local_minus_utc()
    }
}

/// The moment of so many seconds since 1970.
fn moment(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).unwrap_or_default()
}

/// The moment as RFC 3339 in UTC.
fn utc(at: i64) -> String {
    moment(at).to_rfc3339_opts(SecondsFormat::Secs, true)
}
