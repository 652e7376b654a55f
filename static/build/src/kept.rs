//! What earlier runs have made, by what it was made of, so that nothing is made
//! twice.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// The results of steps, each a folder of files.
pub struct Kept {
    folder: PathBuf,
    tools: Vec<u8>,
    /// Held while it is open: one run at a time.
    _lock: File,
    used: BTreeSet<OsString>,
}

impl Kept {
    /// Opens what is kept in a folder. All of it depends on `tools` too.
    pub fn open(folder: &Path, tools: &[&[u8]]) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let lock = File::create(folder.with_extension("lock"))?;
        lock.lock()?;
        Ok(Self {
            folder: folder.to_owned(),
            tools: digest(tools),
            _lock: lock,
            used: BTreeSet::new(),
        })
    }

    /// The folder that a step made of its inputs. The step runs only if there is
    /// none yet, with an empty folder to fill.
    pub fn make(
        &mut self,
        step: &str,
        inputs: &[&[u8]],
        make: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        let key = digest(&[step.as_bytes(), &self.tools, &digest(inputs)]);
        let name = format!("{step}-{}", hex(&key, 12));
        let made = self.folder.join(&name);
        if !made.is_dir() {
            let unfinished = self.folder.join(format!("{name}.unfinished"));
            if unfinished.is_dir() {
                fs::remove_dir_all(&unfinished)?;
            }
            fs::create_dir(&unfinished)?;
            make(&unfinished).with_context(|| step.to_owned())?;
            fs::rename(&unfinished, &made)?;
        }
        self.used.insert(name.into());
        Ok(made)
    }

    /// Forgets what this run had no use for.
    pub fn prune(self) -> Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if !self.used.contains(&entry.file_name()) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}

/// SHA-256 over parts and their lengths.
pub fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// The first bytes of a digest, two digits each.
pub fn hex(digest: &[u8], bytes: usize) -> String {
    let digits = digest.iter().take(bytes);
    digits.map(|byte| format!("{byte:02x}")).collect()
}
