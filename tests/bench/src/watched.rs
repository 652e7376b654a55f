//! A database of sensors that are watched: on sites with hours and zones,
//! heard from a few minutes ago.

use std::path::Path;

use anyhow::{Result, ensure};
use chrono_tz::Tz;
use rusqlite::{Connection, params};
use spp_formats::Language;
use spp_store::registry::{clients, contacts, entrances, sensors, sites, systems};
use spp_store::watch::LEASE;

use crate::prefill::{mix, sensor, set};

/// The moment at which everything is looked at, noon of a Wednesday in Moscow:
/// all sites are open, whenever the bench runs.
pub const NOON: i64 = 1_795_597_200;

/// When claims of that moment have ended.
pub const LATER: i64 = NOON + LEASE + 1;

/// Sensors a site, each at an entrance of its own.
pub const SITE: u32 = 4;

/// Sites a client.
const CLIENT: u32 = 100;

/// Sensors of which ten weeks are known.
pub const LONG: u32 = 200;

/// Hours of ten weeks.
pub const WEEKS: i64 = 10 * 7 * 24;

/// Hours of the others.
pub const HOURS: i64 = 72;

/// The zones of sites, in turn.
const ZONES: [Tz; 5] = [
    Tz::Europe__Moscow,
    Tz::Europe__Kaliningrad,
    Tz::Asia__Yekaterinburg,
    Tz::Asia__Novosibirsk,
    Tz::Asia__Vladivostok,
];

/// Makes the database: all sensors are due to be looked at, and none to be
/// judged by its figures.
///
/// # Errors
/// The database's.
pub async fn fill(database: &Path, number: u32) -> Result<()> {
    register(database, number).await?;
    let connection = open(database)?;
    connection.execute("UPDATE channel SET since = ?1", [NOON - WEEKS * 3_600])?;
    let heard = connection.execute(HEARD, [NOON])?;
    ensure!(heard == usize::try_from(number)?, "{heard} sensors");
    connection.execute(LOOK, [NOON + 86_400])?;
    set(&connection, "journal_mode", "wal")
}

/// Enters the sites with their sensors, and who is told of them.
async fn register(database: &Path, number: u32) -> Result<()> {
    let since = NOON - WEEKS * 3_600;
    let connection = spp_store::Connection::open_file(database).await?;
    let transaction = connection.begin().await?;
    contacts::create(&transaction, &contact(None, "On duty"), since).await?;
    let (mut client_id, mut system, mut site_id) = (0, 0, 0);
    for index in 0..number {
        if index % (SITE * CLIENT) == 0 {
            let name = format!("Client {}", index / (SITE * CLIENT) + 1);
            let draft = clients::Draft {
                name: name.clone(),
                inn: None,
            };
            client_id = clients::create(&transaction, &draft, since).await?;
            let person = contact(Some(client_id), &name);
            contacts::create(&transaction, &person, since).await?;
            let edition = systems::Edition::Cloud;
            let draft = systems::Draft {
                client_id,
                name,
                edition,
                plan: None,
            };
            system = systems::create(&transaction, &draft, since).await?;
        }
        if index % SITE == 0 {
            site_id = sites::create(&transaction, &site(client_id, index / SITE), since).await?;
        }
        let name = format!("Door {}", index + 1);
        let draft = entrances::Draft {
            site_id,
            name: name.clone(),
        };
        let entrance = entrances::create(&transaction, &draft, since).await?;
        sensors::create(&transaction, &sensor(system, entrance, name), since).await?;
    }
    transaction.commit().await?;
    Ok(())
}

fn contact(client_id: Option<i64>, name: &str) -> contacts::Draft {
    contacts::Draft {
        client_id,
        site_id: None,
        role: match client_id {
            Some(_) => contacts::Role::Authorised,
            None => contacts::Role::Duty,
        },
        name: name.to_owned(),
        email: format!("{}@example.org", name.replace(' ', ".")),
        language: Language::Russian,
    }
}

/// A site that is open from 10 to 22 every day.
fn site(client_id: i64, index: u32) -> sites::Draft {
    let hours = |weekday| sites::Hours {
        weekday,
        opens: 600,
        closes: 1_320,
    };
    let zones = ZONES.iter().cycle();
    let zone = zones.copied().nth(index as usize % ZONES.len());
    sites::Draft {
        client_id,
        name: format!("Site {}", index + 1),
        address: None,
        zone: zone.unwrap_or(Tz::Europe__Moscow),
        hours: (1..=7).map(hours).collect(),
        exceptions: Vec::new(),
    }
}

/// Has one sensor in a hundred fall silent three quarters of an hour ago, each
/// at a site of its own, and all be looked at again; how many those are.
///
/// # Errors
/// The database's.
pub fn silence(database: &Path) -> Result<usize> {
    let connection = open(database)?;
    let silent = connection.execute(SILENT, [NOON - 2_700])?;
    connection.execute("UPDATE watch SET due = 0", [])?;
    Ok(silent)
}

/// Adds the hours by which sensors are judged: three days of all, and ten weeks
/// of some, of which the days are due then.
///
/// # Errors
/// The database's.
pub fn count(database: &Path) -> Result<()> {
    let mut connection = open(database)?;
    let transaction = connection.transaction()?;
    let channels: Vec<(i64, i64, String)> = transaction
        .prepare(CHANNELS)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    {
        let mut insert = transaction.prepare(HOUR)?;
        let now = NOON / 3_600;
        for hour in now - WEEKS..now {
            for (channel, sensor, zone) in &channels {
                if hour < now - HOURS && i64::from(LONG) < *sensor {
                    continue;
                }
                let offset = spp_counts::step::offset_quarters(zone.parse()?, hour * 3_600) / 4;
                let chance = mix(hour.unsigned_abs() ^ channel.unsigned_abs() << 40);
                let (entered, exited) = people((hour + offset).rem_euclid(24), chance);
                insert.execute(params![hour * 4, channel, entered, exited])?;
            }
        }
    }
    transaction.execute(LOOK, [NOON + 86_400])?;
    let sql = "UPDATE watch SET due = ?1, day_due = CASE WHEN sensor_id <= ?2 THEN 0 ELSE ?1 END";
    transaction.execute(sql, params![NOON + 86_400, LONG])?;
    Ok(transaction.commit()?)
}

/// Gives all sensors what some have learned, and makes the hours of all due.
///
/// # Errors
/// The database's, or none has learned anything.
pub fn learn(database: &Path) -> Result<()> {
    let connection = open(database)?;
    let sql = "UPDATE watch SET due = ?1, hour_due = 0, profile =
         (SELECT profile FROM watch w WHERE w.sensor_id = 1 + watch.sensor_id % ?2)";
    connection.execute(sql, params![NOON + 86_400, LONG])?;
    let known: i64 = connection.query_row(
        "SELECT count(*) FROM watch WHERE profile IS NULL",
        [],
        |row| row.get(0),
    )?;
    ensure!(known == 0, "{known} sensors have not learned what is usual");
    Ok(())
}

/// People of an hour, in and out, around a daily shape: so many, give or take
/// what chance does to such a number.
fn people(local_hour: i64, chance: u64) -> (i64, i64) {
    let mean = match local_hour {
        ..10 | 22.. => return (0, 0),
        10..12 | 20..22 => 40,
        12..17 => 90,
        _ => 160_i64,
    };
    let about = |bits: u32| {
        let chance = i64::from(bits.count_ones()) - 16;
        mean + chance * mean.isqrt() * 100 / 283
    };
    (about(chance as u32), about((chance >> 32) as u32))
}

fn open(database: &Path) -> Result<Connection> {
    let connection = Connection::open(database)?;
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.pragma_update(None, "synchronous", "off")?;
    Ok(connection)
}

const HEARD: &str = "
    INSERT INTO sensor_state (sensor_id, last_contact, last_data, data_arrived)
    SELECT id, ?1 - 60 - id % 240, ?1 - 900, ?1 - 60 - id % 240 FROM sensor";

const LOOK: &str = "UPDATE watch SET due = 0, hour_due = ?1, day_due = ?1";

const SILENT: &str = "
    UPDATE sensor_state SET last_contact = ?1, last_data = ?1, data_arrived = ?1
    WHERE sensor_id % 100 = 7";

const CHANNELS: &str = "
    SELECT c.id, c.sensor_id, site.zone FROM channel c JOIN sensor s ON s.id = c.sensor_id
    JOIN entrance e ON e.id = s.entrance_id JOIN site ON site.id = e.site_id ORDER BY c.id";

const HOUR: &str = "INSERT INTO count_hour VALUES (?1, ?2, ?3, ?4, 4, 0)";

/// What stands in a database after ticks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Sensors that were looked at and are in contact.
    pub up: usize,
    /// Sensors that were looked at and have lost it.
    pub lost: usize,
    /// Sensors that nobody has looked at, or that are still claimed or due, or
    /// could not be looked at.
    pub missed: usize,
    /// Incidents.
    pub incidents: usize,
    /// Letters that wait.
    pub letters: usize,
}

impl Standing {
    /// Reads it.
    ///
    /// # Errors
    /// The database's.
    pub fn read(database: &Path) -> Result<Self> {
        let claimed = LATER + LEASE;
        let number = |sql: &str| -> Result<usize> {
            let number: i64 = open(database)?.query_row(sql, [], |row| row.get(0))?;
            Ok(usize::try_from(number)?)
        };
        let watch = |wanted: &str| number(&format!("SELECT count(*) FROM watch WHERE {wanted}"));
        let good = format!("failures = 0 AND {claimed} < due AND link_since IS NOT NULL");
        let up = watch(&format!("{good} AND link = 'up' AND data = 'current'"))?;
        let lost = watch(&format!("{good} AND link = 'lost'"))?;
        Ok(Self {
            up,
            lost,
            missed: watch("1")? - up - lost,
            incidents: number("SELECT count(*) FROM incident WHERE symptom = 'no_contact'")?,
            letters: number("SELECT count(*) FROM outbox")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_nobody_has_looked_at_is_missed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        fill(&path, 400).await.unwrap();
        let missed = Standing {
            missed: 400,
            ..Standing::default()
        };
        assert_eq!(Standing::read(&path).unwrap(), missed);
        assert_eq!(silence(&path).unwrap(), 4);
        count(&path).unwrap();
        let hours: i64 = Connection::open(&path)
            .unwrap()
            .query_row("SELECT count(*) FROM count_hour", [], |row| row.get(0))
            .unwrap();
        assert_eq!(hours, i64::from(LONG) * (WEEKS + HOURS));
        assert!(learn(&path).is_err());
    }
}
