//! People who sign in, the browsers in which they have, and the links with which
//! they set their passwords.

pub mod guesses;
pub mod hashing;
pub mod links;
pub mod sessions;
pub mod users;

#[cfg(test)]
mod tests;

use crate::{Error, Result, Row};

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Reads its organisation, answers its incidents.
    ClientUser,
    /// Also manages its organisation's people and settings.
    ClientManager,
    /// Looks after all clients.
    Engineer,
    /// May do everything.
    Administrator,
}

impl Role {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::ClientUser,
        Self::ClientManager,
        Self::Engineer,
        Self::Administrator,
    ];

    /// Its name, in the API and in the database.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::ClientUser => "client_user",
            Self::ClientManager => "client_manager",
            Self::Engineer => "engineer",
            Self::Administrator => "administrator",
        }
    }

    /// Whether it belongs to a client rather than to the contractor.
    #[must_use]
    pub fn is_clients(self) -> bool {
        matches!(self, Self::ClientUser | Self::ClientManager)
    }

    fn read(row: &Row, column: usize) -> Result<Self> {
        let id: String = row.get(column)?;
        let known = Self::ALL.iter().copied().find(|role| role.id() == id);
        known.ok_or(Error::Unexpected { column })
    }
}
