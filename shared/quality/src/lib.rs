#![doc = include_str!("../README.md")]

pub mod daily;
pub mod events;
mod evidence;
pub mod facts;
mod finding;
pub mod hourly;
mod level;
pub mod limits;
mod meaning;
pub mod profile;
mod series;
pub mod service;
mod site;
pub mod span;
pub mod state;
mod statistics;
#[cfg(test)]
mod synthetic;
pub mod version;

pub use finding::{Evidence, Finding, Number, Point, Symptom, UnknownSymptom};
pub use limits::{Limit, Limits, OutOfRange, Overrides};
pub use meaning::{Meaning, Unit, meaning};
pub use profile::Profile;
pub use series::Hour;
pub use site::Site;
pub use span::Span;
