//! Changes of the production calendar, in the order in which they were entered.

use spp_calendar::Production;

use super::all;
use crate::{Connection, Error, Result};

/// A change of the production calendar. It is never removed: what was computed
/// with it has to stay explicable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decree {
    /// Its id.
    pub id: i64,
    /// When it was entered, in seconds since 1970.
    pub entered_at: i64,
    /// What it says, a JSON document.
    pub document: String,
}

/// Enters a decree, a JSON document, and returns its id.
///
/// # Errors
/// The database's.
pub async fn create(connection: &Connection, document: &str, now: i64) -> Result<i64> {
    let sql = "INSERT INTO decree (entered_at, document) VALUES (?1, ?2) RETURNING id";
    let row = connection.one(sql, vec![now.into(), document.into()]).await;
    row?.get(0)
}

/// All decrees, oldest first; a later one wins.
///
/// # Errors
/// The database's.
pub async fn list(connection: &Connection) -> Result<Vec<Decree>> {
    let sql = "SELECT id, entered_at, document FROM decree ORDER BY id";
    all(connection, sql, Vec::new(), |row| {
        Ok(Decree {
            id: row.get(0)?,
            entered_at: row.get(1)?,
            document: row.get(2)?,
        })
    })
    .await
}

/// The production calendar with the decrees that were entered.
///
/// # Errors
/// The database's; a decree that cannot be read, which those that were entered can.
pub async fn calendar(connection: &Connection) -> Result<Production> {
    let entered = list(connection).await?;
    let decrees = entered
        .iter()
        .map(|decree| serde_json::from_str(&decree.document))
        .collect::<std::result::Result<Vec<spp_calendar::Decree>, _>>()
        .map_err(|error| Error::Other(error.to_string()))?;
    let calendar = Production::built_in().with_decrees(&decrees);
    calendar.map_err(|error| Error::Other(error.to_string()))
}
