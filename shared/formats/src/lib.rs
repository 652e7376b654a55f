#![doc = include_str!("../README.md")]

mod axis;
mod brickstream;
mod foorir;
mod hikvision;
mod hpc015;
mod irisys;
pub mod json;
mod key;
pub mod limits;
mod local;
mod milesight;
mod payload;
mod refusal;
mod setup;
mod spp;
mod tts;
mod xml;
mod xovis;

pub use payload::{Acknowledgement, Device, Payload, Readings};
pub use refusal::{Expected, Language, Place, Refusal};
pub use setup::{Setup, Words};

#[cfg(test)]
mod pushes;
#[cfg(test)]
mod testing;

use serde::{Deserialize, Serialize};
use spp_counts::ValueKind;

/// The push formats, by the names that stand in a push address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Hikvision ISAPI people counting, XML, bare or multipart.
    Hikvision,
    /// Xovis firmware 5, 4 and 3, JSON.
    Xovis,
    /// Axis Retail Data 0.4, JSON.
    Axis,
    /// Brickstream and FLIR 3D, XML v1 to v5.
    Brickstream,
    /// Milesight `VS12x` and `VS13x`, JSON.
    Milesight,
    /// HPC015 and HPC015S, a form with hexadecimal records.
    Hpc015,
    /// Irisys Vector, JSON with cumulative registers.
    Irisys,
    /// Foorir and HuaXin 3D counters, JSON.
    Foorir,
    /// The Things Stack webhook with the IMBUILDINGS decoder, JSON.
    Tts,
    /// Our own JSON.
    Spp,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Hikvision,
        Self::Xovis,
        Self::Axis,
        Self::Brickstream,
        Self::Milesight,
        Self::Hpc015,
        Self::Irisys,
        Self::Foorir,
        Self::Tts,
        Self::Spp,
    ];

    /// The format's name in an address.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Hikvision => "hikvision",
            Self::Xovis => "xovis",
            Self::Axis => "axis",
            Self::Brickstream => "brickstream",
            Self::Milesight => "milesight",
            Self::Hpc015 => "hpc015",
            Self::Irisys => "irisys",
            Self::Foorir => "foorir",
            Self::Tts => "tts",
            Self::Spp => "spp",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// Which kind of value is counted for a sensor of this format unless its
    /// settings say otherwise: the one that survives a lost push best.
    #[must_use]
    pub fn default_kind(self) -> ValueKind {
        match self {
            Self::Irisys | Self::Tts => ValueKind::Cumulative,
            Self::Hpc015 => ValueKind::Event,
            Self::Hikvision
            | Self::Xovis
            | Self::Axis
            | Self::Brickstream
            | Self::Milesight
            | Self::Foorir
            | Self::Spp => ValueKind::Increment,
        }
    }

    /// Reads a push.
    ///
    /// # Errors
    /// A [`Refusal`] that names the place in the payload and what was
    /// expected there.
    pub fn read(self, payload: Payload<'_>) -> Result<Readings, Refusal> {
        match self {
            Self::Hikvision => hikvision::Alert(payload).try_into(),
            Self::Xovis => xovis::Package(payload).try_into(),
            Self::Axis => axis::RetailData(payload).try_into(),
            Self::Brickstream => brickstream::Metrics(payload).try_into(),
            Self::Milesight => milesight::Report(payload).try_into(),
            Self::Hpc015 => hpc015::Request(payload).try_into(),
            Self::Irisys => irisys::CountLogs(payload).try_into(),
            Self::Foorir => foorir::Upload(payload).try_into(),
            Self::Tts => tts::Uplink(payload).try_into(),
            Self::Spp => spp::Push(payload).try_into(),
        }
        .and_then(limits::at_most)
    }
}
