//! What must be known of a sensor to read and count its pushes.

use std::collections::HashMap;

use chrono_tz::Tz;
use spp_counts::ValueKind;
use spp_formats::Format;

use crate::{Connection, Error, Result, Row};

/// How a sensor is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// By the hash of its token: the sensor itself is speaking.
    Token([u8; 32]),
    /// By its id: an administrator is speaking for it.
    Sensor(i64),
}

/// A sensor, as far as its pushes are concerned.
#[derive(Debug, Clone)]
pub struct Profile {
    /// How it was found.
    pub identity: Identity,
    /// The sensor's id.
    pub sensor: i64,
    /// The format of its pushes.
    pub format: Format,
    /// The one kind of value that is counted.
    pub kind: ValueKind,
    /// Its interval in seconds.
    pub interval: u32,
    /// Its serial number, if it is registered.
    pub serial: Option<String>,
    /// The zone of its site.
    pub zone: Tz,
    /// Its known channels by the maker's name.
    pub channels: HashMap<String, Channel>,
    /// When its token ceases to be good, in seconds since 1970.
    pub expires: Option<i64>,
    /// When one of its accepted pushes was last kept as it came.
    pub kept: Option<i64>,
    /// The registry's version at which this was true.
    pub version: i64,
}

/// A known channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Channel {
    /// Its id.
    pub id: i64,
    /// Whether an administrator set its direction.
    pub mapped: bool,
    /// Start of its earliest interval.
    pub since: Option<i64>,
}

/// The sensor of that identity, unless its token has expired or was revoked,
/// or the sensor itself has been retired.
///
/// # Errors
/// The database's.
pub async fn find(
    connection: &Connection,
    identity: &Identity,
    now: i64,
) -> Result<Option<Profile>> {
    let row = match identity {
        Identity::Token(hash) => {
            connection
                .find(BY_TOKEN, vec![hash.as_slice().into()])
                .await?
        }
        Identity::Sensor(id) => connection.find(BY_ID, vec![(*id).into()]).await?,
    };
    let found = row.map(|row| profile(identity, &row)).transpose()?;
    Ok(found.filter(|profile| profile.is_good_at(now)))
}

impl Profile {
    /// Whether its token is still good.
    #[must_use]
    pub fn is_good_at(&self, now: i64) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }
}

/// The registry's version, which every change of a profile raises.
pub(super) async fn version(connection: &Connection) -> Result<i64> {
    let sql = "SELECT version FROM registry_version";
    connection.one(sql, Vec::new()).await?.get(0)
}

const BY_TOKEN: &str = "
    SELECT s.id, s.format, s.kind, s.interval, s.serial, site.zone, t.expires_at,
        (SELECT version FROM registry_version),
        (SELECT json_group_array(json_array(source, id, mapped, since)) FROM channel WHERE sensor_id = s.id),
        (SELECT at FROM push WHERE sensor_id = s.id AND (status >= 400) = 0 ORDER BY id DESC LIMIT 1)
    FROM sensor_token t
    JOIN sensor s ON s.id = t.sensor_id
    JOIN entrance e ON e.id = s.entrance_id
    JOIN site ON site.id = e.site_id
    WHERE t.hash = ?1 AND t.revoked_at IS NULL AND s.retired_at IS NULL";

/// A retired sensor too: its history may still be brought in.
const BY_ID: &str = "
    SELECT s.id, s.format, s.kind, s.interval, s.serial, site.zone, NULL,
        (SELECT version FROM registry_version),
        (SELECT json_group_array(json_array(source, id, mapped, since)) FROM channel WHERE sensor_id = s.id),
        NULL
    FROM sensor s
    JOIN entrance e ON e.id = s.entrance_id
    JOIN site ON site.id = e.site_id
    WHERE s.id = ?1";

fn profile(identity: &Identity, row: &Row) -> Result<Profile> {
    let unexpected = |column| Error::Unexpected { column };
    let channels: Vec<(String, i64, u8, Option<i64>)> =
        serde_json::from_str(&row.get::<String>(8)?).map_err(|_| unexpected(8))?;
    Ok(Profile {
        identity: identity.clone(),
        sensor: row.get(0)?,
        format: Format::from_id(&row.get::<String>(1)?).ok_or(unexpected(1))?,
        kind: ValueKind::from_id(&row.get::<String>(2)?).ok_or(unexpected(2))?,
        interval: row.get(3)?,
        serial: row.get(4)?,
        zone: row.get::<String>(5)?.parse().map_err(|_| unexpected(5))?,
        channels: channels
            .into_iter()
            .map(|(source, id, mapped, since)| {
                let mapped = mapped == 1;
                (source, Channel { id, mapped, since })
            })
            .collect(),
        expires: row.get(6)?,
        kept: row.get(9)?,
        version: row.get(7)?,
    })
}
