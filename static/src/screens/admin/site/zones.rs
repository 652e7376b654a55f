//! Time zones, named by their cities.

use chrono::{DateTime, Duration, NaiveDateTime, TimeDelta};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::screens::admin::ask::{Words, told};

/// The zones of Russia, from west to east.
static RUSSIAN: [(&str, Words); 25] = [
    ("Europe/Kaliningrad", ("Калининград", "Kaliningrad")),
    ("Europe/Moscow", ("Москва", "Moscow")),
    ("Europe/Simferopol", ("Симферополь", "Simferopol")),
    ("Europe/Kirov", ("Киров", "Kirov")),
    ("Europe/Volgograd", ("Волгоград", "Volgograd")),
    ("Europe/Astrakhan", ("Астрахань", "Astrakhan")),
    ("Europe/Samara", ("Самара", "Samara")),
    ("Europe/Saratov", ("Саратов", "Saratov")),
    ("Europe/Ulyanovsk", ("Ульяновск", "Ulyanovsk")),
    ("Asia/Yekaterinburg", ("Екатеринбург", "Yekaterinburg")),
    ("Asia/Omsk", ("Омск", "Omsk")),
    ("Asia/Novosibirsk", ("Новосибирск", "Novosibirsk")),
    ("Asia/Barnaul", ("Барнаул", "Barnaul")),
    ("Asia/Tomsk", ("Томск", "Tomsk")),
    ("Asia/Novokuznetsk", ("Новокузнецк", "Novokuznetsk")),
    ("Asia/Krasnoyarsk", ("Красноярск", "Krasnoyarsk")),
    ("Asia/Irkutsk", ("Иркутск", "Irkutsk")),
    ("Asia/Chita", ("Чита", "Chita")),
    ("Asia/Yakutsk", ("Якутск", "Yakutsk")),
    ("Asia/Vladivostok", ("Владивосток", "Vladivostok")),
    ("Asia/Magadan", ("Магадан", "Magadan")),
    ("Asia/Sakhalin", ("Южно-Сахалинск", "Yuzhno-Sakhalinsk")),
    ("Asia/Srednekolymsk", ("Среднеколымск", "Srednekolymsk")),
    (
        "Asia/Kamchatka",
        ("Петропавловск-Камчатский", "Petropavlovsk-Kamchatsky"),
    ),
    ("Asia/Anadyr", ("Анадырь", "Anadyr")),
];

/// A zone as it is chosen: "Москва (UTC+3)".
pub fn name(zone: &str) -> String {
    let known = RUSSIAN.iter().find(|(id, _)| *id == zone);
    let city = known.map_or(zone, |(_, words)| told(*words));
    match offset(zone, Date::now()) {
        Some(minutes) => format!("{city} ({})", signed(minutes)),
        None => city.to_owned(),
    }
}

/// All zones with their names, Russia's first.
pub fn options() -> Vec<(String, String)> {
    let option = |zone: &str| (zone.to_owned(), name(zone));
    let russian = RUSSIAN.iter().map(|(zone, _)| option(zone));
    let others = supported().into_iter();
    let others = others.filter(|zone| !RUSSIAN.iter().any(|(known, _)| known == zone));
    russian
        .chain(others.map(|zone| (zone.clone(), zone)))
        .collect()
}

/// The zone that the browser is in, where it is one of Russia's; Moscow's else.
pub fn near() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &"timeZone".into()).ok();
    let zone = zone.and_then(|zone| zone.as_string());
    zone.filter(|zone| RUSSIAN.iter().any(|(known, _)| known == zone))
        .unwrap_or_else(|| "Europe/Moscow".to_owned())
}

/// The zones that the browser knows.
fn supported() -> Vec<String> {
    let zones = intl("supportedValuesOf")
        .dyn_into::<Function>()
        .and_then(|function| function.call1(&JsValue::NULL, &"timeZone".into()));
    let zones = zones.ok().and_then(|zones| zones.dyn_into::<Array>().ok());
    let zones = zones.unwrap_or_default();
    zones.iter().filter_map(|zone| zone.as_string()).collect()
}

/// What the browser has to say of languages and times.
fn intl(name: &str) -> JsValue {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default();
    Reflect::get(&intl, &name.into()).unwrap_or_default()
}

/// Minutes by which a zone's clocks are ahead of UTC at a moment, in milliseconds
/// since 1970.
fn offset(zone: &str, moment: f64) -> Option<i64> {
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
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M").ok()?;
    let mut guess = local.and_utc();
    for _ in 0..2 {
        let ahead = offset(zone, guess.timestamp_millis() as f64)?;
        guess = local.and_utc() - Duration::minutes(ahead);
    }
    Some(guess.to_rfc3339())
}

/// What a zone's clocks show at a moment of RFC 3339, as it is typed.
pub fn local(zone: &str, moment: &str) -> Option<NaiveDateTime> {
    let moment = DateTime::parse_from_rfc3339(moment).ok()?.to_utc();
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

/// An offset as it is read: "UTC+3", "UTC+5:30".
fn signed(minutes: i64) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    match rest {
        0 => format!("UTC{sign}{hours}"),
        rest => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_read_from_the_end_of_a_date() {
        let check = |text: &str, expected: Option<i64>, shown: &str| {
            assert_eq!(minutes(text), expected, "{text}");
            assert_eq!(expected.map(signed).unwrap_or_default(), shown);
        };
        check("11/25/2026, GMT+03:00", Some(180), "UTC+3");
        check("11/25/2026, GMT+05:30", Some(330), "UTC+5:30");
        check("11/25/2026, GMT-08:00", Some(-480), "UTC−8");
        check("11/25/2026, GMT", Some(0), "UTC+0");
        check("11/25/2026", None, "");
    }
}
