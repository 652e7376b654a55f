//! What components print, line by line in the server's own log.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::AsyncWrite;
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

/// A longer line is logged in pieces, so that a component cannot fill the
/// server's memory with a line that never ends.
const LONGEST_LINE: usize = 4096;

/// The standard output, or error, of an instance.
#[derive(Clone)]
pub struct Log(Arc<Lines>);

struct Lines {
    component: Arc<str>,
    stream: &'static str,
    unfinished: Mutex<Vec<u8>>,
}

impl Log {
    /// A log of a component's stream, such as `stderr`.
    pub fn new(component: Arc<str>, stream: &'static str) -> Self {
        Self(Arc::new(Lines {
            component,
            stream,
            unfinished: Mutex::default(),
        }))
    }

    fn write(&self, bytes: &[u8]) {
        let mut unfinished = self
            .0
            .unfinished
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (text, whole) = match line.strip_suffix(b"\n") {
                Some(text) => (text, true),
                None => (line, false),
            };
            for piece in text.chunks(LONGEST_LINE) {
                if unfinished.len() + piece.len() > LONGEST_LINE {
                    self.0.log(&unfinished);
                    unfinished.clear();
                }
                unfinished.extend_from_slice(piece);
            }
            if whole {
                self.0.log(&unfinished);
                unfinished.clear();
            }
        }
    }
}

impl Lines {
    fn log(&self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end();
        if !line.is_empty() {
            tracing::info!(
                component = &*self.component,
                stream = self.stream,
                "{}",
                escape(line)
            );
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let unfinished = std::mem::take(
            self.unfinished
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner),
        );
        self.log(&unfinished);
    }
}

/// Escapes control characters, so that a component cannot forge other lines,
/// and leaves all other text readable.
fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for c in line.chars() {
        if c.is_control() && c != '\t' {
            escaped.extend(c.escape_default());
        } else {
            escaped.push(c);
        }
    }
    escaped
}

impl IsTerminal for Log {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Log {
    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }

    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }
}

impl OutputStream for Log {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        Log::write(self, &bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(64 * 1024)
    }
}

#[async_trait]
impl Pollable for Log {
    async fn ready(&mut self) {}
}

impl AsyncWrite for Log {
    fn poll_write(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Log::write(&self, bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
