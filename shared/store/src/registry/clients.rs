//! Clients: the organisations that are looked after.

use super::{Window, all, changes, one};
use crate::{Connection, Result, Row};

/// What an administrator says of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// Its taxpayer number, 10 or 12 digits.
    pub inn: Option<String>,
}

/// A client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its id.
    pub id: i64,
    /// What is said of it.
    pub draft: Draft,
    /// Since when it is known, in seconds since 1970.
    pub created_at: i64,
}

/// Enters a client and returns its id.
///
/// # Errors
/// [`crate::Error::NotUnique`] where another client has its INN.
pub async fn create(connection: &Connection, draft: &Draft, now: i64) -> Result<i64> {
    let sql = "INSERT INTO client (name, inn, created_at) VALUES (?1, ?2, ?3) RETURNING id";
    let Draft { name, inn } = draft.clone();
    connection
        .one(sql, vec![name.into(), inn.into(), now.into()])
        .await?
        .get(0)
}

/// Replaces what is said of a client; `false` where there is none.
///
/// # Errors
/// As [`create`].
pub async fn update(connection: &Connection, id: i64, draft: &Draft) -> Result<bool> {
    let sql = "UPDATE client SET name = ?2, inn = ?3 WHERE id = ?1 RETURNING id";
    let Draft { name, inn } = draft.clone();
    changes(connection, sql, vec![id.into(), name.into(), inn.into()]).await
}

/// One client.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<Client>> {
    let sql = "SELECT id, name, inn, created_at FROM client
         WHERE id = ?1 AND (?2 IS NULL OR id = ?2)";
    one(connection, sql, vec![id.into(), tenant.into()], client).await
}

/// A page of the clients.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    window: Window,
) -> Result<Vec<Client>> {
    let sql = "SELECT id, name, inn, created_at FROM client
         WHERE ?1 < id AND (?3 IS NULL OR id = ?3) ORDER BY id LIMIT ?2";
    let parameters = vec![window.after.into(), window.limit.into(), tenant.into()];
    all(connection, sql, parameters, client).await
}

fn client(row: &Row) -> Result<Client> {
    let draft = Draft {
        name: row.get(1)?,
        inn: row.get(2)?,
    };
    Ok(Client {
        id: row.get(0)?,
        draft,
        created_at: row.get(3)?,
    })
}
