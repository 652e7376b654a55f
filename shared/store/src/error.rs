//! What can go wrong with the database, in terms that a caller can act on.

/// An error of the database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another writer held the database for longer than the busy timeout;
    /// nothing was written, the same request may be sent again.
    #[error("the database is locked")]
    Busy,
    /// The disk is full or cannot be written; nothing was written.
    #[error("the disk cannot be written: {0}")]
    Full(String),
    /// A row with this key exists already; names `table.column`.
    #[error("not unique: {0}")]
    NotUnique(String),
    /// A row that is referred to does not exist, or one that is referred to
    /// would vanish.
    #[error("a foreign key does not hold")]
    Reference,
    /// A value breaks a rule of the schema.
    #[error("a check failed: {0}")]
    Check(String),
    /// A row holds what this version does not understand.
    #[error("unexpected value in column {column}")]
    Unexpected {
        /// The column's position in the result, from 0.
        column: usize,
    },
    /// Anything else; the text is for the log, never for a client.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// Tells the errors of SQLite apart by their text, which is all that Spin
    /// hands over.
    #[must_use]
    pub fn from_message(message: &str) -> Self {
        let after = |start: &str| {
            message
                .find(start)
                .and_then(|at| message.get(at + start.len()..))
                .map(|rest| rest.trim().to_owned())
        };
        if message.contains("database is locked") || message.contains("database table is locked") {
            Self::Busy
        } else if [
            "disk is full",
            "disk I/O error",
            "readonly database",
            "unable to open database",
        ]
        .iter()
        .any(|words| message.contains(words))
        {
            Self::Full(message.to_owned())
        } else if let Some(columns) = after("UNIQUE constraint failed:") {
            Self::NotUnique(columns)
        } else if message.contains("FOREIGN KEY constraint failed") {
            Self::Reference
        } else if let Some(check) = after("CHECK constraint failed:") {
            Self::Check(check)
        } else {
            Self::Other(message.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_sqlite_become_errors_to_act_on() {
        let check = |message: &str, error: Error| assert_eq!(Error::from_message(message), error);
        check("database is locked", Error::Busy);
        check("io(database is locked)", Error::Busy);
        check(
            "database or disk is full",
            Error::Full("database or disk is full".to_owned()),
        );
        check(
            "UNIQUE constraint failed: client.inn",
            Error::NotUnique("client.inn".to_owned()),
        );
        check("FOREIGN KEY constraint failed", Error::Reference);
        check(
            "CHECK constraint failed: zone",
            Error::Check("zone".to_owned()),
        );
        check(
            "no such table: x",
            Error::Other("no such table: x".to_owned()),
        );
    }
}
