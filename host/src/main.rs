#![doc = include_str!("../README.md")]

mod application;
mod bindings;
mod clock;
mod crew;
mod engine;
mod grants;
mod hosts;
mod instances;
mod key_value;
mod logs;
mod manifest;
mod outbound;
mod routes;
mod server;
mod sqlite;
mod ticker;
mod variables;

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use crate::application::{Application, Settings};
use crate::instances::Limits;
use crate::manifest::{Manifest, parse_duration};
use crate::server::Server;
use crate::ticker::Ticker;

/// Runs a Spin application on Wasmtime.
#[derive(Parser)]
struct Options {
    /// The application's manifest.
    #[arg(long, default_value = "spin.toml")]
    manifest: PathBuf,
    /// The address to listen at; port 0 takes any that is free.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The folder of databases and compiled code [default: .spin beside the manifest].
    #[arg(long)]
    state_dir: Option<PathBuf>,
    /// A variable of the application; @FILE takes its value from a file.
    #[arg(long = "variable", value_name = "NAME=VALUE", value_parser = variables::parse_assignment)]
    variables: Vec<(String, String)>,
    /// How long a component may take to begin its response.
    #[arg(long, default_value = "60s", value_parser = parse_duration)]
    request_timeout: Duration,
    /// The memory that an instance may have, in MiB.
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=4096))]
    memory_limit: u32,
    /// The requests that an instance serves in its life.
    #[arg(long, default_value_t = 128)]
    max_instance_reuse_count: usize,
    /// The requests that an instance serves at once.
    #[arg(long, default_value_t = 16)]
    max_instance_concurrent_reuse_count: usize,
    /// How long an instance without requests is kept.
    #[arg(long, default_value = "1s", value_parser = parse_duration)]
    idle_instance_timeout: Duration,
    /// Tell components the time that stands in this file, in seconds since 1970,
    /// for tests and rehearsals.
    #[arg(long, value_name = "FILE")]
    clock: Option<PathBuf>,
    /// Make no calls by `[component.<id>.tool.schedule]`.
    #[arg(long)]
    no_ticker: bool,
}

fn main() -> ExitCode {
    share_heaps();
    let options = Options::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("host: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Has threads share heaps, two a processor. The C library would give each thread
/// its own, up to eight a processor, and each keeps what its largest transaction
/// once took.
#[cfg(target_env = "gnu")]
fn share_heaps() {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let heaps = libc::c_int::try_from(2 * processors).unwrap_or(libc::c_int::MAX);
    #[expect(unsafe_code, reason = "no other thread runs yet")]
    // SAFETY: it changes a number inside the C library, before any thread starts.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, heaps);
    }
}

#[cfg(not(target_env = "gnu"))]
fn share_heaps() {}

fn run(options: Options) -> Result<()> {
    let manifest = Manifest::read(&options.manifest)?;
    let folder = match options.manifest.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let settings = Settings {
        state: options.state_dir.unwrap_or_else(|| folder.join(".spin")),
        folder,
        variables: options.variables,
        limits: Limits {
            reuse: options.max_instance_reuse_count.max(1),
            concurrent: options.max_instance_concurrent_reuse_count.max(1),
            idle: options.idle_instance_timeout,
            request: options.request_timeout,
            memory: (options.memory_limit as usize) << 20,
            clock: options.clock.map(Arc::from),
        },
    };
    let application = Application::load(&manifest, &settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // A busy component gives way at each tick of the engine's clock; this
        // many ticks later, at the latest, the network is looked after.
        .event_interval(31)
        .build()?;
    runtime
        .block_on(async {
            let mut terminated = signal(SignalKind::terminate())?;
            let server = Server::bind(options.listen, application.clone()).await?;
            let ticker = match options.no_ticker {
                true => None,
                false => Some(Ticker::start(&manifest, &application)?),
            };
            let address = server.address()?;
            // Nobody may be reading: that is no reason not to serve.
            _ = writeln!(std::io::stdout(), "Serving http://{address}");
            tracing::info!("serving {} at http://{address}", manifest.application.name);
            server
                .serve(async {
                    tokio::select! {
                        _ = terminated.recv() => {}
                        _ = tokio::signal::ctrl_c() => {}
                    }
                    tracing::info!("stopping");
                    application.stop();
                })
                .await;
            if let Some(ticker) = ticker {
                _ = tokio::time::timeout(server::DRAIN, ticker.stop()).await;
            }
            anyhow::Ok(())
        })
        .context("the server")?;
    // Threads that are stuck must not keep the process from ending.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(())
}
