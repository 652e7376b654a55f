//! One sensor's line to the server: sends, and sends again until it is told
//! what became of it.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use chrono::Utc;

use super::Shared;
use crate::devices::{Device, Push};
use crate::http::{Answer, Http};

/// The first pause after a failure; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// So often a push of a single round is tried.
const TRIES: u32 = 3;

/// What became of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The server has it.
    Accepted,
    /// It will not be accepted, however often it is sent.
    Refused,
    /// No answer came, or the end: it is still to be sent.
    Stopped,
}

/// Whether a push is sent for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// It is.
    First,
    /// The server has it already.
    Again,
}

/// One sensor's line to the server.
pub struct Line {
    /// Its connection.
    pub http: Http,
    /// Its format.
    pub format: &'static str,
    /// Its token.
    pub token: String,
    /// What it shares with the others.
    pub shared: Arc<Shared>,
}

impl Line {
    /// Sends a push until it is accepted or refused, with growing pauses while
    /// the server does not answer.
    pub fn send(&self, device: &mut dyn Device, push: &Push, time: Time, what: &str) -> Sent {
        let (path, headers) = push.address(self.format, &self.token);
        let (mut pause, mut tries, mut waiting) = (FIRST_PAUSE, 1, None);
        let tally = &self.shared.tally;
        loop {
            let answer = match self.shared.faults.breaks(self.format) {
                true => Err(anyhow::anyhow!("the cable is pulled")),
                false => self.http.send("POST", &path, &headers, &push.body),
            };
            let shown = match &answer {
                Ok(Answer { status, text, .. }) if *status < 300 => {
                    if device.accepts(text) {
                        self.note(what, *status);
                        add(&tally.pushed);
                        if time == Time::Again {
                            add(&tally.repeated);
                        }
                        return Sent::Accepted;
                    }
                    return self.refused(what, &format!("{status}, but the answer is {text:?}"));
                }
                Ok(Answer { status, text, .. }) if is_final(*status) => {
                    return self.refused(what, &format!("{status} {text}"));
                }
                Ok(Answer { status, .. }) => status.to_string(),
                Err(error) => format!("{error:#}"),
            };
            if self.shared.is_single && TRIES <= tries {
                eprintln!("{}: {what}: {shown}", self.format);
                add(&tally.unanswered);
                return Sent::Stopped;
            }
            tries += 1;
            waiting.get_or_insert_with(|| Waiting::new(&self.shared));
            if self.shared.stop.wait(pause) {
                return Sent::Stopped;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn refused(&self, what: &str, why: &str) -> Sent {
        add(&self.shared.tally.refused);
        eprintln!("{}: {what} refused: {}", self.format, why.trim_end());
        Sent::Refused
    }

    fn note(&self, what: &str, status: u16) {
        if self.shared.is_verbose {
            let time = Utc::now().format("%H:%M:%S");
            let mut out = std::io::stdout();
            _ = writeln!(out, "{time} {:<11} {status} {what}", self.format);
        }
    }
}

/// Whether sending the same again makes no sense.
fn is_final(status: u16) -> bool {
    (300..500).contains(&status) && !matches!(status, 408 | 429)
}

fn add(number: &AtomicU64) {
    number.fetch_add(1, Relaxed);
}

/// Counts a sensor among those that wait, as long as it lives.
struct Waiting<'a>(&'a Shared);

impl<'a> Waiting<'a> {
    fn new(shared: &'a Shared) -> Self {
        shared.tally.waiting.fetch_add(1, Relaxed);
        Self(shared)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.tally.waiting.fetch_sub(1, Relaxed);
    }
}
