//! Clients' keys for reading their own figures.

use crate::{Connection, Result};

/// The client that holds the key of this hash, unless it was revoked.
///
/// # Errors
/// The database's.
pub async fn client_of(connection: &Connection, hash: &[u8; 32]) -> Result<Option<i64>> {
    connection
        .find(
            "SELECT client_id FROM api_key WHERE hash = ?1 AND revoked_at IS NULL",
            vec![hash.as_slice().into()],
        )
        .await?
        .map(|row| row.get(0))
        .transpose()
}
