//! Pushes, ours beside the baseline's.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use chrono::{Days, NaiveTime, Utc};
use serde_json::{Value, json};

use crate::client::Client;
use crate::folder::{checkpoint, database};
use crate::host::Server;
use crate::load::{self, Load, Work};
use crate::report::Target::{AtLeast, AtMost, Below};
use crate::run::Bench;
use crate::sensor::Sensor;
use crate::verify;

/// Readings of a large push.
pub const MANY: usize = 1_000;

/// Days before today at which the sensors begin to count.
const PAST: u64 = 400;

/// One of two that are compared.
pub struct Side {
    /// The server.
    pub server: Server,
    /// What its connections do; continued from round to round.
    pub works: Vec<Work>,
}

impl Side {
    /// A server to which these sensors push so many readings at a time.
    pub fn pushing(server: Server, sensors: &[Sensor], readings: usize) -> Self {
        let work = |sensor: &Sensor| Work::Push {
            sensor: sensor.clone(),
            readings,
        };
        let works = sensors.iter().map(work).collect();
        Self { server, works }
    }

    /// Changes how many readings are pushed at a time.
    pub fn set_readings(&mut self, number: usize) {
        for work in &mut self.works {
            if let Work::Push { readings, .. } = work {
                *readings = number;
            }
        }
    }

    /// The sensors that push, as they stand.
    pub fn sensors(&self) -> Vec<Sensor> {
        let sensor = |work: &Work| match work {
            Work::Push { sensor, .. } => Some(sensor.clone()),
            Work::Hello => None,
        };
        self.works.iter().filter_map(sensor).collect()
    }
}

/// Loads two sides in turn, each round in the other order.
///
/// # Errors
/// A server broke off.
pub async fn contest(bench: &mut Bench<'_>, sides: [&mut Side; 2]) -> Result<[Load; 2]> {
    let time = Duration::from_secs(bench.options.seconds);
    let mut loads = [Load::default(), Load::default()];
    let mut sides = sides.into_iter().zip(&mut loads).collect::<Vec<_>>();
    for _ in 0..bench.options.rounds {
        for (side, load) in &mut sides {
            let works = std::mem::take(&mut side.works);
            let (works, round) = load::run(&side.server, works, time).await?;
            side.works = works;
            load.add(round);
        }
        sides.reverse();
    }
    for load in &loads {
        if let Some(first) = &load.first_refusal {
            let text = format!(
                "{} answers were not as expected, first: {first}",
                load.refusals
            );
            bench.report.wrong(text);
        }
    }
    Ok(loads)
}

/// Measures pushes of so many readings.
///
/// # Errors
/// A server broke off.
pub async fn measure(bench: &mut Bench<'_>, readings: usize) -> Result<()> {
    let template = bench.template().await?;
    let ours = bench
        .folder
        .state(&format!("ours-{readings}"), Some(&template.database))?;
    let plain = bench
        .folder
        .state(&format!("plain-{readings}"), Some(&template.database))?;
    let server = bench.host(&ours)?;
    let mut sides = [
        Side::pushing(server, &template.sensors, readings),
        Side::pushing(
            Server::baseline(&database(&plain))?,
            &template.sensors,
            readings,
        ),
    ];
    let [first, second] = &mut sides;
    let [mut host, mut baseline] = contest(bench, [first, second]).await?;

    let what = match readings {
        1 => "pushes of one reading".to_owned(),
        many => format!("pushes of {many} readings"),
    };
    let report = &mut bench.report;
    let rates = (host.rate(), baseline.rate());
    let least = if readings == 1 { 1.0 } else { 0.5 };
    report.ratio(&format!("{what}, a second"), rates, AtLeast(least));
    report.compare("  p50, ms", (host.quantile(0.5), baseline.quantile(0.5)));
    let slowest = (host.quantile(0.99), baseline.quantile(0.99));
    let cpu = (host.cpu_micros(), baseline.cpu_micros());
    if readings == 1 {
        report.ratio("  p99, ms", slowest, AtMost(2.0));
        report.figure(
            "  most memory of the host, MiB",
            mebibytes(host.peak),
            Below(200.0),
        );
    } else {
        report.compare("  p99, ms", slowest);
    }
    let resident = (mebibytes(host.resident), mebibytes(baseline.resident));
    report.compare("  most memory under load, MiB", resident);
    report.compare("  processors' time a push, µs", cpu);

    let [ours_side, plain_side] = sides;
    let mut client = Client::connect(ours_side.server.address).await?;
    let mut wrongs = verify::by_api(&mut client, &ours_side.sensors()).await?;
    for (side, state) in [(ours_side, ours), (plain_side, plain)] {
        let sensors = side.sensors();
        side.server.stop()?;
        wrongs.extend(verify::by_file(&database(&state), &sensors)?);
        std::fs::remove_dir_all(state)?;
    }
    for wrong in wrongs {
        bench.report.wrong(wrong);
    }
    Ok(())
}

/// Measures a short static answer.
///
/// # Errors
/// A server broke off.
pub async fn hello(bench: &mut Bench<'_>) -> Result<()> {
    let ours = bench.folder.state("hello", None)?;
    let server = bench.hello(&ours)?;
    let plain = bench.folder.state("hello-plain", None)?;
    let baseline = Server::baseline(&database(&plain))?;
    let works = || {
        (0..bench.options.connections)
            .map(|_| Work::Hello)
            .collect()
    };
    let mut sides = [
        Side {
            server,
            works: works(),
        },
        Side {
            server: baseline,
            works: works(),
        },
    ];
    let [first, second] = &mut sides;
    let [mut host, mut baseline] = contest(bench, [first, second]).await?;
    let report = &mut bench.report;
    report.ratio(
        "short answers, a second",
        (host.rate(), baseline.rate()),
        AtLeast(0.3),
    );
    report.compare("  p99, ms", (host.quantile(0.99), baseline.quantile(0.99)));
    let cpu = (host.cpu_micros(), baseline.cpu_micros());
    report.compare("  processors' time an answer, µs", cpu);
    Ok(())
}

/// A database that sensors have never pushed to, and these sensors.
#[derive(Clone)]
pub struct Template {
    /// The file.
    pub database: PathBuf,
    /// A sensor a connection.
    pub sensors: Vec<Sensor>,
}

/// Makes a new database as an administrator would. On the way, the host
/// compiles the components, which no measured host does then.
///
/// # Errors
/// The host or its API refuse.
pub async fn seed(bench: &Bench<'_>) -> Result<Template> {
    let state = bench.folder.state("template", None)?;
    let server = bench.host(&state)?;
    let mut client = Client::connect(server.address).await?;
    let body = json!({"name": "The bench"});
    let owner = id(&client.post("/api/v1/clients", &body).await?)?;
    let body = json!({"client_id": owner, "name": "Doors", "edition": "cloud"});
    let system = id(&client.post("/api/v1/systems", &body).await?)?;
    let body = json!({"client_id": owner, "name": "House", "zone": "Europe/Moscow"});
    let site = id(&client.post("/api/v1/sites", &body).await?)?;
    let first = Utc::now().date_naive().checked_sub_days(Days::new(PAST));
    let first = first.context("a day outside of the calendar")?;
    let first = first.and_time(NaiveTime::MIN).and_utc().timestamp();
    let mut sensors = Vec::new();
    for number in 1..=bench.options.connections {
        let name = format!("Door {number}");
        let body = json!({"site_id": site, "name": name});
        let entrance = id(&client.post("/api/v1/entrances", &body).await?)?;
        let body = json!({
            "system_id": system, "entrance_id": entrance, "name": name, "format": "spp",
            "interval": 60, "supplied_by": "contractor", "mounted_by": "contractor",
        });
        let sensor = client.post("/api/v1/sensors", &body).await?;
        let token = sensor.get("token").and_then(Value::as_str);
        let token = token.context("a sensor without a token")?.to_owned();
        sensors.push(Sensor::new(id(&sensor)?, token, first));
    }
    server.stop()?;
    let database = database(&state);
    checkpoint(&database)?;
    Ok(Template { database, sensors })
}

fn id(body: &Value) -> Result<i64> {
    let id = body.get("id").and_then(Value::as_i64);
    id.context("an answer without an id")
}

/// Bytes in MiB.
pub fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
