//! Where a client wants incidents told to systems of its own.

use super::{all, changes};
use crate::{Connection, Result};

/// A client's webhook, as far as it may be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: i64,
    /// The address to which incidents are posted, at most 500 bytes.
    pub url: String,
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
}

/// Gives a client a webhook and returns the webhook's id. Posts are signed with
/// the secret, which therefore is kept as it is.
///
/// # Errors
/// [`crate::Error::Reference`] where there is no such client.
pub async fn create(
    connection: &Connection,
    client: i64,
    url: &str,
    secret: &str,
    now: i64,
) -> Result<i64> {
    let sql = "INSERT INTO webhook (client_id, url, secret, created_at)
         VALUES (?1, ?2, ?3, ?4) RETURNING id";
    let parameters = vec![client.into(), url.into(), secret.into(), now.into()];
    connection.one(sql, parameters).await?.get(0)
}

/// Removes a webhook; `false` where the client has no such webhook.
///
/// # Errors
/// The database's.
pub async fn delete(connection: &Connection, client: i64, id: i64) -> Result<bool> {
    let sql = "DELETE FROM webhook WHERE id = ?1 AND client_id = ?2 RETURNING id";
    changes(connection, sql, vec![id.into(), client.into()]).await
}

/// The webhooks of a client, oldest first.
///
/// # Errors
/// The database's.
pub async fn list(connection: &Connection, client: i64) -> Result<Vec<Webhook>> {
    let sql = "SELECT id, url, created_at FROM webhook WHERE client_id = ?1 ORDER BY id";
    all(connection, sql, vec![client.into()], |row| {
        let (id, url) = (row.get(0)?, row.get(1)?);
        Ok(Webhook {
            id,
            url,
            created_at: row.get(2)?,
        })
    })
    .await
}
