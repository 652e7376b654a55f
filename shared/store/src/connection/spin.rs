//! The database inside a component.

use spin_sdk::sqlite;

use crate::{Error, Result, Row, Value};

pub(super) struct Handle(sqlite::Connection);

impl Handle {
    pub(super) async fn open() -> Result<Self> {
        sqlite::Connection::open_default()
            .await
            .map(Self)
            .map_err(error)
    }

    pub(super) async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>> {
        let parameters = parameters.into_iter().map(to_spin);
        let result = self.0.execute(sql, parameters).await.map_err(error)?;
        // Errors of a running statement appear only with its result.
        let rows = result.collect().await.map_err(error)?;
        Ok(rows.into_iter().map(from_spin).collect())
    }

    /// As [`Handle::run`] for a statement whose rows do not matter: they are
    /// not asked for, which spares a turn with the host.
    pub(super) async fn finish(&self, sql: &str, parameters: Vec<Value>) -> Result<()> {
        let parameters = parameters.into_iter().map(to_spin);
        let result = self.0.execute(sql, parameters).await.map_err(error)?;
        result.result().await.map_err(error)
    }
}

fn error(error: sqlite::Error) -> Error {
    match error {
        sqlite::Error::Io(message) => Error::from_message(&message),
        sqlite::Error::DatabaseFull => Error::Full("the database is full".to_owned()),
        other => Error::Other(other.to_string()),
    }
}

fn to_spin(value: Value) -> sqlite::Value {
    match value {
        Value::Null => sqlite::Value::Null,
        Value::Integer(number) => sqlite::Value::Integer(number),
        Value::Real(number) => sqlite::Value::Real(number),
        Value::Text(text) => sqlite::Value::Text(text),
        Value::Blob(bytes) => sqlite::Value::Blob(bytes),
    }
}

fn from_spin(row: sqlite::RowResult) -> Row {
    Row::new(
        row.values
            .into_iter()
            .map(|value| match value {
                sqlite::Value::Null => Value::Null,
                sqlite::Value::Integer(number) => Value::Integer(number),
                sqlite::Value::Real(number) => Value::Real(number),
                sqlite::Value::Text(text) => Value::Text(text),
                sqlite::Value::Blob(bytes) => Value::Blob(bytes.to_vec()),
            })
            .collect(),
    )
}
