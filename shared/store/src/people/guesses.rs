//! Attempts to sign in: who guesses waits, longer each time.

use crate::{Connection, Result};

/// Attempts are forgotten so many seconds after the last one: 15 minutes.
const FORGOTTEN: i64 = 900;

/// The longest wait in seconds: 15 minutes.
const LONGEST: i64 = 900;

/// Counts an attempt before its password is looked at, so that none of several at
/// once slips through. `Some(seconds)` where it must wait: it was not counted.
///
/// After `free` attempts without a success each one is followed by a wait of 2, 4,
/// 8 seconds and so on, at most 15 minutes.
///
/// # Errors
/// The database's.
pub async fn count(
    connection: &Connection,
    subject: &str,
    free: i64,
    now: i64,
) -> Result<Option<i64>> {
    let times = format!("CASE WHEN last_at + {FORGOTTEN} <= ?2 THEN 1 ELSE times + 1 END");
    let sql = format!(
        "INSERT INTO guess VALUES (?1, 1, ?2, 0) ON CONFLICT (subject) DO UPDATE SET
             times = {times}, last_at = ?2,
             blocked_until = CASE WHEN ({times}) < ?3 THEN 0
                 ELSE ?2 + min({LONGEST}, 2 << min(20, ({times}) - ?3)) END
         WHERE blocked_until <= ?2 RETURNING times"
    );
    let parameters = vec![subject.into(), now.into(), free.into()];
    if connection.find(&sql, parameters).await?.is_some() {
        return Ok(None);
    }
    let sql = "SELECT blocked_until - ?2 FROM guess WHERE subject = ?1";
    let row = connection
        .find(sql, vec![subject.into(), now.into()])
        .await?;
    row.map(|row| row.get::<i64>(0).map(|wait| wait.max(1)))
        .transpose()
}

/// Forgets the attempts of a subject: it has succeeded.
///
/// # Errors
/// The database's.
pub async fn forget(connection: &Connection, subject: &str) -> Result<()> {
    let sql = "DELETE FROM guess WHERE subject = ?1";
    connection.execute(sql, vec![subject.into()]).await
}

/// Takes one attempt of a subject back, and what it would wait for it: that one has
/// succeeded. The others still count.
///
/// # Errors
/// The database's.
pub async fn pardon(connection: &Connection, subject: &str) -> Result<()> {
    let sql = "UPDATE guess SET times = max(0, times - 1), blocked_until = 0 WHERE subject = ?1";
    connection.execute(sql, vec![subject.into()]).await
}

/// Forgets the attempts that no longer count.
///
/// # Errors
/// The database's.
pub async fn tidy(connection: &Connection, now: i64) -> Result<()> {
    let sql = "DELETE FROM guess WHERE last_at + ?2 <= ?1 AND blocked_until <= ?1";
    connection
        .execute(sql, vec![now.into(), FORGOTTEN.into()])
        .await
}
