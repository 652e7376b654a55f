//! What is read from the service and kept fresh while it is looked at.

mod memo;
mod model;

use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::VisibilityState;

use crate::api::{Failure, Result};
use crate::session;
use model::Bare;

pub use memo::Memo;
pub use model::Model;

/// How long an answer is waited for before it is asked for anew, in milliseconds.
const PATIENCE: f64 = 30_000.0;

/// Something that is read again and again.
///
/// While a page cannot be seen nothing is read; when it is seen again, or the
/// network comes back, at once. An answer that was overtaken is dropped. What was
/// read stays when a later reading fails, which is then told beside it.
pub struct Live<T: 'static> {
    /// What was read last; none before the first answer.
    value: RwSignal<Option<Bare>>,
    of: PhantomData<fn() -> T>,
    asked: Asked,
}

/// How a reading goes, whatever is read.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Why the last reading came to nothing.
    failure: RwSignal<Option<Failure>>,
    /// Changes when it is to be read again.
    again: RwSignal<u32>,
    /// When the answer that is awaited was asked for, in milliseconds since 1970;
    /// zero when none is.
    since: Model<f64>,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl Asked {
    /// Why the last reading came to nothing.
    pub fn failure(&self) -> Option<Failure> {
        self.failure.get()
    }

    /// Reads again.
    pub fn refresh(&self) {
        self.again.update(|again| *again = again.wrapping_add(1));
    }

    /// Reads again, unless an answer is on its way, which a slow line brings in the
    /// end, or nobody sees the page.
    fn look(&self) {
        let waited = Date::now() - self.since.get_untracked();
        if document().visibility_state() == VisibilityState::Visible && PATIENCE < waited {
            self.refresh();
        }
    }

    /// Looks each so many seconds, and when somebody comes back to the page or the
    /// network.
    fn follow(self, seconds: u64) {
        let look = move || self.look();
        each(seconds, look);
        let online = window_event_listener(leptos::ev::online, move |_| look());
        on_cleanup(move || online.remove());
        when_seen(look);
    }
}

impl<T: Send + Sync + PartialEq + 'static> Live<T> {
    /// What was read; none before the first answer.
    pub fn get(&self) -> Option<Model<T>> {
        self.value.get().map(Model::of)
    }

    /// How the reading goes.
    pub fn asked(&self) -> Asked {
        self.asked
    }

    /// Why the last reading came to nothing.
    pub fn failure(&self) -> Option<Failure> {
        self.asked.failure()
    }

    /// Reads again.
    pub fn refresh(&self) {
        self.asked.refresh();
    }

    /// Reads again, unless an answer is on its way or nobody sees the page.
    pub fn look(&self) {
        self.asked.look();
    }

    /// Takes what the service answered to a change.
    pub fn put(&self, value: T) {
        // The answer may come when its screen was left.
        let Some(kept) = self.value.try_get_untracked() else {
            return;
        };
        self.asked.failure.set(None);
        match kept.map(Model::of) {
            Some(kept) => {
                if kept.try_with_untracked(|kept| *kept != value) == Some(true) {
                    kept.set(value);
                }
            }
            None => self.value.set(Some(Model::new(value).bare())),
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
        of: PhantomData,
        asked: Asked {
            failure: RwSignal::new(None),
            again: RwSignal::new(0),
            since: Model::new(0.0),
        },
    };
    let read = move || -> Answer {
        let answer = read();
        Box::pin(async move {
            let value = answer.await?;
            Ok(Box::new(move || live.put(value)) as Keep)
        })
    };
    follow(live.asked, Box::new(read));
    live
}

/// An answer on its way.
type Answer = Pin<Box<dyn Future<Output = Result<Keep>>>>;

/// Keeps what was answered.
type Keep = Box<dyn FnOnce()>;

/// Asks now, and whenever a signal that is read changes. What there is once here
/// would be in the program once for each type that is read, were it in [`once`].
fn follow(asked: Asked, read: Box<dyn Fn() -> Answer>) {
    let owner = Owner::current();
    whenever(move || {
        asked.again.track();
        session::returns();
        asked.since.set(Date::now());
        let answer = read();
        let owner = owner.clone();
        // It lives until this effect runs again, or its screen is left.
        let newest = StoredValue::new(());
        spawn_local(async move {
            let answer = answer.await;
            if newest.try_get_value().is_none() {
                return;
            }
            asked.since.set(0.0);
            let keep = || match answer {
                Ok(keep) => keep(),
                Err(failed) => {
                    if failed == Failure::SignedOut {
                        session::lost();
                    }
                    asked.failure.set(Some(failed));
                }
            };
            match &owner {
                Some(owner) => owner.with(keep),
                None => keep(),
            }
        });
    });
}

/// Reads something, and again each so many seconds while the page is seen.
pub fn every<T, F>(seconds: u64, read: impl Fn() -> F + 'static) -> Live<T>
where
    T: Send + Sync + PartialEq + 'static,
    F: Future<Output = Result<T>> + 'static,
{
    let live = once(read);
    live.asked.follow(seconds);
    live
}

/// Does this each so many seconds until the screen is left.
pub fn each(seconds: u64, act: impl Fn() + 'static) {
    if let Ok(interval) = set_interval_with_handle(act, Duration::from_secs(seconds)) {
        on_cleanup(move || interval.clear());
    }
}

/// Does this now, and again whenever a signal that it reads changes. Leptos' effects
/// would be in the program once for each thing that is done.
pub fn whenever(act: impl FnMut() + 'static) {
    let act: Box<dyn FnMut()> = Box::new(act);
    effect(act);
}

fn effect(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
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
