//! Systems: sensors and their server, of a local or a cloud edition.

use super::Window;
use crate::{Connection, Error, Result, Row};

/// Where a system's server stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// The client's own server, synchronised with the data centre.
    Local,
    /// The data centre itself.
    Cloud,
}

/// What an administrator says of a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whose it is.
    pub client_id: i64,
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// Its edition.
    pub edition: Edition,
}

/// A system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// Its id.
    pub id: i64,
    /// What is said of it.
    pub draft: Draft,
    /// Since when it is known, in seconds since 1970.
    pub created_at: i64,
}

/// Enters a system and returns its id.
///
/// # Errors
/// [`Error::Reference`] where there is no such client.
pub async fn create(connection: &Connection, draft: &Draft, now: i64) -> Result<i64> {
    let sql = "INSERT INTO system (client_id, name, edition, created_at)
         VALUES (?1, ?2, ?3, ?4) RETURNING id";
    let Draft {
        client_id,
        name,
        edition,
    } = draft.clone();
    let parameters = vec![
        client_id.into(),
        name.into(),
        word(edition).into(),
        now.into(),
    ];
    connection.one(sql, parameters).await?.get(0)
}

/// Replaces what is said of a system, but not whose it is; `false` where the
/// client has no such system.
///
/// # Errors
/// The database's.
pub async fn update(connection: &Connection, id: i64, draft: &Draft) -> Result<bool> {
    let sql = "UPDATE system SET name = ?3, edition = ?4
         WHERE id = ?1 AND client_id = ?2 RETURNING id";
    let Draft {
        client_id,
        name,
        edition,
    } = draft.clone();
    let parameters = vec![
        id.into(),
        client_id.into(),
        name.into(),
        word(edition).into(),
    ];
    Ok(connection.find(sql, parameters).await?.is_some())
}

/// One system.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<System>> {
    let sql = "SELECT id, client_id, name, edition, created_at FROM system
         WHERE id = ?1 AND (?2 IS NULL OR client_id = ?2)";
    let row = connection.find(sql, vec![id.into(), tenant.into()]).await?;
    row.as_ref().map(system).transpose()
}

/// A page of the systems, of one client if told.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    client: Option<i64>,
    window: Window,
) -> Result<Vec<System>> {
    let sql = "SELECT id, client_id, name, edition, created_at FROM system
         WHERE ?1 < id AND (?3 IS NULL OR client_id = ?3) AND (?4 IS NULL OR client_id = ?4)
         ORDER BY id LIMIT ?2";
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        client.into(),
    ];
    connection
        .query(sql, parameters)
        .await?
        .iter()
        .map(system)
        .collect()
}

fn word(edition: Edition) -> &'static str {
    match edition {
        Edition::Local => "local",
        Edition::Cloud => "cloud",
    }
}

fn system(row: &Row) -> Result<System> {
    let edition = match row.get::<String>(3)?.as_str() {
        "local" => Edition::Local,
        "cloud" => Edition::Cloud,
        _ => return Err(Error::Unexpected { column: 3 }),
    };
    let draft = Draft {
        client_id: row.get(1)?,
        name: row.get(2)?,
        edition,
    };
    Ok(System {
        id: row.get(0)?,
        draft,
        created_at: row.get(4)?,
    })
}
