//! Servers in processes of their own.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// The administrator's token of the measured application.
pub const ADMIN_TOKEN: &str = "administrator-of-the-bench";

/// The scheduler's token of the measured application.
pub const TICK_TOKEN: &str = "scheduler-of-the-bench";

/// The ticks of a second in which Linux counts processors' time.
const TICKS: u32 = 100;

/// How long a server may take to stop.
const STOP: Duration = Duration::from_secs(40);

/// A running server. Dropped, it is killed.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    /// Kept open: a server may say more.
    _output: BufReader<ChildStdout>,
}

/// What a process has used so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// Bytes in memory.
    pub resident: u64,
    /// The most bytes that it ever had in memory.
    pub peak: u64,
    /// Time of processors.
    pub cpu: Duration,
}

impl Server {
    /// The host with an application; its state in that folder. Scheduled work
    /// is done when it is asked for.
    ///
    /// # Errors
    /// It does not start.
    pub fn host(program: &Path, manifest: &Path, state: &Path, more: &[&str]) -> Result<Self> {
        let mut command = Command::new(program);
        command
            .arg("--manifest")
            .arg(manifest)
            .arg("--state-dir")
            .arg(state)
            .args(["--listen", "127.0.0.1:0", "--no-ticker"])
            .args(more)
            .env("SPIN_VARIABLE_ADMIN_TOKEN", ADMIN_TOKEN)
            .env("SPIN_VARIABLE_TICK_TOKEN", TICK_TOKEN)
            .env("RUST_LOG", "warn");
        Self::start(command)
    }

    /// The plain server with that database.
    ///
    /// # Errors
    /// It does not start.
    pub fn baseline(database: &Path) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("baseline").arg("--database").arg(database);
        Self::start(command)
    }

    fn start(mut command: Command) -> Result<Self> {
        let name = format!("{}", command.get_program().display());
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let output = child.stdout.take().context("its output is not piped")?;
        let mut server = Self {
            // Known when it says so.
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            child,
            _output: BufReader::new(output),
        };
        let mut line = String::new();
        server._output.read_line(&mut line)?;
        let address = line.trim().strip_prefix("Serving http://");
        server.address = address
            .and_then(|address| address.parse().ok())
            .with_context(|| format!("{name} does not serve; it says {line:?}"))?;
        Ok(server)
    }

    /// What it has used so far.
    ///
    /// # Errors
    /// It has ended.
    pub fn usage(&self) -> Result<Usage> {
        let folder = format!("/proc/{}", self.child.id());
        let status = std::fs::read_to_string(format!("{folder}/status"))?;
        let stat = std::fs::read_to_string(format!("{folder}/stat"))?;
        usage(&status, &stat).context("the server has ended")
    }

    /// Has it end, and waits for that.
    ///
    /// # Errors
    /// It does not end.
    pub fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status()?;
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            if STOP < began.elapsed() {
                bail!("the server does not stop");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Where it has ended already, there is nothing to do.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// From the two texts in which Linux says it.
fn usage(status: &str, stat: &str) -> Option<Usage> {
    let kibibytes = |name: &str| {
        let rest = status.lines().find_map(|line| line.strip_prefix(name))?;
        rest.split_whitespace().next()?.parse::<u64>().ok()
    };
    // After the name, which stands in brackets and may hold anything: the
    // 12th and the 13th field are the ticks of the program and the system.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11);
    let program: u32 = ticks.next()?.parse().ok()?;
    let system: u32 = ticks.next()?.parse().ok()?;
    Some(Usage {
        resident: kibibytes("VmRSS:")? << 10,
        peak: kibibytes("VmHWM:")? << 10,
        cpu: Duration::from_secs(1) / TICKS * (program + system),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_is_read_from_what_linux_says() {
        let status = "Name:\thost\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n";
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 9 0 0 0 150 50 0 0 20 0 5 0 99";
        let found = usage(status, stat).unwrap();
        assert_eq!((found.resident, found.peak), (1 << 20, 2 << 20));
        assert_eq!(found.cpu, Duration::from_secs(2));
        assert!(usage("", stat).is_none());
    }
}
