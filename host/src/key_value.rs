//! `spin:key-value`: stores for what may be lost, in one SQLite file laid out
//! as Spin's.

use anyhow::Result;
use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

use crate::bindings::key_value::{Error, Host, HostStore, HostStoreWithStore};
use crate::bindings::sqlite::{Error as SqliteError, RowResult, Value};
use crate::instances::{Guest, Imports};
use crate::sqlite::{Database, Session};

/// The stores that an instance may have open at once.
const MOST_OPEN: usize = 256;

/// The table, as Spin creates it.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS spin_key_value (
    store TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (store, key)
)";
const GET: &str = "SELECT value FROM spin_key_value WHERE store = ?1 AND key = ?2";
const EXISTS: &str = "SELECT 1 FROM spin_key_value WHERE store = ?1 AND key = ?2";
const SET: &str = "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3)
    ON CONFLICT (store, key) DO UPDATE SET value = excluded.value";
const DELETE: &str = "DELETE FROM spin_key_value WHERE store = ?1 AND key = ?2";
const KEYS: &str = "SELECT key FROM spin_key_value WHERE store = ?1";

/// Creates the table where it is missing.
pub fn prepare(database: &Database) -> Result<()> {
    let physical = database.connect()?;
    physical.sqlite.execute(TABLE, [])?;
    database.give_back(physical);
    Ok(())
}

/// A store, as a component holds it.
#[derive(Clone)]
pub struct Store {
    name: String,
    session: Session,
}

impl Store {
    async fn run(
        &self,
        statement: &str,
        parameters: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<RowResult>, Error> {
        let store = Value::Text(self.name.clone());
        let parameters = std::iter::once(store).chain(parameters).collect();
        let outcome = self.session.execute(statement.to_owned(), parameters).await;
        match outcome.result {
            Ok(()) => Ok(outcome.rows),
            Err(SqliteError::Io(reason)) => Err(Error::Other(reason)),
            Err(other) => Err(Error::Other(other.to_string())),
        }
    }
}

impl Guest {
    fn store<T: Send>(
        accessor: &Accessor<T, Imports>,
        store: &Resource<Store>,
    ) -> wasmtime::Result<Store> {
        accessor.with(|mut access| Ok(access.get().table.get(store)?.clone()))
    }
}

impl Host for Guest {}

impl HostStore for Guest {
    async fn drop(&mut self, store: Resource<Store>) -> wasmtime::Result<()> {
        self.table.delete(store)?;
        self.open_stores = self.open_stores.saturating_sub(1);
        Ok(())
    }
}

impl<T: Send> HostStoreWithStore<T> for Imports {
    async fn open(
        accessor: &Accessor<T, Self>,
        label: String,
    ) -> wasmtime::Result<Result<Resource<Store>, Error>> {
        accessor.with(|mut access| {
            let guest = access.get();
            if !guest.grants().key_value_stores.contains(&label) {
                return Ok(Err(Error::AccessDenied));
            }
            if guest.open_stores >= MOST_OPEN {
                return Ok(Err(Error::StoreTableFull));
            }
            guest.open_stores += 1;
            let session = Session::new(guest.grants().key_value.clone());
            let store = Store {
                name: label,
                session,
            };
            Ok(Ok(guest.table.push(store)?))
        })
    }

    async fn get(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> wasmtime::Result<Result<Option<Vec<u8>>, Error>> {
        let store = Guest::store(accessor, &store)?;
        let rows = store.run(GET, [Value::Text(key)]).await;
        Ok(
            rows.map(|rows| match rows.into_iter().next().map(|row| row.values) {
                Some(values) => values.into_iter().next().and_then(|value| match value {
                    Value::Blob(bytes) => Some(bytes),
                    Value::Text(text) => Some(text.into_bytes()),
                    _ => None,
                }),
                None => None,
            }),
        )
    }

    async fn set(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
        value: Vec<u8>,
    ) -> wasmtime::Result<Result<(), Error>> {
        let store = Guest::store(accessor, &store)?;
        let parameters = [Value::Text(key), Value::Blob(value)];
        Ok(store.run(SET, parameters).await.map(drop))
    }

    async fn delete(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> wasmtime::Result<Result<(), Error>> {
        let store = Guest::store(accessor, &store)?;
        Ok(store.run(DELETE, [Value::Text(key)]).await.map(drop))
    }

    async fn exists(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> wasmtime::Result<Result<bool, Error>> {
        let store = Guest::store(accessor, &store)?;
        let rows = store.run(EXISTS, [Value::Text(key)]).await;
        Ok(rows.map(|rows| !rows.is_empty()))
    }

    async fn get_keys(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
    ) -> wasmtime::Result<(StreamReader<String>, FutureReader<Result<(), Error>>)> {
        let store = Guest::store(accessor, &store)?;
        let (keys, result) = match store.run(KEYS, []).await {
            Ok(rows) => (rows.into_iter().filter_map(key_of).collect(), Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        accessor.with(|mut access| {
            let keys = StreamReader::new(&mut access, keys)?;
            let result = FutureReader::new(&mut access, async { wasmtime::error::Ok(result) })?;
            Ok((keys, result))
        })
    }
}

fn key_of(row: RowResult) -> Option<String> {
    match row.values.into_iter().next() {
        Some(Value::Text(key)) => Some(key),
        _ => None,
    }
}
