#![doc = include_str!("../README.md")]

mod connection;
pub mod counts;
mod error;
pub mod imports;
pub mod incidents;
pub mod ingest;
mod migrations;
pub mod outbox;
pub mod people;
pub mod pushes;
pub mod registry;
pub mod restorations;
mod row;
pub mod watch;

pub use connection::{Connection, Transaction};
pub use error::Error;
pub use row::{Row, Value};

/// What a function of this crate answers.
pub type Result<T> = std::result::Result<T, Error>;
