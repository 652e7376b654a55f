//! A value that one request of an instance hands to another that waits for it.
//!
//! Requests of one instance are tasks of the component model, and such a task
//! sleeps only on something that the host knows: a waker of Rust alone cannot
//! reach it. So the value lies in memory, and a stream, closed when the value
//! is there, wakes the one who waits.

use std::sync::{Arc, Mutex, PoisonError};

/// Both ends of a call.
pub fn call<T>() -> (Caller<T>, Called<T>) {
    let slot = Arc::new(Mutex::new(None));
    let (bell, ear) = bell::new();
    let caller = Caller {
        slot: Arc::clone(&slot),
        _bell: bell,
    };
    (caller, Called { slot, ear })
}

/// The end that hands the value over. Dropped without one, it wakes the other
/// end all the same.
pub struct Caller<T> {
    slot: Arc<Mutex<Option<T>>>,
    _bell: bell::Bell,
}

/// The end that waits.
pub struct Called<T> {
    slot: Arc<Mutex<Option<T>>>,
    ear: bell::Ear,
}

impl<T> Caller<T> {
    /// Hands the value over; gives it back where nobody waits any more.
    pub fn send(self, value: T) -> Result<(), T> {
        if Arc::strong_count(&self.slot) == 1 {
            return Err(value);
        }
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
        Ok(())
    }
}

impl<T> Called<T> {
    /// The value, or nothing where the other end was dropped without one.
    pub async fn value(self) -> Option<T> {
        let taken = || {
            self.slot
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take()
        };
        if let Some(value) = taken() {
            return Some(value);
        }
        bell::rung(self.ear).await;
        taken()
    }
}

#[cfg(target_family = "wasm")]
mod bell {
    use spin_sdk::wasip3::wit_stream;
    use spin_sdk::wit_bindgen::{StreamReader, StreamWriter};

    pub type Bell = StreamWriter<u8>;
    pub type Ear = StreamReader<u8>;

    pub fn new() -> (Bell, Ear) {
        wit_stream::new()
    }

    pub async fn rung(mut ear: Ear) {
        ear.read(Vec::with_capacity(1)).await;
    }
}

#[cfg(not(target_family = "wasm"))]
mod bell {
    use futures_channel::oneshot;

    pub type Bell = oneshot::Sender<()>;
    pub type Ear = oneshot::Receiver<()>;

    pub fn new() -> (Bell, Ear) {
        oneshot::channel()
    }

    pub async fn rung(ear: Ear) {
        _ = ear.await;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn a_value_reaches_whoever_waits() {
        let (caller, called) = call();
        assert_eq!(caller.send(7), Ok(()));
        assert_eq!(called.value().now_or_never(), Some(Some(7)));
    }

    #[test]
    fn whoever_waits_is_told_that_nothing_comes() {
        let (caller, called) = call::<u8>();
        let mut waiting = Box::pin(called.value());
        assert_eq!((&mut waiting).now_or_never(), None);
        drop(caller);
        assert_eq!(waiting.now_or_never(), Some(None));
    }

    #[test]
    fn a_value_that_nobody_waits_for_comes_back() {
        let (caller, called) = call();
        drop(called);
        assert_eq!(caller.send(7), Err(7));
    }
}
