//! Entrances: the doors of a site through which people are counted.

use super::{Window, all, changes, one};
use crate::{Connection, Result, Row};

/// What an administrator says of an entrance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The site that it leads to.
    pub site_id: i64,
    /// Its name, 1 to 200 characters.
    pub name: String,
}

/// An entrance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrance {
    /// Its id.
    pub id: i64,
    /// What is said of it.
    pub draft: Draft,
    /// Since when it is known, in seconds since 1970.
    pub created_at: i64,
}

/// Enters an entrance and returns its id.
///
/// # Errors
/// [`crate::Error::Reference`] where there is no such site.
pub async fn create(connection: &Connection, draft: &Draft, now: i64) -> Result<i64> {
    let sql = "INSERT INTO entrance (site_id, name, created_at) VALUES (?1, ?2, ?3) RETURNING id";
    let Draft { site_id, name } = draft.clone();
    connection
        .one(sql, vec![site_id.into(), name.into(), now.into()])
        .await?
        .get(0)
}

/// Renames an entrance; `false` where the site has no such entrance.
///
/// # Errors
/// The database's.
pub async fn update(connection: &Connection, id: i64, draft: &Draft) -> Result<bool> {
    let sql = "UPDATE entrance SET name = ?3 WHERE id = ?1 AND site_id = ?2 RETURNING id";
    let Draft { site_id, name } = draft.clone();
    changes(
        connection,
        sql,
        vec![id.into(), site_id.into(), name.into()],
    )
    .await
}

/// One entrance.
///
/// # Errors
/// The database's.
pub async fn get(
    connection: &Connection,
    id: i64,
    tenant: Option<i64>,
) -> Result<Option<Entrance>> {
    let sql = "SELECT e.id, e.site_id, e.name, e.created_at
         FROM entrance e JOIN site ON site.id = e.site_id
         WHERE e.id = ?1 AND (?2 IS NULL OR site.client_id = ?2)";
    one(connection, sql, vec![id.into(), tenant.into()], entrance).await
}

/// A page of the entrances, of one site if told.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    site: Option<i64>,
    window: Window,
) -> Result<Vec<Entrance>> {
    let sql = "SELECT e.id, e.site_id, e.name, e.created_at
         FROM entrance e JOIN site ON site.id = e.site_id
         WHERE ?1 < e.id AND (?3 IS NULL OR site.client_id = ?3) AND (?4 IS NULL OR site.id = ?4)
         ORDER BY e.id LIMIT ?2";
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        site.into(),
    ];
    all(connection, sql, parameters, entrance).await
}

fn entrance(row: &Row) -> Result<Entrance> {
    let draft = Draft {
        site_id: row.get(1)?,
        name: row.get(2)?,
    };
    Ok(Entrance {
        id: row.get(0)?,
        draft,
        created_at: row.get(3)?,
    })
}
