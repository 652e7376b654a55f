//! Who came to all sites at once.

use spp_counts::step::QUARTER;

use super::weighted;
use crate::{Connection, Result};

/// People who came to a site in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visited {
    /// The site.
    pub site: i64,
    /// Start of the hour, in seconds since 1970.
    pub start: i64,
    /// People in.
    pub entered: i64,
}

/// Who came to a client's sites, or to all, by hours of the sites' own clocks that
/// begin in a period.
///
/// # Errors
/// The database's.
pub async fn visited(
    connection: &Connection,
    client: Option<i64>,
    (from, to): (i64, i64),
) -> Result<Vec<Visited>> {
    let sql = format!(
        "{} SELECT ch.site, r.quarter, sum(ch.ei * r.entered + ch.xi * r.exited)
         FROM count_hour r JOIN ch ON ch.id = r.channel
         WHERE ?2 <= r.quarter AND r.quarter < ?3 GROUP BY ch.site, r.quarter",
        weighted("(?1 IS NULL OR site.client_id = ?1)")
    );
    let parameters = vec![
        client.into(),
        from.div_euclid(QUARTER).into(),
        to.div_euclid(QUARTER).into(),
    ];
    let rows = connection.query(&sql, parameters).await?;
    rows.iter()
        .map(|row| {
            Ok(Visited {
                site: row.get(0)?,
                start: row.get::<i64>(1)? * QUARTER,
                entered: row.get(2)?,
            })
        })
        .collect()
}
