#![doc = include_str!("../README.md")]

mod admin;
mod demo;
mod devices;
mod history;
mod holes;
mod http;
mod person;
mod profile;
mod random;
mod run;
mod seed;
mod state;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{Parser, Subcommand};

/// The demonstration of SPP.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Enters the demonstration client and its history, once.
    Seed {
        #[command(flatten)]
        place: Place,
        /// The file with the administrator's token.
        #[arg(long)]
        admin_token_file: PathBuf,
        /// The file with the password of those who sign in.
        #[arg(long)]
        password_file: PathBuf,
        /// How many days of history: more than a year shows the year before.
        #[arg(long, default_value_t = 430, value_parser = clap::value_parser!(u32).range(1..=1_000))]
        days: u32,
    },
    /// Lets its sensors push.
    Run {
        #[command(flatten)]
        place: Place,
        /// So many times faster than time, from a past that catches up.
        #[arg(long, default_value_t = 1.0)]
        speed: f64,
        /// How many hours ago faster time begins.
        #[arg(long, default_value_t = 24.0)]
        span: f64,
        /// One round; fails if a push was not accepted.
        #[arg(long)]
        once: bool,
        /// A line a push.
        #[arg(long)]
        verbose: bool,
    },
    /// Pulls a sensor's cable, so that its incident can be watched.
    Fault {
        /// The file with what is known of the demonstration.
        #[arg(long)]
        state: PathBuf,
        /// Which sensor, by its format.
        #[arg(long, default_value = "spp")]
        format: String,
    },
    /// Puts all cables back.
    Mend {
        /// The file with what is known of the demonstration.
        #[arg(long)]
        state: PathBuf,
    },
}

/// Where the demonstration is.
#[derive(clap::Args)]
struct Place {
    /// The service's address.
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    url: String,
    /// The file with what is known of it; it holds the sensors' tokens.
    #[arg(long)]
    state: PathBuf,
}

/// The service may take so long over the history.
const PATIENCE: Duration = Duration::from_secs(600);

fn main() -> ExitCode {
    match obey(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Seed {
            place: Place { url, state },
            admin_token_file,
            password_file,
            days,
        } => {
            let read = |file: &PathBuf| {
                std::fs::read_to_string(file).with_context(|| file.display().to_string())
            };
            let (token, password) = (read(&admin_token_file)?, read(&password_file)?);
            let admin = admin::Admin::new(http::Http::new(&url, PATIENCE), &token);
            seed::seed(&admin, &state, password.trim(), days)
        }
        Command::Run {
            place: Place { url, state },
            speed,
            span,
            once,
            verbose,
        } => {
            let pace = run::Pace {
                speed: speed.clamp(1.0, 1e6),
                span: span.clamp(0.0, 24.0 * 1_000.0) * 3_600.0,
                is_single: once,
                is_verbose: verbose,
            };
            run::run(&url, &state, pace)
        }
        Command::Fault { state, format } => run::Faults::of(&state).pull(&format),
        Command::Mend { state } => run::Faults::of(&state).mend(),
    }
}
