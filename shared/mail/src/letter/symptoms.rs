//! What each symptom is called, and what it means.

use spp_quality::Symptom;

use super::{Sensor, clean};
use crate::locale::Locale;

/// The symptom in a line, with the sensor that it is about:
/// `Нет связи с датчиком «Вход 1»`.
pub fn headline(locale: Locale, symptom: Symptom, sensors: &[Sensor]) -> String {
    let (russian, english) = templates(symptom);
    let template = locale.say(russian, english);
    let Some((before, rest)) = template.split_once('{') else {
        return template.to_owned();
    };
    let Some((forms, after)) = rest.split_once('}') else {
        return template.to_owned();
    };
    let (one, many) = forms.split_once('|').unwrap_or((forms, forms));
    let sensor = match sensors {
        [] => many.to_owned(),
        [sensor] => {
            let name = clean::line(&sensor.name, 60);
            locale.say(format!("{one} «{name}»"), format!("{one} “{name}”"))
        }
        several => format!("{many} ({})", several.len()),
    };
    format!("{before}{sensor}{after}")
}

/// In braces the sensor's word in the case that is needed, one and many.
fn templates(symptom: Symptom) -> (&'static str, &'static str) {
    match symptom {
        Symptom::NoContact => (
            "Нет связи с {датчиком|датчиками}",
            "No contact with {sensor|sensors}",
        ),
        Symptom::NoData => (
            "Нет данных от {датчика|датчиков}",
            "No data from {sensor|sensors}",
        ),
        Symptom::Gap => (
            "Пропуски в данных {датчика|датчиков}",
            "Gaps in the data of {sensor|sensors}",
        ),
        Symptom::Frozen => (
            "Повторяющиеся показания {датчика|датчиков}",
            "Repeating counts of {sensor|sensors}",
        ),
        Symptom::Zero => (
            "Нулевые показания {датчика|датчиков}",
            "Zero counts of {sensor|sensors}",
        ),
        Symptom::Spike => (
            "Завышенные показания {датчика|датчиков}",
            "Excessive counts of {sensor|sensors}",
        ),
        Symptom::Undercount => (
            "Заниженные показания {датчика|датчиков}",
            "Low counts of {sensor|sensors}",
        ),
        Symptom::Imbalance => (
            "Расхождение входов и выходов {датчика|датчиков}",
            "Entries and exits differ at {sensor|sensors}",
        ),
        Symptom::ClosedHours => (
            "Посетители в нерабочие часы по данным {датчика|датчиков}",
            "Visitors in closed hours at {sensor|sensors}",
        ),
        Symptom::Clock => (
            "Неверное время на {датчике|датчиках}",
            "Wrong time on {sensor|sensors}",
        ),
        Symptom::Shift => (
            "Сдвиг по времени в данных {датчика|датчиков}",
            "Data shifted in time at {sensor|sensors}",
        ),
        Symptom::Swapped => (
            "Перепутаны вход и выход {датчика|датчиков}",
            "Entry and exit swapped at {sensor|sensors}",
        ),
        Symptom::Conflict => (
            "Противоречивые данные {датчика|датчиков}",
            "Conflicting data of {sensor|sensors}",
        ),
        Symptom::Firmware => (
            "Устаревшая прошивка {датчика|датчиков}",
            "Outdated firmware of {sensor|sensors}",
        ),
        Symptom::ServerSync => (
            "Нет синхронизации с Сервером СПП",
            "No synchronisation with the SPP server",
        ),
        Symptom::ServerVersion => (
            "Устаревшая версия Сервера СПП",
            "Outdated version of the SPP server",
        ),
        Symptom::SiteDown => (
            "Нет связи со всеми датчиками объекта",
            "No contact with any sensor of the site",
        ),
        Symptom::ServiceOutage => (
            "Сбой в ЦОД: данные не принимаются",
            "Outage of the data centre: counts are not taken",
        ),
    }
}

/// What the symptom means, in a sentence or two.
pub fn explanation(locale: Locale, symptom: Symptom) -> &'static str {
    let (russian, english) = match symptom {
        Symptom::NoContact => (
            "Датчик не выходит на связь: от него не приходят ни данные, ни сигналы о работе.",
            "The sensor is not heard from: neither counts nor signs of life arrive.",
        ),
        Symptom::NoData => (
            "Датчик на связи, но данные о посетителях не передаёт.",
            "The sensor is in contact but sends no counts of visitors.",
        ),
        Symptom::Gap => (
            "Часть интервалов не поступила, хотя данные до и после них есть.",
            "Some intervals are missing, though those before and after them are there.",
        ),
        Symptom::Frozen => (
            "Датчик раз за разом передаёт одно и то же значение.",
            "The sensor sends the same value again and again.",
        ),
        Symptom::Zero => (
            "В часы, когда посетители обычно есть, датчик никого не считает.",
            "The sensor counts nobody at hours when visitors usually come.",
        ),
        Symptom::Spike => (
            "Посетителей насчитано намного больше, чем обычно в эти часы.",
            "Far more visitors were counted than is usual at these hours.",
        ),
        Symptom::Undercount => (
            "Уже несколько дней посетителей насчитано меньше обычного.",
            "For days fewer visitors have been counted than usual.",
        ),
        Symptom::Imbalance => (
            "Число вошедших и вышедших расходится сильнее, чем обычно для этого входа.",
            "The numbers of people in and out differ more than is usual at this door.",
        ),
        Symptom::ClosedHours => (
            "Датчик считает посетителей, когда объект закрыт.",
            "The sensor counts visitors while the site is closed.",
        ),
        Symptom::Clock => (
            "Внутренние часы датчика расходятся с точным временем; данные принимаются.",
            "The sensor's own clock is off; its counts are taken all the same.",
        ),
        Symptom::Shift => (
            "Распределение посетителей по часам сдвинулось на час или больше.",
            "The course of the day has moved by an hour or more.",
        ),
        Symptom::Swapped => (
            "Похоже, что входящие считаются выходящими и наоборот.",
            "People coming in seem to be counted as going out, and the other way round.",
        ),
        Symptom::Conflict => (
            "За одни и те же интервалы датчик передал разные значения.",
            "The sensor sent different values for the same intervals.",
        ),
        Symptom::Firmware => (
            "Версия прошивки старше актуальной.",
            "The firmware is older than the current one.",
        ),
        Symptom::ServerSync => (
            "Сервер СПП не передаёт данные в ЦОД.",
            "The SPP server does not send its data to the data centre.",
        ),
        Symptom::ServerVersion => (
            "Версия программы на Сервере СПП старше актуальной.",
            "The program on the SPP server is older than the current one.",
        ),
        Symptom::SiteDown => (
            "Датчики объекта перестали передавать данные одновременно: \
             вероятны отключение питания, сети или интернета на объекте.",
            "The sensors of the site fell silent together: \
             its power, network or internet connection is probably down.",
        ),
        Symptom::ServiceOutage => (
            "Неисправность на стороне исполнителя. Датчики хранят данные и передадут их позже.",
            "The fault is on the contractor's side. Sensors keep their data and send them later.",
        ),
    };
    locale.say(russian, english)
}
