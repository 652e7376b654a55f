//! One sensor at work: counts, pushes at its own rhythm, and has the bad
//! habits of real devices.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::Shared;
use super::clock::present;
use super::line::{Line, Sent, Time};
use crate::demo::{Sensor, Site};
use crate::devices::Device;
use crate::history::BLOCK;
use crate::profile::{Crowd, Interval};
use crate::random::Random;

/// So many intervals of a backlog go in one push, or one run of pushes.
const MOST: usize = 120;

/// In so many of a hundred rounds a sensor falls silent for some rounds, and
/// delivers all of it later.
const SILENT: f64 = 1.0;

/// In so many a round is held back, and arrives after the next one.
const HELD: f64 = 2.0;

/// In so many the last push is sent again.
const AGAIN: f64 = 3.0;

/// One sensor at work.
pub struct Worker {
    sensor: &'static Sensor,
    device: Box<dyn Device>,
    crowd: Crowd,
    line: Line,
    shared: Arc<Shared>,
    habits: Random,
    /// Until when everything is delivered, for whoever saves that.
    delivered: Arc<AtomicI64>,
    /// Where the next interval begins.
    next: i64,
    /// All people in and out until then.
    totals: (u64, u64),
    /// Counted, and not delivered yet.
    queue: Vec<Interval>,
    /// Held back.
    held: Vec<Interval>,
    /// So many rounds more it is silent.
    silent: u32,
    /// Seconds by which its rounds follow the others'.
    phase: i64,
}

impl Worker {
    /// A sensor that has delivered everything until a moment, and counts since
    /// another.
    pub fn new(
        (site, sensor): (&'static Site, &'static Sensor),
        device: Box<dyn Device>,
        line: Line,
        since: i64,
        delivered: Arc<AtomicI64>,
        phase: i64,
    ) -> Self {
        let shared = Arc::clone(&line.shared);
        let record = i64::from(sensor.record);
        let now = shared.clock.now() as i64 - sensor.lag;
        // The last interval is said once more: it is the base of registers,
        // and something to say where nothing new is there.
        let known = delivered.load(Relaxed);
        // A simulated past begins with a whole interval, whatever its length.
        let grid = if now < known { BLOCK } else { record };
        let next = known.min(now.div_euclid(grid) * grid) - record;
        let crowd = site.crowd(sensor);
        let people = (since..next)
            .step_by(60)
            .map(|start| crowd.interval(start, 60));
        let totals = people.fold((0, 0), |(entered, exited), people| {
            let (more, fewer) = (u64::from(people.entered), u64::from(people.exited));
            (entered + more, exited + fewer)
        });
        let seed = present() as i64;
        Self {
            sensor,
            device,
            crowd,
            line,
            shared,
            habits: Random::of(&[seed, phase]),
            delivered,
            next,
            totals,
            queue: Vec::new(),
            held: Vec::new(),
            silent: 0,
            phase,
        }
    }

    /// One round: says hello, gives a sign of life, and delivers what is
    /// there.
    pub fn once(mut self) {
        self.count(i64::MAX);
        if self.greet() && self.beat() {
            self.deliver();
        }
    }

    /// Works until it is told to stop.
    pub fn live(mut self) {
        self.count(i64::MAX);
        if !self.greet() || !self.beat() || !self.deliver() {
            return;
        }
        let beat = self
            .sensor
            .beat
            .map(|beat| Duration::from_secs(beat.into()));
        let mut last_beat = Instant::now();
        let cycle = i64::from(self.sensor.cycle);
        loop {
            let round = (self.next.div_euclid(cycle) + 1) * cycle;
            let due = round + self.sensor.lag + self.phase;
            let mut pause = self.shared.clock.until(due as f64);
            if let Some(beat) = beat {
                pause = pause.min(beat.saturating_sub(last_beat.elapsed()));
            }
            if self.shared.stop.wait(pause) {
                return;
            }
            if beat.is_some_and(|beat| beat <= last_beat.elapsed()) {
                last_beat = Instant::now();
                if !self.beat() {
                    return;
                }
            }
            // Of a simulated past each round is pushed by itself.
            let end = if self.is_past() { round } else { i64::MAX };
            if (due as f64) <= self.shared.clock.now() && self.count(end) && !self.round() {
                return;
            }
        }
    }

    /// Whether it lives in a simulated past.
    fn is_past(&self) -> bool {
        60.0 < present() - self.shared.clock.now()
    }

    /// Counts until now by its own clock, but not past a moment; whether there
    /// is anything new.
    fn count(&mut self, end: i64) -> bool {
        let (length, record) = (self.sensor.record, i64::from(self.sensor.record));
        let now = self.shared.clock.now() as i64 - self.sensor.lag;
        let before = self.queue.len();
        while self.next + record <= now.min(end) {
            let people = self.crowd.interval(self.next, length);
            self.totals.0 += u64::from(people.entered);
            self.totals.1 += u64::from(people.exited);
            self.queue.push(Interval {
                start: self.next,
                length,
                people,
                total_entered: self.totals.0,
                total_exited: self.totals.1,
            });
            self.next += record;
        }
        before < self.queue.len()
    }

    /// One round of a living sensor, with its habits; false if it is to stop.
    fn round(&mut self) -> bool {
        if 0 < self.silent {
            self.silent -= 1;
            return true;
        }
        // What is forgotten of a past stands in the history, and what registers
        // gather of it would be counted twice.
        let may_miss = !(self.sensor.forgets && self.is_past());
        if may_miss && self.habits.chance(SILENT) {
            self.silent = 1 + self.habits.below(3);
            return true;
        }
        if self.held.is_empty() && self.habits.chance(HELD) {
            self.held = std::mem::take(&mut self.queue);
            return true;
        }
        self.deliver()
    }

    /// Delivers all that waits, the oldest last if it was held back; false if
    /// it is to stop, and then the rest is kept.
    fn deliver(&mut self) -> bool {
        if self.sensor.forgets {
            let last = self.queue.split_off(self.queue.len().saturating_sub(1));
            self.queue = last;
        }
        while !self.queue.is_empty() || !self.held.is_empty() {
            let waiting = if self.queue.is_empty() {
                &mut self.held
            } else {
                &mut self.queue
            };
            let batch: Vec<_> = waiting.iter().take(MOST).copied().collect();
            if !self.push(&batch, Time::First) {
                return false;
            }
            let waiting = if self.queue.is_empty() {
                &mut self.held
            } else {
                &mut self.queue
            };
            waiting.drain(..batch.len());
            self.note();
            let has_habits = !self.shared.is_single;
            if has_habits && self.habits.chance(AGAIN) && !self.push(&batch, Time::Again) {
                return false;
            }
        }
        true
    }

    /// Notes until when everything is delivered.
    fn note(&self) {
        let waiting = self.queue.first().into_iter().chain(self.held.first());
        let oldest = waiting.map(|one| one.start).min();
        self.delivered.store(oldest.unwrap_or(self.next), Relaxed);
    }

    /// Pushes a batch; false if it is to stop.
    fn push(&mut self, batch: &[Interval], time: Time) -> bool {
        let now = self.clock();
        let end = batch.last().map_or(0, Interval::end);
        let until = DateTime::from_timestamp(end, 0).unwrap_or_default();
        let what = format!(
            "until {}, intervals: {}",
            until.format("%F %H:%MZ"),
            batch.len()
        );
        self.device.counts(batch, now).iter().all(|push| {
            let device = self.device.as_mut();
            self.line.send(device, push, time, &what) != Sent::Stopped
        })
    }

    /// Says all that is to be said at first; false if it is to stop.
    fn greet(&mut self) -> bool {
        // A device that is never content goes on all the same.
        for _ in 0..3 {
            let Some(push) = self.device.hello(self.clock()) else {
                break;
            };
            let device = self.device.as_mut();
            if self.line.send(device, &push, Time::First, "hello") == Sent::Stopped {
                return false;
            }
        }
        true
    }

    /// Gives a sign of life; false if it is to stop.
    fn beat(&mut self) -> bool {
        let Some(push) = self.device.beat(self.clock()) else {
            return true;
        };
        let device = self.device.as_mut();
        self.line.send(device, &push, Time::First, "sign of life") != Sent::Stopped
    }

    /// What its clock shows. What it tells of a simulated past, it tells now.
    fn clock(&self) -> DateTime<Utc> {
        let now = present() as i64 - self.sensor.lag;
        DateTime::from_timestamp(now, 0).unwrap_or_default()
    }
}
