//! A body of any length as pieces of whole lines, in constant memory.

use std::io::Write;

use axum::body::Body;
use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http_body_util::BodyExt;
use spp_web::{Error, Result};

/// A line has at most so many bytes.
pub const LONGEST_LINE: usize = 64 << 10;

/// A piece has about so many bytes: some thousand rows, one commit.
const PIECE: usize = 256 << 10;

/// Packed bytes are unpacked so many at a time, so that a bomb fills no memory.
const SIP: usize = 2 << 10;

/// The lines of a body.
pub struct Lines {
    body: Body,
    unpacker: Option<MultiGzDecoder<Vec<u8>>>,
    /// Packed bytes that are not unpacked yet.
    packed: Bytes,
    text: Vec<u8>,
    ended: bool,
}

impl Lines {
    /// The lines of a body, packed with gzip or not.
    pub fn new(body: Body, gzip: bool) -> Self {
        Self {
            body,
            unpacker: gzip.then(|| MultiGzDecoder::new(Vec::new())),
            packed: Bytes::new(),
            text: Vec::new(),
            ended: false,
        }
    }

    /// The next piece: whole lines, the last one of the body with or without
    /// its newline; `None` at the end.
    ///
    /// # Errors
    /// A body that broke off, or a line longer than [`LONGEST_LINE`].
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            if self.ended {
                let rest = std::mem::take(&mut self.text);
                return Ok((!rest.is_empty()).then_some(rest));
            }
            if PIECE <= self.text.len() {
                let whole = self.text.iter().rposition(|byte| *byte == b'\n');
                if let Some(newline) = whole {
                    let rest = self.text.split_off(newline + 1);
                    return Ok(Some(std::mem::replace(&mut self.text, rest)));
                }
                if LONGEST_LINE < self.text.len() {
                    return Err(Error::too_large(LONGEST_LINE));
                }
            }
            self.read().await?;
        }
    }

    async fn read(&mut self) -> Result<()> {
        if self.packed.is_empty() {
            match self.body.frame().await {
                Some(frame) => {
                    let frame = frame.map_err(|_| Error::broken_body())?;
                    self.packed = frame.into_data().unwrap_or_default();
                }
                None => self.ended = true,
            }
        }
        let Some(unpacker) = &mut self.unpacker else {
            self.text
                .extend_from_slice(&std::mem::take(&mut self.packed));
            return Ok(());
        };
        if self.ended {
            unpacker.try_finish().map_err(|_| Error::broken_body())?;
        } else {
            let sip = self.packed.split_to(self.packed.len().min(SIP));
            unpacker.write_all(&sip).map_err(|_| Error::broken_body())?;
            unpacker.flush().map_err(|_| Error::broken_body())?;
        }
        self.text.append(unpacker.get_mut());
        Ok(())
    }
}
