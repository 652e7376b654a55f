//! The classification of incidents (S2 3.3 row 6): causes and remedies with
//! their names, and what the client's technical services are asked to do.

mod catalogue;
mod names;
#[cfg(test)]
mod tests;
mod wanted;

use spp_quality::Symptom;

pub use catalogue::{CAUSES, REMEDIES};
pub use names::{beginning, obligation, rule, side, stage};
pub use wanted::wanted;

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Text {
    /// In Russian.
    pub ru: &'static str,
    /// In English.
    pub en: &'static str,
}

/// Why something was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Cause {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: Text,
    /// The article of the knowledge base about it: see [`crate::articles`].
    pub article: &'static str,
    /// The symptoms that it can show.
    pub fits: &'static [Symptom],
}

/// What has removed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Remedy {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: Text,
}

/// The cause of a code.
#[must_use]
pub fn cause(code: &str) -> Option<&'static Cause> {
    CAUSES.iter().find(|cause| cause.code == code)
}

/// The remedy of a code.
#[must_use]
pub fn remedy(code: &str) -> Option<&'static Remedy> {
    REMEDIES.iter().find(|remedy| remedy.code == code)
}

/// The causes that can show a symptom.
pub fn causes_of(symptom: Symptom) -> impl Iterator<Item = &'static Cause> {
    CAUSES
        .iter()
        .filter(move |cause| cause.fits.contains(&symptom))
}

/// A symptom's name.
#[must_use]
pub fn name(symptom: Symptom) -> Text {
    let (ru, en) = match symptom {
        Symptom::NoContact => ("Нет связи с датчиком", "The sensor is not heard from"),
        Symptom::NoData => ("Датчик не передаёт данные", "The sensor brings no counts"),
        Symptom::Gap => ("Пробелы в данных", "Counts are missing"),
        Symptom::Frozen => ("Показания не меняются", "The counts do not change"),
        Symptom::Zero => (
            "Нет посетителей, когда они ожидаются",
            "Nobody counted where visitors are expected",
        ),
        Symptom::Spike => ("Всплеск показаний", "Far more visitors than usual"),
        Symptom::Undercount => ("Недосчёт посетителей", "Visitors are undercounted"),
        Symptom::Imbalance => ("Входы и выходы расходятся", "In and out do not match"),
        Symptom::ClosedHours => (
            "Посетители, когда объект закрыт",
            "Visitors while the site is closed",
        ),
        Symptom::Clock => ("Часы датчика неверны", "The sensor's clock is off"),
        Symptom::Shift => ("Данные сдвинуты по времени", "Counts are shifted in time"),
        Symptom::Swapped => ("Вход и выход перепутаны", "In and out are swapped"),
        Symptom::Conflict => (
            "Датчик передаёт разные данные за одно время",
            "The sensor contradicts itself",
        ),
        Symptom::Firmware => (
            "Прошивка датчика устарела",
            "The sensor's firmware is outdated",
        ),
        Symptom::ServerSync => (
            "Сервер СПП не синхронизируется",
            "The local server does not synchronise",
        ),
        Symptom::ServerVersion => (
            "Версия Сервера СПП устарела",
            "The local server's version is outdated",
        ),
        Symptom::SiteDown => (
            "Нет связи с объектом",
            "The sensors of a site fail together",
        ),
        Symptom::ServiceOutage => ("Сбой в ЦОД исполнителя", "The data centre takes no counts"),
    };
    Text { ru, en }
}
