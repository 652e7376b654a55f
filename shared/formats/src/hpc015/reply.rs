//! What a device is told.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

use super::{SETTINGS, checksum};
use crate::Payload;

/// Take over these parameters.
const NEW: u8 = 0x04;
/// Your parameters are right.
const CONFIRM: u8 = 0x05;
/// The records are safe.
const OK: u8 = 0x01;
/// Set the clock, and leave the opening hours.
const CLOCK: u8 = 0x01;

/// Every crossing is a record of its own.
const RECORDING: u8 = 0;

/// A clock that is off by more is set.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// The reply to `getsetting`, 58 bytes: the device's own parameters, but with
/// our cycles and time.
///
/// New parameters are sent only when something differs: the device asks again
/// after each change, and would never end.
pub fn settings(
    payload: &Payload<'_>,
    own: &[u8; SETTINGS],
    flag: [u8; 2],
    clock: Option<DateTime<Utc>>,
) -> Vec<u8> {
    let [s0, s1, s2, s3, mode, speed, recording, upload, rest @ ..] = own;
    let ours = upload_minutes(payload.interval);
    let is_late = clock.is_none_or(|clock| TOLERANCE < (clock - payload.received_at).abs());
    let changes = (*recording, *upload) != (RECORDING, ours) || is_late;

    let mut reply = vec![if changes { NEW } else { CONFIRM }];
    reply.extend(flag);
    reply.extend([s0, s1, s2, s3]);
    reply.extend([mode | CLOCK, *speed, RECORDING, ours]);
    // Fixed upload times (9), model and display: as they are.
    reply.extend(rest.iter().take(11));
    // Three addresses of transmitters: none are prescribed.
    reply.extend([0; 21]);
    reply.extend(now(payload));
    // The day of the week, which both known servers leave at zero, then the
    // opening hours as they are, then two reserved bytes.
    reply.push(0);
    reply.extend(own.iter().skip(47).take(4));
    reply.extend([0; 2]);
    reply.extend(checksum(&reply));
    reply
}

/// The reply to `cache`, 17 bytes: the records are safe, and the time.
pub fn cache(payload: &Payload<'_>, flag: [u8; 2]) -> Vec<u8> {
    let mut reply = vec![OK];
    reply.extend(flag);
    reply.push(CLOCK);
    reply.extend(now(payload));
    // The day of the week, and opening hours that are not taken over.
    reply.extend([0, 0, 0, 23, 59]);
    reply.extend(checksum(&reply));
    reply
}

/// The upload cycle in minutes: once an interval, which spares the battery.
fn upload_minutes(interval: u32) -> u8 {
    u8::try_from(interval / 60).unwrap_or(u8::MAX).max(1)
}

/// The time at the site.
fn now(payload: &Payload<'_>) -> [u8; 6] {
    let local = payload.received_at.with_timezone(&payload.zone);
    let byte = |number: u32| u8::try_from(number).unwrap_or(0);
    [
        u8::try_from(local.year() - 2_000).unwrap_or(0),
        byte(local.month()),
        byte(local.day()),
        byte(local.hour()),
        byte(local.minute()),
        byte(local.second()),
    ]
}
