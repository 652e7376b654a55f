#![doc = include_str!("../README.md")]

mod connection;
mod error;
pub mod keys;
mod migrations;
mod row;

pub use connection::{Connection, Transaction};
pub use error::Error;
pub use row::{Row, Value};

/// What a function of this crate answers.
pub type Result<T> = std::result::Result<T, Error>;
