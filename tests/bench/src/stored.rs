//! A database that has been in use for long: its size, questions to it, and
//! pushes into it beside pushes into an empty one.

use std::time::Duration;

use anyhow::Result;
use chrono::{Days, Utc};
use chrono_tz::Europe::Moscow;

use crate::Part;
use crate::client::Client;
use crate::folder::{checkpoint, database};
use crate::host::Server;
use crate::prefill::{self, Stored};
use crate::pushes::{MANY, Side, contest};
use crate::report::Target::{AtLeast, AtMost, Below};
use crate::run::Bench;
use crate::sensor::Sums;
use crate::verify;

/// Bytes of disk an interval that must be free: what it takes, and as much
/// again for what is pushed on top and the journal.
const ROOM: u64 = 100;

/// How often a question is asked.
const QUESTIONS: usize = 20;

/// Measures the wanted parts.
///
/// # Errors
/// A server broke off, or the disk is full.
pub async fn measure(bench: &mut Bench<'_>) -> Result<()> {
    let intervals = bench.options.stored;
    bench.folder.check_space((intervals * ROOM) + (1 << 30))?;
    bench.say(&format!("storing {intervals} intervals"));
    let state = bench.folder.state("full", None)?;
    let file = database(&state);
    let stored = prefill::fill(&file, intervals).await?;
    let bytes = checkpoint(&file)?;
    if bench.wants(Part::Disk) {
        let each = bytes as f64 / stored.intervals as f64;
        let name = "bytes on the disk an interval";
        bench.report.figure(name, each, AtMost(40.0));
    }
    if !bench.wants(Part::Reading) && !bench.wants(Part::Stored) {
        return Ok(());
    }
    let server = bench.host(&state)?;
    if bench.wants(Part::Reading) {
        bench.say("reading");
        reading(bench, &server, &stored).await?;
    }
    if bench.wants(Part::Stored) {
        bench.say("pushes into a full database, and into an empty one");
        pushes(bench, server, &stored).await?;
    }
    std::fs::remove_dir_all(state)?;
    Ok(())
}

async fn reading(bench: &mut Bench<'_>, server: &Server, stored: &Stored) -> Result<()> {
    let mut client = Client::connect(server.address).await?;
    let today = Utc::now().with_timezone(&Moscow).date_naive();
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let year = tomorrow.checked_sub_days(Days::new(365)).unwrap_or(today);
    let (site, all) = stored.site;
    let path = format!("/api/v1/counts?site={site}&from={year}&to={tomorrow}&step=day");
    let name = "a year of a site by day, ms";
    ask(bench, &mut client, name, &path, (all, Below(20.0))).await?;
    let (month, since) = stored.month;
    let client_id = stored.client;
    let path = format!("/api/v1/counts?client={client_id}&from={month}&to={tomorrow}&step=day");
    let name = "a month of 1,000 sensors by day, ms";
    ask(bench, &mut client, name, &path, (since, Below(200.0))).await
}

/// Asks a question again and again, and notes how long the middle answer took.
async fn ask(
    bench: &mut Bench<'_>,
    client: &mut Client,
    name: &str,
    path: &str,
    (expected, target): (Sums, crate::report::Target),
) -> Result<()> {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..QUESTIONS {
        let (answer, time) = client.get(path).await?;
        let found = verify::sums(&answer)?;
        if found != expected {
            let text = format!("{path} says {found:?}, stored are {expected:?}");
            bench.report.wrong(text);
            break;
        }
        times.push(time);
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    bench
        .report
        .figure(name, median.as_secs_f64() * 1000.0, target);
    Ok(())
}

async fn pushes(bench: &mut Bench<'_>, server: Server, stored: &Stored) -> Result<()> {
    let template = bench.template().await?;
    let state = bench.folder.state("empty", Some(&template.database))?;
    // As many sensors as push to the empty one, from everywhere.
    let number = template.sensors.len();
    let some = stored.sensors.iter().step_by(stored.sensors.len() / number);
    let some: Vec<_> = some.take(number).cloned().collect();
    let mut full = Side::pushing(server, &some, 1);
    let mut empty = Side::pushing(bench.host(&state)?, &template.sensors, 1);
    for readings in [1, MANY] {
        full.set_readings(readings);
        empty.set_readings(readings);
        let [mut full, mut empty] = contest(bench, [&mut full, &mut empty]).await?;
        let name = match readings {
            1 => "pushes of one reading, full beside empty".to_owned(),
            many => format!("pushes of {many} readings, full beside empty"),
        };
        let report = &mut bench.report;
        report.ratio(&name, (full.rate(), empty.rate()), AtLeast(0.8));
        report.compare("  p99, ms", (full.quantile(0.99), empty.quantile(0.99)));
    }
    for side in [full, empty] {
        let mut client = Client::connect(side.server.address).await?;
        for wrong in verify::by_api(&mut client, &side.sensors()).await? {
            bench.report.wrong(wrong);
        }
        side.server.stop()?;
    }
    std::fs::remove_dir_all(state)?;
    Ok(())
}
