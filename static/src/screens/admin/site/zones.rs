//! Time zones, named by their cities.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::parts::zone::{intl, offset};
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
    fn an_offset_is_read_as_hours() {
        let check = |minutes: i64, expected: &str| assert_eq!(signed(minutes), expected);
        check(180, "UTC+3");
        check(330, "UTC+5:30");
        check(-480, "UTC−8");
        check(0, "UTC+0");
    }
}
