//! Who came to all sites at once.

use spp_counts::step::{QUARTER, Step};

use super::late::part;
use super::restored::{standing, unmeasured};
use super::weighted;
use crate::{Connection, Result};

/// People who came to a site in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visited {
    /// The site.
    pub site: i64,
    /// Start of the hour, in seconds since 1970.
    pub start: i64,
    /// People in: measured, and restored where nothing was.
    pub entered: i64,
    /// Whether anything was measured in it.
    pub measured: bool,
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
                 (SELECT ?2 / 900 UNION ALL SELECT quarter + 1 FROM h WHERE quarter + 1 < ?3 / 900)
              SELECT quarter FROM h) h
             CROSS JOIN ch CROSS JOIN count_hour r ON r.quarter = h.quarter AND r.channel = ch.id",
        ),
        None => (
            "?4 IS NULL",
            "count_hour r JOIN ch ON ch.id = r.channel WHERE ?2 / 900 <= r.quarter AND r.quarter < ?3 / 900",
        ),
    };
    let sql = format!(
        "{}, {}, came AS (
             SELECT ch.site, r.quarter, {PEOPLE} AS entered, 1 AS measured
             FROM {counted} GROUP BY ch.site, r.quarter
             UNION ALL SELECT ch.site, {} AS quarter, {PEOPLE}, 0
             FROM {} GROUP BY ch.site, quarter)
         SELECT site, quarter, sum(entered), max(measured) FROM came
         WHERE ?2 / 900 <= quarter AND quarter < ?3 / 900 GROUP BY site, quarter",
        weighted(&format!(
            "(?1 IS NULL OR site.client_id = ?1) AND {of_site}"
        )),
        standing(),
        part(Step::Hour, from),
        unmeasured(),
    );
    let parameters = vec![client.into(), from.into(), to.into(), site.into()];
    let rows = connection.query(&sql, parameters).await?;
    rows.iter()
        .map(|row| {
            Ok(Visited {
                site: row.get(0)?,
                start: row.get::<i64>(1)? * QUARTER,
                entered: row.get(2)?,
                measured: row.get(3)?,
            })
        })
        .collect()
}

const PEOPLE: &str = "sum(ch.ei * r.entered + ch.xi * r.exited)";
