//! Replies, read from a stream within limits.

use std::io::{self, ErrorKind};

use super::Stream;
use crate::policy::Reply;

/// The longest line of a reply; the standard allows 512.
const LONGEST_LINE: usize = 2048;
/// The longest reply, all its lines together.
const LONGEST_REPLY: usize = 64 * 1024;

/// What was read and not yet taken.
#[derive(Debug, Default)]
pub struct Replies {
    buffer: Vec<u8>,
}

impl Replies {
    /// The next reply, all its lines.
    pub async fn next<S: Stream>(&mut self, stream: &mut S) -> io::Result<Reply> {
        let mut words = String::new();
        let mut code = None;
        let mut read = 0;
        loop {
            let line = self.line(stream).await?;
            read += line.len();
            if LONGEST_REPLY < read {
                return Err(malformed("its reply is too long"));
            }
            let (number, last, text) =
                parse(&line).ok_or_else(|| malformed("its reply is not SMTP"))?;
            if *code.get_or_insert(number) != number {
                return Err(malformed("its reply changes its code"));
            }
            words.push_str(text);
            words.push(' ');
            if last {
                return Ok(Reply::new(number, &words));
            }
        }
    }

    async fn line<S: Stream>(&mut self, stream: &mut S) -> io::Result<String> {
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line);
                return Ok(line.trim_end().to_owned());
            }
            if LONGEST_LINE < self.buffer.len() {
                return Err(malformed("a line of its reply is too long"));
            }
            let mut chunk = [0; 1024];
            let read = stream.read(&mut chunk).await?;
            if read == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            self.buffer.extend(chunk.iter().take(read));
        }
    }
}

/// The code, whether the line is the reply's last, and its words.
fn parse(line: &str) -> Option<(u16, bool, &str)> {
    let (code, rest) = line.split_at_checked(3)?;
    let code = code.parse().ok().filter(|code| (200..600).contains(code))?;
    match rest.split_at_checked(1) {
        None => Some((code, true, "")),
        Some((" ", text)) => Some((code, true, text)),
        Some(("-", text)) => Some((code, false, text)),
        Some(_) => None,
    }
}

fn malformed(what: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}
