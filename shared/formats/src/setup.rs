//! How each maker's device is told to push: what to open and to type in the
//! device's own pages. Menus are named as the makers' manuals name them.

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

use spp_counts::ValueKind;

use crate::{Format, Language};

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub english: &'static str,
    /// In Russian.
    pub russian: &'static str,
}

/// How devices of a format are set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setup {
    /// The format.
    pub format: Format,
    /// Who makes them.
    pub maker: Words,
    /// Which of them push in this format.
    pub models: Words,
    /// The kinds of values that they can send, the default one first.
    pub kinds: &'static [ValueKind],
    /// The intervals that are usual, in seconds; the first is advised.
    pub intervals: &'static [u32],
    /// Headers that must be set, because the device does not set them itself.
    pub headers: &'static [(&'static str, &'static str)],
    /// What to open and to type, step by step.
    pub steps: &'static [Words],
    /// What to know besides.
    pub note: Option<Words>,
}

impl Words {
    /// The text in a language.
    #[must_use]
    pub fn of(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Russian => self.russian,
        }
    }
}

impl Setup {
    /// The method of a push, the same for all.
    pub const METHOD: &'static str = "POST";

    /// What stands in a path for the sensor's token.
    pub const TOKEN: &'static str = "{token}";

    /// The path of a push.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/push/{}/{}", self.format.id(), Self::TOKEN)
    }
}

impl Format {
    /// How devices of the format are set up.
    #[must_use]
    pub fn setup(self) -> &'static Setup {
        match self {
            Self::Hikvision => &hikvision::SETUP,
            Self::Xovis => &xovis::SETUP,
            Self::Axis => &axis::SETUP,
            Self::Brickstream => &brickstream::SETUP,
            Self::Milesight => &milesight::SETUP,
            Self::Hpc015 => &hpc015::SETUP,
            Self::Irisys => &irisys::SETUP,
            Self::Foorir => &foorir::SETUP,
            Self::Tts => &tts::SETUP,
            Self::Spp => &spp::SETUP,
        }
    }
}

/// A text in English and in Russian.
const fn words(english: &'static str, russian: &'static str) -> Words {
    Words { english, russian }
}

/// The step that all devices with a clock have in common.
const CLOCK: Words = words(
    "Set the time zone of the site and an NTP server that the device reaches (UDP 123): a clock that is more than two minutes off is reported.",
    "Задайте часовой пояс объекта и сервер NTP, доступный устройству (UDP 123): об отклонении часов более чем на две минуты сообщается.",
);

/// The step that ends every setting up.
const LOOK: Words = words(
    "Save, let somebody walk through the door, and wait for one interval: the push appears with the sensor, and if it was refused, so does the reason.",
    "Сохраните, пройдите через дверь и подождите один интервал: посылка появится у датчика, а если она отклонена — с причиной.",
);

#[cfg(test)]
mod tests;
