//! Load: many connections, each of which sends its next request when the last
//! one has been answered.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use http::{Method, StatusCode, Uri};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::client::Client;
use crate::host::Server;
use crate::sensor::Sensor;

/// How often memory is looked at.
const SAMPLE: Duration = Duration::from_millis(100);

/// How long the last answers may take.
const PATIENCE: Duration = Duration::from_secs(90);

/// A connection that is refused so often gives up.
const MOST_REFUSALS: u64 = 100;

/// What one connection does.
pub enum Work {
    /// Pushes a sensor's next readings.
    Push {
        /// Whose.
        sensor: Sensor,
        /// How many a request.
        readings: usize,
    },
    /// Asks for a short static text.
    Hello,
}

impl Work {
    fn target(&self) -> Result<(Method, Uri)> {
        Ok(match self {
            Self::Push { sensor, .. } => {
                (Method::POST, format!("/push/spp/{}", sensor.token).parse()?)
            }
            Self::Hello => (Method::GET, Uri::from_static("/hello")),
        })
    }

    fn body(&self) -> Bytes {
        match self {
            Self::Push { sensor, readings } => sensor.body(*readings),
            Self::Hello => Bytes::new(),
        }
    }

    fn is_right(&self, answer: &[u8]) -> bool {
        match self {
            Self::Push { .. } => true,
            Self::Hello => answer == b"hello",
        }
    }

    fn acknowledged(&mut self) {
        match self {
            Self::Push { sensor, readings } => sensor.acknowledged(*readings),
            Self::Hello => {}
        }
    }
}

/// What came of a load.
#[derive(Debug, Default)]
pub struct Load {
    /// Microseconds until each answer that fell into the measured time.
    latencies: Vec<u32>,
    /// The measured time.
    time: Duration,
    /// Processors' time that the server took meanwhile.
    cpu: Duration,
    /// The most bytes that the server had in memory meanwhile.
    pub resident: u64,
    /// The most bytes that the server ever had in memory.
    pub peak: u64,
    /// Answers other than expected.
    pub refusals: u64,
    /// The first of these.
    pub first_refusal: Option<String>,
}

impl Load {
    /// Adds another round.
    pub fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.time += other.time;
        self.cpu += other.cpu;
        self.resident = self.resident.max(other.resident);
        self.peak = self.peak.max(other.peak);
        self.refuse(other.refusals, other.first_refusal);
    }

    /// Requests a second.
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.time.as_secs_f64()
    }

    /// The milliseconds within which this share of the answers came.
    pub fn quantile(&mut self, share: f64) -> f64 {
        self.latencies.sort_unstable();
        let position = (self.latencies.len() as f64 * share) as usize;
        let last = self.latencies.len().saturating_sub(1);
        let micros = self.latencies.get(position.min(last)).copied();
        f64::from(micros.unwrap_or(0)) / 1000.0
    }

    /// Microseconds of processors' time that the server took a request.
    pub fn cpu_micros(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.latencies.len() as f64
    }

    fn refuse(&mut self, number: u64, first: Option<String>) {
        self.refusals += number;
        if self.first_refusal.is_none() {
            self.first_refusal = first;
        }
    }
}

/// When a load begins to be measured, and ends.
#[derive(Clone, Copy)]
struct Span {
    begin: Instant,
    end: Instant,
}

/// Loads a server for so long, after a quarter of that for warming up; gives
/// the works back as they stand then.
///
/// # Errors
/// A connection broke, or was refused again and again.
pub async fn run(server: &Server, works: Vec<Work>, time: Duration) -> Result<(Vec<Work>, Load)> {
    let mut connections = JoinSet::new();
    let begin = Instant::now() + time / 4;
    let span = Span {
        begin,
        end: begin + time,
    };
    let number = works.len();
    for (position, work) in works.into_iter().enumerate() {
        let address = server.address;
        connections.spawn(async move { (position, send(address, work, span).await) });
    }
    let mut load = watch(server, span).await?;
    let mut works: Vec<_> = std::iter::repeat_with(|| None).take(number).collect();
    let all = async {
        while let Some(joined) = connections.join_next().await {
            let (position, sent) = joined?;
            let (work, part) = sent?;
            load.add(part);
            if let Some(place) = works.get_mut(position) {
                *place = Some(work);
            }
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(PATIENCE, all)
        .await
        .context("the server does not answer")??;
    Ok((works.into_iter().flatten().collect(), load))
}

/// Watches what the server uses during the measured time.
async fn watch(server: &Server, span: Span) -> Result<Load> {
    tokio::time::sleep_until(span.begin).await;
    let before = server.usage()?;
    let mut resident = before.resident;
    while Instant::now() < span.end {
        tokio::time::sleep_until((Instant::now() + SAMPLE).min(span.end)).await;
        resident = resident.max(server.usage()?.resident);
    }
    let after = server.usage()?;
    Ok(Load {
        time: span.end - span.begin,
        cpu: after.cpu.saturating_sub(before.cpu),
        resident,
        peak: after.peak,
        ..Load::default()
    })
}

/// One connection. What was refused is sent again, as a device would.
async fn send(address: SocketAddr, mut work: Work, span: Span) -> Result<(Work, Load)> {
    let mut client = Client::connect(address).await?;
    let mut load = Load::default();
    let (method, uri) = work.target()?;
    loop {
        let body = work.body();
        let began = Instant::now();
        if span.end <= began {
            return Ok((work, load));
        }
        let (status, answer) = client.send(method.clone(), uri.clone(), body).await?;
        let ended = Instant::now();
        if status == StatusCode::OK && work.is_right(&answer) {
            work.acknowledged();
            if (span.begin..span.end).contains(&ended) {
                let micros = (ended - began).as_micros();
                load.latencies
                    .push(u32::try_from(micros).unwrap_or(u32::MAX));
            }
        } else {
            let text = format!("{status} {}", String::from_utf8_lossy(&answer));
            load.refuse(1, Some(text));
            if MOST_REFUSALS < load.refusals {
                bail!("refused again and again: {:?}", load.first_refusal);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_add_up() {
        let round = |latencies: Vec<u32>| Load {
            latencies,
            time: Duration::from_secs(1),
            ..Load::default()
        };
        let mut load = round((1..=60).rev().map(|ms| ms * 1000).collect());
        load.add(round((61..=100).map(|ms| ms * 1000).collect()));
        assert_eq!(load.rate(), 50.0);
        assert_eq!(load.quantile(0.5), 51.0);
        assert_eq!(load.quantile(0.99), 100.0);
    }

    #[test]
    fn nothing_has_no_quantiles() {
        assert_eq!(Load::default().quantile(0.99), 0.0);
    }
}
