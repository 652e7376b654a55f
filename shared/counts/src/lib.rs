#![doc = include_str!("../README.md")]

mod reading;

pub use reading::{Amount, Reading, Register, Value, ValueKind};
