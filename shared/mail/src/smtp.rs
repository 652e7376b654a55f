//! The dialogue with a mail relay (RFC 5321), over any stream. Time limits are
//! the caller's.

mod replies;

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::policy::{Delivery, Reply, Stage, Verdict};
use replies::Replies;

/// A connection, as far as the dialogue needs one.
pub trait Stream {
    /// Reads some bytes; 0 is the end.
    fn read(&mut self, buffer: &mut [u8]) -> impl Future<Output = io::Result<usize>> + Send;
    /// Writes all of the bytes.
    fn write_all(&mut self, bytes: &[u8]) -> impl Future<Output = io::Result<()>> + Send;
}

/// Who signs in, where the relay wants that. The password goes unencrypted: use
/// it only towards a relay on this machine or in a network of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The user's name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// A dialogue under way; takes any number of messages, one after another.
#[derive(Debug)]
pub struct Session<S> {
    stream: S,
    replies: Replies,
    /// Whether the last message left a transaction that must be taken back.
    stale: bool,
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The relay refused. Unless the stage is the session, it goes on.
    #[error("the relay answered {} {}", .1.code, .1.text)]
    Refused(Stage, Reply),
    /// An address that no command can hold.
    #[error("the address cannot be given to a relay")]
    Address,
    /// The connection broke, or the relay does not speak SMTP: the session is over.
    #[error("the dialogue with the relay broke off: {0}")]
    Broken(#[from] io::Error),
}

impl Error {
    /// What follows from it for the message.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Refused(stage, reply) => reply.verdict(*stage),
            Self::Address => Verdict::Suppress,
            Self::Broken(_) => Verdict::Retry,
        }
    }

    /// How the attempt went.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        Delivery {
            verdict: self.verdict(),
            detail: self.to_string(),
        }
    }

    /// Whether another message may be sent in the same session.
    #[must_use]
    pub fn leaves_session(&self) -> bool {
        match self {
            // 421: the relay is closing the connection.
            Self::Refused(stage, reply) => *stage != Stage::Session && reply.code != 421,
            Self::Address => true,
            Self::Broken(_) => false,
        }
    }
}

impl<S: Stream + Send> Session<S> {
    /// Begins: hears the greeting, says hello in the name of `domain`, and signs
    /// in where a login is given.
    pub async fn open(stream: S, domain: &str, login: Option<&Login>) -> Result<Self, Error> {
        let mut session = Self {
            stream,
            replies: Replies::default(),
            stale: false,
        };
        let greeting = session.replies.next(&mut session.stream).await?;
        expect(Stage::Session, 220, greeting)?;
        let hello = format!("EHLO {}\r\n", word(domain).ok_or(Error::Address)?);
        session.command(Stage::Session, 250, &hello).await?;
        if let Some(login) = login {
            let secret = STANDARD.encode(format!("\0{}\0{}", login.user, login.password));
            let command = format!("AUTH PLAIN {secret}\r\n");
            session.command(Stage::Session, 235, &command).await?;
        }
        Ok(session)
    }

    /// Sends a message to one recipient. Returns what the relay said when it took
    /// it.
    pub async fn send(&mut self, from: &str, to: &str, message: &[u8]) -> Result<Reply, Error> {
        let (from, to) = (mailbox(from)?, mailbox(to)?);
        if self.stale {
            self.command(Stage::Session, 250, "RSET\r\n").await?;
        }
        self.stale = true;
        let command = format!("MAIL FROM:<{from}>\r\n");
        self.command(Stage::Sender, 250, &command).await?;
        let command = format!("RCPT TO:<{to}>\r\n");
        self.command(Stage::Recipient, 250, &command).await?;
        self.command(Stage::Content, 354, "DATA\r\n").await?;
        self.stream.write_all(&dotted(message)).await?;
        let reply = self.replies.next(&mut self.stream).await?;
        let reply = expect(Stage::Content, 250, reply)?;
        self.stale = false;
        Ok(reply)
    }

    /// Ends. What was sent is sent, whatever the relay answers.
    pub async fn quit(mut self) {
        if self.stream.write_all(b"QUIT\r\n").await.is_ok() {
            _ = self.replies.next(&mut self.stream).await;
        }
    }

    async fn command(&mut self, stage: Stage, code: u16, command: &str) -> Result<Reply, Error> {
        self.stream.write_all(command.as_bytes()).await?;
        expect(stage, code, self.replies.next(&mut self.stream).await?)
    }
}

/// 251 and 252 also take a recipient: of a positive reply the class is enough.
fn expect(stage: Stage, code: u16, reply: Reply) -> Result<Reply, Error> {
    if reply.code / 100 == code / 100 {
        Ok(reply)
    } else {
        Err(Error::Refused(stage, reply))
    }
}

fn mailbox(address: &str) -> Result<&str, Error> {
    word(address)
        .filter(|address| address.contains('@') && address.len() <= 254)
        .ok_or(Error::Address)
}

/// What may stand in a command: it cannot end it and begin another.
fn word(text: &str) -> Option<&str> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'));
    (plain && !text.is_empty()).then_some(text)
}

/// The message as DATA takes it: every line ends in CRLF, a line that begins with
/// a dot has it doubled, and a dot alone ends it. A bare CR or LF would let a
/// message be read as two.
fn dotted(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + 64);
    let mut bytes = message.iter().copied().peekable();
    let mut at_start = true;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' | b'\n' => {
                if byte == b'\r' {
                    bytes.next_if_eq(&b'\n');
                }
                out.extend_from_slice(b"\r\n");
                at_start = true;
            }
            _ => {
                if at_start && byte == b'.' {
                    out.push(b'.');
                }
                out.push(byte);
                at_start = false;
            }
        }
    }
    if !at_start {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

#[cfg(test)]
mod tests;
