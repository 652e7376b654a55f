//! The time that the sensors live in, and the sign to stop.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The simulated time: the real one, or a past that catches up with it.
pub struct Clock {
    /// Where simulated time began, in seconds since 1970.
    from: f64,
    began: Instant,
    speed: f64,
}

impl Clock {
    /// Time that begins so many seconds ago and runs so many times faster,
    /// until it has reached the present.
    pub fn new(speed: f64, span: f64) -> Self {
        let past = if 1.0 < speed { span } else { 0.0 };
        Self {
            from: present() - past,
            began: Instant::now(),
            speed,
        }
    }

    /// The simulated moment, in seconds since 1970; never in the future.
    pub fn now(&self) -> f64 {
        let simulated = self.from + self.began.elapsed().as_secs_f64() * self.speed;
        simulated.min(present())
    }

    /// How long it really takes until a simulated moment.
    pub fn until(&self, at: f64) -> Duration {
        let now = self.now();
        let seconds = if present() - now < 1.0 {
            at - now
        } else {
            (at - now) / self.speed
        };
        Duration::from_secs_f64(seconds.clamp(0.0, 86_400.0))
    }
}

/// The real moment, in seconds since 1970.
pub fn present() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs_f64()
}

/// A sign that all sensors see at once.
#[derive(Default)]
pub struct Stop {
    is_set: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    /// Gives the sign.
    pub fn set(&self) {
        *self.is_set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits so long, or until the sign; whether it was given.
    pub fn wait(&self, duration: Duration) -> bool {
        let is_set = self.is_set.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_timeout_while(is_set, duration, |is_set| !*is_set);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_catches_up_and_never_passes() {
        let clock = Clock::new(1e6, 3_600.0);
        assert!(clock.now() < present());
        std::thread::sleep(Duration::from_millis(20));
        let shown = clock.now();
        let late = present() - shown;
        assert!((0.0..1.0).contains(&late), "{late}");
        assert!(clock.until(present() + 60.0) > Duration::from_secs(50));
        let real = Clock::new(1.0, 3_600.0);
        assert!(present() - real.now() < 1.0);
    }

    #[test]
    fn a_stop_ends_all_waiting() {
        let stop = Stop::default();
        assert!(!stop.wait(Duration::ZERO));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| stop.wait(Duration::from_secs(60)));
            stop.set();
            assert!(waiting.join().unwrap());
        });
    }
}
