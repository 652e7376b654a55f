//! A clock that a test or a rehearsal moves.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use wasmtime_wasi::HostWallClock;

/// The wall clock that stands at what a file says, in seconds since 1970. Where
/// the file says nothing that can be read, it is the machine's.
pub struct FileClock(pub Arc<Path>);

impl HostWallClock for FileClock {
    fn resolution(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn now(&self) -> Duration {
        let said = std::fs::read_to_string(&self.0)
            .ok()
            .and_then(|text| text.trim().parse().ok());
        said.map_or_else(machine, Duration::from_secs)
    }
}

fn machine() -> Duration {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stands_at_what_the_file_says() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("now");
        let clock = FileClock(path.clone().into());
        assert!(Duration::from_secs(1_700_000_000) < clock.now());
        for (text, seconds) in [("86400\n", 86_400), ("0", 0)] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(clock.now(), Duration::from_secs(seconds), "{text:?}");
        }
    }
}
