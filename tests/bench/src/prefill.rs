//! A database that has been in use for long, made quickly.
//!
//! Intervals are inserted as they would have come: one of each sensor, then
//! the next, with the schema's triggers at work, so that pages are as full,
//! and sums as right, as after months of pushes.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use chrono::{Days, NaiveDate, Utc};
use chrono_tz::Europe::Moscow;
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};
use spp_counts::ValueKind;
use spp_counts::step::{day_start, offset_quarters};
use spp_formats::Format;
use spp_store::registry::{clients, entrances, sensors, sites, systems, tokens};

use crate::sensor::{Sensor, Sums};

/// Sensors of the one client.
const SENSORS: u64 = 1_000;

/// Sensors a site, each at an entrance of its own.
const SITE: usize = 20;

/// The interval of the sensors, in seconds.
const INTERVAL: i64 = 900;

/// Days about which the client is asked.
const MONTH: u64 = 30;

/// What a full database holds.
pub struct Stored {
    /// The sensors; all of the past is in their sums.
    pub sensors: Vec<Sensor>,
    /// The number of intervals.
    pub intervals: i64,
    /// The client.
    pub client: i64,
    /// One of the sites, and all of its past.
    pub site: (i64, Sums),
    /// The first day of the client's month, and all since then.
    pub month: (NaiveDate, Sums),
}

/// Makes the database.
///
/// # Errors
/// The database's.
pub async fn fill(database: &Path, intervals: u64) -> Result<Stored> {
    let now = Utc::now().timestamp();
    let steps = i64::try_from(intervals / SENSORS)?;
    let end = now - now.rem_euclid(INTERVAL);
    let first = end - steps * INTERVAL;
    let mut stored = register(database, first, end).await?;
    let today = Utc::now().with_timezone(&Moscow).date_naive();
    let day = today.checked_sub_days(Days::new(MONTH)).unwrap_or(today);
    let month = day_start(Moscow, day).context("a day without a beginning")?;

    let mut connection = Connection::open(database)?;
    set(&connection, "journal_mode", "off")?;
    connection.pragma_update(None, "synchronous", "off")?;
    connection.pragma_update(None, "cache_size", -64 << 10)?;
    let transaction = connection.transaction()?;
    transaction.execute(SINCE, [first])?;
    let mut channels = Vec::new();
    for sensor in &mut stored.sensors {
        let id = transaction.query_row(CHANNEL, [sensor.id], |row| row.get::<_, i64>(0))?;
        channels.push((mix(id.unsigned_abs()), id, sensor));
    }
    // Sensors push at moments of their own, the same in each interval.
    channels.sort_unstable_by_key(|(moment, ..)| *moment);
    let mut since = Sums::default();
    {
        let mut insert = transaction.prepare(COUNT)?;
        for start in (0..steps).map(|step| first + step * INTERVAL) {
            let zone = offset_quarters(Moscow, start);
            let (hour, second) = (start.div_euclid(3600), start.rem_euclid(3600));
            let local = (start + zone * INTERVAL).rem_euclid(86_400) / 3600;
            for (position, (_, channel, sensor)) in (0_i64..).zip(&mut channels) {
                let channel = *channel;
                let chance = mix(start.unsigned_abs() ^ channel.unsigned_abs() << 40);
                let (entered, exited) = people(local, chance);
                let delay = 1 + position * 300 / 1_000;
                insert.execute(params![
                    hour, channel, second, INTERVAL, entered, exited, delay, zone
                ])?;
                sensor.sums.add(entered, exited);
                if month <= start {
                    since.add(entered, exited);
                }
            }
        }
    }
    transaction.execute(STATE, [end])?;
    transaction.commit()?;
    set(&connection, "journal_mode", "wal")?;
    drop(connection);
    stored.intervals = stored
        .sensors
        .iter()
        .map(|sensor| sensor.sums.measured)
        .sum();
    stored.month = (day, since);
    for sensor in stored.sensors.iter().take(SITE) {
        stored.site.1 += sensor.sums;
    }
    Ok(stored)
}

/// Enters the client with all that it has.
async fn register(database: &Path, first: i64, end: i64) -> Result<Stored> {
    let connection = spp_store::Connection::open_file(database).await?;
    let transaction = connection.begin().await?;
    let name = "The bench".to_owned();
    let draft = clients::Draft {
        name: name.clone(),
        inn: None,
    };
    let client = clients::create(&transaction, &draft, first).await?;
    let edition = systems::Edition::Cloud;
    let draft = systems::Draft {
        client_id: client,
        name,
        edition,
        plan: None,
    };
    let system = systems::create(&transaction, &draft, first).await?;
    let mut found = Vec::new();
    let mut site = 0;
    let mut first_site = None;
    for number in 0..usize::try_from(SENSORS)? {
        if number % SITE == 0 {
            let draft = sites::Draft {
                client_id: client,
                name: format!("Site {}", number / SITE + 1),
                address: None,
                zone: Moscow,
                hours: Vec::new(),
                exceptions: Vec::new(),
            };
            site = sites::create(&transaction, &draft, first).await?;
            first_site.get_or_insert(site);
        }
        let name = format!("Door {}", number + 1);
        let draft = entrances::Draft {
            site_id: site,
            name: name.clone(),
        };
        let entrance = entrances::create(&transaction, &draft, first).await?;
        let draft = sensor(system, entrance, name);
        let id = sensors::create(&transaction, &draft, first).await?;
        let token = format!("token-of-the-bench-{number:05}");
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        tokens::rotate(&transaction, id, &hash, 0, first).await?;
        let next = end;
        found.push(Sensor {
            next,
            ..Sensor::new(id, token, first)
        });
    }
    transaction.commit().await?;
    let site = first_site.context("a client without sites")?;
    Ok(Stored {
        sensors: found,
        intervals: 0,
        client,
        site: (site, Sums::default()),
        month: (NaiveDate::MIN, Sums::default()),
    })
}

/// A sensor with one channel.
pub fn sensor(system_id: i64, entrance_id: i64, name: String) -> sensors::Draft {
    let by = sensors::By {
        side: sensors::Side::Contractor,
        name: None,
    };
    sensors::Draft {
        system_id,
        entrance_id,
        name,
        model: None,
        serial: None,
        format: Format::Spp,
        kind: ValueKind::Increment,
        heartbeat: None,
        interval: u32::try_from(INTERVAL).unwrap_or(900),
        firmware: None,
        room: None,
        cabinet: None,
        supplied: by.clone(),
        mounted: by,
        warranty_until: None,
        channels: vec![sensors::ChannelDraft {
            source: "1".to_owned(),
            direction: sensors::Direction::Both,
            flip: false,
        }],
    }
}

/// Who passes a door in a quarter of an hour: nobody at night, up to 160 in
/// the rush.
fn people(local_hour: i64, chance: u64) -> (u32, u32) {
    let most = match local_hour {
        0..9 | 22.. => 0,
        9..12 | 20..22 => 60,
        12..17 => 110,
        _ => 160,
    };
    let share = |chance: u64| u32::try_from(chance % (most + 1)).unwrap_or(0);
    (share(chance >> 8), share(chance >> 32))
}

/// A number that looks as if by chance, always the same.
pub fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Sets how the database is written, which SQLite may decline.
pub fn set(connection: &Connection, pragma: &str, value: &str) -> Result<()> {
    let found: String =
        connection.query_row(&format!("PRAGMA {pragma} = {value}"), [], |row| row.get(0))?;
    ensure!(found == value, "{pragma} is {found} instead of {value}");
    Ok(())
}

const CHANNEL: &str = "SELECT id FROM channel WHERE sensor_id = ?1";

const SINCE: &str = "UPDATE channel SET since = ?1";

const COUNT: &str = "
    INSERT INTO count (hour, channel, second, length, entered, exited, delay, zone, flags)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)";

const STATE: &str = "
    INSERT INTO sensor_state (sensor_id, last_contact, last_data) SELECT id, ?1, ?1 FROM sensor";

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_stored_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut stored = fill(&path, 10_500).await.unwrap();
        assert_eq!(stored.intervals, 10_000);
        assert_eq!(stored.month.1.measured, 10_000);
        assert_eq!(
            crate::verify::by_file(&path, &stored.sensors).unwrap(),
            Vec::<String>::new()
        );
        stored.sensors[7].sums.entered += 1;
        let wrongs = crate::verify::by_file(&path, &stored.sensors).unwrap();
        assert_eq!(wrongs.len(), 1, "{wrongs:?}");
        let connection = Connection::open(&path).unwrap();
        for table in ["count_hour", "count_day"] {
            let sql = format!("SELECT sum(entered), sum(exited), sum(intervals) FROM {table}");
            let found = connection.query_row(&sql, [], |row| {
                Ok(Sums {
                    entered: row.get(0)?,
                    exited: row.get(1)?,
                    measured: row.get(2)?,
                })
            });
            assert_eq!(found.unwrap(), stored.month.1);
        }
    }
}
