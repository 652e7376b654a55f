//! Guessing is slowed down, by account, by network and by both: each attempt is counted
//! before it is looked at. So are invitations, with which somebody can find out who is
//! known, and fill mailboxes.

use spp_store::people::guesses::{self, Wait};
use spp_store::{Connection, Transaction};
use spp_web::auth::Principal;
use spp_web::{Error, Result};

use super::Requester;

/// Attempts at one account from one network before the first wait.
const FREE: i64 = 5;
/// Attempts from one network before the first wait.
const FREE_OF_NETWORK: i64 = 20;
/// Attempts at one account in a day, wherever they come from, before the first wait:
/// more than one network is let make, so that nobody keeps another from signing in.
const FREE_OF_ACCOUNT: i64 = 100;
/// Invitations of one user in an hour; then the next hour is waited for.
const INVITATIONS: i64 = 50;

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// What is attempted: what succeeds at one says nothing of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// To sign in.
    Password,
    /// To have a link sent.
    Link,
}

/// Of whom an attempt is counted.
pub struct Counted {
    /// What a success makes up for.
    own: Subject,
    /// What others count for, too: a success takes back itself alone.
    shared: Vec<Subject>,
}

struct Subject {
    name: String,
    free: i64,
    wait: Wait,
}

impl Subject {
    fn new(name: String, free: i64) -> Self {
        Self {
            name,
            free,
            wait: Wait::Growing,
        }
    }
}

impl Counted {
    /// What is attempted at an account, by its address in lower case, from a network.
    pub fn of(attempt: Attempt, email: &str, requester: &Requester, now: i64) -> Self {
        let what = match attempt {
            Attempt::Password => "password",
            Attempt::Link => "link",
        };
        let of_network = requester
            .network
            .as_ref()
            .map(|network| Subject::new(format!("{what} from {network}"), FREE_OF_NETWORK));
        let network = requester.network.as_deref().unwrap_or("here");
        let mut counted = Self::at(what, email, &format!("from {network}"), now);
        counted.shared.extend(of_network);
        counted
    }

    /// A password that is shown in a session.
    pub fn in_session(session: i64) -> Self {
        Self {
            own: Subject::new(format!("password in session {session}"), FREE),
            shared: Vec::new(),
        }
    }

    /// An invitation to an address. Whoever holds the administrator's token enters as
    /// many as there are.
    pub fn invitation(email: &str, by: &Principal, now: i64) -> Self {
        let Principal::Person(person) = by else {
            return Self::at("invitation", email, "by token", now);
        };
        let (user, hour) = (person.user, now / HOUR);
        let mut counted = Self::at("invitation", email, &format!("by user {user}"), now);
        counted.shared.push(Subject {
            name: format!("invitations by user {user} in hour {hour}"),
            free: INVITATIONS,
            wait: Wait::Until((hour + 1) * HOUR),
        });
        counted
    }

    fn at(what: &str, email: &str, whence: &str, now: i64) -> Self {
        let email: String = email.chars().take(254).collect();
        let day = now / DAY;
        Self {
            own: Subject::new(format!("{what} of {email} {whence}"), FREE),
            shared: vec![Subject::new(
                format!("{what} of {email} on day {day}"),
                FREE_OF_ACCOUNT,
            )],
        }
    }

    /// Counts an attempt, in a transaction of its own.
    ///
    /// # Errors
    /// `429` where it has to wait.
    pub async fn count(&self, connection: Connection, now: i64) -> Result<Connection> {
        let transaction = connection.begin().await?;
        self.count_within(&transaction, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Counts an attempt. Where it has to wait, the transaction is dropped with what was
    /// counted before that: nobody is kept waiting by what is not looked at.
    ///
    /// # Errors
    /// `429` where it has to wait.
    pub async fn count_within(&self, transaction: &Transaction, now: i64) -> Result<()> {
        for Subject { name, free, wait } in self.all() {
            let wait = guesses::count(transaction, name, *free, *wait, now).await?;
            if let Some(seconds) = wait {
                return Err(Error::too_many(u32::try_from(seconds).unwrap_or(u32::MAX)));
            }
        }
        Ok(guesses::tidy(transaction, now).await?)
    }

    /// Forgets all attempts that a success makes up for.
    pub async fn forget(&self, transaction: &Transaction) -> Result<()> {
        Ok(guesses::forget(transaction, &self.own.name).await?)
    }

    /// Says that the attempt has succeeded.
    pub async fn succeed(&self, transaction: &Transaction) -> Result<()> {
        self.forget(transaction).await?;
        for subject in &self.shared {
            guesses::pardon(transaction, &subject.name).await?;
        }
        Ok(())
    }

    /// Takes an attempt back: it was not looked at.
    pub async fn take_back(&self, connection: Connection) -> Result<()> {
        let transaction = connection.begin().await?;
        for subject in self.all() {
            guesses::pardon(&transaction, &subject.name).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    fn all(&self) -> impl Iterator<Item = &Subject> {
        self.shared.iter().chain([&self.own])
    }
}
