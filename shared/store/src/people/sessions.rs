//! Sessions: browsers in which somebody has signed in.

use super::Role;
use crate::{Connection, Result, Row};

/// A session ends after so many seconds without a request: 12 hours.
pub const IDLE: i64 = 12 * 3_600;

/// A session ends so many seconds after the sign-in: 30 days.
pub const LONGEST: i64 = 30 * 86_400;

/// A user has at most so many sessions.
pub const MOST: i64 = 20;

/// When a session was last used is written at most once in so many seconds.
const SEEN: i64 = 60;

/// Who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The session's id.
    pub session: i64,
    /// The user's id.
    pub user: i64,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// `ru` or `en`.
    pub language: String,
    /// The organisation of a client's user: id and name.
    pub client: Option<(i64, String)>,
    /// When the session began, in seconds since 1970.
    pub created_at: i64,
    /// When the session was last used.
    pub seen_at: i64,
}

/// A session, as its user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The id.
    pub id: i64,
    /// When it began, in seconds since 1970.
    pub created_at: i64,
    /// When it was last used.
    pub seen_at: i64,
    /// From which network address it began.
    pub address: Option<String>,
    /// In which browser.
    pub agent: Option<String>,
}

/// Where somebody signs in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The network address.
    pub address: Option<String>,
    /// The browser's name.
    pub agent: Option<String>,
}

/// Who has signed in with the token of this hash, unless the session is over or
/// the user disabled.
///
/// # Errors
/// The database's.
pub async fn person(connection: &Connection, hash: &[u8], now: i64) -> Result<Option<Person>> {
    let sql = "SELECT s.id, u.id, u.name, u.email, u.role, u.language, u.client_id, c.name,
             s.created_at, s.seen_at
         FROM session s JOIN user u ON u.id = s.user_id LEFT JOIN client c ON c.id = u.client_id
         WHERE s.hash = ?1 AND u.disabled_at IS NULL AND ?2 < s.seen_at + ?3 AND ?2 < s.created_at + ?4";
    let parameters = vec![hash.into(), now.into(), IDLE.into(), LONGEST.into()];
    let row = connection.find(sql, parameters).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Person> {
    Ok(Person {
        session: row.get(0)?,
        user: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
        role: Role::read(row, 4)?,
        language: row.get(5)?,
        client: row.get::<Option<i64>>(6)?.zip(row.get(7)?),
        created_at: row.get(8)?,
        seen_at: row.get(9)?,
    })
}

/// Notes that a session is used, where that was not noted lately.
///
/// # Errors
/// The database's.
pub async fn seen(connection: &Connection, person: &Person, now: i64) -> Result<()> {
    if now < person.seen_at + SEEN {
        return Ok(());
    }
    let sql = "UPDATE session SET seen_at = ?2 WHERE id = ?1";
    connection
        .execute(sql, vec![person.session.into(), now.into()])
        .await?;
    let sql = "UPDATE user SET seen_at = ?2 WHERE id = ?1";
    connection
        .execute(sql, vec![person.user.into(), now.into()])
        .await
}

/// Begins a session, takes away those of the user that are over, those beyond
/// [`MOST`] that were not used for longest, and the one that the browser had before.
///
/// # Errors
/// The database's.
pub async fn begin(
    connection: &Connection,
    user: i64,
    hash: &[u8],
    replaced: Option<&[u8]>,
    origin: Origin,
    now: i64,
) -> Result<()> {
    let sql = "DELETE FROM session WHERE hash = ?4
         OR (user_id = ?1 AND (seen_at + ?3 <= ?2 OR created_at + ?5 <= ?2))";
    let parameters = vec![
        user.into(),
        now.into(),
        IDLE.into(),
        replaced.into(),
        LONGEST.into(),
    ];
    connection.execute(sql, parameters).await?;
    let sql = "DELETE FROM session WHERE id IN
         (SELECT id FROM session WHERE user_id = ?1 ORDER BY seen_at DESC, id DESC LIMIT -1 OFFSET ?2)";
    let parameters = vec![user.into(), (MOST - 1).into()];
    connection.execute(sql, parameters).await?;
    let sql = "INSERT INTO session (hash, user_id, created_at, seen_at, address, agent)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5)";
    let parameters = vec![
        hash.into(),
        user.into(),
        now.into(),
        origin.address.into(),
        origin.agent.into(),
    ];
    connection.execute(sql, parameters).await?;
    let sql = "UPDATE user SET seen_at = ?2 WHERE id = ?1";
    connection.execute(sql, vec![user.into(), now.into()]).await
}

/// A user's sessions that are not over, the last used first.
///
/// # Errors
/// The database's.
pub async fn list(connection: &Connection, user: i64, now: i64) -> Result<Vec<Session>> {
    let sql = "SELECT id, created_at, seen_at, address, agent FROM session
         WHERE user_id = ?1 AND ?2 < seen_at + ?3 AND ?2 < created_at + ?4
         ORDER BY seen_at DESC, id DESC";
    let parameters = vec![user.into(), now.into(), IDLE.into(), LONGEST.into()];
    let rows = connection.query(sql, parameters).await?;
    rows.iter()
        .map(|row| {
            Ok(Session {
                id: row.get(0)?,
                created_at: row.get(1)?,
                seen_at: row.get(2)?,
                address: row.get(3)?,
                agent: row.get(4)?,
            })
        })
        .collect()
}

/// Ends one of a user's sessions; `false` where it has none of that id.
///
/// # Errors
/// The database's.
pub async fn revoke(connection: &Connection, user: i64, session: i64) -> Result<bool> {
    let sql = "DELETE FROM session WHERE user_id = ?1 AND id = ?2 RETURNING id";
    let row = connection
        .find(sql, vec![user.into(), session.into()])
        .await?;
    Ok(row.is_some())
}

/// Ends all of a user's sessions but one.
///
/// # Errors
/// The database's.
pub async fn revoke_all(connection: &Connection, user: i64, but: Option<i64>) -> Result<()> {
    let sql = "DELETE FROM session WHERE user_id = ?1 AND (?2 IS NULL OR id <> ?2)";
    connection.execute(sql, vec![user.into(), but.into()]).await
}
