//! One commit for all deliveries that wait at the same moment.
//!
//! A commit costs a write to the disk, whatever it holds. Of the requests that
//! an instance serves at once, the first leads: it takes the write lock, and
//! whoever has come until then goes along in its transaction. Then it hands
//! the lead to the next who waits, so that nobody writes for others for long.

use std::cell::RefCell;
use std::collections::VecDeque;

use spp_store::ingest::{self, Delivery, Outcome, Said, Written};
use spp_store::pushes::{self, Push};
use spp_store::{Connection, Transaction};
use spp_web::{Error, Result};

use crate::call::{Caller, call};
use crate::profiles;

/// One transaction holds at most so many readings, or one delivery: more would
/// keep the others waiting, and memory filled, for no cheaper commit.
const MOST_READINGS: usize = 12_000;

/// What is written together.
pub struct Goods {
    /// What the push says.
    pub delivery: Delivery,
    /// The push as it came, where it is to be kept.
    pub raw: Option<Box<Push>>,
}

/// Writes a delivery. When this returns its outcome, the disk has it.
pub async fn commit(goods: Goods) -> Result<Outcome> {
    let (caller, mut called) = call();
    QUEUE.with_borrow_mut(|queue| queue.waiting.push_back(Waiting { goods, caller }));
    if let Some(lead) = Lead::claim() {
        lead.write().await;
    }
    loop {
        match called.value().await {
            Some(Turn::Done(outcome)) => return outcome,
            Some(Turn::Lead(lead, goods)) => {
                let (caller, next) = call();
                called = next;
                // It was the first that waited, and still is.
                QUEUE.with_borrow_mut(|queue| {
                    queue.waiting.push_front(Waiting { goods, caller });
                });
                lead.write().await;
            }
            // The leader was cut off: nothing was written.
            None => return Err(Error::unavailable(1, "the commit was abandoned".to_owned())),
        }
    }
}

thread_local! {
    static QUEUE: RefCell<Queue> = const {
        RefCell::new(Queue { waiting: VecDeque::new(), led: false })
    };
}

struct Queue {
    waiting: VecDeque<Waiting>,
    led: bool,
}

struct Waiting {
    goods: Goods,
    caller: Caller<Turn>,
}

/// What whoever waits is told.
enum Turn {
    Done(Result<Outcome>),
    Lead(Lead, Goods),
}

/// The right to write for all. Lost on the way, its holder's request being
/// cut off, it frees the queue: those who wait are told that nothing was
/// written.
struct Lead(());

impl Lead {
    fn claim() -> Option<Self> {
        QUEUE.with_borrow_mut(|queue| {
            let free = !queue.led;
            queue.led = true;
            // Made only where it is free: dropping a lead frees the queue.
            free.then(|| Self(()))
        })
    }

    /// Writes what waits, and hands the lead on.
    async fn write(mut self) {
        let begun = match profiles::connection().await {
            Ok(connection) => connection.begin().await,
            Err(error) => Err(error),
        };
        // Whoever came while the lock was awaited goes along.
        let (load, callers) = take();
        let written = match begun {
            Ok(transaction) => load.write(transaction).await,
            Err(error) => Err(error),
        };
        match written {
            Ok((Written { version, outcomes }, connection)) => {
                profiles::give_back(connection);
                profiles::forget_before(version);
                for (caller, outcome) in callers.into_iter().zip(outcomes) {
                    // Whoever does not wait any more does not need to know.
                    drop(caller.send(Turn::Done(Ok(outcome))));
                }
            }
            Err(error) => {
                let error = Error::from(error);
                for caller in callers {
                    drop(caller.send(Turn::Done(Err(error.clone()))));
                }
            }
        }
        while let Some(Waiting { goods, caller }) =
            QUEUE.with_borrow_mut(|queue| queue.waiting.pop_front())
        {
            match caller.send(Turn::Lead(self, goods)) {
                Err(Turn::Lead(lead, _)) => self = lead,
                Ok(()) | Err(Turn::Done(_)) => return,
            }
        }
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        QUEUE.with_borrow_mut(|queue| {
            queue.led = false;
            queue.waiting.clear();
        });
    }
}

/// What goes into one transaction.
#[derive(Default)]
struct Load {
    deliveries: Vec<Delivery>,
    raw: Vec<Push>,
}

impl Load {
    async fn write(self, transaction: Transaction) -> spp_store::Result<(Written, Connection)> {
        let written = ingest::write(&transaction, &self.deliveries).await?;
        pushes::keep(&transaction, &self.raw).await?;
        Ok((written, transaction.commit().await?))
    }
}

/// As many of those who wait as one transaction takes.
fn take() -> (Load, Vec<Caller<Turn>>) {
    QUEUE.with_borrow_mut(|queue| {
        let (mut readings, mut number) = (0, 0);
        for waiting in &queue.waiting {
            readings += match &waiting.goods.delivery.said {
                Said::Push(push) => push.readings.len(),
                Said::History(history) => history.len(),
                Said::ForeignSerial(_) => 0,
            };
            if 0 < number && MOST_READINGS < readings {
                break;
            }
            number += 1;
        }
        let (mut load, mut callers) = (Load::default(), Vec::with_capacity(number));
        for Waiting { goods, caller } in queue.waiting.drain(..number) {
            load.deliveries.push(goods.delivery);
            load.raw.extend(goods.raw.map(|push| *push));
            callers.push(caller);
        }
        (load, callers)
    })
}
