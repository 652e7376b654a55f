//! Addresses to which nothing is sent.

use super::{all, changes};
use crate::{Connection, Result};

/// An address to which nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The address.
    pub email: String,
    /// Why.
    pub reason: String,
    /// Since when, in seconds since 1970.
    pub since: i64,
}

/// Lets an address be written to again; `false` where it was never stopped.
///
/// # Errors
/// The database's.
pub async fn delete(connection: &Connection, email: &str) -> Result<bool> {
    let sql = "DELETE FROM suppression WHERE email = lower(?1) RETURNING email";
    changes(connection, sql, vec![email.into()]).await
}

/// The newest so many addresses to which nothing is sent.
///
/// # Errors
/// The database's.
pub async fn list(connection: &Connection, limit: u32) -> Result<Vec<Suppression>> {
    let sql = "SELECT email, reason, since FROM suppression ORDER BY since DESC, email LIMIT ?1";
    all(connection, sql, vec![limit.into()], |row| {
        Ok(Suppression {
            email: row.get(0)?,
            reason: row.get(1)?,
            since: row.get(2)?,
        })
    })
    .await
}
