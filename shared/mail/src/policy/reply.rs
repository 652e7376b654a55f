//! What a mail server's reply means.

/// What follows from an attempt to send a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The relay has taken it.
    Sent,
    /// Later it may go.
    Retry,
    /// There is no such address: nothing more is to be sent to it.
    Suppress,
    /// It will not go, and its recipient is not to blame.
    Failed,
}

/// How an attempt to send a letter went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// What follows.
    pub verdict: Verdict,
    /// What happened, in English, one line. It may name addresses: keep it, but do
    /// not log it.
    pub detail: String,
}

/// What was being said when the reply came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Greeting and signing in: not about this letter.
    Session,
    /// Who sends it: our own settings.
    Sender,
    /// Whom it is for.
    Recipient,
    /// The letter itself.
    Content,
}

/// A reply of a mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its code, 200 to 599.
    pub code: u16,
    /// The enhanced status (RFC 3463), where there is one: class, subject, detail.
    pub status: Option<[u16; 3]>,
    /// What it says in words, one line of at most 200 characters. It may name
    /// addresses: keep it, but do not log it.
    pub text: String,
}

impl Reply {
    /// Makes a reply of a code and the words after it, which may begin with an
    /// enhanced status.
    #[must_use]
    pub fn new(code: u16, words: &str) -> Self {
        let first = words.split_whitespace().next().unwrap_or_default();
        let status = enhanced(first).filter(|[class, ..]| *class == code / 100);
        let text: String = words
            .split(|character: char| character.is_control() || character == ' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            code,
            status,
            text: text.chars().take(200).collect(),
        }
    }

    /// Makes a reply of a status alone, `5.1.1` or `550`, with what was said.
    #[must_use]
    pub fn from_status(status: &str, words: &str) -> Option<Self> {
        if let Some(enhanced) = enhanced(status) {
            let [class, ..] = enhanced;
            let reply = Self::new(class * 100, words);
            return Some(Self {
                status: Some(enhanced),
                ..reply
            });
        }
        let code = status.parse().ok()?;
        (200..600).contains(&code).then(|| Self::new(code, words))
    }

    /// What follows from it.
    ///
    /// Refusals that are not about the letter are tried again: settings can be
    /// put right. An address is given up only for an error of the address, by the
    /// enhanced status where there is one: 550 is also said to unwanted mail and
    /// to full mailboxes. 5.4.4 (no route) passes.
    #[must_use]
    pub fn verdict(&self, stage: Stage) -> Verdict {
        match (self.code / 100, stage) {
            (2, _) => Verdict::Sent,
            (5, Stage::Recipient) => self.refusal(),
            (5, Stage::Content) => match self.refusal() {
                Verdict::Suppress if self.status.is_none() => Verdict::Failed,
                verdict => verdict,
            },
            // A 3xx where none is expected is a server that has lost its way.
            (_, Stage::Session | Stage::Sender | Stage::Recipient | Stage::Content) => {
                Verdict::Retry
            }
        }
    }

    fn refusal(&self) -> Verdict {
        match (self.status, self.code) {
            (Some([5, 4, 4]), _) => Verdict::Retry,
            (Some([5, 1, _]), _) | (None, 550 | 551 | 553) => Verdict::Suppress,
            _ => Verdict::Failed,
        }
    }
}

fn enhanced(text: &str) -> Option<[u16; 3]> {
    let mut parts = text.splitn(3, '.').map(str::parse::<u16>);
    let status = [
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    ];
    matches!(status, [2 | 4 | 5, 0..=999, 0..=999]).then_some(status)
}
