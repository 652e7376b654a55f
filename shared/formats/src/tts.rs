//! The Things Stack webhook with counters of IMBUILDINGS.
//!
//! - The readings are the totals, registers of 16 bits: radio frames get lost,
//!   and the next total has what they said. The counters since the last frame
//!   are not read: two kinds of one device would be added up, and how long
//!   that interval was nobody says.
//! - The device has no clock: the time is when the network server received the
//!   frame.
//! - The Stack leaves out fields that are zero. A missing total beside a
//!   present one is therefore zero. If both are missing, the raw frame decides;
//!   without it nothing is read, since a zero that is none would look like a
//!   reset, after which everything would be counted again.
//! - Joins, other messages and uplinks of other devices say nothing, and are
//!   accepted. `total_counter_a` is in, `total_counter_b` is out.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use spp_counts::{Amount, Reading, Register, Value};

use crate::json::{self, Rfc3339};
use crate::{Device, Expected, Payload, Readings, Refusal};

pub struct Uplink<'a>(pub Payload<'a>);

impl TryFrom<Uplink<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Uplink(payload): Uplink<'_>) -> Result<Self, Refusal> {
        let push: Push = json::parse(payload.body)?;
        let Some(ids) = push.end_device_ids else {
            let expected = Expected::Document("The Things Stack");
            return Err(Refusal::body(expected));
        };
        let received = |time: Option<Rfc3339>| time.map(|Rfc3339(time)| time);
        let mut readings = Vec::new();
        if let Some(uplink) = push.uplink_message
            && let Some((entered, exited)) = uplink.totals()?
        {
            readings.push(Reading {
                channel: "1".to_owned(),
                value: Value::Cumulative {
                    at: received(uplink.received_at)
                        .or(received(push.received_at))
                        .unwrap_or(payload.received_at),
                    amount: Amount::Both {
                        entered: entered.into(),
                        exited: exited.into(),
                    },
                    register: Register::Bits16,
                },
            });
        }
        Ok(Self {
            device: Device {
                serials: [ids.dev_eui, ids.device_id].into_iter().flatten().collect(),
                ..Device::default()
            },
            readings,
            ..Self::default()
        })
    }
}

#[derive(Deserialize)]
struct Push {
    end_device_ids: Option<Ids>,
    received_at: Option<Rfc3339>,
    uplink_message: Option<Message>,
}

#[derive(Deserialize)]
struct Ids {
    dev_eui: Option<String>,
    device_id: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    received_at: Option<Rfc3339>,
    frm_payload: Option<String>,
    decoded_payload: Option<Decoded>,
}

#[derive(Deserialize)]
struct Decoded {
    total_counter_a: Option<u16>,
    total_counter_b: Option<u16>,
}

impl Message {
    /// The totals of a counter's frame, in and out.
    fn totals(&self) -> Result<Option<(u16, u16)>, Refusal> {
        if let Some(decoded) = &self.decoded_payload
            && let (Some(_), _) | (_, Some(_)) = (decoded.total_counter_a, decoded.total_counter_b)
        {
            let or_zero = Option::unwrap_or_default;
            return Ok(Some((
                or_zero(decoded.total_counter_a),
                or_zero(decoded.total_counter_b),
            )));
        }
        match self.frm_payload.as_deref() {
            None | Some("") => Ok(None),
            Some(text) => BASE64_STANDARD
                .decode(text)
                .map(|frame| totals(&frame))
                .map_err(|_| {
                    let expected = Expected::Base64(FRAME);
                    Refusal::field("uplink_message.frm_payload", expected)
                }),
        }
    }
}

/// The length of a people counter's frame.
const FRAME: usize = 23;

/// The totals in a raw frame, if it is a people counter's: type 2, variant 6.
fn totals(frame: &[u8]) -> Option<(u16, u16)> {
    let frame: &[u8; FRAME] = frame.try_into().ok()?;
    // Type, variant, id (8), status, voltage (2), counters since the last
    // frame (2 and 2), sensor status, totals (2 and 2), number of the frame.
    let [
        2,
        6,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        a1,
        a0,
        b1,
        b0,
        _,
    ] = *frame
    else {
        return None;
    };
    Some((u16::from_be_bytes([a1, a0]), u16::from_be_bytes([b1, b0])))
}

#[cfg(test)]
mod tests;
