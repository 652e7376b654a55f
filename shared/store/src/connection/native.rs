//! The database in native tools and tests, set as Spin sets it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::ValueRef;

use crate::{Error, Result, Row, Value};

pub(super) struct Handle(Mutex<rusqlite::Connection>);

impl Handle {
    #[expect(
        clippy::unused_async,
        reason = "the component's handle is opened by awaiting"
    )]
    pub(super) async fn open() -> Result<Self> {
        let path = std::env::var_os("SPP_DATABASE")
            .ok_or_else(|| Error::Other("SPP_DATABASE is not set".to_owned()))?;
        Self::open_file(&PathBuf::from(path))
    }

    pub(super) fn open_file(path: &Path) -> Result<Self> {
        let connection = rusqlite::Connection::open(path).map_err(error)?;
        connection
            .busy_timeout(Duration::from_secs(5))
            .map_err(error)?;
        Ok(Self(Mutex::new(connection)))
    }

    #[expect(
        clippy::unused_async,
        reason = "the component's handle runs by awaiting"
    )]
    pub(super) async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached(sql).map_err(error)?;
        let width = statement.column_count();
        let parameters = rusqlite::params_from_iter(parameters.into_iter().map(to_native));
        let mut rows = statement.query(parameters).map_err(error)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(error)? {
            let values = (0..width)
                .map(|column| row.get_ref(column).map(from_native))
                .collect::<std::result::Result<_, _>>()
                .map_err(error)?;
            all.push(Row::new(values));
        }
        Ok(all)
    }

    pub(super) async fn finish(&self, sql: &str, parameters: Vec<Value>) -> Result<()> {
        self.run(sql, parameters).await.map(drop)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "stands in map_err")]
fn error(error: rusqlite::Error) -> Error {
    Error::from_message(&error.to_string())
}

fn to_native(value: Value) -> rusqlite::types::Value {
    match value {
        Value::Null => rusqlite::types::Value::Null,
        Value::Integer(number) => rusqlite::types::Value::Integer(number),
        Value::Real(number) => rusqlite::types::Value::Real(number),
        Value::Text(text) => rusqlite::types::Value::Text(text),
        Value::Blob(bytes) => rusqlite::types::Value::Blob(bytes),
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
