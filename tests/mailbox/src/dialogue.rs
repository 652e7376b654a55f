//! The server's part of the dialogue (RFC 5321).

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;

use chrono::Utc;

use crate::shelf::Shelf;
use crate::{Fault, Message};

/// The largest message that is taken, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;
/// The longest command.
const LONGEST: u64 = 2048;

/// Serves a connection to its end.
pub fn serve(stream: TcpStream, shelf: &Shelf) {
    shelf.connected();
    let Ok(reader) = stream.try_clone() else {
        return;
    };
    let mut dialogue = Dialogue {
        reader: BufReader::new(reader),
        writer: stream,
        shelf,
        from: None,
        to: Vec::new(),
    };
    // A connection that breaks is the client's affair.
    _ = dialogue.run();
}

struct Dialogue<'a> {
    reader: BufReader<TcpStream>,
    writer: TcpStream,
    shelf: &'a Shelf,
    from: Option<String>,
    to: Vec<String>,
}

impl Dialogue<'_> {
    fn run(&mut self) -> io::Result<()> {
        self.say("220 mailbox ESMTP")?;
        while let Some(command) = self.command()? {
            let verb: String = command
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    self.forget();
                    self.say("250-mailbox at your service")?;
                    self.say(&format!("250-SIZE {LARGEST}"))?;
                    self.say("250 8BITMIME")?;
                }
                "HELO" | "RSET" => {
                    self.forget();
                    self.say("250 2.0.0 ok")?;
                }
                "MAIL" => self.mail(&command)?,
                "RCPT" => self.recipient(&command)?,
                "DATA" => self.data()?,
                "NOOP" => self.say("250 2.0.0 ok")?,
                "QUIT" => return self.say("221 2.0.0 bye"),
                _ => self.say("502 5.5.1 unknown command")?,
            }
        }
        Ok(())
    }

    fn mail(&mut self, command: &str) -> io::Result<()> {
        if self.from.is_some() {
            return self.say("503 5.5.1 there is a sender already");
        }
        match path(command, "FROM:") {
            Some(from) => {
                self.from = Some(from);
                self.say("250 2.1.0 ok")
            }
            None => self.say("501 5.5.4 MAIL FROM:<address>"),
        }
    }

    fn recipient(&mut self, command: &str) -> io::Result<()> {
        if self.from.is_none() {
            return self.say("503 5.5.1 no sender yet");
        }
        let Some(to) = path(command, "TO:").filter(|to| to.contains('@')) else {
            return self.say("501 5.5.4 RCPT TO:<address>");
        };
        match self.shelf.fault(&to) {
            Some(Fault::Refuse(reply)) => self.say(&reply),
            Some(Fault::HangUp) => Err(ErrorKind::ConnectionAborted.into()),
            Some(Fault::Silence) => {
                // Until the client closes.
                io::copy(&mut self.reader, &mut io::sink())?;
                Err(ErrorKind::ConnectionAborted.into())
            }
            Some(Fault::RefuseMessage(_) | Fault::HangUpAfterMessage) | None => {
                self.to.push(to);
                self.say("250 2.1.5 ok")
            }
        }
    }

    fn data(&mut self) -> io::Result<()> {
        let (Some(from), false) = (self.from.clone(), self.to.is_empty()) else {
            return self.say("503 5.5.1 no recipient yet");
        };
        self.say("354 go on, end with a dot")?;
        let raw = self.content()?;
        let to = std::mem::take(&mut self.to);
        self.forget();
        let Some(raw) = raw else {
            return self.say("552 5.3.4 the message is too large");
        };
        let fault = to.iter().find_map(|to| self.shelf.fault(to));
        if let Some(Fault::RefuseMessage(reply)) = fault {
            return self.say(&reply);
        }
        self.shelf.keep(Message {
            at: Utc::now(),
            from,
            to,
            raw,
        })?;
        if fault == Some(Fault::HangUpAfterMessage) {
            return Err(ErrorKind::ConnectionAborted.into());
        }
        self.say("250 2.0.0 kept")
    }

    /// The message up to the dot, without the dots that were doubled; none where
    /// it is too large.
    fn content(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut content = Vec::new();
        let mut too_large = false;
        loop {
            let mut line = Vec::new();
            // One byte more tells a line that is too long from one that just fits.
            let limit = LARGEST as u64 + 1;
            (&mut self.reader)
                .take(limit)
                .read_until(b'\n', &mut line)?;
            if line.is_empty() {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" {
                return Ok((!too_large).then_some(content));
            }
            content.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            if LARGEST < content.len() {
                too_large = true;
                content.clear();
            }
        }
    }

    /// The next command; none at the end.
    fn command(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        (&mut self.reader)
            .take(LONGEST)
            .read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        if !line.ends_with(b"\r\n") {
            // Whatever follows would be read as something that it is not.
            self.say("500 5.5.2 a command ends in CRLF")?;
            return Err(ErrorKind::InvalidData.into());
        }
        Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn say(&mut self, reply: &str) -> io::Result<()> {
        self.writer.write_all(format!("{reply}\r\n").as_bytes())
    }
}

/// The address in `MAIL FROM:<a@b> SIZE=1`; empty for the null sender.
fn path(command: &str, key: &str) -> Option<String> {
    let (_, rest) = command.split_once(' ')?;
    let (given, rest) = rest.trim_start().split_at_checked(key.len())?;
    let (path, _) = rest.trim_start().strip_prefix('<')?.split_once('>')?;
    given.eq_ignore_ascii_case(key).then(|| path.to_owned())
}
