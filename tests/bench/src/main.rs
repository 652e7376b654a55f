#![doc = include_str!("../README.md")]

mod baseline;
mod client;
mod folder;
mod host;
mod load;
mod machine;
mod prefill;
mod pushes;
mod report;
mod run;
mod sensor;
mod stored;
mod verify;
mod watch;
mod watched;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// Measures the service.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures, and prints the figures with their targets.
    Run(Options),
    /// The plain server that the service is compared with.
    Baseline {
        /// Its database file.
        #[arg(long)]
        database: PathBuf,
        /// The address to listen at; port 0 takes any that is free.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
    },
}

/// What is measured, and for how long.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The host's program [default: beside this one].
    #[arg(long)]
    host: Option<PathBuf>,
    /// The application's manifest.
    #[arg(long, default_value = "spin.toml")]
    manifest: PathBuf,
    /// A component that answers /hello [default: intruder.wasm beside the
    /// manifest's components].
    #[arg(long)]
    hello: Option<PathBuf>,
    /// How long each load is measured, in seconds, after a quarter of warming up.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// How often servers take turns.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Intervals in the full database.
    #[arg(long, default_value_t = 20_000_000, value_parser = clap::value_parser!(u64).range(1_000..))]
    stored: u64,
    /// Connections that push at once.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    connections: u16,
    /// Measure these only.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
}

/// The parts of the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Pushes of one reading, and the host's memory meanwhile.
    One,
    /// Pushes of 1,000 readings.
    Thousand,
    /// A short static answer.
    Hello,
    /// Pushes into a full database.
    Stored,
    /// Questions to a full database.
    Reading,
    /// Bytes a stored interval.
    Disk,
    /// Ticks of the watch, and its memory.
    Watch,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Baseline { database, listen } => {
            baseline::run(&database, listen).map(|()| ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|error| {
        eprintln!("bench: {error:#}");
        ExitCode::FAILURE
    })
}
