//! Values of many types in signals of one.
//!
//! The program holds the code of a signal once for each type that one is of, a
//! good kilobyte each time. What screens look at has many types, so it is held
//! without its type here, and each handle knows which it is.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// A value of whatever type.
pub(super) type Held = Arc<dyn Any + Send + Sync>;

/// A signal that knows no type.
pub(super) type Bare = RwSignal<Held>;

/// A signal of a value, whatever its type.
pub struct Model<T> {
    held: Bare,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Model<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Model<T> {}

impl<T: Send + Sync + 'static> Model<T> {
    /// A signal of this value.
    pub fn new(value: T) -> Self {
        Self::of(hold(Arc::new(value)))
    }

    /// What a model was, with its type again.
    pub(super) fn of(held: Bare) -> Self {
        Self {
            held,
            of: PhantomData,
        }
    }

    /// The model without its type.
    pub(super) fn bare(self) -> Bare {
        self.held
    }

    /// Looks at the value, and follows it.
    pub fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&followed(self.held)))
    }

    /// Looks at the value, and follows it; none where its screen was left.
    pub fn try_with<U>(&self, look: impl FnOnce(&T) -> U) -> Option<U> {
        try_followed(self.held).map(|held| look(of(&held)))
    }

    /// Looks at the value as it is now.
    pub fn with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&now(self.held)))
    }

    /// Looks at the value as it is now; none where its screen was left.
    pub fn try_with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> Option<U> {
        try_now(self.held).map(|held| look(of(&held)))
    }

    /// Follows the value.
    pub fn track(&self) {
        _ = followed(self.held);
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

    /// Takes another value, unless its screen was left.
    pub fn set(&self, value: T) {
        replace(self.held, Arc::new(value));
    }

    /// Changes the value, unless its screen was left.
    pub fn update(&self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        if let Some(mut value) = self.try_with_untracked(T::clone) {
            change(&mut value);
            self.set(value);
        }
    }
}

/// The value that a handle's signal holds.
#[expect(
    clippy::expect_used,
    reason = "who makes the signal puts nothing else into it"
)]
pub(super) fn of<T: 'static>(held: &Held) -> &T {
    held.downcast_ref().expect("a value of the handle's type")
}

// What a signal does is in the program once, not wherever one is used.

#[inline(never)]
fn hold(value: Held) -> Bare {
    RwSignal::new(value)
}

#[inline(never)]
fn followed(signal: Bare) -> Held {
    signal.get()
}

#[inline(never)]
fn try_followed(signal: Bare) -> Option<Held> {
    signal.try_get()
}

#[inline(never)]
fn try_now(signal: Bare) -> Option<Held> {
    signal.try_get_untracked()
}

#[inline(never)]
fn now(signal: Bare) -> Held {
    signal.get_untracked()
}

#[inline(never)]
fn replace(signal: Bare, value: Held) {
    _ = signal.try_set(value);
}
