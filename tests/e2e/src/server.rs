//! The application as a process of its own, with a state that can outlive it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::http::{self, Answer, Request};

/// The administrator's token in tests.
pub const ADMINISTRATOR: &str = "the administrator's token in tests";

/// The scheduler's token in tests.
pub const SCHEDULER: &str = "the scheduler's token in tests";

/// A running application.
pub struct Server {
    process: Child,
    /// Its address, `http://127.0.0.1:PORT`.
    pub url: String,
    state: TempDir,
}

/// The first start compiles the components for all the others.
static STARTING: Mutex<()> = Mutex::new(());

impl Server {
    /// Starts the application with an empty state.
    ///
    /// # Panics
    /// It does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::start_in(prepared(), &[])
    }

    /// Starts the application with an empty state and a clock that stands at a
    /// moment until it is set, in seconds since 1970. Only the project's host
    /// can do that.
    ///
    /// # Panics
    /// It does not start.
    #[must_use]
    pub fn rehearse(now: i64, variables: &[(&str, &str)]) -> Self {
        Self::rehearse_in(prepared(), now, variables)
    }

    /// Goes on with a rehearsal whose state another application left.
    ///
    /// # Panics
    /// It does not start.
    #[must_use]
    pub fn rehearse_in(state: TempDir, now: i64, variables: &[(&str, &str)]) -> Self {
        let clock = state.path().join("now");
        std::fs::write(&clock, now.to_string()).expect("a clock");
        let mut arguments = vec![
            "--no-ticker".to_owned(),
            "--clock".to_owned(),
            clock.display().to_string(),
        ];
        for (name, value) in variables {
            arguments.push("--variable".to_owned());
            arguments.push(format!("{name}={value}"));
        }
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        Self::start_in(state, &arguments)
    }

    /// Sets the clock of a rehearsal.
    ///
    /// # Panics
    /// It cannot be written.
    pub fn set_clock(&self, now: i64) {
        // Renamed, since the host may read at any moment.
        let (new, clock) = (
            self.state.path().join("next"),
            self.state.path().join("now"),
        );
        std::fs::write(&new, now.to_string()).expect("a clock");
        std::fs::rename(&new, &clock).expect("a clock");
    }

    /// Has a function do its scheduled work.
    ///
    /// # Panics
    /// It does not answer as it should.
    pub fn tick(&self, function: &str) -> Answer {
        let path = format!("/internal/tick/{function}");
        let bearer = format!("Bearer {SCHEDULER}");
        let answer = self.send("POST", &path, &[("authorization", &bearer)], b"");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer
    }

    /// Starts the application with a state that another one left.
    ///
    /// # Panics
    /// It does not start.
    #[must_use]
    pub fn start_in(state: TempDir, arguments: &[&str]) -> Self {
        let starting = STARTING.lock();
        let (process, url) = match std::env::var_os("SPIN") {
            Some(spin) => spin_up(Path::new(&spin), state.path()),
            None => host(state.path(), arguments),
        };
        let server = Self {
            process,
            url,
            state,
        };
        let deadline = Instant::now() + Duration::from_secs(300);
        // Spin says that it serves before it does.
        while server
            .try_get("/.well-known/spin/health")
            .is_none_or(|answer| answer.status != 200)
        {
            assert!(Instant::now() < deadline, "the application does not answer");
            std::thread::yield_now();
        }
        drop(starting);
        server
    }

    fn try_get(&self, path: &str) -> Option<Answer> {
        let url = format!("{}{path}", self.url);
        http::send(Request {
            method: "GET",
            url: &url,
            headers: &[],
            body: b"",
        })
        .ok()
    }

    /// Kills it as a power cut would, and returns what is left on the disk.
    #[must_use]
    pub fn kill(mut self) -> TempDir {
        self.signal("-KILL");
        drop(self.process.wait());
        std::mem::replace(&mut self.state, TempDir::new().expect("a folder"))
    }

    /// Asks it to stop, waits, and returns whether it said that all was well.
    #[must_use]
    pub fn stop(mut self) -> (bool, TempDir) {
        self.signal("-TERM");
        let status = self.process.wait();
        let state = std::mem::replace(&mut self.state, TempDir::new().expect("a folder"));
        (status.is_ok_and(|status| status.success()), state)
    }

    /// Lets no file of its processes grow beyond a number of bytes, or lifts that.
    ///
    /// # Panics
    /// It cannot be done.
    pub fn limit_files(&self, bytes: &str) {
        // Spin serves in a process below its own.
        let group = Command::new("pgrep")
            .args(["-g", &self.process.id().to_string()])
            .output();
        let group = String::from_utf8(group.expect("pgrep").stdout).expect("process ids");
        let limit = format!("--fsize={bytes}:unlimited");
        for process in group.lines() {
            let done = Command::new("prlimit")
                .args(["--pid", process, &limit])
                .status();
            assert!(done.expect("prlimit").success());
        }
    }

    /// The database's file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.state.path().join("sqlite_db.db")
    }

    /// Signals the whole group: Spin serves in a process below its own.
    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.process.id());
        drop(Command::new("kill").args([signal, "--", &group]).status());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.process.try_wait(), Ok(None)) {
            self.signal("-KILL");
            drop(self.process.wait());
        }
    }
}

/// An empty state with the compiled code, which is the same for all tests.
fn prepared() -> TempDir {
    let state = TempDir::new().expect("a folder for the state");
    let cache = root().join("target/e2e-cache");
    std::fs::create_dir_all(&cache).expect("a folder for compiled code");
    std::os::unix::fs::symlink(cache, state.path().join("cache")).expect("a link");
    state
}

/// Whether the tests run on Spin rather than on the project's host.
#[must_use]
pub fn on_spin() -> bool {
    std::env::var_os("SPIN").is_some()
}

/// The project's folder.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// A program in a group of its own. A file-size limit stands for a full disk,
/// and must fail a write rather than end the process.
fn command(program: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(program)
        .env("SPIN_VARIABLE_ADMIN_TOKEN", ADMINISTRATOR)
        .env("SPIN_VARIABLE_TICK_TOKEN", SCHEDULER)
        .process_group(0);
    command
}

fn host(state: &Path, arguments: &[&str]) -> (Child, String) {
    let root = root();
    let host =
        std::env::var_os("HOST").map_or_else(|| root.join("target/native/host"), PathBuf::from);
    let mut process = command(&host)
        .arg("--manifest")
        .arg(root.join("spin.toml"))
        .args(["--listen", "127.0.0.1:0", "--state-dir"])
        .arg(state)
        .args(arguments)
        .env("RUST_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{} (make build builds it): {error}", host.display()));
    let stdout = process.stdout.take().expect("its output");
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let url = line
        .trim()
        .strip_prefix("Serving ")
        .expect("the address")
        .to_owned();
    (process, url)
}

fn spin_up(spin: &Path, state: &Path) -> (Child, String) {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("its address").to_string();
    drop(free);
    let process = command(spin)
        .args(["up", "--quiet", "--from"])
        .arg(root().join("spin.toml"))
        .args(["--listen", &address, "--state-dir"])
        .arg(state)
        // A Spin that is killed leaves this behind.
        .arg("--temp")
        .arg(state.join("temporary"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", spin.display()));
    (process, format!("http://{address}"))
}
