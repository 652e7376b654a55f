//! What a site consists of.

use futures_util::future::try_join_all;

use super::Result;
use super::registry;
use super::session::Named;

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
    try_join_all(found.iter().map(named).map(hung)).await
}

async fn hung(entrance: Named) -> Result<Entrance> {
    let found = registry::all(&format!("/api/v1/sensors?entrance={}", entrance.id)).await?;
    let in_use = found.iter().filter(|row| row.text("retired_at").is_empty());
    Ok(Entrance {
        sensors: in_use.map(named).collect(),
        entrance,
    })
}

fn named(row: &registry::Row) -> Named {
    Named {
        id: row.id(),
        name: row.text("name"),
    }
}
