//! Local servers of systems, as they last made themselves known.

use super::one;
use crate::{Connection, Result};

/// A system's local server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// When it last synchronised with the data centre, in seconds since 1970.
    pub synced_at: i64,
    /// The version of its software, if it was ever told.
    pub version: Option<String>,
}

/// Enters that a system's server has synchronised. Without a version, the one
/// that was known stays.
///
/// # Errors
/// [`crate::Error::Reference`] where there is no such system.
pub async fn put(connection: &Connection, system: i64, server: &Server) -> Result<()> {
    let sql = "INSERT INTO server_state (system_id, synced_at, version) VALUES (?1, ?2, ?3)
         ON CONFLICT (system_id) DO UPDATE SET
             synced_at = excluded.synced_at, version = coalesce(excluded.version, version)";
    let Server { synced_at, version } = server.clone();
    connection
        .execute(sql, vec![system.into(), synced_at.into(), version.into()])
        .await
}

/// The server of a system; `None` before it has first synchronised.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, system: i64) -> Result<Option<Server>> {
    let sql = "SELECT synced_at, version FROM server_state WHERE system_id = ?1";
    one(connection, sql, vec![system.into()], |row| {
        Ok(Server {
            synced_at: row.get(0)?,
            version: row.get(1)?,
        })
    })
    .await
}
