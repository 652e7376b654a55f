//! The host as a whole: it runs a component that tries everything, and is
//! watched from outside.
#![expect(clippy::panic, clippy::unwrap_used, reason = "all of it is tests")]

mod database;
mod grants;
mod limits;
mod running;
mod serving;
mod start_and_stop;
