//! What a site consists of.

use super::Result;
use super::registry;
use super::session::Named;
use crate::language::by_name;

/// An entrance with its sensors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrance {
    /// The entrance.
    pub entrance: Named,
    /// The sensors that hang there and are in use.
    pub sensors: Vec<Named>,
}

/// The entrances of a site, each with its sensors.
pub async fn entrances(site: i64) -> Result<Vec<Entrance>> {
    let found = registry::all(&format!("/api/v1/entrances?site={site}")).await?;
    let sensors = registry::all(&format!("/api/v1/sensors?site={site}")).await?;
    let hung = |entrance: &registry::Row| {
        let hangs = |sensor: &&registry::Row| sensor.number("entrance_id") == Some(entrance.id());
        let in_use = |sensor: &&registry::Row| sensor.text("retired_at").is_empty();
        Entrance {
            entrance: named(entrance),
            sensors: sensors
                .iter()
                .filter(hangs)
                .filter(in_use)
                .map(named)
                .collect(),
        }
    };
    Ok(found.iter().map(hung).collect())
}

/// All sites by name, for choosing some of them.
pub async fn names() -> Result<Vec<Named>> {
    let found = registry::all("/api/v1/sites").await?;
    Ok(by_name(found.iter().map(named), |site| &site.name))
}

fn named(row: &registry::Row) -> Named {
    Named {
        id: row.id(),
        name: row.text("name"),
    }
}
