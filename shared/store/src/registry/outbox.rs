//! What waits to be sent, was sent or could not be, as administrators see it.

use super::{Window, all, changes, one, word, words};
use crate::{Connection, Result, Row};

/// A message, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: i64,
    /// `mail` or `webhook`.
    pub channel: String,
    /// The incident that it tells of.
    pub incident_id: Option<i64>,
    /// To whom: an address of mail, or the id of a webhook.
    pub recipient: String,
    /// `ru` or `en`.
    pub language: String,
    /// Which template.
    pub kind: String,
    /// Whether it goes out at night too.
    pub critical: bool,
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
    /// When it is next tried.
    pub due: i64,
    /// How far it has come.
    pub state: State,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was last sent.
    pub sent_at: Option<i64>,
    /// Why it could not be sent.
    pub error: Option<String>,
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is sent once it is due.
    Waiting,
    /// It is being sent.
    Sending,
    /// It was sent.
    Sent,
    /// It could not be sent, and is not tried again.
    Failed,
    /// Nothing is sent to its recipient.
    Suppressed,
    /// It went out as a part of another message.
    Gathered,
}

words!(State {
    Waiting = "waiting",
    Sending = "sending",
    Sent = "sent",
    Failed = "failed",
    Suppressed = "suppressed",
    Gathered = "gathered",
});

/// Which messages are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state only.
    pub state: Option<State>,
    /// On incidents of this client only.
    pub client: Option<i64>,
    /// On this incident only.
    pub incident: Option<i64>,
    /// To this recipient only.
    pub recipient: Option<String>,
    /// The newest first.
    pub newest: bool,
}

/// Sends a message again that is over and done with: it waits, due now, as if
/// never tried. `false` where there is none, it is not over, or it held a one-time link,
/// which is made anew.
///
/// # Errors
/// The database's.
pub async fn resend(connection: &Connection, id: i64, now: i64) -> Result<bool> {
    let sql = "UPDATE outbox SET state = 'waiting', due = ?2, attempts = 0, error = NULL
         WHERE id = ?1 AND state IN ('sent', 'failed', 'suppressed')
           AND kind NOT IN ('invitation', 'password_reset') RETURNING id";
    changes(connection, sql, vec![id.into(), now.into()]).await
}

/// One message.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64) -> Result<Option<Message>> {
    let sql = format!("{SELECT} WHERE id = ?1");
    one(connection, &sql, vec![id.into()], message).await
}

/// A page of the messages: those after, or with the newest first before, the id of
/// the window.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    filter: &Filter,
    window: Window,
) -> Result<Vec<Message>> {
    let (beyond, order) = match filter.newest {
        true => ("(?1 = 0 OR id < ?1)", "DESC"),
        false => ("?1 < id", "ASC"),
    };
    let sql = format!(
        "{SELECT} WHERE {beyond} AND (?3 IS NULL OR state = ?3)
           AND (?4 IS NULL OR (SELECT i.client_id FROM incident i WHERE i.id = outbox.incident_id) = ?4)
           AND (?5 IS NULL OR incident_id = ?5) AND (?6 IS NULL OR recipient = ?6)
         ORDER BY id {order} LIMIT ?2"
    );
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        filter.state.map(State::id).into(),
        filter.client.into(),
        filter.incident.into(),
        filter.recipient.clone().into(),
    ];
    all(connection, &sql, parameters, message).await
}

const SELECT: &str = "SELECT id, channel, incident_id, recipient, language, kind, critical,
        created_at, due, state, attempts, sent_at, error
    FROM outbox";

fn message(row: &Row) -> Result<Message> {
    Ok(Message {
        id: row.get(0)?,
        channel: row.get(1)?,
        incident_id: row.get(2)?,
        recipient: row.get(3)?,
        language: row.get(4)?,
        kind: row.get(5)?,
        critical: row.get(6)?,
        created_at: row.get(7)?,
        due: row.get(8)?,
        state: word(row, 9, State::from_id)?,
        attempts: row.get(10)?,
        sent_at: row.get(11)?,
        error: row.get(12)?,
    })
}
