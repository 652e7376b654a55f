//! Dates and times, as they are read.
//!
//! The API gives moments with the offset of the site's zone, so what a clock on
//! the site's wall showed stands in the text itself; the browser only formats it.
//! What belongs to no site is given in UTC, "Z", and is told by the reader's clock.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, Timelike as _};
use js_sys::{Date, Intl};
use wasm_bindgen::JsValue;

use super::{counted, locales, object, say};

/// The moment of an RFC 3339 text.
pub fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// What the site's clock shows at a moment of the API.
pub fn local(text: &str) -> Option<NaiveDateTime> {
    moment(text).map(|moment| moment.naive_local())
}

/// The day of a date as it is typed: "2026-11-25", "25.11.2026".
pub fn typed(text: &str) -> Option<NaiveDate> {
    let apart = |by| text.trim().split(by).collect::<Vec<_>>();
    let (dashed, dotted) = (apart('-'), apart('.'));
    let (year, month, day) = match (dashed.as_slice(), dotted.as_slice()) {
        ([year, month, day], _) | (_, [day, month, year]) => (year, month, day),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The same moment, by the clock that another moment of the API was written by.
pub fn zoned(text: &str, like: &str) -> String {
    let zoned = moment(text)
        .zip(moment(like))
        .map(|(moment, like)| moment.with_timezone(like.offset()).to_rfc3339());
    zoned.unwrap_or_else(|| text.to_owned())
}

/// The time of day of a moment of the API: "14:05".
pub fn clock(text: &str) -> String {
    local(text).map_or_else(String::new, hand)
}

/// What the hands of a clock show: "14:05".
pub fn hand(local: NaiveDateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// The time of day of a moment, by the reader's own clock.
pub fn here(text: &str) -> String {
    let format = Intl::DateTimeFormat::new(
        &locales(),
        &object(&[("hour", "2-digit".into()), ("minute", "2-digit".into())]),
    );
    let at = Date::new(&text.into());
    format
        .format()
        .call1(&JsValue::NULL, &at)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// A day: "25 ноября 2026 г.", "25 November 2026".
pub fn date(day: NaiveDate) -> String {
    formatted(
        day,
        &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
    )
}

/// A day without its year: "25 ноября", "25 November".
pub fn day(day: NaiveDate) -> String {
    formatted(day, &[("day", "numeric"), ("month", "long")])
}

/// A day as short as it can be: "25 нояб.", "25 Nov".
pub fn day_short(day: NaiveDate) -> String {
    formatted(day, &[("day", "numeric"), ("month", "short")])
}

/// A month alone, short: "нояб.", "Nov".
pub fn month_short(day: NaiveDate) -> String {
    formatted(day, &[("month", "short")])
}

/// A month: "ноябрь 2026 г.", "November 2026".
pub fn month(day: NaiveDate) -> String {
    formatted(day, &[("month", "long"), ("year", "numeric")])
}

/// A day of the week, short: "ср", "Wed".
pub fn weekday(day: NaiveDate) -> String {
    formatted(day, &[("weekday", "short")])
}

/// When something was, as short as the day allows: "14:05" today, "вчера, 14:05",
/// "25 ноября, 14:05", and with the year where it is another.
pub fn since(text: &str) -> String {
    let Some(moment) = moment(text) else {
        return String::new();
    };
    let offset = match text.ends_with('Z') {
        true => readers(text).unwrap_or(*moment.offset()),
        false => *moment.offset(),
    };
    let local = moment.with_timezone(&offset).naive_local();
    let today = DateTime::from_timestamp_millis(Date::now() as i64)
        .map(|now| now.with_timezone(&offset).date_naive())
        .unwrap_or_default();
    let time = hand(local);
    match (today - local.date()).num_days() {
        0 => time,
        1 => format!("{}, {time}", say("вчера", "yesterday")),
        -1 => format!("{}, {time}", say("завтра", "tomorrow")),
        _ if today.year() == local.year() => format!("{}, {time}", day(local.date())),
        _ => format!("{}, {time}", date(local.date())),
    }
}

/// A length of time in its two largest units: "2 ч 5 мин", "3 дня 4 ч".
pub fn span(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let hour = |hours: i64| format!("{hours}\u{a0}{}", say("ч", "h"));
    let minute = |minutes: i64| format!("{minutes}\u{a0}{}", say("мин", "min"));
    let day = || counted(days, ["день", "дня", "дней"], ["day", "days"]);
    match (days, hours, rest) {
        (0, 0, rest) => minute(rest),
        (0, hours, 0) => hour(hours),
        (0, hours, rest) => format!("{} {}", hour(hours), minute(rest)),
        (_, 0, _) => day(),
        (_, hours, _) => format!("{} {}", day(), hour(hours)),
    }
}

/// What the reader's clock is ahead of UTC by at a moment.
fn readers(text: &str) -> Option<FixedOffset> {
    let minutes = Date::new(&text.into()).get_timezone_offset();
    FixedOffset::west_opt(minutes as i32 * 60)
}

fn formatted(day: NaiveDate, options: &[(&str, &str)]) -> String {
    let mut all: Vec<(&str, JsValue)> = vec![("timeZone", "UTC".into())];
    all.extend(options.iter().map(|(name, value)| (*name, (*value).into())));
    let format = Intl::DateTimeFormat::new(&locales(), &object(&all));
    let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    let noon = Date::new(&(noon.timestamp_millis() as f64).into());
    format
        .format()
        .call1(&JsValue::NULL, &noon)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| day.to_string())
}
