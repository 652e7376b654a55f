//! How the sensors of all sites stand, as the watch left them.

use crate::watch::State;
use crate::{Connection, Result};

/// A sensor in use, as the watch left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub sensor: i64,
    /// Its site.
    pub site: i64,
    /// Whose it is.
    pub client: i64,
    /// Its name.
    pub name: String,
    /// Its state of contact.
    pub link: State,
    /// Its state of data.
    pub data: State,
    /// What was found in its hours, as JSON.
    pub hourly: Option<String>,
    /// What was found in its days, as JSON.
    pub daily: Option<String>,
    /// What is usual for it, as it is stored.
    pub profile: Option<Vec<u8>>,
}

/// The sensors in use of a client's sites or of one site, or of all.
///
/// # Errors
/// The database's.
pub async fn standings(
    connection: &Connection,
    client: Option<i64>,
    site: Option<i64>,
) -> Result<Vec<Standing>> {
    // Said apart, so that one site is found by its key.
    let of_site = match site {
        Some(_) => "site.id = ?2",
        None => "?2 IS NULL",
    };
    let sql = format!(
        "SELECT s.id, e.site_id, site.client_id, s.name, w.link, w.link_since, w.data,
             w.data_since, w.hourly, w.daily, w.profile
         FROM site JOIN entrance e ON e.site_id = site.id JOIN sensor s ON s.entrance_id = e.id
         JOIN watch w ON w.sensor_id = s.id
         WHERE s.retired_at IS NULL AND (?1 IS NULL OR site.client_id = ?1) AND {of_site}
         ORDER BY s.id"
    );
    let rows = connection
        .query(&sql, vec![client.into(), site.into()])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Standing {
                sensor: row.get(0)?,
                site: row.get(1)?,
                client: row.get(2)?,
                name: row.get(3)?,
                link: State {
                    code: row.get(4)?,
                    since: row.get(5)?,
                },
                data: State {
                    code: row.get(6)?,
                    since: row.get(7)?,
                },
                hourly: row.get(8)?,
                daily: row.get(9)?,
                profile: row.get(10)?,
            })
        })
        .collect()
}

/// One sensor as the watch left it, with what it has told; none, where there is
/// none for this client to see.
///
/// # Errors
/// The database's.
pub async fn watched(
    connection: &Connection,
    sensor: i64,
    tenant: Option<i64>,
) -> Result<Option<Watched>> {
    let sql = "SELECT client.id, client.name, site.id, site.name, site.zone, e.name,
             st.last_contact, st.last_data, st.data_arrived, coalesce(st.firmware, s.firmware),
             st.clock_offset, st.clock_at, v.version, w.link, w.link_since, w.data, w.data_since,
             w.hourly, w.daily, w.failure
         FROM sensor s JOIN entrance e ON e.id = s.entrance_id JOIN site ON site.id = e.site_id
         JOIN client ON client.id = site.client_id JOIN watch w ON w.sensor_id = s.id
         LEFT JOIN sensor_state st ON st.sensor_id = s.id LEFT JOIN current_version v ON v.model = s.model
         WHERE s.id = ?1 AND (?2 IS NULL OR client.id = ?2)";
    let parameters = vec![sensor.into(), tenant.into()];
    let Some(row) = connection.find(sql, parameters).await? else {
        return Ok(None);
    };
    Ok(Some(Watched {
        client: (row.get(0)?, row.get(1)?),
        site: (row.get(2)?, row.get(3)?),
        zone: row.get(4)?,
        entrance: row.get(5)?,
        last_contact: row.get(6)?,
        last_data: row.get(7)?,
        data_arrived: row.get(8)?,
        firmware: row.get(9)?,
        clock: row.get::<Option<i64>>(10)?.zip(row.get(11)?),
        current_firmware: row.get(12)?,
        link: State {
            code: row.get(13)?,
            since: row.get(14)?,
        },
        data: State {
            code: row.get(15)?,
            since: row.get(16)?,
        },
        hourly: row.get(17)?,
        daily: row.get(18)?,
        failure: row.get(19)?,
    }))
}

/// One sensor as the watch left it, with what it has told. Times are in seconds
/// since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Whose it is: id and name.
    pub client: (i64, String),
    /// Its site: id and name.
    pub site: (i64, String),
    /// The site's zone.
    pub zone: String,
    /// The name of its entrance.
    pub entrance: String,
    /// When it was last heard from.
    pub last_contact: Option<i64>,
    /// The end of its newest interval.
    pub last_data: Option<i64>,
    /// When that interval arrived.
    pub data_arrived: Option<i64>,
    /// Its firmware, as told or entered.
    pub firmware: Option<String>,
    /// Seconds by which its clock is ahead, and when that was seen.
    pub clock: Option<(i64, i64)>,
    /// The firmware that is current for its model.
    pub current_firmware: Option<String>,
    /// Its state of contact.
    pub link: State,
    /// Its state of data.
    pub data: State,
    /// What was found in its hours, as JSON.
    pub hourly: Option<String>,
    /// What was found in its days, as JSON.
    pub daily: Option<String>,
    /// Why it could not be looked at.
    pub failure: Option<String>,
}
