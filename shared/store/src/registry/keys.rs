//! Clients' keys for reading their own figures, by their hashes.

use crate::{Connection, Result};

/// A client's key, as far as it may be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

/// Gives a client a key and returns the key's id.
///
/// # Errors
/// [`crate::Error::Reference`] where there is no such client.
pub async fn create(
    connection: &Connection,
    client: i64,
    name: &str,
    hash: &[u8; 32],
    now: i64,
) -> Result<i64> {
    let sql = "INSERT INTO api_key (client_id, name, hash, created_at)
         VALUES (?1, ?2, ?3, ?4) RETURNING id";
    let parameters = vec![
        client.into(),
        name.into(),
        hash.as_slice().into(),
        now.into(),
    ];
    connection.one(sql, parameters).await?.get(0)
}

/// Revokes a key; `false` where the client has no such key.
///
/// # Errors
/// The database's.
pub async fn revoke(connection: &Connection, client: i64, id: i64, now: i64) -> Result<bool> {
    let sql = "UPDATE api_key SET revoked_at = coalesce(revoked_at, ?3)
         WHERE id = ?1 AND client_id = ?2 RETURNING id";
    let row = connection
        .find(sql, vec![id.into(), client.into(), now.into()])
        .await?;
    Ok(row.is_some())
}

/// The keys of a client, oldest first.
///
/// # Errors
/// The database's.
pub async fn list(connection: &Connection, client: i64) -> Result<Vec<Key>> {
    let sql = "SELECT id, name, created_at, revoked_at FROM api_key
         WHERE client_id = ?1 ORDER BY id";
    let rows = connection.query(sql, vec![client.into()]).await?;
    rows.iter()
        .map(|row| {
            let (id, name) = (row.get(0)?, row.get(1)?);
            Ok(Key {
                id,
                name,
                created_at: row.get(2)?,
                revoked_at: row.get(3)?,
            })
        })
        .collect()
}

/// The client that holds the key of this hash, unless it was revoked.
///
/// # Errors
/// The database's.
pub async fn client_of(connection: &Connection, hash: &[u8; 32]) -> Result<Option<i64>> {
    let sql = "SELECT client_id FROM api_key WHERE hash = ?1 AND revoked_at IS NULL";
    let row = connection.find(sql, vec![hash.as_slice().into()]).await?;
    row.map(|row| row.get(0)).transpose()
}
