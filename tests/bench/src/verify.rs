//! Whether what is stored is what was acknowledged: nothing lost, nothing
//! counted twice.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Days, NaiveDate};
use serde_json::Value;

use crate::client::Client;
use crate::sensor::{Sensor, Sums};

/// Compares with what the API says of each sensor; returns what differs.
///
/// # Errors
/// The API does not answer.
pub async fn by_api(client: &mut Client, sensors: &[Sensor]) -> Result<Vec<String>> {
    let mut wrongs = Vec::new();
    for sensor in sensors {
        let (from, to) = (date(sensor.first)?, date(sensor.next)?);
        let to = to.checked_add_days(Days::new(2)).unwrap_or(to);
        let from = from.checked_sub_days(Days::new(1)).unwrap_or(from);
        let id = sensor.id;
        let path = format!("/api/v1/counts?sensor={id}&from={from}&to={to}&step=month");
        let (answer, _) = client.get(&path).await?;
        let found = sums(&answer)?;
        if found != sensor.sums {
            wrongs.push(format!(
                "of sensor {id} the API says {found:?}, acknowledged were {:?}",
                sensor.sums
            ));
        }
    }
    Ok(wrongs)
}

/// Compares with what stands in the file of a server that has ended; returns
/// what differs.
///
/// # Errors
/// The database's.
pub fn by_file(database: &Path, sensors: &[Sensor]) -> Result<Vec<String>> {
    let connection = rusqlite::Connection::open(database)?;
    let mut statement = connection.prepare(
        "SELECT channel.sensor_id, sum(entered), sum(exited), count(*)
         FROM count JOIN channel ON channel.id = count.channel GROUP BY 1",
    )?;
    let found: HashMap<i64, Sums> = statement
        .query_map([], |row| {
            let sums = Sums {
                entered: row.get(1)?,
                exited: row.get(2)?,
                measured: row.get(3)?,
            };
            Ok((row.get(0)?, sums))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let wrong =
        |sensor: &&Sensor| found.get(&sensor.id).copied().unwrap_or_default() != sensor.sums;
    let wrongs = sensors.iter().filter(wrong).map(|sensor| {
        format!(
            "of sensor {} {} holds {:?}, acknowledged were {:?}",
            sensor.id,
            database.display(),
            found.get(&sensor.id),
            sensor.sums
        )
    });
    Ok(wrongs.collect())
}

/// The sums of all parts of a series.
///
/// # Errors
/// It is none.
pub fn sums(series: &Value) -> Result<Sums> {
    let parts = series.get("counts").and_then(Value::as_array);
    let parts = parts.context("an answer without counts")?;
    ensure!(!parts.is_empty(), "an answer without parts");
    let mut sums = Sums::default();
    for part in parts {
        let number = |name: &str| {
            let number = part.get(name).and_then(Value::as_i64);
            number.with_context(|| format!("a part without {name}"))
        };
        sums += Sums {
            entered: number("in")?,
            exited: number("out")?,
            measured: number("measured")?,
        };
    }
    Ok(sums)
}

/// The day of a moment.
///
/// # Errors
/// The moment lies outside of the calendar.
pub fn date(at: i64) -> Result<NaiveDate> {
    let time = DateTime::from_timestamp(at, 0).context("a time outside of the calendar")?;
    Ok(time.date_naive())
}
