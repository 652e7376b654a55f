//! What it was measured on.

use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::folder::Folder;

/// Writes to the disk of which the median is taken.
const WRITES: usize = 101;

/// One line about the machine and its disk.
///
/// # Errors
/// The disk's.
pub fn line(folder: &Folder) -> Result<String> {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism()?;
    let kernel = read("/proc/sys/kernel/osrelease");
    let processors = read("/proc/cpuinfo");
    let model = processors
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(':'))
        .map_or("an unknown processor", |(_, model)| model.trim());
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    let disk = folder.disk("fstype").unwrap_or_default();
    let commit = commit(folder)?.as_secs_f64() * 1000.0;
    Ok(format!(
        "{cores} cores of {model}, Linux {}, {disk}, {commit:.2} ms to write to the disk; load before: {load}",
        kernel.trim()
    ))
}

/// How long it takes until the disk has what was appended to a file.
fn commit(folder: &Folder) -> Result<Duration> {
    let mut file = File::create(folder.path().join("commits"))?;
    let mut times = Vec::new();
    for _ in 0..WRITES {
        let began = Instant::now();
        file.write_all(&[1; 4096])?;
        file.sync_data()?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    Ok(times.get(WRITES / 2).copied().unwrap_or_default())
}
