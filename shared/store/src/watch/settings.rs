//! What the watch has to know beside the sensors: sites and their hours,
//! thresholds, events that explain, current versions.

use std::collections::BTreeMap;

use crate::registry::sites::{self, Site};
use crate::{Connection, Result};

/// The sites of these ids.
///
/// # Errors
/// The database's.
pub async fn sites(connection: &Connection, ids: &[i64]) -> Result<Vec<Site>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let sql = format!(
        "{} WHERE id IN (SELECT value FROM json_each(?1))",
        sites::SELECT
    );
    let rows = connection.query(&sql, vec![ids.into()]).await?;
    rows.iter().map(sites::site).collect()
}

/// Whose thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A client's.
    Client(i64),
    /// A site's.
    Site(i64),
    /// A sensor's own.
    Sensor(i64),
}

/// All thresholds that differ from the defaults, as JSON.
///
/// # Errors
/// The database's.
pub async fn overrides(connection: &Connection) -> Result<BTreeMap<Scope, String>> {
    let sql = "SELECT scope, scope_id, overrides FROM limit_override";
    let rows = connection.query(sql, Vec::new()).await?;
    rows.iter()
        .map(|row| {
            let id = row.get(1)?;
            let scope = match row.get::<String>(0)?.as_str() {
                "client" => Scope::Client(id),
                "site" => Scope::Site(id),
                _ => Scope::Sensor(id),
            };
            Ok((scope, row.get(2)?))
        })
        .collect()
}

/// Something that explains unusual figures of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteEvent {
    /// The site.
    pub site: i64,
    /// `holiday`, `promotion`, `closure` or `works`.
    pub kind: String,
    /// Its first second since 1970.
    pub starts_at: i64,
    /// The first second after it.
    pub ends_at: i64,
    /// What it is called.
    pub name: String,
}

/// The events that touch a period, of all sites.
///
/// # Errors
/// The database's.
pub async fn events(connection: &Connection, from: i64, to: i64) -> Result<Vec<SiteEvent>> {
    let sql = "SELECT site_id, kind, starts_at, ends_at, name FROM site_event
         WHERE ?1 < ends_at AND starts_at < ?2";
    let rows = connection.query(sql, vec![from.into(), to.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(SiteEvent {
                site: row.get(0)?,
                kind: row.get(1)?,
                starts_at: row.get(2)?,
                ends_at: row.get(3)?,
                name: row.get(4)?,
            })
        })
        .collect()
}

/// The current firmware of each model, and the local server's software.
///
/// # Errors
/// The database's.
pub async fn versions(connection: &Connection) -> Result<BTreeMap<String, String>> {
    let sql = "SELECT model, version FROM current_version";
    let rows = connection.query(sql, Vec::new()).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// A system with a server of its own, and what is known of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalServer {
    /// The system.
    pub system: i64,
    /// Whose it is.
    pub client: i64,
    /// When it last synchronised; never, where it is new.
    pub synced_at: Option<i64>,
    /// The version of its software.
    pub version: Option<String>,
}

/// The local servers that have made themselves known.
///
/// # Errors
/// The database's.
pub async fn local_servers(connection: &Connection) -> Result<Vec<LocalServer>> {
    let sql = "SELECT system.id, client_id, synced_at, version
         FROM server_state JOIN system ON system.id = system_id WHERE edition = 'local'";
    let rows = connection.query(sql, Vec::new()).await?;
    rows.iter()
        .map(|row| {
            Ok(LocalServer {
                system: row.get(0)?,
                client: row.get(1)?,
                synced_at: row.get(2)?,
                version: row.get(3)?,
            })
        })
        .collect()
}
