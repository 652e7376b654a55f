//! What is read from the service and kept fresh while it is looked at.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::VisibilityState;

use crate::api::{Failure, Result};
use crate::session;

/// Something that is read again and again.
///
/// While a page cannot be seen nothing is read; when it is seen again, or the
/// network comes back, at once. An answer that was overtaken is dropped. What was
/// read stays when a later reading fails, which is then told beside it.
pub struct Live<T: 'static> {
    /// What was read last; none before the first answer.
    value: RwSignal<Option<RwSignal<T>>>,
    /// Why the last reading came to nothing.
    failure: RwSignal<Option<Failure>>,
    asked: RwSignal<u32>,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T: Send + Sync + PartialEq + 'static> Live<T> {
    /// What was read; none before the first answer.
    pub fn get(&self) -> Option<RwSignal<T>> {
        self.value.get()
    }

    /// Why the last reading came to nothing.
    pub fn failure(&self) -> Option<Failure> {
        self.failure.get()
    }

    /// Reads again.
    pub fn refresh(&self) {
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }

    /// Takes what the service answered to a change.
    pub fn put(&self, value: T) {
        self.failure.set(None);
        match self.value.get_untracked() {
            Some(kept) => {
                if kept.with_untracked(|kept| *kept != value) {
                    kept.set(value);
                }
            }
            None => self.value.set(Some(RwSignal::new(value))),
        }
    }
}

/// Reads something once, and again whenever a signal that `read` reads changes.
pub fn once<T, F>(read: impl Fn() -> F + 'static) -> Live<T>
where
    T: Send + Sync + PartialEq + 'static,
    F: Future<Output = Result<T>> + 'static,
{
    let live = Live {
        value: RwSignal::new(None),
        failure: RwSignal::new(None),
        asked: RwSignal::new(0),
    };
    let owner = Owner::current();
    Effect::new(move |_| {
        live.asked.track();
        let answer = read();
        let owner = owner.clone();
        // It lives until this effect runs again, or its screen is left.
        let newest = StoredValue::new(());
        spawn_local(async move {
            let answer = answer.await;
            if newest.try_get_value().is_none() {
                return;
            }
            let keep = || match answer {
                Ok(value) => live.put(value),
                Err(failure) => {
                    if failure == Failure::SignedOut {
                        session::lost();
                    }
                    live.failure.set(Some(failure));
                }
            };
            match &owner {
                Some(owner) => owner.with(keep),
                None => keep(),
            }
        });
    });
    live
}

/// Reads something, and again each so many seconds while the page is seen.
pub fn every<T, F>(seconds: u64, read: impl Fn() -> F + 'static) -> Live<T>
where
    T: Send + Sync + PartialEq + 'static,
    F: Future<Output = Result<T>> + 'static,
{
    let live = once(read);
    let refresh = move || {
        if document().visibility_state() == VisibilityState::Visible {
            live.refresh();
        }
    };
    if let Ok(interval) = set_interval_with_handle(refresh, Duration::from_secs(seconds)) {
        on_cleanup(move || interval.clear());
    }
    let online = window_event_listener(leptos::ev::online, move |_| refresh());
    on_cleanup(move || online.remove());
    when_seen(refresh);
    live
}

/// Calls this whenever the page is seen again.
fn when_seen(refresh: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(refresh);
    let function = listener.as_ref().unchecked_ref();
    _ = document().add_event_listener_with_callback("visibilitychange", function);
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || {
        listener.try_with_value(|listener| {
            let function = listener.as_ref().unchecked_ref();
            _ = document().remove_event_listener_with_callback("visibilitychange", function);
        });
    });
}
