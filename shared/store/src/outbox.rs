//! What waits to be sent, and what became of it.

use std::collections::BTreeMap;

use crate::{Connection, Result, Row, Transaction};

/// Something to be sent to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Incident, event and recipient: what was told once is not told again.
    pub key: String,
    /// By what it is sent.
    pub channel: Channel,
    /// The incident that it is about.
    pub incident: Option<i64>,
    /// The address.
    pub recipient: String,
    /// `ru` or `en`.
    pub language: String,
    /// The kind's code.
    pub kind: String,
    /// What it is written from, as JSON.
    pub body: String,
    /// Whether it is sent at night, too.
    pub critical: bool,
    /// Not before this moment, in seconds since 1970.
    pub due: i64,
}

/// By what something is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// An e-mail.
    Mail,
    /// A request to the client's own system; the recipient is the webhook's id.
    Webhook,
}

/// A letter that was claimed for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its id.
    pub id: i64,
    /// The letter.
    pub letter: Letter,
    /// How often it was tried before.
    pub attempts: u32,
    /// When it was written.
    pub created_at: i64,
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken by the next server.
    Sent,
    /// It is tried again at this moment.
    Later(i64, String),
    /// It was not tried, and waits for a digest until this moment.
    Held(i64),
    /// It is not tried again.
    Failed(String),
    /// Nothing is sent to this address.
    Suppressed,
    /// It went into a digest, or into its site's letter.
    Gathered,
}

/// Puts letters into the outbox, except those that are or were there already.
///
/// # Errors
/// The database's.
pub async fn put(transaction: &Transaction, letters: &[Letter], now: i64) -> Result<()> {
    let sql = "INSERT INTO outbox
             (key, channel, incident_id, recipient, language, kind, body, critical, created_at, due, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'waiting')
         ON CONFLICT (key) DO NOTHING";
    for letter in letters {
        let Letter {
            key,
            channel,
            incident,
            recipient,
            language,
            kind,
            body,
            critical,
            due,
        } = letter.clone();
        let parameters = vec![
            key.into(),
            word(channel).into(),
            incident.into(),
            recipient.into(),
            language.into(),
            kind.into(),
            body.into(),
            critical.into(),
            now.into(),
            due.into(),
        ];
        transaction.execute(sql, parameters).await?;
    }
    Ok(())
}

/// Takes back the letters about an incident that have not been sent yet. Calls
/// of clients' own systems tell each event, and stay.
///
/// # Errors
/// The database's.
pub async fn gather(transaction: &Transaction, incident: i64) -> Result<()> {
    let sql = "UPDATE outbox SET state = 'gathered'
         WHERE incident_id = ?1 AND state = 'waiting' AND channel = 'mail'";
    transaction.execute(sql, vec![incident.into()]).await
}

/// Claims letters that are due, the critical and the oldest first: see
/// [`crate::watch`].
///
/// # Errors
/// The database's.
pub async fn claim(
    connection: &Connection,
    channel: Channel,
    now: i64,
    limit: u32,
) -> Result<Vec<Claimed>> {
    let sql = "UPDATE outbox SET state = 'sending', due = ?1 + ?3 WHERE id IN
             (SELECT id FROM outbox WHERE state IN ('waiting', 'sending') AND due <= ?1 AND channel = ?4
              ORDER BY critical DESC, due LIMIT ?2)
         RETURNING id, key, channel, incident_id, recipient, language, kind, body, critical,
             attempts, created_at";
    let parameters = vec![
        now.into(),
        limit.into(),
        crate::watch::LEASE.into(),
        word(channel).into(),
    ];
    let rows = connection.query(sql, parameters).await?;
    rows.iter().map(|row| claimed(row, now)).collect()
}

fn claimed(row: &Row, due: i64) -> Result<Claimed> {
    let letter = Letter {
        key: row.get(1)?,
        channel: match row.get::<String>(2)?.as_str() {
            "webhook" => Channel::Webhook,
            _ => Channel::Mail,
        },
        incident: row.get(3)?,
        recipient: row.get(4)?,
        language: row.get(5)?,
        kind: row.get(6)?,
        body: row.get(7)?,
        critical: row.get(8)?,
        due,
    };
    Ok(Claimed {
        id: row.get(0)?,
        letter,
        attempts: row.get(9)?,
        created_at: row.get(10)?,
    })
}

/// Says what became of a claimed letter; nothing, where somebody else has said it
/// already. A one-time link is not kept once its letter is settled.
///
/// # Errors
/// The database's.
pub async fn settle(connection: &Connection, id: i64, now: i64, outcome: Outcome) -> Result<()> {
    let is_tried = !matches!(outcome, Outcome::Held(_) | Outcome::Gathered);
    let (state, due, error) = match outcome {
        Outcome::Sent => ("sent", now, None),
        Outcome::Later(due, error) => ("waiting", due, Some(error)),
        Outcome::Held(due) => ("waiting", due, None),
        Outcome::Failed(error) => ("failed", now, Some(error)),
        Outcome::Suppressed => ("suppressed", now, None),
        Outcome::Gathered => ("gathered", now, None),
    };
    let sql = "UPDATE outbox SET state = ?2, due = ?3, error = ?4, attempts = attempts + ?6,
             sent_at = CASE WHEN ?2 = 'sent' THEN ?5 END,
             body = CASE WHEN ?2 <> 'waiting' AND kind IN ('invitation', 'password_reset') THEN '{}' ELSE body END
         WHERE id = ?1 AND state = 'sending'";
    let parameters = vec![
        id.into(),
        state.into(),
        due.into(),
        error.into(),
        now.into(),
        is_tried.into(),
    ];
    connection.execute(sql, parameters).await
}

/// Which of these addresses nothing is sent to, in lower case: people write
/// theirs as they like.
///
/// # Errors
/// The database's.
pub async fn suppressed(connection: &Connection, emails: &[&str]) -> Result<Vec<String>> {
    let emails = serde_json::to_string(emails).unwrap_or_default();
    let sql =
        "SELECT email FROM suppression WHERE email IN (SELECT lower(value) FROM json_each(?1))";
    let rows = connection.query(sql, vec![emails.into()]).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Sends nothing to an address any more.
///
/// # Errors
/// The database's.
pub async fn suppress(connection: &Connection, email: &str, reason: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO suppression VALUES (lower(?1), ?2, ?3) ON CONFLICT DO NOTHING";
    let parameters = vec![email.into(), reason.into(), now.into()];
    connection.execute(sql, parameters).await
}

/// The address that a letter was sent to.
///
/// # Errors
/// The database's.
pub async fn recipient(connection: &Connection, id: i64) -> Result<Option<String>> {
    let sql = "SELECT recipient FROM outbox WHERE id = ?1 AND channel = 'mail'";
    let row = connection.find(sql, vec![id.into()]).await?;
    row.map(|row| row.get(0)).transpose()
}

/// The first letter about an incident that went to an address: the others
/// refer to it.
///
/// # Errors
/// The database's.
pub async fn first(connection: &Connection, incident: i64, email: &str) -> Result<Option<i64>> {
    let sql = "SELECT min(id) FROM outbox
         WHERE incident_id = ?1 AND recipient = ?2 AND channel = 'mail' AND state = 'sent'";
    let parameters = vec![incident.into(), email.into()];
    connection.one(sql, parameters).await?.get(0)
}

/// What an address was sent lately.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recent {
    /// How many letters about single incidents: those that anybody can have sent, with
    /// links to a password, do not make incidents wait.
    pub singles: u32,
    /// When the last digest was.
    pub digest: Option<i64>,
}

/// What these addresses were sent since a moment.
///
/// # Errors
/// The database's.
pub async fn recent(
    connection: &Connection,
    emails: &[&str],
    since: i64,
) -> Result<BTreeMap<String, Recent>> {
    let emails = serde_json::to_string(emails).unwrap_or_default();
    let sql = "SELECT recipient, sum(kind <> 'digest'), max(CASE WHEN kind = 'digest' THEN created_at END)
         FROM outbox WHERE recipient IN (SELECT value FROM json_each(?1))
           AND ?2 <= created_at AND (state = 'sent' OR kind = 'digest')
           AND kind NOT IN ('invitation', 'password_reset') GROUP BY recipient";
    let rows = connection
        .query(sql, vec![emails.into(), since.into()])
        .await?;
    rows.iter()
        .map(|row| {
            let recent = Recent {
                singles: row.get(1)?,
                digest: row.get(2)?,
            };
            Ok((row.get(0)?, recent))
        })
        .collect()
}

/// Puts a digest into the outbox in place of letters, all of them or none.
///
/// # Errors
/// The database's.
pub async fn digest(
    connection: Connection,
    digest: &Letter,
    letters: &[i64],
    now: i64,
) -> Result<Connection> {
    let transaction = connection.begin().await?;
    put(&transaction, std::slice::from_ref(digest), now).await?;
    for letter in letters {
        settle(&transaction, *letter, now, Outcome::Gathered).await?;
    }
    transaction.commit().await
}

/// The incidents that letters are about.
///
/// # Errors
/// The database's.
pub async fn incidents_of(connection: &Connection, letters: &[i64]) -> Result<Vec<i64>> {
    let letters = serde_json::to_string(letters).unwrap_or_default();
    let sql = "SELECT DISTINCT incident_id FROM outbox
         WHERE id IN (SELECT value FROM json_each(?1)) AND incident_id IS NOT NULL ORDER BY 1";
    let rows = connection.query(sql, vec![letters.into()]).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// A webhook's address and secret; none, once it is taken away.
///
/// # Errors
/// The database's.
pub async fn webhook(connection: &Connection, id: i64) -> Result<Option<(String, String)>> {
    let sql = "SELECT url, secret FROM webhook WHERE id = ?1";
    let row = connection.find(sql, vec![id.into()]).await?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

fn word(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "mail",
        Channel::Webhook => "webhook",
    }
}
