//! The folder in which the measured databases lie, removed at the end.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use rusqlite::Connection;
use tempfile::TempDir;

/// A folder for the time of the bench.
pub struct Folder(TempDir);

impl Folder {
    /// A new folder: in `$TMPDIR`, else beside this program, which lies on a
    /// disk where `/tmp` may not.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new() -> Result<Self> {
        let program = std::env::current_exe()?;
        let parent = match std::env::var_os("TMPDIR") {
            Some(folder) => PathBuf::from(folder),
            None => program
                .parent()
                .context("a program without a folder")?
                .to_owned(),
        };
        let folder = tempfile::Builder::new()
            .prefix("bench-")
            .tempdir_in(&parent)
            .with_context(|| format!("cannot make a folder in {}", parent.display()))?;
        std::fs::create_dir(folder.path().join("cache"))?;
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A new state folder of a host, with a copy of a database if there is
    /// one. Components are compiled once for all states.
    ///
    /// # Errors
    /// The disk's.
    pub fn state(&self, name: &str, template: Option<&Path>) -> Result<PathBuf> {
        let state = self.path().join(name);
        std::fs::create_dir(&state)?;
        std::os::unix::fs::symlink(self.path().join("cache"), state.join("cache"))?;
        if let Some(template) = template {
            std::fs::copy(template, database(&state))?;
        }
        Ok(state)
    }

    /// Makes sure that the disk has room for so many bytes.
    ///
    /// # Errors
    /// It has not.
    pub fn check_space(&self, bytes: u64) -> Result<()> {
        let free: u64 = self.disk("avail")?.parse()?;
        let (needed, free) = (bytes >> 20, free >> 20);
        ensure!(
            needed <= free,
            "{needed} MiB are needed in {}, {free} MiB are free",
            self.path().display()
        );
        Ok(())
    }

    /// What `df` says of the disk in a column.
    ///
    /// # Errors
    /// It says nothing.
    pub fn disk(&self, column: &str) -> Result<String> {
        let output = Command::new("df")
            .args(["-B1", &format!("--output={column}")])
            .arg(self.path())
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let last = text.lines().last().context("df says nothing")?;
        Ok(last.trim().to_owned())
    }
}

/// A host's default database.
pub fn database(state: &Path) -> PathBuf {
    state.join("sqlite_db.db")
}

/// Moves all of a database that nobody has open into its one file; returns
/// its length.
///
/// # Errors
/// The database's.
pub fn checkpoint(database: &Path) -> Result<u64> {
    let connection = Connection::open(database)?;
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    ensure!(busy == 0, "{} is in use", database.display());
    drop(connection);
    Ok(std::fs::metadata(database)?.len())
}
