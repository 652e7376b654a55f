//! What a letter says: a title, and blocks that are rendered as plain text and
//! as HTML alike.

mod account;
mod clean;
mod digest;
mod html;
mod kinds;
mod labels;
mod notice;
mod symptoms;
mod text;

pub use account::{Account, Reason, account};
pub use digest::{CalendarEnding, Digest, Entry, calendar_ending, digest};
pub use labels::figures;
pub use notice::{Answer, AnswerLink, Evidence, Kind, Notice, Place, Sensor, notice};

pub(crate) use clean::{address as clean_address, line as clean_line};

use crate::locale::Locale;

/// A letter, ready to be made a message of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line, without control characters, at most 150 characters.
    pub subject: String,
    /// The whole of it as plain text.
    pub text: String,
    /// The whole of it as an HTML document.
    pub html: String,
}

/// What both renderings are made of.
struct Document {
    locale: Locale,
    title: String,
    blocks: Vec<Block>,
}

enum Block {
    Paragraph(String),
    /// A name and a value a line.
    Facts(Vec<(String, String)>),
    /// A heading and what is to be done, in order.
    Steps(String, Vec<String>),
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// What it says and where it leads.
    Link(String, String),
    /// A heading and links of equal weight.
    Links(String, Vec<(String, String)>),
}

impl Document {
    fn letter(&self, subject: &str) -> Letter {
        Letter {
            subject: clean::line(subject, 150),
            text: text::render(self),
            html: html::render(self),
        }
    }
}

/// Under every letter: why it came, and that no machine should answer.
fn footer(locale: Locale) -> &'static str {
    locale.say(
        "Письмо отправлено автоматически службой мониторинга системы подсчёта посетителей (СПП).",
        "Sent automatically by the monitoring service of the visitor counting system (SPP).",
    )
}

#[cfg(test)]
mod tests;
