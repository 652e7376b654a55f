//! A mail server that keeps what it gets: in memory, and as files where a folder
//! is given. It delivers nothing.

mod dialogue;
mod message;
mod shelf;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

pub use message::Message;
use shelf::Shelf;

/// What a recipient's mail meets instead of being taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The recipient is answered so: `451 4.7.1 later`, `550 5.1.1 unknown`.
    Refuse(String),
    /// The recipient is taken, and the message is answered so.
    RefuseMessage(String),
    /// The connection is closed instead of an answer.
    HangUp,
    /// The message is kept, and the connection closed before the answer: the
    /// sender cannot know that it was taken.
    HangUpAfterMessage,
    /// There is no answer, until the sender gives up.
    Silence,
}

/// A running mail server. It stops when it is dropped.
#[derive(Debug)]
pub struct Mailbox {
    address: SocketAddr,
    shelf: Arc<Shelf>,
    listening: Option<JoinHandle<()>>,
}

impl Mailbox {
    /// Starts it. Messages are also kept in the folder as `.eml` files; it is
    /// created where it is missing.
    pub fn start(dir: Option<PathBuf>, listen: impl ToSocketAddrs) -> io::Result<Self> {
        if let Some(dir) = &dir {
            std::fs::create_dir_all(dir)?;
        }
        let listener = TcpListener::bind(listen)?;
        let address = listener.local_addr()?;
        let shelf = Arc::new(Shelf::new(dir));
        let kept = Arc::clone(&shelf);
        let listening = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if kept.is_closed() {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || dialogue::serve(stream, &kept));
            }
        });
        Ok(Self {
            address,
            shelf,
            listening: Some(listening),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// All messages, in the order in which they came.
    pub fn messages(&self) -> Vec<Message> {
        self.shelf.messages()
    }

    /// The first message, from the first that came on, for which this holds; waits
    /// for it where it is not there yet, but no longer than that.
    pub fn wait(&self, limit: Duration, wanted: impl Fn(&Message) -> bool) -> Option<Message> {
        self.shelf.wait(limit, |messages| {
            messages.iter().find(|message| wanted(message)).cloned()
        })
    }

    /// Waits until there are at least so many messages, but no longer than that.
    /// Returns what is there.
    pub fn wait_for(&self, number: usize, limit: Duration) -> Vec<Message> {
        let enough = |messages: &[Message]| (number <= messages.len()).then(|| messages.to_vec());
        self.shelf
            .wait(limit, enough)
            .unwrap_or_else(|| self.messages())
    }

    /// Forgets the messages; files stay.
    pub fn clear(&self) {
        self.shelf.clear();
    }

    /// From now on mail to this address meets a fault.
    pub fn fail(&self, recipient: &str, fault: Fault) {
        self.shelf.fail(recipient, Some(fault));
    }

    /// From now on mail to this address is taken again.
    pub fn recover(&self, recipient: &str) {
        self.shelf.fail(recipient, None);
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.shelf.connections()
    }

    /// Calls this for each message, from now on, when it is kept.
    pub fn on_message(&self, call: impl Fn(&Message) + Send + 'static) {
        self.shelf.on_message(Box::new(call));
    }

    /// Serves for ever.
    pub fn run(mut self) {
        if let Some(listening) = self.listening.take() {
            _ = listening.join();
        }
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.shelf.close();
        if let Some(listening) = self.listening.take() {
            // Wakes the listener, which then sees that it is over.
            if TcpStream::connect(self.address).is_ok() {
                _ = listening.join();
            }
        }
    }
}

#[cfg(test)]
mod tests;
