//! Sensors' tokens, by their hashes.

use crate::{Connection, Result};

/// A token of a sensor, as far as it may be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
    /// When it ceases to be good, if it is on the way out.
    pub expires_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

/// Gives a sensor a new token. The ones before it stay good for so many
/// seconds, so that the device can be told the new one without a gap.
///
/// # Errors
/// [`crate::Error::Reference`] where there is no such sensor.
pub async fn rotate(
    connection: &crate::Transaction,
    sensor: i64,
    hash: &[u8; 32],
    overlap: u32,
    now: i64,
) -> Result<()> {
    let sql = "UPDATE sensor_token SET expires_at = ?2 + ?3
         WHERE sensor_id = ?1 AND revoked_at IS NULL
           AND (expires_at IS NULL OR ?2 + ?3 < expires_at)";
    connection
        .execute(sql, vec![sensor.into(), now.into(), overlap.into()])
        .await?;
    let sql = "INSERT INTO sensor_token (hash, sensor_id, created_at) VALUES (?1, ?2, ?3)";
    connection
        .execute(sql, vec![hash.as_slice().into(), sensor.into(), now.into()])
        .await
}

/// Revokes all tokens of a sensor: until it is given another one, nothing of
/// it is taken.
///
/// # Errors
/// The database's.
pub async fn revoke(connection: &Connection, sensor: i64, now: i64) -> Result<()> {
    let sql = "UPDATE sensor_token SET revoked_at = ?2 WHERE sensor_id = ?1 AND revoked_at IS NULL";
    connection
        .execute(sql, vec![sensor.into(), now.into()])
        .await
}

/// The tokens of a sensor, oldest first.
///
/// # Errors
/// The database's.
pub async fn list(connection: &Connection, sensor: i64) -> Result<Vec<Token>> {
    let sql = "SELECT created_at, expires_at, revoked_at FROM sensor_token
         WHERE sensor_id = ?1 ORDER BY created_at";
    let rows = connection.query(sql, vec![sensor.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Token {
                created_at: row.get(0)?,
                expires_at: row.get(1)?,
                revoked_at: row.get(2)?,
            })
        })
        .collect()
}
