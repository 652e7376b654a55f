//! What a scope is called, and what happened at its sites.

use super::{Scope, filters};
use crate::watch::settings::SiteEvent;
use crate::{Connection, Error, Result};

/// What a scope is called, and which sites it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The names from the client down to the scope itself, one at least.
    pub names: Vec<String>,
    /// The ids of its sites: one, but of a client any number.
    pub sites: Vec<i64>,
}

/// Where a scope lies, unless it does not exist or is another client's.
///
/// # Errors
/// The database's.
pub async fn place(
    connection: &Connection,
    scope: Scope,
    tenant: Option<i64>,
) -> Result<Option<Place>> {
    let (exists, _, id) = filters(scope);
    let names = match scope {
        Scope::Client(_) => "client.name",
        Scope::Site(_) => "client.name, site.name",
        Scope::Entrance(_) => "client.name, site.name, entrance.name",
        Scope::Sensor(_) => "client.name, site.name, entrance.name, s.name",
    };
    let sql = format!(
        "SELECT json_array({names}),
             json_group_array(site.id) FILTER (WHERE site.id IS NOT NULL)
         FROM {exists} AND (?2 IS NULL OR client.id = ?2) GROUP BY client.id"
    );
    let row = connection
        .find(&sql, vec![id.into(), tenant.into()])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let unexpected = |column| Error::Unexpected { column };
    Ok(Some(Place {
        names: serde_json::from_str(&row.get::<String>(0)?).map_err(|_| unexpected(0))?,
        sites: serde_json::from_str(&row.get::<String>(1)?).map_err(|_| unexpected(1))?,
    }))
}

/// The events of sites that touch a period, in their order, at most so many.
///
/// # Errors
/// The database's.
pub async fn events(
    connection: &Connection,
    sites: &[i64],
    (from, to): (i64, i64),
    limit: u32,
) -> Result<Vec<SiteEvent>> {
    let sites = serde_json::to_string(sites).unwrap_or_default();
    let sql = "SELECT site_id, kind, starts_at, ends_at, name FROM site_event
         WHERE site_id IN (SELECT value FROM json_each(?1)) AND ?2 < ends_at AND starts_at < ?3
         ORDER BY starts_at, id LIMIT ?4";
    let parameters = vec![sites.into(), from.into(), to.into(), limit.into()];
    let rows = connection.query(sql, parameters).await?;
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
