//! Guessing is slowed down, by account and by network: each attempt is counted before
//! it is looked at.

use spp_store::people::guesses;
use spp_store::{Connection, Transaction};
use spp_web::{Error, Result};

use super::Requester;

/// Attempts at one account before the first wait.
const FREE_OF_ACCOUNT: i64 = 5;
/// Attempts from one network before the first wait.
const FREE_OF_NETWORK: i64 = 20;

/// What is attempted: what succeeds at one says nothing of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// To sign in, or to show one's password.
    Password,
    /// To have a link sent.
    Link,
}

/// Of whom an attempt was counted.
pub struct Counted {
    account: String,
    network: Option<String>,
}

impl Counted {
    /// Whom an attempt is counted of: of an account by its address in lower case, and
    /// of where it comes from.
    pub fn of(attempt: Attempt, email: &str, requester: Option<&Requester>) -> Self {
        let what = match attempt {
            Attempt::Password => "password",
            Attempt::Link => "link",
        };
        let email: String = email.chars().take(254).collect();
        let network = requester.and_then(Requester::network);
        Self {
            account: format!("{what} of {email}"),
            network: network.map(|network| format!("{what} from {network}")),
        }
    }

    /// Counts an attempt. One from a network that has to wait is not counted of the
    /// account: nobody is kept waiting by it.
    ///
    /// # Errors
    /// `429` where it has to wait.
    pub async fn count(&self, connection: &Connection, now: i64) -> Result<()> {
        if let Some(network) = &self.network {
            wait(guesses::count(connection, network, FREE_OF_NETWORK, now).await?)?;
        }
        wait(guesses::count(connection, &self.account, FREE_OF_ACCOUNT, now).await?)
    }

    /// Takes the attempt back, with all that were made at the account: it has succeeded.
    pub async fn forget(&self, transaction: &Transaction, now: i64) -> Result<()> {
        guesses::forget(transaction, &self.account).await?;
        if let Some(network) = &self.network {
            guesses::pardon(transaction, network).await?;
        }
        Ok(guesses::tidy(transaction, now).await?)
    }
}

fn wait(seconds: Option<i64>) -> Result<()> {
    match seconds {
        None => Ok(()),
        Some(seconds) => Err(Error::too_many(u32::try_from(seconds).unwrap_or(u32::MAX))),
    }
}
