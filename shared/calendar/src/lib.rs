#![doc = include_str!("../README.md")]

pub mod business;
pub mod decree;
pub mod opening;
pub mod production;
mod spans;
mod years;

pub use business::BusinessDuration;
pub use decree::{Decree, Refused};
pub use opening::{Hours, InvalidHours, OpeningHours};
pub use production::{Beyond, DayKind, MOSCOW, Production, calendar_days_after};
