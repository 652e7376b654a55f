//! One-time links, with which somebody who was invited or has forgotten the
//! password sets one.

use crate::{Connection, Result, Transaction};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The first sign-in.
    Invitation,
    /// A forgotten password.
    Reset,
}

impl Purpose {
    /// Its name, in the API and in the database.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// For how many seconds a link is good: an invitation for 7 days, a reset for
    /// an hour.
    #[must_use]
    pub fn seconds(self) -> i64 {
        match self {
            Self::Invitation => 7 * 86_400,
            Self::Reset => 3_600,
        }
    }
}

/// What a link that is good leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The user.
    pub user: i64,
    /// The purpose's name.
    pub purpose: String,
    /// The user's address.
    pub email: String,
    /// The user's name.
    pub name: String,
}

/// Makes a link; those that the user had are spent, and their letters are not sent
/// any more.
///
/// # Errors
/// The database's.
pub async fn create(
    transaction: &Transaction,
    user: i64,
    purpose: Purpose,
    hash: &[u8],
    now: i64,
) -> Result<()> {
    revoke(transaction, user, now).await?;
    let sql = "INSERT INTO one_time_link (hash, user_id, purpose, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)";
    let parameters = vec![
        hash.into(),
        user.into(),
        purpose.id().into(),
        now.into(),
        (now + purpose.seconds()).into(),
    ];
    transaction.execute(sql, parameters).await
}

/// What a link leads to, as long as it is good.
///
/// # Errors
/// The database's.
pub async fn find(connection: &Connection, hash: &[u8], now: i64) -> Result<Option<Link>> {
    let sql = "SELECT u.id, l.purpose, u.email, u.name
         FROM one_time_link l JOIN user u ON u.id = l.user_id
         WHERE l.hash = ?1 AND l.used_at IS NULL AND ?2 < l.expires_at AND u.disabled_at IS NULL";
    let row = connection.find(sql, vec![hash.into(), now.into()]).await?;
    row.map(|row| {
        Ok(Link {
            user: row.get(0)?,
            purpose: row.get(1)?,
            email: row.get(2)?,
            name: row.get(3)?,
        })
    })
    .transpose()
}

/// Whether a user was sent a link since a moment that is good still.
///
/// # Errors
/// The database's.
pub async fn is_under_way(
    connection: &Connection,
    user: i64,
    since: i64,
    now: i64,
) -> Result<bool> {
    let sql = "SELECT 1 FROM one_time_link
         WHERE user_id = ?1 AND used_at IS NULL AND ?2 < created_at AND ?3 < expires_at LIMIT 1";
    let parameters = vec![user.into(), since.into(), now.into()];
    Ok(connection.find(sql, parameters).await?.is_some())
}

/// Spends a link, in one statement: of two who use it at once, one does. Whose it
/// was; none where it was not good.
///
/// # Errors
/// The database's.
pub async fn spend(connection: &Connection, hash: &[u8], now: i64) -> Result<Option<i64>> {
    let sql = "UPDATE one_time_link SET used_at = ?2
         WHERE hash = ?1 AND used_at IS NULL AND ?2 < expires_at
           AND (SELECT disabled_at IS NULL FROM user u WHERE u.id = user_id)
         RETURNING user_id";
    let row = connection.find(sql, vec![hash.into(), now.into()]).await?;
    row.map(|row| row.get(0)).transpose()
}

/// Spends all links of a user; letters with them that still wait are not sent.
///
/// # Errors
/// The database's.
pub async fn revoke(transaction: &Transaction, user: i64, now: i64) -> Result<()> {
    let sql = "UPDATE one_time_link SET used_at = ?2 WHERE user_id = ?1 AND used_at IS NULL";
    transaction
        .execute(sql, vec![user.into(), now.into()])
        .await?;
    let sql = "UPDATE outbox SET state = 'failed', error = 'the link was replaced or withdrawn', body = '{}'
         WHERE recipient = (SELECT email FROM user WHERE id = ?1) AND state = 'waiting'
           AND kind IN ('invitation', 'password_reset')";
    transaction.execute(sql, vec![user.into()]).await
}
