//! What every format holds its readings to.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{Expected, Readings, Refusal};

/// The most readings of one push: a hundred days of one channel at a quarter
/// of an hour.
pub const READINGS: usize = 10_000;

/// The longest interval, in seconds.
pub const LONGEST: u32 = 86_400;

/// The longest channel name, in characters.
pub const CHANNEL: usize = 64;

/// The years 2000 to 2099, in seconds since 1970. A clock that was never set
/// stands at a date of its maker's choice, which is data; a time outside of
/// these years is a number of the wrong unit.
pub const ERA_SECONDS: Range<i64> = 946_684_800..4_102_444_800;

/// The time, if it lies in the years 2000 to 2099.
pub fn in_era(time: DateTime<Utc>) -> Option<DateTime<Utc>> {
    ERA_SECONDS.contains(&time.timestamp()).then_some(time)
}

/// Refuses an interval that is shorter than a second or longer than a day, in
/// the name of the field with its end.
pub fn interval(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    path: impl FnOnce() -> String,
) -> Result<(), Refusal> {
    let length = end - start;
    if length < TimeDelta::seconds(1) || TimeDelta::seconds(LONGEST.into()) < length {
        return Err(Refusal::field(path(), Expected::IntervalEnd));
    }
    Ok(())
}

/// Refuses a channel name that is empty or too long.
pub fn channel(name: String, path: impl FnOnce() -> String) -> Result<String, Refusal> {
    // A name of so many bytes has no more characters; the rest is counted.
    let length = match name.len() {
        bytes @ ..=CHANNEL => bytes,
        _ => name.chars().count(),
    };
    if length == 0 || CHANNEL < length {
        return Err(Refusal::field(path(), Expected::ChannelName));
    }
    Ok(name)
}

/// Refuses a push with too many readings.
pub fn at_most(readings: Readings) -> Result<Readings, Refusal> {
    if READINGS < readings.readings.len() {
        return Err(Refusal::body(Expected::AtMost(READINGS)));
    }
    Ok(readings)
}
