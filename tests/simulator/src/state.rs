//! What is known of the demonstration on one server. The file holds the
//! sensors' tokens, which the server shows once: nobody else may read it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// The demonstration as one server knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The client's id.
    pub client: i64,
    /// The key with which the client reads its counts.
    pub key: String,
    /// When the sensors began to count, in seconds since 1970.
    pub since: i64,
    /// When the client was entered, in seconds since 1970; absent where that was before
    /// holes were known of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<i64>,
    /// The sites' ids, in the catalogue's order.
    pub sites: Vec<i64>,
    /// The sensors.
    pub sensors: Vec<Account>,
}

/// A sensor as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: i64,
    /// Its format, which tells it from the others.
    pub format: String,
    /// Its token.
    pub token: String,
    /// Until when all its counts are delivered, in seconds since 1970; absent
    /// while the history is not imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}

impl State {
    /// Reads the file; nothing if there is none.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn load(path: &Path) -> anyhow::Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        let state = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        Ok(Some(state))
    }

    /// Writes the file, as a whole or not at all.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(&self, path: &Path) -> anyhow::Result<()> {
        let new = path.with_extension("new");
        let write = || {
            // Made anew, so that the mode is ours whatever lay there.
            _ = fs::remove_file(&new);
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&new)?;
            file.write_all(&serde_json::to_vec_pretty(self)?)?;
            file.write_all(b"\n")?;
            fs::rename(&new, path)
        };
        write().with_context(|| path.display().to_string())
    }

    /// The sensor of a format.
    pub fn account(&self, format: &str) -> Option<&Account> {
        self.sensors.iter().find(|account| account.format == format)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_saved_is_loaded_and_nobody_else_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.json");
        assert_eq!(State::load(&path).unwrap(), None);
        let mut state = State {
            client: 1,
            key: "key".to_owned(),
            since: 0,
            entered: Some(1),
            sites: vec![1, 2],
            sensors: vec![Account {
                id: 3,
                format: "spp".to_owned(),
                token: "token".to_owned(),
                until: None,
            }],
        };
        for until in [None, Some(900)] {
            state.sensors[0].until = until;
            state.save(&path).unwrap();
            assert_eq!(State::load(&path).unwrap().as_ref(), Some(&state));
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::write(&path, "{").unwrap();
        assert!(State::load(&path).is_err());
    }
}
