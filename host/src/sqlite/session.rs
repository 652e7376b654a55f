//! A component's connection. It borrows a connection of SQLite for a statement
//! or a transaction, and keeps one only when it has made it different from
//! others, as by a PRAGMA.

use std::sync::Arc;
use std::time::Instant;

use rusqlite::ErrorCode;
use rusqlite::types::Value as Native;
use tokio::sync::Mutex;

use super::database::{Database, Turn};
use super::outcome::{Outcome, io};
use super::physical::Physical;
use crate::bindings::sqlite::Value;

/// A component's connection. Clones are the same connection.
#[derive(Clone)]
pub struct Session(Arc<Mutex<State>>);

struct State {
    database: Arc<Database>,
    /// The connection to read with, or to do anything with that has been made
    /// different.
    own: Option<Physical>,
    /// The turn to write, and the connection to write with unless `own` is.
    turn: Option<Turn>,
    /// These two are kept here because a borrowed connection has those of its
    /// former user.
    changes: u64,
    rowid: i64,
}

/// What came of an attempt.
enum Attempt {
    Done(Outcome),
    /// The statement writes: others have to be waited for.
    NeedsTurn,
    /// Another process has a lock: it can be waited for on a thread only.
    NeedsThread,
}

impl Session {
    /// A new connection. Nothing is opened before the first statement.
    pub fn new(database: Arc<Database>) -> Self {
        Self(Arc::new(Mutex::new(State {
            database,
            own: None,
            turn: None,
            changes: 0,
            rowid: 0,
        })))
    }

    /// Runs a statement to its end.
    pub async fn execute(&self, statement: String, parameters: Vec<Value>) -> Outcome {
        let mut state = self.0.clone().lock_owned().await;
        let mut parameters: Vec<Native> = parameters.into_iter().map(to_native).collect();
        let plan = state.database.plans.get(&statement);
        let mut needs_turn = plan.as_ref().is_some_and(|plan| plan.writes) && state.is_idle();
        // Only reading is done here: a writer that lets others go on meanwhile
        // finds more to write when it gets to it, and saves commits.
        let mut quick =
            state.turn.is_none() && plan.is_some_and(|plan| !plan.writes && plan.is_quick());
        let mut statement = statement;
        loop {
            if needs_turn && state.turn.is_none() {
                state.turn = state.database.turn().await;
                if state.turn.is_none() {
                    return Outcome::failed("database is locked");
                }
            }
            let attempt = if quick && state.borrow() {
                state.attempt(&statement, &parameters, false)
            } else {
                let work = tokio::task::spawn_blocking(move || {
                    let attempt = state.attempt(&statement, &parameters, true);
                    (state, statement, parameters, attempt)
                });
                let Ok((state_again, statement_again, parameters_again, attempt)) = work.await
                else {
                    return Outcome::failed("the statement was not finished");
                };
                state = state_again;
                statement = statement_again;
                parameters = parameters_again;
                attempt
            };
            match attempt {
                Attempt::Done(outcome) => return outcome,
                Attempt::NeedsTurn => {
                    state.give_back();
                    needs_turn = true;
                }
                Attempt::NeedsThread => quick = false,
            }
        }
    }

    /// The rows that were changed by the last statement that writes.
    pub async fn changes(&self) -> u64 {
        self.0.lock().await.changes
    }

    /// The row that was inserted last.
    pub async fn last_insert_rowid(&self) -> i64 {
        self.0.lock().await.rowid
    }
}

impl State {
    /// The connection that is in use.
    fn physical(&mut self) -> Option<&mut Physical> {
        match (&mut self.own, &mut self.turn) {
            (Some(own), _) => Some(own),
            (None, Some(turn)) => turn.as_mut(),
            (None, None) => None,
        }
    }

    /// Whether no transaction is open.
    fn is_idle(&mut self) -> bool {
        self.physical()
            .is_none_or(|physical| physical.sqlite.is_autocommit())
    }

    /// Borrows a connection, if there is one without opening it.
    fn borrow(&mut self) -> bool {
        if self.physical().is_none() {
            let unused = self.database.reuse();
            self.keep(unused);
        }
        self.physical().is_some()
    }

    /// Puts a connection where it belongs.
    fn keep(&mut self, physical: Option<Physical>) {
        match &mut self.turn {
            Some(turn) => **turn = physical,
            None => self.own = physical,
        }
    }

    /// Gives back, after a statement, what is not needed until the next one.
    fn give_back(&mut self) {
        if !self.is_idle() {
            return;
        }
        let is_changed = self
            .physical()
            .is_some_and(|physical| physical.is_changed());
        if !is_changed {
            if let Some(own) = self.own.take() {
                self.database.give_back(own);
            }
        } else if self.own.is_none() {
            self.own = self.turn.as_mut().and_then(|turn| turn.take());
        }
        self.turn = None;
    }

    fn attempt(&mut self, statement: &str, parameters: &[Native], patient: bool) -> Attempt {
        match self.try_attempt(statement, parameters, patient) {
            Ok(attempt) => attempt,
            Err(error) => {
                self.give_back();
                Attempt::Done(Outcome::failed(&error.to_string()))
            }
        }
    }

    /// Errors are those of opening and preparing.
    fn try_attempt(
        &mut self,
        sql: &str,
        parameters: &[Native],
        patient: bool,
    ) -> rusqlite::Result<Attempt> {
        if !self.borrow() {
            let new = self.database.connect()?;
            self.keep(Some(new));
        }
        let has_turn = self.turn.is_some();
        let plans = self.database.clone();
        let plans = &plans.plans;
        let Some(physical) = self.physical() else {
            return Ok(Attempt::NeedsThread);
        };
        physical.set_patient(patient)?;
        let sqlite = &physical.sqlite;
        let began = Instant::now();
        let mut statement = match physical.first_statement(sql) {
            Err(error) if !patient && is_locked(&error) => return Ok(Attempt::NeedsThread),
            other => other?,
        };
        let writes = !statement.readonly();
        let plan = plans.get(sql).unwrap_or_else(|| plans.learn(sql, writes));
        if writes && !has_turn && sqlite.is_autocommit() {
            return Ok(Attempt::NeedsTurn);
        }
        let mut outcome = Outcome::new(&statement);
        if let Err(error) = outcome.collect(&mut statement, parameters) {
            if !patient && is_locked(&error) {
                return Ok(Attempt::NeedsThread);
            }
            outcome.result = Err(io(&error.to_string()));
        }
        drop(statement);
        plan.took(began.elapsed());
        if writes {
            let (changes, rowid) = (sqlite.changes(), sqlite.last_insert_rowid());
            self.changes = changes;
            if changes > 0 && inserts(sql) {
                self.rowid = rowid;
            }
        }
        self.give_back();
        Ok(Attempt::Done(outcome))
    }
}

impl Drop for State {
    fn drop(&mut self) {
        self.give_back();
        // What is left has a transaction open, or is different: closing it
        // undoes both, before the next writer's turn comes.
        self.own = None;
        if let Some(mut turn) = self.turn.take() {
            *turn = None;
        }
    }
}

fn is_locked(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

/// Whether the statement may give a new last row.
fn inserts(sql: &str) -> bool {
    let word: String = sql
        .trim_start()
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    ["insert", "replace", "with"]
        .iter()
        .any(|name| word.eq_ignore_ascii_case(name))
}

fn to_native(value: Value) -> Native {
    match value {
        Value::Null => Native::Null,
        Value::Integer(number) => Native::Integer(number),
        Value::Real(number) => Native::Real(number),
        Value::Text(text) => Native::Text(text),
        Value::Blob(bytes) => Native::Blob(bytes),
    }
}
