//! What is found from other signals, of many types in memos of one.

use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::computed;

use super::model::{Held, of};

/// A value that is found anew when what it was found from changes; whoever follows
/// it hears only when another is found. As with [`super::Model`] the program holds
/// its code once for all types, which it would not with Leptos' own.
pub struct Memo<T> {
    held: computed::Memo<Held>,
    of: PhantomData<fn() -> T>,
}

/// Finds a value from the one before, and tells whether it is another.
type Find = Box<dyn Fn(Option<Held>) -> (Held, bool) + Send + Sync>;

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// A value that is found like this, from the one that was found before.
    pub fn new(find: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let find = move |known: Option<Held>| {
            let found = find(known.as_ref().map(of));
            settled(known, found)
        };
        Self {
            held: memo(Box::new(find)),
            of: PhantomData,
        }
    }

    /// Looks at the value, and follows it.
    pub fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&followed(self.held)))
    }

    /// Looks at the value as it is now.
    pub fn with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&now(self.held)))
    }

    /// The value, which is followed.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Follows the value.
    pub fn track(&self) {
        _ = followed(self.held);
    }
}

/// So that parts take closures, too.
impl<T, F> From<F> for Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
    F: Fn() -> T + Send + Sync + 'static,
{
    fn from(find: F) -> Self {
        Self::new(move |_| find())
    }
}

impl<T: PartialEq + Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

/// What was known, where the same was found.
fn settled<T: PartialEq + Send + Sync + 'static>(known: Option<Held>, found: T) -> (Held, bool) {
    match known.filter(|known| *of::<T>(known) == found) {
        Some(same) => (same, false),
        None => (Arc::new(found), true),
    }
}

#[inline(never)]
fn memo(find: Find) -> computed::Memo<Held> {
    computed::Memo::new_owning(find)
}

#[inline(never)]
fn followed(memo: computed::Memo<Held>) -> Held {
    memo.get()
}

#[inline(never)]
fn now(memo: computed::Memo<Held>) -> Held {
    memo.get_untracked()
}
