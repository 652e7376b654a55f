//! Who is signed in, for the whole portal.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::session::{Session, User};
use crate::api::{self, Failure};
use crate::fresh;
use crate::language::{self, Language};

/// After how long it is asked again who is signed in, where the answer was lost.
const SOON: Duration = Duration::from_secs(2);

/// What is known of who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// It is being asked.
    Asking,
    /// Nobody.
    Nobody,
    /// Somebody.
    Somebody(Session),
    /// Somebody whose session ended while the portal was open: the screens stand as
    /// they are behind the door, with what was typed there.
    Ended(Session),
    /// It could not be asked.
    Failed(Failure),
}

thread_local! {
    static KNOWN: ArcRwSignal<Known> = ArcRwSignal::new(Known::Asking);
    static RETURNS: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// What is known of who is signed in.
pub fn known() -> Known {
    KNOWN.with(|known| known.get())
}

/// Who is signed in.
pub fn user() -> Option<User> {
    match known() {
        Known::Somebody(session) | Known::Ended(session) => Some(session.user),
        _ => None,
    }
}

/// Whether who is signed in is the contractor's.
pub fn is_contractor() -> bool {
    user().is_some_and(|user| user.role.is_contractor())
}

/// Takes a session: somebody has signed in, or was signed in already.
pub fn begin(session: Session) {
    let before = untrack(user).map(|user| user.id);
    if before.is_some_and(|before| before != session.user.id) {
        fresh::forget();
    }
    if let Some(language) = Language::of(&session.user.language) {
        language::speak(language);
    }
    keep(session);
}

/// Takes a session as it was changed here, where the language is the reader's choice.
pub fn keep(session: Session) {
    api::authorize(&session.csrf);
    let back = matches!(KNOWN.with(|known| known.get_untracked()), Known::Ended(_));
    KNOWN.with(|known| known.set(Known::Somebody(session)));
    if back {
        RETURNS.with(|returns| returns.update(|returns| *returns += 1));
    }
}

/// Notes that the reader has signed out.
pub fn left() {
    fresh::forget();
    KNOWN.with(|known| known.set(Known::Nobody));
}

/// Notes that the service knows no session any more.
pub fn lost() {
    let next = match KNOWN.with(|known| known.get_untracked()) {
        Known::Somebody(session) => Known::Ended(session),
        Known::Ended(_) => return,
        _ => Known::Nobody,
    };
    KNOWN.with(|known| known.set(next));
}

/// How often somebody has come back after a session ended: what is read is read
/// again then.
pub fn returns() -> u32 {
    RETURNS.with(|returns| returns.get())
}

/// Asks who is signed in.
pub async fn ask() {
    match api::session::current().await {
        Ok(session) => begin(session),
        Err(Failure::SignedOut) => lost(),
        // What was typed stays behind the door, and it is asked again.
        Err(_) if matches!(untrack(known), Known::Ended(_)) => {
            set_timeout(|| spawn_local(ask()), SOON);
        }
        Err(failure) => KNOWN.with(|known| known.set(Known::Failed(failure))),
    }
}
