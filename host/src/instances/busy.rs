//! Telling instances that compute from those that wait.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::engine::TICK;

/// Whether an instance is computing rather than waiting. A request that it
/// took on then would wait with it, and be lost with it should it never end.
#[derive(Clone, Default)]
pub struct Busy(Arc<Ticks>);

#[derive(Default)]
struct Ticks {
    /// Whether there was a tick since the instance last waited.
    ticked: AtomicBool,
    /// When it last had computed for a whole tick.
    computed: Mutex<Option<Instant>>,
}

impl Busy {
    /// Notes that the instance, which computes, met a tick. Says whether it
    /// has computed since the one before: the first may have come long ago,
    /// while the instance waited, and is met late.
    pub fn tick(&self) -> bool {
        let whole = self.0.ticked.swap(true, Ordering::Relaxed);
        if whole {
            *self.computed() = Some(Instant::now());
        }
        whole
    }

    /// Notes that the instance waits, or gave way.
    pub fn rest(&self) {
        self.0.ticked.store(false, Ordering::Relaxed);
    }

    /// Whether the instance computes, by all that is known.
    pub fn is_so(&self) -> bool {
        self.computed()
            .is_some_and(|computed| computed.elapsed() < 4 * TICK)
    }

    fn computed(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0
            .computed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tick_says_nothing_two_without_a_rest_do() {
        let busy = Busy::default();
        assert!(!busy.tick());
        busy.rest();
        assert!(!busy.tick());
        assert!(!busy.is_so());
        assert!(busy.tick());
        assert!(busy.is_so());
    }
}
