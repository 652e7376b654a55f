//! The watch: ticks that look at many sensors, and judgements of their figures.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::client::Client;
use crate::folder::{checkpoint, database};
use crate::host::Server;
use crate::pushes::mebibytes;
use crate::report::Target::{AtMost, Below};
use crate::run::Bench;
use crate::watched::{self, LATER, LONG, NOON, Standing};

/// Sensors that one tick looks at.
const MANY: u32 = 10_000;

/// Sensors that ticks look at in steps.
const MOST: u32 = 100_000;

/// The memory that an instance may have, in MiB: what succeeds has taken less.
const MEMORY: u32 = 64;

/// The ticks that it may take at most until nothing is left.
const TICKS: usize = 100;

/// Measures it.
///
/// # Errors
/// A tick fails.
pub async fn measure(bench: &mut Bench<'_>) -> Result<()> {
    bench.say("compiling");
    let state = bench.folder.state("compiled", None)?;
    bench.host(&state)?.stop()?;
    let many = filled(bench, "watched", MANY).await?;
    ticks(bench, &many).await.context("ticks")?;
    bench.say("judging figures");
    figures(bench, &many).await.context("figures")?;
    let most = filled(bench, "watched-in-steps", MOST).await?;
    steps(bench, &most).await.context("steps")
}

async fn filled(bench: &Bench<'_>, name: &str, number: u32) -> Result<PathBuf> {
    bench.say(&format!("entering {number} sensors"));
    let file = bench.folder.path().join(format!("{name}.db"));
    watched::fill(&file, number).await?;
    checkpoint(&file)?;
    Ok(file)
}

/// One tick for all sensors, all well and then one in a hundred not.
async fn ticks(bench: &mut Bench<'_>, template: &Path) -> Result<()> {
    let mut least = [Duration::MAX; 2];
    let mut peak = 0;
    for _ in 0..bench.options.rounds {
        let mut watch = Watch::start(bench, template).await?;
        for (round, least) in least.iter_mut().enumerate() {
            let silent = match round {
                0 => 0,
                _ => watched::silence(&watch.database)?,
            };
            let tick = watch.tick().await?;
            let standing = watch.standing(MANY)?;
            bench.say(&format!("{tick:?}, {standing:?}"));
            if tick.more || tick.looked != MANY as usize {
                bench
                    .report
                    .wrong(format!("one tick was to do all: {tick:?}"));
            }
            wrong(bench, &standing, silent);
            *least = tick.time.min(*least);
        }
        peak = watch.server.usage()?.peak.max(peak);
        watch.stop()?;
    }
    let [well, silent] = least.map(|time| time.as_secs_f64());
    let report = &mut bench.report;
    let names = [
        format!("a tick for {MANY} sensors in {MEMORY} MiB, s"),
        "  of which 1 % have lost contact, s".to_owned(),
    ];
    for (name, time) in names.iter().zip([well, silent]) {
        report.figure(name, time, Below(2.0));
    }
    report.know("  the host's memory at most, MiB", mebibytes(peak));
    Ok(())
}

/// Ticks until all sensors have been looked at.
async fn steps(bench: &mut Bench<'_>, template: &Path) -> Result<()> {
    let mut least: Option<Vec<Tick>> = None;
    let mut peak = 0;
    let total = |ticks: &[Tick]| ticks.iter().map(|tick| tick.time).sum::<Duration>();
    for _ in 0..bench.options.rounds {
        let mut watch = Watch::start(bench, template).await?;
        let ticks = watch.ticks().await?;
        let standing = watch.standing(MOST)?;
        bench.say(&format!("{ticks:?}, {standing:?}"));
        wrong(bench, &standing, 0);
        peak = watch.server.usage()?.peak.max(peak);
        watch.stop()?;
        if least
            .as_ref()
            .is_none_or(|least| total(&ticks) < total(least))
        {
            least = Some(ticks);
        }
    }
    let ticks = least.context("no round")?;
    let time = total(&ticks).as_secs_f64();
    let longest = ticks.iter().map(|tick| tick.time).max().unwrap_or_default();
    let report = &mut bench.report;
    let name = format!("{MOST} sensors in {MEMORY} MiB, s");
    report.know(&name, time);
    report.know("  ticks", ticks.len() as f64);
    // The next tick comes a minute after the one before it.
    let name = "  the longest tick, s";
    report.figure(name, longest.as_secs_f64(), AtMost(60.0));
    report.know("  the host's memory at most, MiB", mebibytes(peak));
    broken_off(bench, template, ticks.iter().map(|tick| tick.time).sum()).await
}

/// The same, but the host is killed in the middle: what it had claimed is looked
/// at when the claims have ended.
async fn broken_off(bench: &mut Bench<'_>, template: &Path, whole: Duration) -> Result<()> {
    let Watch {
        server,
        mut client,
        database,
        state,
    } = Watch::start(bench, template).await?;
    let tick = tokio::spawn(async move { client.tick("incidents").await });
    tokio::time::sleep(whole / 2).await;
    drop(server);
    tick.abort();
    let before = Standing::read(&database)?;
    let mut watch = Watch::start_in(bench, state, LATER).await?;
    let ticks = watch.ticks().await?;
    let standing = watch.standing(MOST)?;
    bench.say(&format!("killed: {before:?}, then {ticks:?}, {standing:?}"));
    wrong(bench, &standing, 0);
    let report = &mut bench.report;
    report.know("  looked at when the host was killed", before.up as f64);
    report.know("  missed afterwards", standing.missed as f64);
    watch.stop()
}

/// Judges the days of some sensors and the hours of all.
async fn figures(bench: &mut Bench<'_>, template: &Path) -> Result<()> {
    bench.folder.check_space(1 << 30)?;
    let file = bench.folder.path().join("judged.db");
    std::fs::copy(template, &file)?;
    watched::count(&file)?;
    checkpoint(&file)?;
    let mut least = [Duration::MAX; 2];
    let mut peak = 0;
    for _ in 0..bench.options.rounds {
        let mut watch = Watch::start(bench, &file).await?;
        for (hourly, least) in [false, true].into_iter().zip(&mut least) {
            if hourly {
                watched::learn(&watch.database)?;
            }
            let ticks = watch.ticks().await?;
            bench.say(&format!("{ticks:?}"));
            let judged = |number: fn(&Tick) -> usize| ticks.iter().map(number).sum::<usize>();
            let found = (judged(|tick| tick.days), judged(|tick| tick.hours));
            let expected = match hourly {
                false => (LONG as usize, 0),
                true => (0, MANY as usize),
            };
            if found != expected {
                let text = format!("judged were {found:?} instead of {expected:?} days and hours");
                bench.report.wrong(text);
            }
            *least = ticks
                .iter()
                .map(|tick| tick.time)
                .sum::<Duration>()
                .min(*least);
        }
        peak = watch.server.usage()?.peak.max(peak);
        watch.stop()?;
    }
    let [days, hours] = least.map(|time| time.as_secs_f64());
    let report = &mut bench.report;
    let name = "sensors' hours judged, a second";
    report.know(name, f64::from(MANY) / hours);
    let name = "sensors' days judged by ten weeks, a second";
    report.know(name, f64::from(LONG) / days);
    report.know("  the host's memory at most, MiB", mebibytes(peak));
    Ok(())
}

/// Notes what is not as it should be after sensors were looked at, of which so
/// many are silent.
fn wrong(bench: &mut Bench<'_>, standing: &Standing, silent: usize) {
    if standing.missed != 0 || standing.lost != silent || standing.incidents != silent {
        bench.report.wrong(format!("{standing:?}, {silent} silent"));
    }
    if silent != 0 && standing.letters == 0 {
        bench.report.wrong("nobody is told".to_owned());
    }
}

/// A host whose sensors are watched.
struct Watch {
    server: Server,
    client: Client,
    database: PathBuf,
    state: PathBuf,
}

/// What a tick has done, and how long that took.
#[derive(Debug)]
struct Tick {
    time: Duration,
    looked: usize,
    hours: usize,
    days: usize,
    more: bool,
}

impl Watch {
    /// Starts a host with a copy of a database, and a clock that stands still.
    async fn start(bench: &Bench<'_>, template: &Path) -> Result<Self> {
        let state = bench.folder.state("watch", Some(template))?;
        Self::start_in(bench, state, NOON).await
    }

    /// The same with a state that another one left.
    async fn start_in(bench: &Bench<'_>, state: PathBuf, now: i64) -> Result<Self> {
        let clock = state.join("now");
        std::fs::write(&clock, now.to_string())?;
        let clock = clock.display().to_string();
        let memory = MEMORY.to_string();
        let arguments = ["--memory-limit", &memory, "--clock", &clock];
        let server = bench.host_with(&state, &arguments)?;
        Ok(Self {
            client: Client::connect(server.address).await?,
            database: database(&state),
            server,
            state,
        })
    }

    async fn tick(&mut self) -> Result<Tick> {
        let (answer, time) = self.client.tick("incidents").await?;
        let number = |name: &str| {
            let number = answer.get(name).and_then(Value::as_u64);
            let number = number.with_context(|| format!("a tick without {name}"))?;
            anyhow::Ok(usize::try_from(number)?)
        };
        let failed = number("failed")?;
        ensure!(failed == 0, "{failed} sensors could not be looked at");
        Ok(Tick {
            time,
            looked: number("looked")?,
            hours: number("hours")?,
            days: number("days")?,
            more: answer.get("more") != Some(&Value::Bool(false)),
        })
    }

    /// Ticks until nothing is left.
    async fn ticks(&mut self) -> Result<Vec<Tick>> {
        let mut ticks = Vec::new();
        while ticks.last().is_none_or(|tick: &Tick| tick.more) {
            ensure!(ticks.len() < TICKS, "there is always more");
            ticks.push(self.tick().await?);
        }
        Ok(ticks)
    }

    /// What stands in its database, of so many sensors.
    fn standing(&self, sensors: u32) -> Result<Standing> {
        let standing = Standing::read(&self.database)?;
        let all = standing.up + standing.lost + standing.missed;
        ensure!(all == sensors as usize, "{all} sensors are watched");
        Ok(standing)
    }

    fn stop(self) -> Result<()> {
        drop(self.client);
        self.server.stop()?;
        Ok(std::fs::remove_dir_all(self.state)?)
    }
}
