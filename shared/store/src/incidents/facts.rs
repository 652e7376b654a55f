//! What an incident's handling depends on: the things that it concerns, who
//! answers for them, and who is told.

use chrono_tz::Tz;

use crate::{Connection, Error, Result};

/// The things that an incident concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The client's name.
    pub client: Option<String>,
    /// The site's name, address and zone.
    pub site: Option<(String, Option<String>, Tz)>,
    /// The service plan of the system: `prof` or `korp`.
    pub plan: Option<String>,
    /// The system's name.
    pub system: Option<String>,
    /// The sensor.
    pub sensor: Option<SensorFacts>,
}

/// The sensor that an incident concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SensorFacts {
    /// Its name.
    pub name: String,
    /// Its entrance's name.
    pub entrance: String,
    /// Its model.
    pub model: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// The room in which it is connected.
    pub room: Option<String>,
    /// The cabinet in which it is connected.
    pub cabinet: Option<String>,
    /// `contractor`, `client` or `third_party`.
    pub supplied_by: String,
    /// The supplier's name.
    pub supplier: Option<String>,
    /// As `supplied_by`.
    pub mounted_by: String,
    /// The mounter's name.
    pub mounter: Option<String>,
    /// The last day of its warranty, `2027-05-31`.
    pub warranty_until: Option<String>,
}

/// The facts of an incident.
///
/// # Errors
/// The database's.
pub async fn facts(connection: &Connection, incident: i64) -> Result<Facts> {
    let row = connection.one(FACTS, vec![incident.into()]).await?;
    let site = match row.get::<Option<String>>(1)? {
        Some(name) => {
            let zone = row.get::<String>(3)?;
            let zone = zone.parse().map_err(|_| Error::Unexpected { column: 3 })?;
            Some((name, row.get(2)?, zone))
        }
        None => None,
    };
    let sensor = match row.get::<Option<String>>(6)? {
        Some(name) => Some(SensorFacts {
            name,
            entrance: row.get(7)?,
            model: row.get(8)?,
            serial: row.get(9)?,
            room: row.get(10)?,
            cabinet: row.get(11)?,
            supplied_by: row.get(12)?,
            supplier: row.get(13)?,
            mounted_by: row.get(14)?,
            mounter: row.get(15)?,
            warranty_until: row.get(16)?,
        }),
        None => None,
    };
    Ok(Facts {
        client: row.get(0)?,
        site,
        plan: row.get(4)?,
        system: row.get(5)?,
        sensor,
    })
}

/// The plan of a site as a whole is that of its systems, `korp` only where all
/// of them are (S2 3.2).
const FACTS: &str = "
    SELECT client.name, site.name, site.address, site.zone,
        coalesce(system.plan, (SELECT min(coalesce(y.plan, '-')) FROM sensor x JOIN system y ON y.id = x.system_id
            JOIN entrance z ON z.id = x.entrance_id WHERE z.site_id = i.site_id AND i.sensor_id IS NULL)),
        system.name, s.name, e.name, s.model, s.serial, s.room, s.cabinet,
        s.supplied_by, s.supplier, s.mounted_by, s.mounter, s.warranty_until
    FROM incident i LEFT JOIN client ON client.id = i.client_id
    LEFT JOIN site ON site.id = i.site_id
    LEFT JOIN sensor s ON s.id = i.sensor_id LEFT JOIN entrance e ON e.id = s.entrance_id
    LEFT JOIN system ON system.id = coalesce(i.system_id, s.system_id)
    WHERE i.id = ?1";

/// Somebody who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// `authorised`, `technical`, `third_party` or `duty`.
    pub role: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// `ru` or `en`.
    pub language: String,
}

/// Everybody who may be told of an incident at a client's site: the client's
/// own people of that site or of all, third parties, and the contractor's duty.
///
/// # Errors
/// The database's.
pub async fn contacts(
    connection: &Connection,
    client: Option<i64>,
    site: Option<i64>,
) -> Result<Vec<Contact>> {
    let sql = "SELECT role, name, email, language FROM contact
         WHERE (client_id IS NULL OR client_id = ?1)
           AND (site_id IS NULL OR ?2 IS NULL OR site_id = ?2) ORDER BY id";
    let rows = connection
        .query(sql, vec![client.into(), site.into()])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Contact {
                role: row.get(0)?,
                name: row.get(1)?,
                email: row.get(2)?,
                language: row.get(3)?,
            })
        })
        .collect()
}

/// The addresses and secrets of a client's webhooks.
///
/// # Errors
/// The database's.
pub async fn webhooks(connection: &Connection, client: i64) -> Result<Vec<(i64, String, String)>> {
    let sql = "SELECT id, url, secret FROM webhook WHERE client_id = ?1 ORDER BY id";
    let rows = connection.query(sql, vec![client.into()]).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// How many sensors of a site are in use.
///
/// # Errors
/// The database's.
pub async fn sensors_of_site(connection: &Connection, site: i64) -> Result<u32> {
    let sql = "SELECT count(*) FROM sensor s JOIN entrance e ON e.id = s.entrance_id
         WHERE e.site_id = ?1 AND s.retired_at IS NULL";
    connection.one(sql, vec![site.into()]).await?.get(0)
}
