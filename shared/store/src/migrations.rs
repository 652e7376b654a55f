//! The schema, step by step.

use sha2::{Digest, Sha256};

use crate::{Connection, Error, Result};

/// The migrations in their order. One that has been released never changes:
/// its checksum stands in every database that it was applied to.
const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001_registry",
        include_str!("../migrations/0001_registry.sql"),
    ),
    ("0002_counts", include_str!("../migrations/0002_counts.sql")),
    ("0003_watch", include_str!("../migrations/0003_watch.sql")),
    ("0004_people", include_str!("../migrations/0004_people.sql")),
    ("0005_pushes", include_str!("../migrations/0005_pushes.sql")),
    ("0006_guard", include_str!("../migrations/0006_guard.sql")),
    ("0007_late", include_str!("../migrations/0007_late.sql")),
    (
        "0008_restoration",
        include_str!("../migrations/0008_restoration.sql"),
    ),
];

/// Applies what is missing, in one transaction. Of several functions that
/// start at once, one applies and the others find it done.
///
/// # Errors
/// A migration failed, or one that was applied has changed since.
pub async fn apply(connection: &Connection) -> Result<()> {
    let version = version(connection).await?;
    if version == MIGRATIONS.len() {
        return Ok(());
    }
    if version == 0 {
        // Stays with the file. Readers then never wait for the writer.
        let wal = "PRAGMA journal_mode = WAL";
        connection.one(wal, Vec::new()).await?;
    }
    connection.execute("BEGIN IMMEDIATE", Vec::new()).await?;
    match missing(connection).await {
        Ok(()) => connection.execute("COMMIT", Vec::new()).await,
        Err(error) => {
            connection.execute("ROLLBACK", Vec::new()).await?;
            Err(error)
        }
    }
}

async fn missing(connection: &Connection) -> Result<()> {
    connection
        .execute(
            "CREATE TABLE IF NOT EXISTS migration (
                 version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum BLOB NOT NULL
             ) STRICT",
            Vec::new(),
        )
        .await?;
    let applied = connection
        .query(
            "SELECT name, checksum FROM migration ORDER BY version",
            Vec::new(),
        )
        .await?;
    for (position, (name, sql)) in MIGRATIONS.iter().enumerate() {
        let checksum = Sha256::digest(sql.as_bytes()).to_vec();
        if let Some(row) = applied.get(position) {
            if row.get::<Vec<u8>>(1)? != checksum {
                return Err(Error::Other(format!(
                    "migration {name} has changed since it was applied"
                )));
            }
            continue;
        }
        for statement in statements(sql) {
            connection.execute(statement, Vec::new()).await?;
        }
        connection
            .execute(
                "INSERT INTO migration (name, checksum) VALUES (?1, ?2)",
                vec![(*name).into(), checksum.as_slice().into()],
            )
            .await?;
    }
    connection
        .execute(
            &format!("PRAGMA user_version = {}", MIGRATIONS.len()),
            Vec::new(),
        )
        .await
}

async fn version(connection: &Connection) -> Result<usize> {
    let row = connection.one("PRAGMA user_version", Vec::new()).await?;
    let version = row.get::<u32>(0)? as usize;
    if version > MIGRATIONS.len() {
        return Err(Error::Other(format!(
            "the database is of a newer release (schema {version}, here {})",
            MIGRATIONS.len()
        )));
    }
    Ok(version)
}

/// The statements of a migration: each ends with a semicolon before an empty
/// line, which no trigger's body contains.
fn statements(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(";\n\n")
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn open(path: &std::path::Path) -> Connection {
        Connection::open_file(path)
            .now_or_never()
            .expect("native calls do not wait")
            .expect("a database")
    }

    #[test]
    fn a_second_start_finds_the_schema_done() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        drop(open(&path));
        let again = open(&path);
        let found = version(&again)
            .now_or_never()
            .expect("native")
            .expect("a version");
        assert_eq!(found, MIGRATIONS.len());
    }

    #[test]
    fn a_changed_migration_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let connection = open(&path);
        for sql in [
            "UPDATE migration SET checksum = x'00' WHERE version = 1",
            "PRAGMA user_version = 1",
        ] {
            connection
                .execute(sql, Vec::new())
                .now_or_never()
                .expect("native")
                .expect("done");
        }
        let refused = apply(&connection).now_or_never().expect("native");
        assert_eq!(
            refused,
            Err(Error::Other(
                "migration 0001_registry has changed since it was applied".to_owned()
            ))
        );
    }

    #[test]
    fn a_trigger_is_one_statement() {
        let sql = "CREATE TABLE a (b);\n\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\nEND;\n\n";
        assert_eq!(statements(sql).count(), 2);
    }
}
