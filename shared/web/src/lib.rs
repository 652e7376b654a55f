#![doc = include_str!("../README.md")]

pub mod auth;
pub mod body;
#[cfg(target_family = "wasm")]
mod door;
mod error;
mod extract;
mod language;
pub mod moment;
pub mod page;
mod serve;
mod words;

#[cfg(target_family = "wasm")]
pub use door::{Callers, answer};
pub use error::{Error, Problem};
pub use extract::{Json, Path, Query};
pub use language::language;
pub use serve::serve;
#[cfg(target_family = "wasm")]
#[doc(hidden)]
pub use spin_sdk::wasip3;
pub use spp_formats::Language;
pub use words::words;

/// What a handler answers.
pub type Result<T> = std::result::Result<T, Error>;
