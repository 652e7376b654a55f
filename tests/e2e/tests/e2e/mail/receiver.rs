//! An HTTP server of somebody else: a client's system, or a mail provider.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A call as it came.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its method and path: `POST /spp`.
    pub target: String,
    headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Call {
    /// A header; names are in small letters.
    pub fn header(&self, name: &str) -> Option<String> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    }
}

/// What it says to a call: a status with a body. It hangs up where it says nothing.
type Say = Box<dyn Fn(&Call) -> Option<(u16, &'static str)> + Send>;

/// The server. It serves until the test ends.
pub struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    calls: Arc<Mutex<Vec<Call>>>,
    say: Arc<Mutex<Say>>,
}

impl Receiver {
    /// Starts one that takes whatever comes.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let taken: Say = Box::new(|_| Some((204, "")));
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            calls: Arc::default(),
            say: Arc::new(Mutex::new(taken)),
        };
        let (calls, say) = (Arc::clone(&receiver.calls), Arc::clone(&receiver.say));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let call = read(&stream);
                let said = (say.lock().unwrap())(&call);
                calls.lock().unwrap().push(call);
                if let Some((status, body)) = said {
                    let head = format!(
                        "HTTP/1.1 {status} Answer\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                        body.len()
                    );
                    (&stream).write_all(head.as_bytes()).unwrap();
                }
            }
        });
        receiver
    }

    /// Answers so from now on, or hangs up.
    pub fn answer(&self, status: Option<u16>) {
        self.answer_by(move |_| status.map(|status| (status, "")));
    }

    /// Answers by what is called for from now on.
    pub fn answer_by(&self, say: impl Fn(&Call) -> Option<(u16, &'static str)> + Send + 'static) {
        *self.say.lock().unwrap() = Box::new(say);
    }

    /// The calls since this was last asked.
    pub fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut *self.calls.lock().unwrap())
    }
}

fn read(stream: &TcpStream) -> Call {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let target = line();
    let headers = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()))
        .filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_lowercase(), value.to_owned()))
        })
        .collect();
    let target = target.trim_end_matches(" HTTP/1.1").to_owned();
    let mut call = Call {
        target,
        headers,
        body: Vec::new(),
    };
    // Not every receiver takes a body in chunks.
    let length = call.header("content-length");
    assert!(length.is_some(), "a call without a length: {call:?}");
    call.body = vec![0; length.unwrap().parse().unwrap()];
    reader.read_exact(&mut call.body).unwrap();
    call
}
