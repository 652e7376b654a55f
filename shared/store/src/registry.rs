//! Clients and what they have. Every question carries the tenant: the one
//! client whose things may be seen, or `None` for all.

pub mod clients;
pub mod entrances;
pub mod keys;
pub mod sensors;
pub mod sites;
pub mod systems;
pub mod tokens;

/// A page of a list: rows with greater ids than `after`, at most `limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The last id of the page before, 0 for the first page.
    pub after: i64,
    /// The most rows.
    pub limit: u32,
}
