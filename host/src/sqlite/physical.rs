//! A connection of SQLite, set as Spin sets it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::CachedStatement;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::database::PATIENCE;

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 64;

/// Semicolons at which the end of the first statement of a text is looked for.
const MOST_SEMICOLONS: usize = 100;

/// A connection of SQLite.
pub struct Physical {
    /// The connection itself.
    pub sqlite: rusqlite::Connection,
    /// Whether its user changed something that outlives the statement.
    changed: Arc<AtomicBool>,
    patient: bool,
}

impl Physical {
    /// Opens a connection to a file.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        let mut sqlite = rusqlite::Connection::open(path)?;
        sqlite.busy_timeout(PATIENCE)?;
        sqlite.set_prepared_statement_cache_capacity(STATEMENTS);
        sqlite.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        let changed = Arc::new(AtomicBool::new(false));
        let flag = changed.clone();
        sqlite.authorizer(Some(move |context: AuthContext<'_>| {
            authorize(&context.action, &flag)
        }))?;
        Ok(Self {
            sqlite,
            changed,
            patient: true,
        })
    }

    /// Whether its user changed something that outlives the statement.
    pub fn is_changed(&self) -> bool {
        self.changed.load(Ordering::Relaxed)
    }

    /// Prepares the first statement of a text, as Spin does, whatever follows.
    pub fn first_statement(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        let error = match self.sqlite.prepare_cached(sql) {
            Ok(statement) => return Ok(statement),
            Err(error) => error,
        };
        // The statement ends at the first semicolon up to which the text is
        // one; those before it stand in strings, comments or triggers.
        sql.match_indices(';')
            .take(MOST_SEMICOLONS)
            .find_map(|(at, _)| self.sqlite.prepare_cached(sql.get(..=at)?).ok())
            .ok_or(error)
    }

    /// Says whether SQLite is to wait for locks of other processes, for which
    /// it would block the thread.
    pub fn set_patient(&mut self, patient: bool) -> rusqlite::Result<()> {
        if self.patient != patient {
            let wait = if patient { PATIENCE } else { Duration::ZERO };
            self.sqlite.busy_timeout(wait)?;
            self.patient = patient;
        }
        Ok(())
    }
}

/// Asked by SQLite about each part of a statement that is being prepared.
fn authorize(action: &AuthAction<'_>, changed: &AtomicBool) -> Authorization {
    match action {
        // No other file; temporary and memory databases are the user's own.
        AuthAction::Attach { filename } if !matches!(*filename, "" | ":memory:") => {
            return Authorization::Deny;
        }
        AuthAction::Attach { .. }
        | AuthAction::Detach { .. }
        | AuthAction::CreateTempTable { .. }
        | AuthAction::CreateTempIndex { .. }
        | AuthAction::CreateTempTrigger { .. }
        | AuthAction::CreateTempView { .. }
        | AuthAction::Pragma {
            pragma_value: Some(_),
            ..
        }
        | AuthAction::Unknown { .. } => changed.store(true, Ordering::Relaxed),
        _ => {}
    }
    Authorization::Allow
}
