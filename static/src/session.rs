//! Who is signed in, for the whole portal.

use leptos::prelude::*;

use crate::api::session::{Session, User};
use crate::api::{self, Failure};
use crate::language::{self, Language};

/// What is known of who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// It is being asked.
    Asking,
    /// Nobody.
    Nobody,
    /// Somebody.
    Somebody(Session),
    /// It could not be asked.
    Failed(Failure),
}

thread_local! {
    static KNOWN: ArcRwSignal<Known> = ArcRwSignal::new(Known::Asking);
}

/// What is known of who is signed in.
pub fn known() -> Known {
    KNOWN.with(|known| known.get())
}

/// Who is signed in.
pub fn user() -> Option<User> {
    match known() {
        Known::Somebody(session) => Some(session.user),
        _ => None,
    }
}

/// Whether who is signed in is the contractor's.
pub fn is_contractor() -> bool {
    user().is_some_and(|user| user.role.is_contractor())
}

/// Takes a session: somebody has signed in, or was signed in already.
pub fn begin(session: Session) {
    if let Some(language) = Language::of(&session.user.language) {
        language::speak(language);
    }
    keep(session);
}

/// Takes a session as it was changed here, where the language is the reader's choice.
pub fn keep(session: Session) {
    api::authorize(&session.csrf);
    KNOWN.with(|known| known.set(Known::Somebody(session)));
}

/// Notes that nobody is signed in any more.
pub fn lost() {
    KNOWN.with(|known| known.set(Known::Nobody));
}

/// Asks who is signed in.
pub async fn ask() {
    match api::session::current().await {
        Ok(session) => begin(session),
        Err(Failure::SignedOut) => lost(),
        Err(failure) => KNOWN.with(|known| known.set(Known::Failed(failure))),
    }
}
