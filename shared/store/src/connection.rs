//! One handle on the database.

#[cfg(not(target_family = "wasm"))]
mod native;
#[cfg(target_family = "wasm")]
mod spin;

#[cfg(not(target_family = "wasm"))]
use native::Handle;
#[cfg(target_family = "wasm")]
use spin::Handle;

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Error, Result, Row, Value, migrations};

/// A connection of its own: never shared between requests, whose statements
/// would otherwise stand inside each other's transactions.
pub struct Connection(Handle);

/// Whether this process has seen the schema at its newest; spares every later
/// connection the question.
static MIGRATED: AtomicBool = AtomicBool::new(false);

impl Connection {
    /// Opens the application's database and brings its schema up to date.
    ///
    /// # Errors
    /// The database cannot be opened, or a migration failed.
    pub async fn open() -> Result<Self> {
        let connection = Self(Handle::open().await?);
        if !MIGRATED.load(Ordering::Acquire) {
            migrations::apply(&connection).await?;
            MIGRATED.store(true, Ordering::Release);
        }
        Ok(connection)
    }

    /// Opens a database file, for native tools and tests.
    ///
    /// # Errors
    /// As [`Connection::open`].
    #[cfg(not(target_family = "wasm"))]
    pub async fn open_file(path: &std::path::Path) -> Result<Self> {
        let connection = Self(Handle::open_file(path)?);
        migrations::apply(&connection).await?;
        Ok(connection)
    }

    /// Runs one statement to its end and returns all rows.
    ///
    /// # Errors
    /// Whatever the statement met, at any row of it.
    pub async fn query(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>> {
        self.0.run(sql, parameters).await
    }

    /// Runs one statement that has no rows.
    ///
    /// # Errors
    /// As [`Connection::query`].
    pub async fn execute(&self, sql: &str, parameters: Vec<Value>) -> Result<()> {
        self.0.finish(sql, parameters).await
    }

    /// Runs one statement of at most one row.
    ///
    /// # Errors
    /// As [`Connection::query`].
    pub async fn find(&self, sql: &str, parameters: Vec<Value>) -> Result<Option<Row>> {
        Ok(self.query(sql, parameters).await?.into_iter().next())
    }

    /// Runs one statement of exactly one row.
    ///
    /// # Errors
    /// As [`Connection::query`], and when there is no row.
    pub async fn one(&self, sql: &str, parameters: Vec<Value>) -> Result<Row> {
        self.find(sql, parameters)
            .await?
            .ok_or_else(|| Error::Other("a row was expected".to_owned()))
    }

    /// Starts a transaction that holds the write lock from its first moment:
    /// one that asked for it later could be refused without waiting.
    ///
    /// # Errors
    /// [`Error::Busy`] when another writer does not finish in time.
    pub async fn begin(self) -> Result<Transaction> {
        self.execute("BEGIN IMMEDIATE", Vec::new()).await?;
        Ok(Transaction(self))
    }
}

/// A transaction, which owns its connection: dropped before
/// [`Transaction::commit`], it is rolled back with it.
pub struct Transaction(Connection);

impl Transaction {
    /// Writes the transaction to the disk. Only after this may a client be
    /// told that its data is safe.
    ///
    /// # Errors
    /// The disk is full, for one; then nothing was written.
    pub async fn commit(self) -> Result<Connection> {
        self.0.execute("COMMIT", Vec::new()).await?;
        Ok(self.0)
    }
}

impl Transaction {
    /// Does a part of the transaction's work; where that fails, what it has
    /// written is taken back, and the transaction goes on without it.
    ///
    /// # Errors
    /// The database's; a failure of the work itself is the inner result.
    pub async fn attempt<T, E>(
        &self,
        work: impl Future<Output = std::result::Result<T, E>>,
    ) -> Result<std::result::Result<T, E>> {
        self.execute("SAVEPOINT attempt", Vec::new()).await?;
        let done = work.await;
        if done.is_err() {
            self.execute("ROLLBACK TO attempt", Vec::new()).await?;
        }
        self.execute("RELEASE attempt", Vec::new()).await?;
        Ok(done)
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}
