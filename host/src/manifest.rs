//! The manifest: as much of `spin.toml`, version 2, as the project uses.
//!
//! What is not known here is an error rather than ignored: a grant or a limit
//! that was silently dropped would be worse than a refusal to start.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A whole `spin.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    spin_manifest_version: u32,
    /// What the application is called.
    pub application: Application,
    /// The values that may be given from outside.
    #[serde(default)]
    pub variables: BTreeMap<String, Variable>,
    #[serde(default)]
    trigger: Triggers,
    /// The functions, by name.
    #[serde(default)]
    pub component: BTreeMap<String, Component>,
}

/// What the application is called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Its name.
    pub name: String,
    #[serde(rename = "version")]
    _version: Option<String>,
    #[serde(rename = "description")]
    _description: Option<String>,
    #[serde(rename = "authors")]
    _authors: Option<Vec<String>>,
}

/// A value that may be given from outside.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// What it is when nobody gives it.
    pub default: Option<String>,
    /// Whether somebody has to give it.
    #[serde(default)]
    pub required: bool,
    #[serde(rename = "secret")]
    _secret: Option<bool>,
    #[serde(rename = "description")]
    _description: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Triggers {
    #[serde(default)]
    http: Vec<HttpTrigger>,
}

/// Which addresses lead to which component.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpTrigger {
    /// The addresses.
    pub route: Route,
    /// The component.
    pub component: String,
}

/// The addresses of a component.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "a route is a path or `{ private = true }`, nothing else"
)]
pub enum Route {
    /// A pattern of paths.
    Path(String),
    /// None: only other components reach it.
    Private(Private),
}

/// The table that marks a component as private.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Private {
    private: bool,
}

/// A component: its code, and what it may touch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    #[serde(rename = "description")]
    _description: Option<String>,
    /// Its `.wasm` file.
    pub source: PathBuf,
    /// Folders it may read.
    #[serde(default)]
    pub files: Vec<Files>,
    /// Databases it may open.
    #[serde(default)]
    pub sqlite_databases: Vec<String>,
    /// Key-value stores it may open.
    #[serde(default)]
    pub key_value_stores: Vec<String>,
    /// Whom it may call.
    #[serde(default)]
    pub allowed_outbound_hosts: Vec<String>,
    /// Its variables, as templates.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Its environment.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    #[serde(rename = "build")]
    _build: Option<IgnoredAny>,
    /// Settings of tools, this host among them.
    #[serde(default)]
    pub tool: Tool,
}

/// A folder that a component may read.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "files are folders: \"folder\" or `{ source = \"folder\", destination = \"/path\" }`"
)]
pub enum Files {
    /// Found by the component where it is in the project.
    Same(String),
    /// Found elsewhere.
    Mounted(Mount),
}

/// A folder and where a component finds it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mount {
    source: String,
    destination: String,
}

impl Files {
    /// The folder, and where the component finds it.
    pub fn mount(&self) -> (&str, String) {
        match self {
            Self::Same(folder) => (folder, format!("/{}", folder.trim_matches('/'))),
            Self::Mounted(mount) => (&mount.source, mount.destination.clone()),
        }
    }
}

/// Settings of tools. Those of other tools are theirs.
#[derive(Debug, Default, Deserialize)]
pub struct Tool {
    /// Calls that this host makes at intervals.
    pub schedule: Option<Schedule>,
}

/// A call at intervals.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The path that is posted to.
    pub path: String,
    /// The interval.
    #[serde(deserialize_with = "interval")]
    pub every: Duration,
    /// The bearer token that is sent along, as a template of variables.
    #[serde(default)]
    pub token: String,
}

impl Manifest {
    /// Reads and checks a manifest.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", path.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let manifest: Self = toml::from_str(text)?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<()> {
        ensure!(
            self.spin_manifest_version == 2,
            "spin_manifest_version {} is not supported, only 2 is",
            self.spin_manifest_version
        );
        for trigger in &self.trigger.http {
            ensure!(
                self.component.contains_key(&trigger.component),
                "a route leads to the component {:?}, which is not defined",
                trigger.component
            );
            if let Route::Private(Private { private: false }) = trigger.route {
                bail!(
                    "the route of {:?} is neither a path nor private",
                    trigger.component
                );
            }
        }
        for (name, variable) in &self.variables {
            ensure!(
                variable.required != variable.default.is_some(),
                "the variable {name:?} has to have either a default or `required = true`"
            );
        }
        for (id, component) in &self.component {
            for name in component
                .sqlite_databases
                .iter()
                .chain(&component.key_value_stores)
            {
                ensure!(
                    name == "default",
                    "{id} asks for the store {name:?}, but there is only \"default\""
                );
            }
        }
        Ok(())
    }

    /// The routes, private ones included.
    pub fn routes(&self) -> &[HttpTrigger] {
        &self.trigger.http
    }
}

fn interval<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    parse_duration(&String::deserialize(from)?).map_err(serde::de::Error::custom)
}

/// Reads a duration such as `60s`, `500ms`, `5m` or `1h`.
pub fn parse_duration(text: &str) -> Result<Duration> {
    let (number, unit) = text.split_at(
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len()),
    );
    let number: u64 = number
        .parse()
        .with_context(|| format!("{text:?} is no duration, such as 60s"))?;
    let duration = match unit {
        "ms" => Duration::from_millis(number),
        "s" | "" => Duration::from_secs(number),
        "m" => Duration::from_secs(number.saturating_mul(60)),
        "h" => Duration::from_secs(number.saturating_mul(3600)),
        _ => bail!("{text:?} is no duration: its unit is ms, s, m or h"),
    };
    ensure!(!duration.is_zero(), "a duration of zero makes no sense");
    Ok(duration)
}

#[cfg(test)]
mod tests;
