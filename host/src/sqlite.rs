//! `spin:sqlite`: databases for components, with the semantics of Spin.
//!
//! Each open is a connection of its own, statements run one at a time on it,
//! of a text with several statements only the first runs, and an error of a
//! statement stands in the result that comes with the rows.

mod database;
mod outcome;
mod physical;
mod plan;
mod session;

use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

use crate::bindings::sqlite::{
    Error, Host, HostConnection, HostConnectionWithStore, QueryResult, RowResult, Value,
};
use crate::instances::{Guest, Imports};

pub use database::Database;
pub use session::Session;

/// The connections that an instance may have open at once.
const MOST_OPEN: usize = 256;

/// A connection, as a component holds it.
pub struct Connection(Session);

type Rows = (
    Vec<String>,
    StreamReader<RowResult>,
    FutureReader<Result<(), Error>>,
);

impl Guest {
    fn open(&mut self, name: &str) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let Some(database) = self.grants().databases.get(name) else {
            return Ok(Err(Error::AccessDenied));
        };
        if self.open_connections >= MOST_OPEN {
            return Ok(Err(Error::Io("too many connections opened".to_owned())));
        }
        let connection = Connection(Session::new(database.clone()));
        self.open_connections += 1;
        Ok(Ok(self.table.push(connection)?))
    }

    fn session(&self, connection: &Resource<Connection>) -> wasmtime::Result<Session> {
        Ok(self.table.get(connection)?.0.clone())
    }
}

impl Host for Guest {}

impl HostConnection for Guest {
    async fn open(
        &mut self,
        database: String,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        Guest::open(self, &database)
    }

    async fn execute(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<Value>,
    ) -> wasmtime::Result<Result<QueryResult, Error>> {
        let outcome = self
            .session(&connection)?
            .execute(statement, parameters)
            .await;
        Ok(outcome.result.map(|()| QueryResult {
            columns: outcome.columns,
            rows: outcome.rows,
        }))
    }

    async fn last_insert_rowid(
        &mut self,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<i64> {
        Ok(self.session(&connection)?.last_insert_rowid().await)
    }

    async fn changes(&mut self, connection: Resource<Connection>) -> wasmtime::Result<u64> {
        Ok(self.session(&connection)?.changes().await)
    }

    async fn drop(&mut self, connection: Resource<Connection>) -> wasmtime::Result<()> {
        self.table.delete(connection)?;
        self.open_connections = self.open_connections.saturating_sub(1);
        Ok(())
    }
}

impl<T: Send> HostConnectionWithStore<T> for Imports {
    async fn open_async(
        accessor: &Accessor<T, Self>,
        database: String,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        accessor.with(|mut access| access.get().open(&database))
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<Value>,
    ) -> wasmtime::Result<Result<Rows, Error>> {
        let session = accessor.with(|mut access| access.get().session(&connection))?;
        let outcome = session.execute(statement, parameters).await;
        accessor.with(|mut access| {
            let rows = StreamReader::new(&mut access, outcome.rows)?;
            let result = outcome.result;
            let result = FutureReader::new(&mut access, async { wasmtime::error::Ok(result) })?;
            Ok(Ok((outcome.columns, rows, result)))
        })
    }

    async fn last_insert_rowid_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<i64> {
        let session = accessor.with(|mut access| access.get().session(&connection))?;
        Ok(session.last_insert_rowid().await)
    }

    async fn changes_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<u64> {
        let session = accessor.with(|mut access| access.get().session(&connection))?;
        Ok(session.changes().await)
    }
}
