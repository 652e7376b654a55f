//! Sensors whose cable is pulled: what they send does not arrive, and they keep
//! it until the cable is back.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::demo;

/// The list of those sensors, by their formats. It lies beside the state and is
/// read before each push, so that a running simulator obeys at once.
pub struct Faults(PathBuf);

impl Faults {
    /// Those of a demonstration.
    pub fn of(state: &Path) -> Self {
        Self(state.with_extension("faults"))
    }

    /// Whether a sensor's cable is pulled.
    pub fn breaks(&self, format: &str) -> bool {
        self.list().iter().any(|broken| broken == format)
    }

    /// Pulls a sensor's cable.
    ///
    /// # Errors
    /// No sensor has the format, or the list cannot be written.
    pub fn pull(&self, format: &str) -> anyhow::Result<()> {
        let is_known = demo::sensors().any(|(_, sensor)| sensor.format == format);
        ensure!(is_known, "no sensor pushes {format}");
        let mut list = self.list();
        list.retain(|broken| broken != format);
        list.push(format.to_owned());
        self.write(&list)
    }

    /// Puts all cables back.
    ///
    /// # Errors
    /// The list cannot be written.
    pub fn mend(&self) -> anyhow::Result<()> {
        self.write(&[])
    }

    fn list(&self) -> Vec<String> {
        let text = std::fs::read_to_string(&self.0).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn write(&self, list: &[String]) -> anyhow::Result<()> {
        std::fs::write(&self.0, list.join("\n")).with_context(|| self.0.display().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cable_is_pulled_and_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let faults = Faults::of(&folder.path().join("demo.json"));
        assert!(!faults.breaks("xovis"));
        faults.pull("xovis").unwrap();
        faults.pull("axis").unwrap();
        assert!(faults.breaks("xovis") && faults.breaks("axis") && !faults.breaks("spp"));
        assert!(faults.pull("fax").is_err());
        faults.mend().unwrap();
        assert!(!faults.breaks("xovis"));
    }
}
