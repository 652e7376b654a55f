//! What the clocks of a time zone show, as the browser knows it.

use chrono::{Duration, NaiveDateTime, TimeDelta};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::language;

/// What the browser has to say of languages and times.
pub fn intl(name: &str) -> JsValue {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default();
    Reflect::get(&intl, &name.into()).unwrap_or_default()
}

/// Minutes by which a zone's clocks are ahead of UTC at a moment, in milliseconds
/// since 1970.
pub fn offset(zone: &str, moment: f64) -> Option<i64> {
    let options = Object::new();
    for (name, value) in [("timeZone", zone), ("timeZoneName", "longOffset")] {
        _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let arguments = Array::of2(&"en-US".into(), &options);
    // Whoever makes one of a zone that the browser does not know is interrupted.
    let maker = intl("DateTimeFormat").dyn_into::<Function>().ok()?;
    let format = Reflect::construct(&maker, &arguments).ok()?;
    let format = format.dyn_into::<Intl::DateTimeFormat>().ok()?.format();
    let text = format.call1(&JsValue::NULL, &Date::new(&moment.into()));
    minutes(&text.ok()?.as_string()?)
}

/// The moment at which a zone's clocks show a time, in RFC 3339: where they show
/// it twice, one of both.
pub fn moment(zone: &str, local: &str) -> Option<String> {
    let local = language::local(&format!("{local}:00Z"))?;
    let mut guess = local.and_utc();
    for _ in 0..2 {
        let ahead = offset(zone, guess.timestamp_millis() as f64)?;
        guess = local.and_utc() - Duration::minutes(ahead);
    }
    Some(guess.to_rfc3339())
}

/// What a zone's clocks show at a moment of RFC 3339, as it is typed.
pub fn local(zone: &str, moment: &str) -> Option<NaiveDateTime> {
    let moment = language::moment(moment)?.to_utc();
    let ahead = offset(zone, moment.timestamp_millis() as f64)?;
    Some(moment.naive_utc() + TimeDelta::minutes(ahead))
}

/// The minutes of an offset at the end of a date: "…, GMT+03:00".
fn minutes(text: &str) -> Option<i64> {
    let (_, offset) = text.rsplit_once("GMT")?;
    if offset.is_empty() {
        return Some(0);
    }
    let (sign, digits) = match offset.chars().next()? {
        '+' => (1, offset.trim_start_matches('+')),
        _ => (-1, offset.trim_start_matches(['-', '\u{2212}'])),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_stands_at_the_end_of_a_date() {
        let check =
            |text: &str, expected: Option<i64>| assert_eq!(minutes(text), expected, "{text}");
        check("11/25/2026, GMT+03:00", Some(180));
        check("11/25/2026, GMT+05:30", Some(330));
        check("11/25/2026, GMT-08:00", Some(-480));
        check("2026-11-25 GMT\u{2212}08:00", Some(-480));
        check("11/25/2026, GMT", Some(0));
        check("11/25/2026", None);
    }
}
