//! Users: who may sign in, and as what.

use super::Role;
use crate::registry::{Identified, Window};
use crate::{Connection, Result, Row, Transaction};

/// What is said of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whose user it is; none for the contractor's own.
    pub client: Option<i64>,
    /// The address, in lower case.
    pub email: String,
    /// The name, 1 to 200 characters.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// `ru` or `en`.
    pub language: String,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The id.
    pub id: i64,
    /// What is said of the user.
    pub draft: Draft,
    /// Whether a password was set.
    pub has_password: bool,
    /// Since when the user is known, in seconds since 1970.
    pub created_at: i64,
    /// When the user was last there.
    pub seen_at: Option<i64>,
    /// Since when the user may not sign in any more.
    pub disabled_at: Option<i64>,
}

impl Identified for User {
    fn id(&self) -> i64 {
        self.id
    }
}

/// Enters a user and returns the id.
///
/// # Errors
/// [`crate::Error::NotUnique`] where another has the address, and
/// [`crate::Error::Reference`] where there is no such client.
pub async fn create(
    connection: &Connection,
    draft: &Draft,
    password: Option<&str>,
    now: i64,
) -> Result<i64> {
    let sql = "INSERT INTO user (client_id, email, name, role, language, password, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id";
    let draft = draft.clone();
    let parameters = vec![
        draft.client.into(),
        draft.email.into(),
        draft.name.into(),
        draft.role.id().into(),
        draft.language.into(),
        password.into(),
        now.into(),
    ];
    connection.one(sql, parameters).await?.get(0)
}

/// Replaces a user's name, role and language; `false` where there is none, or where
/// the contractor would be left without an administrator.
///
/// # Errors
/// The database's.
pub async fn update(
    connection: &Connection,
    id: i64,
    name: &str,
    role: Role,
    language: &str,
) -> Result<bool> {
    let sql = format!(
        "UPDATE user SET name = ?2, role = ?3, language = ?4
         WHERE id = ?1 AND (?3 = 'administrator' OR {NOT_THE_LAST}) RETURNING id"
    );
    let parameters = vec![id.into(), name.into(), role.id().into(), language.into()];
    Ok(connection.find(&sql, parameters).await?.is_some())
}

/// Replaces what a user says of itself: name and language.
///
/// # Errors
/// The database's.
pub async fn describe(connection: &Connection, id: i64, name: &str, language: &str) -> Result<()> {
    let sql = "UPDATE user SET name = ?2, language = ?3 WHERE id = ?1";
    let parameters = vec![id.into(), name.into(), language.into()];
    connection.execute(sql, parameters).await
}

/// Lets a user not sign in any more, and signs out everywhere; `false` where there
/// is none, or where the contractor would be left without an administrator.
///
/// # Errors
/// The database's.
pub async fn disable(transaction: &Transaction, id: i64, now: i64) -> Result<bool> {
    let sql = format!(
        "UPDATE user SET disabled_at = coalesce(disabled_at, ?2)
         WHERE id = ?1 AND {NOT_THE_LAST} RETURNING id"
    );
    let disabled = transaction.find(&sql, vec![id.into(), now.into()]).await?;
    if disabled.is_some() {
        super::sessions::revoke_all(transaction, id, None).await?;
        super::links::revoke(transaction, id, now).await?;
    }
    Ok(disabled.is_some())
}

/// Lets a user sign in again.
///
/// # Errors
/// The database's.
pub async fn enable(connection: &Connection, id: i64) -> Result<()> {
    let sql = "UPDATE user SET disabled_at = NULL WHERE id = ?1";
    connection.execute(sql, vec![id.into()]).await
}

/// That a user is not the last who may do everything.
const NOT_THE_LAST: &str = "(role <> 'administrator' OR disabled_at IS NOT NULL OR EXISTS
    (SELECT 1 FROM user other WHERE other.role = 'administrator'
     AND other.disabled_at IS NULL AND other.id <> user.id))";

/// Sets a user's password.
///
/// # Errors
/// The database's.
pub async fn set_password(connection: &Connection, id: i64, password: &str) -> Result<()> {
    let sql = "UPDATE user SET password = ?2 WHERE id = ?1";
    connection
        .execute(sql, vec![id.into(), password.into()])
        .await
}

/// One user.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<User>> {
    let sql = format!("{USERS} WHERE id = ?1 AND (?2 IS NULL OR client_id = ?2)");
    let row = connection
        .find(&sql, vec![id.into(), tenant.into()])
        .await?;
    row.as_ref().map(user).transpose()
}

/// The user of an address who may sign in, with the password's hash.
///
/// # Errors
/// The database's.
pub async fn by_email(
    connection: &Connection,
    email: &str,
) -> Result<Option<(User, Option<String>)>> {
    let sql = format!("{USERS} WHERE email = lower(?1) AND disabled_at IS NULL");
    let row = connection.find(&sql, vec![email.into()]).await?;
    row.map(|row| Ok((user(&row)?, row.get(10)?))).transpose()
}

/// A user's password's hash.
///
/// # Errors
/// The database's.
pub async fn password(connection: &Connection, id: i64) -> Result<Option<String>> {
    let sql = "SELECT password FROM user WHERE id = ?1";
    let row = connection.find(sql, vec![id.into()]).await?;
    row.map_or(Ok(None), |row| row.get(0))
}

/// A page of the users; of one client, where that is asked for.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    client: Option<i64>,
    window: Window,
) -> Result<Vec<User>> {
    let sql = format!(
        "{USERS} WHERE ?1 < id AND (?3 IS NULL OR client_id = ?3) AND (?4 IS NULL OR client_id = ?4)
         ORDER BY id LIMIT ?2"
    );
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        client.into(),
    ];
    let rows = connection.query(&sql, parameters).await?;
    rows.iter().map(user).collect()
}

const USERS: &str = "SELECT id, client_id, email, name, role, language, password IS NOT NULL,
    created_at, seen_at, disabled_at, password FROM user";

fn user(row: &Row) -> Result<User> {
    let draft = Draft {
        client: row.get(1)?,
        email: row.get(2)?,
        name: row.get(3)?,
        role: Role::read(row, 4)?,
        language: row.get(5)?,
    };
    Ok(User {
        id: row.get(0)?,
        draft,
        has_password: row.get(6)?,
        created_at: row.get(7)?,
        seen_at: row.get(8)?,
        disabled_at: row.get(9)?,
    })
}
