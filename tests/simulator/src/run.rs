//! Lets all sensors push, until it is told to stop.

mod clock;
mod faults;
mod line;
mod tally;
mod worker;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::signal::unix::{SignalKind, signal};

use crate::demo;
use crate::devices;
use crate::http::Http;
use crate::state::State;
use clock::{Clock, Stop};
pub use faults::Faults;
use line::Line;
use tally::Tally;
use worker::Worker;

/// An answer may take so long.
const PATIENCE: Duration = Duration::from_secs(15);

/// How the sensors run.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// So many times faster than time.
    pub speed: f64,
    /// Where faster time begins, in seconds ago.
    pub span: f64,
    /// One round only.
    pub is_single: bool,
    /// A line a push.
    pub is_verbose: bool,
}

/// What all sensors share.
pub struct Shared {
    clock: Clock,
    stop: Stop,
    tally: Tally,
    faults: Faults,
    is_single: bool,
    is_verbose: bool,
}

/// Runs all sensors of the state.
///
/// # Errors
/// There is no state, or, in a single round, a push was not accepted.
pub fn run(url: &str, path: &Path, pace: Pace) -> anyhow::Result<()> {
    let mut state = State::load(path)?
        .with_context(|| format!("{}: not there; `seed` makes it", path.display()))?;
    let shared = Arc::new(Shared {
        clock: Clock::new(pace.speed, pace.span),
        stop: Stop::default(),
        tally: Tally::default(),
        faults: Faults::of(path),
        is_single: pace.is_single,
        is_verbose: pace.is_verbose,
    });
    let mut delivered = Vec::new();
    let mut workers = Vec::new();
    for account in &state.sensors {
        let mut all = demo::sensors();
        let (site, sensor) = all
            .find(|(_, sensor)| sensor.format == account.format)
            .with_context(|| format!("no sensor pushes {}", account.format))?;
        let until = account
            .until
            .context("the history is not imported; run `seed`")?;
        let until = Arc::new(AtomicI64::new(until));
        let line = Line {
            http: Http::new(url, PATIENCE),
            format: sensor.format,
            token: account.token.clone(),
            shared: Arc::clone(&shared),
        };
        let device = devices::device(site, sensor).context(sensor.format)?;
        let phase = 2 + i64::try_from(workers.len()).unwrap_or_default();
        let (since, until) = (state.since, until);
        delivered.push(Arc::clone(&until));
        workers.push(thread::spawn(move || {
            let worker = Worker::new((site, sensor), device, line, since, until, phase);
            if pace.is_single {
                worker.once();
            } else {
                worker.live();
            }
        }));
    }
    if pace.is_single {
        join(workers);
        note(&mut state, &delivered, path);
        let figures = shared.tally.take();
        println!("{figures}");
        if !figures.is_clean() {
            bail!("not every push was accepted");
        }
        return Ok(());
    }
    listen(Arc::clone(&shared))?;
    let mut last = Instant::now();
    loop {
        let minute = Duration::from_secs(60).saturating_sub(last.elapsed());
        let is_over = shared.stop.wait(minute);
        last = Instant::now();
        if is_over {
            join(std::mem::take(&mut workers));
        }
        note(&mut state, &delivered, path);
        // Whoever does not listen any more need not be told.
        _ = writeln!(std::io::stdout(), "{}", shared.tally.take());
        if is_over {
            return Ok(());
        }
    }
}

/// Waits for all sensors.
fn join(workers: Vec<JoinHandle<()>>) {
    for worker in workers {
        // Whoever panicked has said so.
        _ = worker.join();
    }
}

/// Saves until when each sensor has delivered. What is not delivered yet is
/// counted anew at the next start, to the same numbers.
fn note(state: &mut State, delivered: &[Arc<AtomicI64>], path: &Path) {
    for (account, until) in state.sensors.iter_mut().zip(delivered) {
        account.until = Some(until.load(Relaxed));
    }
    if let Err(error) = state.save(path) {
        eprintln!("{error:#}");
    }
}

/// Gives the sign to stop when the process is told to end.
fn listen(shared: Arc<Shared>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let (mut terminate, mut interrupt) = {
        let _inside = runtime.enter();
        (
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
        )
    };
    thread::spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        });
        shared.stop.set();
    });
    Ok(())
}
