//! Clients' keys, by their hashes: for reading their own figures, and some for answering
//! their incidents.

use crate::{Connection, Result};

/// A client's key, as far as it may be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// Whether its holder also answers incidents.
    pub answers: bool,
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
    answers: bool,
    hash: &[u8; 32],
    now: i64,
) -> Result<i64> {
    let sql = "INSERT INTO api_key (client_id, name, answers, hash, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    let parameters = vec![
        client.into(),
        name.into(),
        answers.into(),
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
    let sql = "SELECT id, name, answers, created_at, revoked_at FROM api_key
         WHERE client_id = ?1 ORDER BY id";
    let rows = connection.query(sql, vec![client.into()]).await?;
    rows.iter()
        .map(|row| {
            let (id, name) = (row.get(0)?, row.get(1)?);
            Ok(Key {
                id,
                name,
                answers: row.get(2)?,
                created_at: row.get(3)?,
                revoked_at: row.get(4)?,
            })
        })
        .collect()
}

/// The client that holds the key of this hash, unless it was revoked, and whether it
/// also answers incidents with it.
///
/// # Errors
/// The database's.
pub async fn client_of(connection: &Connection, hash: &[u8; 32]) -> Result<Option<(i64, bool)>> {
    let sql = "SELECT client_id, answers FROM api_key WHERE hash = ?1 AND revoked_at IS NULL";
    let row = connection.find(sql, vec![hash.as_slice().into()]).await?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::migrations;

    #[test]
    fn keys_from_before_answer_still() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let connection = Connection::open_file(&path);
        let connection = connection.now_or_never().expect("native").expect("opened");
        let run = |sql: &str| {
            let done = connection.execute(sql, Vec::new()).now_or_never();
            done.expect("native").expect(sql);
        };
        // As it was before keys could be told apart.
        for sql in [
            "DROP TABLE restored_hour",
            "DROP TABLE restored",
            "DROP TABLE restoration_event",
            "DROP TABLE restoration",
            "DROP INDEX count_long",
            "DROP INDEX count_late",
            "DROP INDEX guess_last",
            "DROP INDEX incident_unclosed",
            "DROP TABLE hashing",
            "ALTER TABLE api_key DROP COLUMN answers",
            "DELETE FROM migration WHERE '0006' <= name",
            "PRAGMA user_version = 5",
            "INSERT INTO client VALUES (1, 'Client', NULL, 0)",
            "INSERT INTO api_key VALUES (1, zeroblob(32), 1, 'Before', 0, NULL)",
        ] {
            run(sql);
        }
        let applied = migrations::apply(&connection).now_or_never();
        applied.expect("native").expect("applied");
        for (hash, answers) in [([1; 32], false), ([2; 32], true)] {
            let made = create(&connection, 1, "After", answers, &hash, 0).now_or_never();
            made.expect("native").expect("a key");
        }
        let check = |hash: [u8; 32], expected: Option<(i64, bool)>| {
            let found = client_of(&connection, &hash).now_or_never();
            assert_eq!(found.expect("native"), Ok(expected));
        };
        check([0; 32], Some((1, true)));
        check([1; 32], Some((1, false)));
        check([2; 32], Some((1, true)));
        check([3; 32], None);
        let listed = list(&connection, 1).now_or_never();
        let listed = listed.expect("native").expect("keys");
        let answers: Vec<_> = listed.iter().map(|key| key.answers).collect();
        assert_eq!(answers, [true, false, true]);
    }
}
