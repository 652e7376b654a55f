//! What came of a statement.

use rusqlite::Statement;
use rusqlite::types::{Value as Native, ValueRef};

use crate::bindings::sqlite::{Error, RowResult, Value};

/// The bytes that a result may have: as many as Spin gives its components.
const MOST_BYTES: usize = 128 << 20;

/// What came of a statement.
pub struct Outcome {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, as far as they came.
    pub rows: Vec<RowResult>,
    /// Whether the statement ran to its end.
    pub result: Result<(), Error>,
}

impl Outcome {
    /// Nothing yet, of a statement with these columns.
    pub fn new(statement: &Statement<'_>) -> Self {
        Self {
            columns: statement.column_names().map(str::to_owned).collect(),
            rows: Vec::new(),
            result: Ok(()),
        }
    }

    /// Nothing, for this reason.
    pub fn failed(reason: &str) -> Self {
        Self {
            columns: Vec::new(),
            rows: Vec::new(),
            result: Err(io(reason)),
        }
    }

    /// Runs the statement and takes its rows.
    pub fn collect(
        &mut self,
        statement: &mut Statement<'_>,
        parameters: &[Native],
    ) -> rusqlite::Result<()> {
        let width = statement.column_count();
        let mut bytes = 0;
        let mut rows = statement.query(rusqlite::params_from_iter(parameters))?;
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(width);
            for column in 0..width {
                let value = row.get_ref(column)?;
                bytes += size_of::<Value>() + length(value);
                values.push(from_native(value));
            }
            if bytes > MOST_BYTES {
                self.rows.clear();
                self.result = Err(io("the result is larger than 128 MiB"));
                return Ok(());
            }
            self.rows.push(RowResult { values });
        }
        Ok(())
    }
}

/// A failure for this reason, worded by SQLite or as SQLite does.
pub fn io(reason: &str) -> Error {
    Error::Io(reason.to_owned())
}

fn length(value: ValueRef<'_>) -> usize {
    match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
        _ => 0,
    }
}

fn from_native(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_owned()),
    }
}
