//! What is known of statements that ran before: whether they write, and how
//! long they take.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The statements that are remembered. An application has some dozens; texts
/// made anew each time are not worth the memory.
const MOST: usize = 1024;

/// A statement that only reads, and takes no longer than this, runs where it is
/// asked for: handing it to another thread and back would cost as much.
const QUICK: Duration = Duration::from_micros(250);

/// What is known of the statements of a database.
#[derive(Default)]
pub struct Plans(Mutex<HashMap<String, Arc<Plan>>>);

/// What is known of a statement.
pub struct Plan {
    /// Whether it takes the right to write, unless its transaction has it.
    pub writes: bool,
    /// Its usual microseconds, the greatest number if it has not run yet.
    usual: AtomicU32,
}

impl Plans {
    /// What is known of a statement.
    pub fn get(&self, statement: &str) -> Option<Arc<Plan>> {
        self.lock().get(statement).cloned()
    }

    /// Remembers a statement.
    pub fn learn(&self, statement: &str, writes: bool) -> Arc<Plan> {
        let plan = Arc::new(Plan {
            writes,
            usual: AtomicU32::new(u32::MAX),
        });
        let mut plans = self.lock();
        if plans.len() >= MOST {
            plans.clear();
        }
        plans.insert(statement.to_owned(), plan.clone());
        plan
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Plan>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Plan {
    /// Whether the statement is known to be quick.
    pub fn is_quick(&self) -> bool {
        u128::from(self.usual.load(Ordering::Relaxed)) <= QUICK.as_micros()
    }

    /// Takes note of how long the statement took this time. What is kept is
    /// about the middle one: now and then any statement is held up by others.
    pub fn took(&self, time: Duration) {
        let now = u32::try_from(time.as_micros()).unwrap_or(u32::MAX - 1);
        let usual = match self.usual.load(Ordering::Relaxed) {
            u32::MAX => now,
            usual if now > usual => usual + usual / 8 + 1,
            usual => usual - usual / 8,
        };
        self.usual.store(usual, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_quick_once_it_was() {
        let plans = Plans::default();
        assert!(plans.get("SELECT 1").is_none());
        let plan = plans.learn("SELECT 1", false);
        assert!(!plan.is_quick());
        plan.took(Duration::from_micros(20));
        assert!(plans.get("SELECT 1").unwrap().is_quick());
    }

    #[test]
    fn a_statement_that_became_slow_is_noticed_and_forgiven() {
        let plans = Plans::default();
        let plan = plans.learn("SELECT 1", false);
        plan.took(Duration::from_micros(100));
        plan.took(Duration::from_millis(50));
        assert!(plan.is_quick(), "that can happen");
        for _ in 0..10 {
            plan.took(Duration::from_millis(50));
        }
        assert!(!plan.is_quick());
        for _ in 0..20 {
            plan.took(Duration::from_micros(20));
        }
        assert!(plan.is_quick());
    }

    #[test]
    fn memory_is_bounded() {
        let plans = Plans::default();
        for number in 0..3 * MOST {
            plans.learn(&format!("SELECT {number}"), false);
        }
        assert!(plans.lock().len() <= MOST);
    }
}
