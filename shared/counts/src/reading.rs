//! What a sensor says, before it is counted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One statement of a sensor about one of its channels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The channel as the maker names it: a line's number or uuid, a
    /// register, a logic. At most 64 characters; unique within the sensor.
    pub channel: String,
    /// What was counted, and when.
    pub value: Value,
}

/// The three ways in which makers state a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// People counted from `start` until just before `end`.
    Increment {
        /// First moment of the interval, by the device's clock.
        start: DateTime<Utc>,
        /// First moment after the interval.
        end: DateTime<Utc>,
        /// People counted in the interval.
        amount: Amount,
        /// Share of the interval that the device really observed, in percent
        /// (0 to 100); 100 where the maker does not say.
        coverage: u8,
        /// The sender says that this replaces an earlier statement.
        corrects: bool,
    },
    /// A register that only grows, as it stood at `at`.
    Cumulative {
        /// The moment of the register, by the device's clock.
        at: DateTime<Utc>,
        /// The register's value.
        amount: Amount,
        /// How wide the register is, which decides what a fall means.
        register: Register,
    },
    /// People who crossed at one moment.
    Event {
        /// The moment, by the device's clock.
        at: DateTime<Utc>,
        /// People who crossed.
        amount: Amount,
        /// Tells this event from another one of the same moment and stays the
        /// same when the device sends the event again.
        key: u64,
    },
}

/// A number of people by direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Both directions are known.
    Both {
        /// People who came in.
        entered: u64,
        /// People who went out.
        exited: u64,
    },
    /// One number whose direction only the sensor's channel map knows.
    Undirected(u64),
}

/// The width of a cumulative register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Register {
    /// Never wraps: a fall is a reset, and counting went on from zero.
    Full,
    /// Wraps from 65 535 to 0: a fall of more than half of the width is a
    /// wrap, a smaller one a reset.
    Bits16,
}

/// The kind of value that is counted for a sensor; the other kinds that it
/// may also send are acknowledged, and not added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// [`Value::Increment`].
    Increment,
    /// [`Value::Cumulative`].
    Cumulative,
    /// [`Value::Event`].
    Event,
}

impl ValueKind {
    /// The kind's name, in the API and in the database.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Increment => "increment",
            Self::Cumulative => "cumulative",
            Self::Event => "event",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Increment, Self::Cumulative, Self::Event]
            .into_iter()
            .find(|kind| kind.id() == id)
    }
}

impl Value {
    /// Which of the three kinds this value is.
    #[must_use]
    pub fn kind(&self) -> ValueKind {
        match self {
            Self::Increment { .. } => ValueKind::Increment,
            Self::Cumulative { .. } => ValueKind::Cumulative,
            Self::Event { .. } => ValueKind::Event,
        }
    }
}
