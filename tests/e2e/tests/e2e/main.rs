//! One binary for all end-to-end tests: they link once and share the
//! compiled components.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is not as expected"
)]

mod arrivals;
mod articles;
mod crash;
mod document;
mod files;
mod formats;
mod imports;
mod limits;
mod mail;
mod people;
mod pushes;
mod reading;
mod registry;
mod restorations;
mod series;
mod settings;
mod today;
mod week;
