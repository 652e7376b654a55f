//! The current release of each model's firmware, and of the local server's
//! software under the model `server`.

use super::{all, changes};
use crate::{Connection, Result};

/// The current release of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The maker's name of the model, 1 to 100 characters, or `server`.
    pub model: String,
    /// The release, 1 to 64 characters.
    pub version: String,
}

/// Says which release of a model is current.
///
/// # Errors
/// The database's.
pub async fn put(connection: &Connection, current: &Version) -> Result<()> {
    let sql = "INSERT INTO current_version (model, version) VALUES (?1, ?2)
         ON CONFLICT (model) DO UPDATE SET version = excluded.version";
    let Version { model, version } = current.clone();
    connection
        .execute(sql, vec![model.into(), version.into()])
        .await
}

/// Forgets which release of a model is current; `false` where it was not known.
///
/// # Errors
/// The database's.
pub async fn delete(connection: &Connection, model: &str) -> Result<bool> {
    let sql = "DELETE FROM current_version WHERE model = ?1 RETURNING model";
    changes(connection, sql, vec![model.into()]).await
}

/// The current releases, by model.
///
/// # Errors
/// The database's.
pub async fn list(connection: &Connection) -> Result<Vec<Version>> {
    let sql = "SELECT model, version FROM current_version ORDER BY model";
    all(connection, sql, Vec::new(), |row| {
        Ok(Version {
            model: row.get(0)?,
            version: row.get(1)?,
        })
    })
    .await
}
