//! Attempts to sign in, and other things that are done again and again: who does too
//! much of them waits.

use crate::{Connection, Result};

/// Attempts are forgotten so many seconds after the last one: a day. The longest wait
/// is far shorter, so that whoever waits it out does not begin anew.
const FORGOTTEN: i64 = 86_400;

/// The longest wait in seconds: 15 minutes.
const LONGEST: i64 = 900;

/// So many that are forgotten are taken away at once.
const TIDIED: i64 = 500;

/// How long is waited once the free attempts are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// After each attempt longer: 2, 4, 8 seconds and so on, at most 15 minutes.
    Growing,
    /// Until a moment, in seconds since 1970.
    Until(i64),
}

/// Counts an attempt before its password is looked at, so that none of several at
/// once slips through. `Some(seconds)` where it must wait: it was not counted.
/// So many attempts are free of waiting.
///
/// # Errors
/// The database's.
pub async fn count(
    connection: &Connection,
    subject: &str,
    free: i64,
    wait: Wait,
    now: i64,
) -> Result<Option<i64>> {
    let times = format!("CASE WHEN last_at + {FORGOTTEN} <= ?2 THEN 1 ELSE times + 1 END");
    let growing = format!("?2 + min({LONGEST}, 2 << min(20, ({times}) - ?3))");
    let sql = format!(
        "INSERT INTO guess VALUES (?1, 1, ?2, 0) ON CONFLICT (subject) DO UPDATE SET
             times = {times}, last_at = ?2,
             blocked_until = CASE WHEN ({times}) < ?3 THEN 0 ELSE coalesce(?4, {growing}) END
         WHERE blocked_until <= ?2 RETURNING times"
    );
    let until = match wait {
        Wait::Growing => None,
        Wait::Until(until) => Some(until),
    };
    let parameters = vec![subject.into(), now.into(), free.into(), until.into()];
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
/// succeeded, or was not looked at. The others still count.
///
/// # Errors
/// The database's.
pub async fn pardon(connection: &Connection, subject: &str) -> Result<()> {
    let sql = "UPDATE guess SET times = max(0, times - 1), blocked_until = 0 WHERE subject = ?1";
    connection.execute(sql, vec![subject.into()]).await
}

/// Takes away attempts that no longer count, the oldest first, as many as take no
/// time: it is done along with each attempt.
///
/// # Errors
/// The database's.
pub async fn tidy(connection: &Connection, now: i64) -> Result<()> {
    let sql = "DELETE FROM guess WHERE subject IN
         (SELECT subject FROM guess WHERE last_at <= ?1 ORDER BY last_at LIMIT ?2)";
    let parameters = vec![(now - FORGOTTEN).into(), TIDIED.into()];
    connection.execute(sql, parameters).await
}
