//! What addresses show.

pub mod account;
pub mod admin;
pub mod articles;
pub mod incident;
pub mod incidents;
pub mod join;
pub mod nowhere;
pub mod sensor;
pub mod setup;
pub mod site;
pub mod sites;
pub mod today;
