#![doc = include_str!("../README.md")]

pub mod api;
pub mod bounce;
mod errand;
pub mod letter;
mod locale;
pub mod mime;
pub mod policy;
mod signature;
pub mod smtp;
#[cfg(target_family = "wasm")]
pub mod transport;
pub mod webhook;

pub use errand::Errand;
pub use locale::Locale;
