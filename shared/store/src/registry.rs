//! Clients and what they have, and what the watch is told. Every question
//! carries the tenant: the one client whose things may be seen, or `None` for
//! all.

pub mod clients;
pub mod contacts;
pub mod decrees;
pub mod entrances;
pub mod events;
pub mod keys;
pub mod limits;
pub mod outbox;
pub mod sensors;
pub mod servers;
pub mod sites;
pub mod suppressions;
pub mod systems;
pub mod tokens;
pub mod versions;
pub mod webhooks;

use crate::{Connection, Error, Result, Row, Value};

/// A page of a list: rows with greater ids than `after`, at most `limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The last id of the page before, 0 for the first page.
    pub after: i64,
    /// The most rows.
    pub limit: u32,
}

/// A thing that is told apart by its id.
pub trait Identified {
    /// Its id.
    fn id(&self) -> i64;
}

macro_rules! identified {
    ($($thing:ty),* $(,)?) => {$(
        impl Identified for $thing {
            fn id(&self) -> i64 {
                self.id
            }
        }
    )*};
}
identified!(
    clients::Client,
    contacts::Contact,
    entrances::Entrance,
    events::Event,
    outbox::Message,
    sensors::Sensor,
    sites::Site,
    systems::System,
);

/// The rows of a question, each read.
async fn all<T>(
    connection: &Connection,
    sql: &str,
    parameters: Vec<Value>,
    read: fn(&Row) -> Result<T>,
) -> Result<Vec<T>> {
    let rows = connection.query(sql, parameters).await?;
    rows.iter().map(read).collect()
}

/// The row of a question, read; `None` where there is none.
async fn one<T>(
    connection: &Connection,
    sql: &str,
    parameters: Vec<Value>,
    read: fn(&Row) -> Result<T>,
) -> Result<Option<T>> {
    let row = connection.find(sql, parameters).await?;
    row.as_ref().map(read).transpose()
}

/// Whether a statement that returns what it has changed has changed anything.
async fn changes(connection: &Connection, sql: &str, parameters: Vec<Value>) -> Result<bool> {
    Ok(connection.find(sql, parameters).await?.is_some())
}

/// A column that holds one of a few words.
fn word<T>(row: &Row, column: usize, from_id: fn(&str) -> Option<T>) -> Result<T> {
    from_id(&row.get::<String>(column)?).ok_or(Error::Unexpected { column })
}

/// Gives an enumeration its words: `ALL`, `id` and `from_id`.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name, in the API and in the database.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }

            /// The one of that name.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.id() == id)
            }
        }
    };
}
use words;
