//! One database file: its pool of connections, its queue of writers, and what
//! is known of its statements.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;

use super::physical::Physical;
use super::plan::Plans;

/// How long a writer waits for others before it is told that the database is
/// locked: as long as SQLite's own writers wait under Spin.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Unused connections that are kept.
const KEPT: usize = 64;

/// A database file.
pub struct Database {
    path: PathBuf,
    unused: Mutex<Vec<Physical>>,
    /// Held by the one who writes. SQLite lets writers poll with growing
    /// pauses, so that who comes last may win, and time is lost; here they
    /// wait in line. With the turn comes the connection that wrote before:
    /// its cache is still valid, where others would have to read anew.
    writer: Arc<tokio::sync::Mutex<Option<Physical>>>,
    /// What is known of the statements.
    pub plans: Plans,
}

/// The turn to write, and a connection to write with, if there is one already.
pub type Turn = OwnedMutexGuard<Option<Physical>>;

impl Database {
    /// The database in this file, which need not exist.
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            unused: Mutex::default(),
            writer: Arc::default(),
            plans: Plans::default(),
        }
    }

    /// Waits for the turn to write, `None` if it does not come in time.
    pub async fn turn(&self) -> Option<Turn> {
        let turn = self.writer.clone().lock_owned();
        tokio::time::timeout(PATIENCE, turn).await.ok()
    }

    /// An unused connection, if there is one.
    pub fn reuse(&self) -> Option<Physical> {
        self.unused().pop()
    }

    /// A new connection.
    pub fn connect(&self) -> rusqlite::Result<Physical> {
        Physical::open(&self.path)
    }

    /// Takes back a connection that is as new.
    pub fn give_back(&self, physical: Physical) {
        let mut unused = self.unused();
        if unused.len() < KEPT {
            unused.push(physical);
        }
    }

    fn unused(&self) -> std::sync::MutexGuard<'_, Vec<Physical>> {
        self.unused.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
