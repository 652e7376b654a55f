//! The whole measurement.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use tokio::signal::unix::{SignalKind, signal};

use crate::folder::Folder;
use crate::host::Server;
use crate::pushes::{self, MANY, Template, hello, measure};
use crate::report::Report;
use crate::{Options, Part, machine, stored, watch};

/// What all parts of the measurement share.
pub struct Bench<'a> {
    /// What is wanted.
    pub options: &'a Options,
    /// Where databases lie.
    pub folder: Folder,
    /// What came of it so far.
    pub report: Report,
    host: PathBuf,
    hello: PathBuf,
    template: Option<Template>,
}

impl<'a> Bench<'a> {
    fn new(options: &'a Options) -> Result<Self> {
        let host = match &options.host {
            Some(host) => host.clone(),
            None => std::env::current_exe()?.with_file_name("host"),
        };
        ensure!(
            host.is_file(),
            "{} is missing; build it first",
            host.display()
        );
        let components = options
            .manifest
            .with_file_name("target/wasm32-wasip2/release");
        let hello = match &options.hello {
            Some(hello) => hello.clone(),
            None => components.join("intruder.wasm"),
        };
        Ok(Self {
            options,
            folder: Folder::new()?,
            report: Report::default(),
            host,
            hello,
            template: None,
        })
    }

    /// Whether a part is to be measured.
    pub fn wants(&self, part: Part) -> bool {
        self.options.only.is_empty() || self.options.only.contains(&part)
    }

    /// Tells whoever waits what is going on.
    pub fn say(&self, what: &str) {
        eprintln!("bench: {what}");
    }

    /// The application, with its state in that folder.
    ///
    /// # Errors
    /// It does not start.
    pub fn host(&self, state: &Path) -> Result<Server> {
        self.host_with(state, &[])
    }

    /// The same, told more.
    ///
    /// # Errors
    /// It does not start.
    pub fn host_with(&self, state: &Path, more: &[&str]) -> Result<Server> {
        Server::host(&self.host, &self.options.manifest, state, more)
    }

    /// An application of one component that says hello.
    ///
    /// # Errors
    /// It does not start.
    pub fn hello(&self, state: &Path) -> Result<Server> {
        let source = std::path::absolute(&self.hello)?;
        ensure!(
            source.is_file(),
            "{} is missing; build it first",
            source.display()
        );
        let manifest = state.join("spin.toml");
        let text = format!(
            "spin_manifest_version = 2\n[application]\nname = \"hello\"\n\
             [[trigger.http]]\nroute = \"/hello\"\ncomponent = \"hello\"\n\
             [component.hello]\nsource = {source:?}\n"
        );
        std::fs::write(&manifest, text)?;
        Server::host(&self.host, &manifest, state, &[])
    }

    /// A new database with its sensors, made when it is needed first.
    ///
    /// # Errors
    /// The host or its API refuse.
    pub async fn template(&mut self) -> Result<Template> {
        if let Some(template) = &self.template {
            return Ok(template.clone());
        }
        self.say("compiling and seeding");
        let template = pushes::seed(self).await?;
        Ok(self.template.insert(template).clone())
    }
}

/// Measures, and prints the table.
///
/// # Errors
/// Something could not be measured at all.
pub fn run(options: &Options) -> Result<ExitCode> {
    // One thread sends all the load: what is measured has the rest.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut terminated = signal(SignalKind::terminate())?;
        // Interrupted, it still removes what it has made.
        tokio::select! {
            code = all(options) => code,
            _ = terminated.recv() => bail!("terminated"),
            _ = tokio::signal::ctrl_c() => bail!("interrupted"),
        }
    })
}

async fn all(options: &Options) -> Result<ExitCode> {
    let mut bench = Bench::new(options)?;
    println!("{}", machine::line(&bench.folder)?);
    if bench.wants(Part::One) {
        bench.say("pushes of one reading");
        measure(&mut bench, 1)
            .await
            .context("pushes of one reading")?;
    }
    if bench.wants(Part::Thousand) {
        bench.say("pushes of many readings");
        measure(&mut bench, MANY)
            .await
            .context("pushes of many readings")?;
    }
    if bench.wants(Part::Hello) {
        bench.say("short answers");
        hello(&mut bench).await.context("short answers")?;
    }
    if [Part::Stored, Part::Reading, Part::Disk]
        .into_iter()
        .any(|part| bench.wants(part))
    {
        stored::measure(&mut bench)
            .await
            .context("a full database")?;
    }
    if bench.wants(Part::Watch) {
        watch::measure(&mut bench).await.context("the watch")?;
    }
    print!("{}", bench.report.text());
    Ok(match bench.report.is_right() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
