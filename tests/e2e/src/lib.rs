//! A running application to test against: the project's host, or Spin where
//! the environment names one (`SPIN=/path/to/spin`).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "all of it is for tests, which stop where something is not as expected"
)]

pub mod http;
pub mod server;
pub mod shop;
