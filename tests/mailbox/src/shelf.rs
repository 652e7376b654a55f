//! What was taken, and what is to be refused.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::{Fault, Message};

type Call = Box<dyn Fn(&Message) + Send>;

#[derive(Default)]
struct Content {
    messages: Vec<Message>,
    faults: HashMap<String, Fault>,
    calls: Vec<Call>,
    /// Messages and connections that there ever were.
    taken: u64,
    connections: usize,
    closed: bool,
}

/// What all connections share.
pub struct Shelf {
    dir: Option<PathBuf>,
    content: Mutex<Content>,
    changed: Condvar,
}

impl Shelf {
    pub fn new(dir: Option<PathBuf>) -> Self {
        Self {
            dir,
            content: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Keeps a message, in its file first.
    pub fn keep(&self, message: Message) -> io::Result<()> {
        let mut content = self.content();
        content.taken += 1;
        if let Some(dir) = &self.dir {
            write(dir, content.taken, &message)?;
        }
        content.calls.iter().for_each(|call| call(&message));
        content.messages.push(message);
        self.changed.notify_all();
        Ok(())
    }

    pub fn messages(&self) -> Vec<Message> {
        self.content().messages.clone()
    }

    pub fn wait<T>(&self, limit: Duration, find: impl Fn(&[Message]) -> Option<T>) -> Option<T> {
        let mut found = None;
        let waiting = self
            .changed
            .wait_timeout_while(self.content(), limit, |content| {
                found = find(&content.messages);
                found.is_none()
            });
        drop(waiting);
        found
    }

    pub fn clear(&self) {
        self.content().messages.clear();
    }

    pub fn fail(&self, recipient: &str, fault: Option<Fault>) {
        let recipient = recipient.to_ascii_lowercase();
        let mut content = self.content();
        match fault {
            Some(fault) => content.faults.insert(recipient, fault),
            None => content.faults.remove(&recipient),
        };
    }

    pub fn fault(&self, recipient: &str) -> Option<Fault> {
        let recipient = recipient.to_ascii_lowercase();
        self.content().faults.get(&recipient).cloned()
    }

    pub fn on_message(&self, call: Call) {
        self.content().calls.push(call);
    }

    pub fn connected(&self) {
        self.content().connections += 1;
    }

    pub fn connections(&self) -> usize {
        self.content().connections
    }

    pub fn close(&self) {
        self.content().closed = true;
    }

    pub fn is_closed(&self) -> bool {
        self.content().closed
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        // A test that failed while looking does not spoil what was taken.
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Shelf")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

/// Files sort in the order in which the messages came, those of an earlier run
/// before. A file has its name only once it is whole.
fn write(dir: &Path, number: u64, message: &Message) -> io::Result<()> {
    let name = format!("{}-{number:04}", message.at.format("%Y%m%dT%H%M%S%3f"));
    let unfinished = dir.join(format!("{name}.part"));
    std::fs::write(&unfinished, &message.raw)?;
    std::fs::rename(unfinished, dir.join(format!("{name}.eml")))
}
