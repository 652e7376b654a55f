//! What a component was granted: everything it can touch.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};

use crate::hosts::AllowedHosts;
use crate::manifest;
use crate::sqlite::Database;
use crate::variables::Variables;

/// What a component was granted.
pub struct Grants {
    /// Folders it may read, and where it finds them.
    pub folders: Vec<(PathBuf, String)>,
    /// Its environment.
    pub environment: BTreeMap<String, String>,
    /// Its variables.
    pub variables: HashMap<String, String>,
    /// Whom it may call.
    pub hosts: Arc<AllowedHosts>,
    /// Databases it may open, by name.
    pub databases: HashMap<String, Arc<Database>>,
    /// Key-value stores it may open.
    pub key_value_stores: Vec<String>,
    /// The database that keeps the key-value stores.
    pub key_value: Arc<Database>,
}

/// The files in which everything is kept, named as Spin names them.
pub struct State {
    /// The SQLite database "default".
    pub database: Arc<Database>,
    /// The key-value stores.
    pub key_value: Arc<Database>,
}

impl State {
    /// The state in a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            database: Arc::new(Database::new(folder.join("sqlite_db.db"))),
            key_value: Arc::new(Database::new(folder.join("sqlite_key_value.db"))),
        }
    }
}

impl Grants {
    /// Grants a component what its part of the manifest says.
    pub fn of(
        component: &manifest::Component,
        variables: &Variables,
        state: &State,
        folder: &Path,
    ) -> Result<Self> {
        let folders = component
            .files
            .iter()
            .map(|files| {
                let (source, destination) = files.mount();
                let source = folder.join(source);
                ensure!(source.is_dir(), "{} is no folder", source.display());
                ensure!(
                    destination.starts_with('/'),
                    "the destination {destination:?} does not start with a slash"
                );
                Ok((source, destination))
            })
            .collect::<Result<_>>()
            .context("files")?;
        let hosts = component
            .allowed_outbound_hosts
            .iter()
            .map(|host| variables.fill(host))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            folders,
            environment: component.environment.clone(),
            variables: variables.of(component)?,
            hosts: Arc::new(AllowedHosts::parse(&hosts)?),
            databases: component
                .sqlite_databases
                .iter()
                .map(|name| (name.clone(), state.database.clone()))
                .collect(),
            key_value_stores: component.key_value_stores.clone(),
            key_value: state.key_value.clone(),
        })
    }
}
