//! Imports of history: how far each has come, and what it could not read.

use crate::{Connection, Result, Row, Transaction, registry::Window};

/// How far an import has come; written with the rows themselves, so that it is
/// never ahead of them nor behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Its id.
    pub id: i64,
    /// The name that its sender gave it.
    pub name: String,
    /// The header line, which also a piece from the middle needs.
    pub header: Option<String>,
    /// The next line that is wanted, from 1.
    pub next_line: i64,
    /// The next byte that is wanted, from 0, unpacked.
    pub next_byte: i64,
    /// Rows stored.
    pub stored: i64,
    /// Rows known before.
    pub repeated: i64,
    /// Rows at odds with what was known, which stays.
    pub conflicting: i64,
    /// Lines that could not be read.
    pub refused: i64,
    /// Whether the end was reached.
    pub complete: bool,
    /// When it last moved, in seconds since 1970.
    pub updated_at: i64,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine {
    /// Which, from 1.
    pub line: i64,
    /// Why, in English.
    pub english: String,
    /// Why, in Russian.
    pub russian: String,
}

/// Of one import so many refused lines are kept; further ones are counted.
pub const MOST_REFUSALS: i64 = 10_000;

/// The import of that owner and name, begun now if there is none.
///
/// # Errors
/// The database's.
pub async fn begin(
    transaction: &Transaction,
    owner: &str,
    name: &str,
    now: i64,
) -> Result<Progress> {
    let sql = "INSERT INTO history_import (owner, name, next_line, next_byte, stored, repeated,
             conflicting, refused, complete, updated_at)
         VALUES (?1, ?2, 1, 0, 0, 0, 0, 0, 0, ?3)
         ON CONFLICT (owner, name) DO NOTHING";
    let parameters = vec![owner.into(), name.into(), now.into()];
    transaction.execute(sql, parameters).await?;
    let sql = format!("{SELECT} WHERE owner = ?1 AND name = ?2");
    progress(
        &transaction
            .one(&sql, vec![owner.into(), name.into()])
            .await?,
    )
}

/// Sets a finished import back to its beginning, without its refused lines.
///
/// # Errors
/// The database's.
pub async fn restart(
    transaction: &Transaction,
    id: i64,
    name: String,
    now: i64,
) -> Result<Progress> {
    let sql = "DELETE FROM history_refusal WHERE import_id = ?1";
    transaction.execute(sql, vec![id.into()]).await?;
    let progress = Progress {
        id,
        name,
        header: None,
        next_line: 1,
        next_byte: 0,
        stored: 0,
        repeated: 0,
        conflicting: 0,
        refused: 0,
        complete: false,
        updated_at: now,
    };
    advance(transaction, &progress, &[]).await?;
    Ok(progress)
}

/// The import of that owner and name.
///
/// # Errors
/// The database's.
pub async fn find(connection: &Connection, owner: &str, name: &str) -> Result<Option<Progress>> {
    let sql = format!("{SELECT} WHERE owner = ?1 AND name = ?2");
    let row = connection
        .find(&sql, vec![owner.into(), name.into()])
        .await?;
    row.as_ref().map(progress).transpose()
}

/// Notes how far an import has come, and what it refused on the way.
///
/// # Errors
/// The database's.
pub async fn advance(
    transaction: &Transaction,
    progress: &Progress,
    refused: &[RefusedLine],
) -> Result<()> {
    let sql = "UPDATE history_import SET header = ?2, next_line = ?3, next_byte = ?4, stored = ?5,
             repeated = ?6, conflicting = ?7, refused = ?8, complete = ?9, updated_at = ?10
         WHERE id = ?1";
    let parameters = vec![
        progress.id.into(),
        progress.header.clone().into(),
        progress.next_line.into(),
        progress.next_byte.into(),
        progress.stored.into(),
        progress.repeated.into(),
        progress.conflicting.into(),
        progress.refused.into(),
        progress.complete.into(),
        progress.updated_at.into(),
    ];
    transaction.execute(sql, parameters).await?;
    let before = progress.refused - i64::try_from(refused.len()).unwrap_or(i64::MAX);
    let room = usize::try_from(MOST_REFUSALS - before).unwrap_or_default();
    let rows: Vec<_> = refused
        .iter()
        .take(room)
        .map(|line| (line.line, &line.english, &line.russian))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let rows = serde_json::to_string(&rows).unwrap_or_default();
    let sql = "INSERT INTO history_refusal
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2) WHERE true
         ON CONFLICT DO NOTHING";
    transaction
        .execute(sql, vec![progress.id.into(), rows.into()])
        .await
}

/// A page of the lines that an import refused, by their numbers.
///
/// # Errors
/// The database's.
pub async fn refusals(
    connection: &Connection,
    import: i64,
    window: Window,
) -> Result<Vec<RefusedLine>> {
    let sql = "SELECT line, english, russian FROM history_refusal
         WHERE import_id = ?1 AND ?2 < line ORDER BY line LIMIT ?3";
    let parameters = vec![import.into(), window.after.into(), window.limit.into()];
    let rows = connection.query(sql, parameters).await?;
    rows.iter()
        .map(|row| {
            let (line, english) = (row.get(0)?, row.get(1)?);
            Ok(RefusedLine {
                line,
                english,
                russian: row.get(2)?,
            })
        })
        .collect()
}

const SELECT: &str = "
    SELECT id, name, header, next_line, next_byte, stored, repeated, conflicting, refused,
        complete, updated_at
    FROM history_import";

fn progress(row: &Row) -> Result<Progress> {
    Ok(Progress {
        id: row.get(0)?,
        name: row.get(1)?,
        header: row.get(2)?,
        next_line: row.get(3)?,
        next_byte: row.get(4)?,
        stored: row.get(5)?,
        repeated: row.get(6)?,
        conflicting: row.get(7)?,
        refused: row.get(8)?,
        complete: row.get(9)?,
        updated_at: row.get(10)?,
    })
}
