//! Why a request came to nothing.

use serde::Deserialize;
use web_sys::Response;

use crate::language::say;

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The service was not reached.
    Offline,
    /// Nobody is signed in, or not any more.
    SignedOut,
    /// There is no such thing, or not for this reader.
    Missing,
    /// The service says why not, in the reader's language.
    Refused(Problem),
    /// The answer cannot be read: the portal and the service do not fit.
    Broken(&'static str),
}

/// What the service says of a refusal (RFC 9457).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Problem {
    /// `urn:spp:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status.
    pub status: u16,
    /// In words.
    pub title: String,
    /// The field at fault.
    pub field: Option<String>,
}

impl Problem {
    /// The stable code at the end of its type.
    pub fn code(&self) -> &str {
        self.kind.rsplit(':').next().unwrap_or_default()
    }
}

impl Failure {
    /// What the reader is told.
    pub fn text(&self) -> String {
        match self {
            Self::Offline => say(
                "Нет связи с сервером. Проверьте подключение к сети.",
                "The server cannot be reached. Check your connection.",
            )
            .to_owned(),
            Self::SignedOut => {
                say("Сеанс завершён, войдите снова.", "Please sign in again.").to_owned()
            }
            Self::Missing => say(
                "Такой страницы нет, или она вам недоступна.",
                "There is no such page, or it is not yours to see.",
            )
            .to_owned(),
            Self::Refused(problem) => problem.title.clone(),
            Self::Broken(_) => say(
                "Ответ сервера не удалось прочитать. Обновите страницу.",
                "The server's answer could not be read. Reload the page.",
            )
            .to_owned(),
        }
    }

    /// What the reader is told beside the field at fault, which need not be named
    /// there.
    pub fn reason(&self) -> String {
        let text = self.text();
        let named = self.field().map(|field| format!("{field}: "));
        let rest = named.and_then(|named| text.strip_prefix(&named).map(str::to_owned));
        rest.unwrap_or(text)
    }

    /// The field of a form that is at fault.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) => problem.field.as_deref(),
            _ => None,
        }
    }
}

/// What a refusing answer says.
pub(super) async fn of(response: Response) -> Failure {
    let problem = super::content(&response).await;
    match (response.status(), problem.and_then(super::read::<Problem>)) {
        // A wrong password is an answer to a sign-in, not its end.
        (401, Ok(problem)) if problem.code() != "unauthorized" => Failure::Refused(problem),
        (401, _) => Failure::SignedOut,
        (404, _) => Failure::Missing,
        (_, Ok(problem)) => Failure::Refused(problem),
        (502..=504, Err(_)) => Failure::Offline,
        (_, Err(failure)) => failure,
    }
}
