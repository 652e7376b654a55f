//! Keeps the mail that the service sends, for looking at while developing.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Parser;
use mailbox::Mailbox;

/// Keeps all mail that it gets, and prints a line for each message: when, to
/// whom, the subject. Delivers nothing.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:2525")]
    listen: SocketAddr,
    /// The folder for the messages.
    #[arg(long, default_value = ".spin/mail")]
    dir: PathBuf,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mailbox = Mailbox::start(Some(options.dir.clone()), options.listen)
        .with_context(|| format!("cannot take mail at {}", options.listen))?;
    mailbox.on_message(|message| {
        println!(
            "{}  {}  {}",
            message.at.format("%H:%M:%S"),
            message.to.join(", "),
            message.subject()
        );
    });
    println!(
        "Keeping mail from {} in {}",
        mailbox.address(),
        options.dir.display()
    );
    mailbox.run();
    Ok(())
}
