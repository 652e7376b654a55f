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

/// Who came to a client's sites or to one site, or to all, by hours of the sites'
/// own clocks that begin in a period.
///
/// # Errors
/// The database's.
pub async fn visited(
    connection: &Connection,
    client: Option<i64>,
    site: Option<i64>,
    (from, to): (i64, i64),
) -> Result<Vec<Visited>> {
    // Of one site a search an hour and channel; of many all that was counted then.
    let (of_site, counted) = match site {
        Some(_) => (
            "site.id = ?4",
            "(WITH RECURSIVE h (quarter) AS
                 (SELECT ?2 UNION ALL SELECT quarter + 1 FROM h WHERE quarter + 1 < ?3)
              SELECT quarter FROM h) h
             CROSS JOIN ch CROSS JOIN count_hour r ON r.quarter = h.quarter AND r.channel = ch.id",
        ),
        None => (
            "?4 IS NULL",
            "count_hour r JOIN ch ON ch.id = r.channel WHERE ?2 <= r.quarter AND r.quarter < ?3",
        ),
    };
    let sql = format!(
        "{} SELECT ch.site, r.quarter, sum(ch.ei * r.entered + ch.xi * r.exited)
         FROM {counted} GROUP BY ch.site, r.quarter",
        weighted(&format!(
            "(?1 IS NULL OR site.client_id = ?1) AND {of_site}"
        ))
    );
    let (from, to) = (from.div_euclid(QUARTER), to.div_euclid(QUARTER));
    let parameters = vec![client.into(), from.into(), to.into(), site.into()];
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
