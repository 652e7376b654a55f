//! A message that came.

use chrono::{DateTime, Utc};
use mail_parser::MessageParser;

/// A message that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// When.
    pub at: DateTime<Utc>,
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// The message as it came, its dots as the sender meant them.
    pub raw: Vec<u8>,
}

impl Message {
    /// The message as it reads; none where it is no message.
    pub fn parsed(&self) -> Option<mail_parser::Message<'_>> {
        MessageParser::default().parse(&self.raw)
    }

    /// The subject, decoded.
    pub fn subject(&self) -> String {
        let parsed = self.parsed();
        let subject = parsed.as_ref().and_then(|message| message.subject());
        subject.unwrap_or_default().to_owned()
    }

    /// The plain text, decoded.
    pub fn text(&self) -> String {
        let parsed = self.parsed();
        let text = parsed.as_ref().and_then(|message| message.body_text(0));
        text.unwrap_or_default().into_owned()
    }

    /// The HTML, decoded.
    pub fn html(&self) -> String {
        let parsed = self.parsed();
        let html = parsed.as_ref().and_then(|message| message.body_html(0));
        html.unwrap_or_default().into_owned()
    }

    /// A header as it came, its folds undone but not decoded.
    pub fn header(&self, name: &str) -> Option<String> {
        let parsed = self.parsed()?;
        let raw = parsed.header_raw(name.to_owned())?;
        let lines: Vec<_> = raw.lines().map(str::trim).collect();
        Some(lines.join(" ").trim().to_owned())
    }

    /// Whether the envelope names this recipient.
    pub fn is_to(&self, recipient: &str) -> bool {
        self.to.iter().any(|to| to.eq_ignore_ascii_case(recipient))
    }
}
