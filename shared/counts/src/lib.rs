#![doc = include_str!("../README.md")]

pub mod gather;
pub mod interval;
mod reading;
pub mod step;

pub use interval::{Count, Flags, Verdict};
pub use reading::{Amount, Reading, Register, Value, ValueKind};
