//! Systems: sensors and their server, of a local or a cloud edition.

use super::{Window, all, changes, one, word, words};
use crate::{Connection, Error, Result, Row};

/// Where a system's server stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// The client's own server, synchronised with the data centre.
    Local,
    /// The data centre itself.
    Cloud,
}

words!(Edition {
    Local = "local",
    Cloud = "cloud",
});

/// The service plan of all sensors of a system (S2 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// ПРОФ.
    Prof,
    /// КОРП, which alone includes visits.
    Korp,
}

words!(Plan {
    Prof = "prof",
    Korp = "korp",
});

/// What an administrator says of a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whose it is.
    pub client_id: i64,
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// Its edition.
    pub edition: Edition,
    /// Its service plan, if one was agreed.
    pub plan: Option<Plan>,
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
    let sql = "INSERT INTO system (client_id, name, edition, plan, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    let Draft {
        client_id,
        name,
        edition,
        plan,
    } = draft.clone();
    let parameters = vec![
        client_id.into(),
        name.into(),
        edition.id().into(),
        plan.map(Plan::id).into(),
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
    let sql = "UPDATE system SET name = ?3, edition = ?4, plan = ?5
         WHERE id = ?1 AND client_id = ?2 RETURNING id";
    let Draft {
        client_id,
        name,
        edition,
        plan,
    } = draft.clone();
    let parameters = vec![
        id.into(),
        client_id.into(),
        name.into(),
        edition.id().into(),
        plan.map(Plan::id).into(),
    ];
    changes(connection, sql, parameters).await
}

/// One system.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<System>> {
    let sql = format!("{SELECT} WHERE id = ?1 AND (?2 IS NULL OR client_id = ?2)");
    one(connection, &sql, vec![id.into(), tenant.into()], system).await
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
    let sql = format!(
        "{SELECT} WHERE ?1 < id AND (?3 IS NULL OR client_id = ?3)
           AND (?4 IS NULL OR client_id = ?4) ORDER BY id LIMIT ?2"
    );
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        client.into(),
    ];
    all(connection, &sql, parameters, system).await
}

const SELECT: &str = "SELECT id, client_id, name, edition, plan, created_at FROM system";

fn system(row: &Row) -> Result<System> {
    let plan = row.get::<Option<String>>(4)?;
    let draft = Draft {
        client_id: row.get(1)?,
        name: row.get(2)?,
        edition: word(row, 3, Edition::from_id)?,
        plan: plan
            .map(|plan| Plan::from_id(&plan).ok_or(Error::Unexpected { column: 4 }))
            .transpose()?,
    };
    Ok(System {
        id: row.get(0)?,
        draft,
        created_at: row.get(5)?,
    })
}
