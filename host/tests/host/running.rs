//! A host that runs for one test, and the means to talk to it.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A running host.
pub struct Host {
    process: Child,
    pub address: SocketAddr,
    pub folder: tempfile::TempDir,
    log: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Host {
    /// Starts a host with one public component, which is granted this much.
    pub fn start(grants: &str, options: &[&str]) -> Self {
        Self::start_manifest(&manifest(grants), options)
    }

    /// Starts a host with a manifest.
    pub fn start_manifest(manifest: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = command(folder.path(), manifest, options).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, kept) = (BufReader::new(process.stderr.take().unwrap()), log.clone());
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                kept.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let mut line = String::new();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("Serving http://")
            .unwrap_or_else(|| panic!("no address in {line:?}; {}", log.lock().unwrap()));
        Self {
            address: address.parse().unwrap(),
            process,
            folder,
            log,
        }
    }

    /// Sends a request without a body.
    pub fn get(&self, path: &str) -> Answer {
        self.ask(path, "")
    }

    /// Sends a request with a body.
    pub fn ask(&self, path: &str, body: &str) -> Answer {
        self.send(path, body).answer()
    }

    /// Sends a request, without waiting for its answer.
    pub fn send(&self, path: &str, body: &str) -> Connection {
        let length = body.len();
        let head = format!("Host: test\r\nConnection: close\r\nContent-Length: {length}");
        self.raw(&format!("POST {path} HTTP/1.1\r\n{head}\r\n\r\n{body}"))
    }

    /// Sends whatever.
    pub fn raw(&self, text: &str) -> Connection {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        Connection(stream)
    }

    /// What has been logged.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// A file of the state.
    pub fn state(&self, file: &str) -> PathBuf {
        self.folder.path().join(".spin").join(file)
    }

    /// Asks the host to stop.
    pub fn terminate(&self) {
        let status = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        assert!(status.unwrap().success());
    }

    /// Waits for the host's end.
    pub fn exit_code(&mut self) -> Option<i32> {
        self.process.wait().unwrap().code()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// A connection with a request on it.
pub struct Connection(TcpStream);

impl Connection {
    /// Sends more.
    pub fn push(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).unwrap();
    }

    /// Reads until this has come.
    pub fn read_until(&mut self, end: &str) -> String {
        let mut read = Vec::new();
        while !read.ends_with(end.as_bytes()) {
            let mut byte = [0];
            let got = self.0.read(&mut byte).unwrap();
            assert!(
                got == 1,
                "closed after {:?}",
                String::from_utf8_lossy(&read)
            );
            read.push(byte[0]);
        }
        String::from_utf8(read).unwrap()
    }

    /// Reads the whole answer.
    pub fn answer(mut self) -> Answer {
        let mut bytes = Vec::new();
        self.0.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("no answer in {text:?}"));
        let chunked = head
            .to_ascii_lowercase()
            .contains("transfer-encoding: chunked");
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            body: if chunked {
                dechunk(body)
            } else {
                body.to_owned()
            },
        }
    }
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }
}

/// Waits until something is so.
#[track_caller]
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A manifest with one public component.
pub fn manifest(grants: &str) -> String {
    let mut text = "spin_manifest_version = 2\n[application]\nname = \"test\"\n".to_owned();
    text += &component("intruder", "\"/...\"", grants);
    text
}

/// A component of a manifest: the intruder, under this name.
pub fn component(name: &str, route: &str, grants: &str) -> String {
    let source = intruder();
    let mut text = String::new();
    _ = write!(
        text,
        "[[trigger.http]]\nroute = {route}\ncomponent = {name:?}\n\
         [component.{name}]\nsource = {source:?}\n{grants}\n"
    );
    text
}

/// The command that starts a host in a folder.
pub fn command(folder: &Path, manifest: &str, options: &[&str]) -> Command {
    let file = folder.join("spin.toml");
    std::fs::write(&file, manifest).unwrap();
    share_compiled_code(&folder.join(".spin"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_host"));
    command
        .arg("--manifest")
        .arg(file)
        .args(["--listen", "127.0.0.1:0"])
        .args(options)
        .env_remove("RUST_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The component is compiled once for all tests.
fn share_compiled_code(state: &Path) {
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled");
    std::fs::create_dir_all(&shared).unwrap();
    std::fs::create_dir_all(state).unwrap();
    std::os::unix::fs::symlink(shared, state.join("cache")).unwrap();
}

fn intruder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    );
    let file = target.join("wasm32-wasip2/release/intruder.wasm");
    assert!(
        file.is_file(),
        "{} is missing; build it with: cargo build --release --target wasm32-wasip2 -p intruder",
        file.display()
    );
    file
}

fn dechunk(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            return whole;
        }
        whole += &rest[..length];
        body = &rest[length + 2..];
    }
    panic!("the answer was cut off after {whole:?}");
}
