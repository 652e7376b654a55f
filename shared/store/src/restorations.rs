//! Restorations: what is proposed to be filled where nothing was measured, and what was
//! said of it. Nothing of them is ever changed or deleted.

mod figures;
mod history;
mod list;

use crate::counts::restored::STATE;
use crate::{Connection, Result, Transaction, Value};

pub use figures::{Figures, Hour, figures, hours};
pub use history::{Counted, history};
pub use list::{Filter, Listed, get, list};

/// What a restoration is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The sensor.
    pub sensor: i64,
    /// First second, since 1970.
    pub from: i64,
    /// First second after it.
    pub to: i64,
    /// The method with its version.
    pub method: String,
    /// Why, 1 to 4,000 characters.
    pub reason: String,
}

/// What one interval that was not measured is restored to, in the device's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// The channel.
    pub channel: i64,
    /// Its first second, since 1970.
    pub start: i64,
    /// Its length in seconds, at most an hour.
    pub length: u32,
    /// The site's offset from UTC then, in quarters of an hour.
    pub zone: i64,
    /// The channel's first number.
    pub entered: i64,
    /// Its second number.
    pub exited: i64,
}

/// How far the restored people of an hour of the site's zone may be from the truth, in
/// nine of ten such hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The channel.
    pub channel: i64,
    /// The hour's first second, since 1970.
    pub start: i64,
    /// The site's offset from UTC then, in quarters of an hour.
    pub zone: i64,
    /// So many fewer and so many more of the channel's first number.
    pub entered: (f64, f64),
    /// The same of its second number.
    pub exited: (f64, f64),
}

/// What was said of a restoration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, in seconds since 1970.
    pub at: i64,
    /// By whom, as JSON.
    pub author: String,
    /// What: proposed, agreed, declined or withdrawn.
    pub event: String,
    /// In words.
    pub text: Option<String>,
}

/// Keeps a restoration and returns its number. It says nothing yet: that, its log does.
///
/// # Errors
/// The database's.
pub async fn create(
    transaction: &Transaction,
    draft: &Draft,
    restored: &[Restored],
    bands: &[Band],
) -> Result<i64> {
    let sql = "INSERT INTO restoration (sensor_id, starts_at, ends_at, method, reason)
         VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    let parameters = vec![
        draft.sensor.into(),
        draft.from.into(),
        draft.to.into(),
        draft.method.as_str().into(),
        draft.reason.as_str().into(),
    ];
    let id: i64 = transaction.one(sql, parameters).await?.get(0)?;
    let rows: Vec<_> = restored
        .iter()
        .map(|one| {
            let (hour, second) = (one.start.div_euclid(3600), one.start.rem_euclid(3600));
            let (length, zone) = (one.length, one.zone);
            (
                one.channel,
                hour,
                second,
                length,
                zone,
                one.entered,
                one.exited,
            )
        })
        .collect();
    let sql = "INSERT INTO restored (channel, hour, second, restoration_id, length, zone, entered, exited)
         SELECT value ->> 0, value ->> 1, value ->> 2, ?1, value ->> 3, value ->> 4, value ->> 5, value ->> 6
         FROM json_each(?2)";
    transaction
        .execute(sql, vec![id.into(), json(&rows)])
        .await?;
    let rows: Vec<_> = bands
        .iter()
        .map(|band| {
            let quarter = band.start.div_euclid(900);
            (quarter, band.channel, band.zone, band.entered, band.exited)
        })
        .collect();
    let sql = "INSERT INTO restored_hour
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> '$[3][0]', value ->> '$[3][1]',
             value ->> '$[4][0]', value ->> '$[4][1]'
         FROM json_each(?2)";
    transaction
        .execute(sql, vec![id.into(), json(&rows)])
        .await?;
    Ok(id)
}

/// Writes into a restoration's log.
///
/// # Errors
/// The database's.
pub async fn log(transaction: &Transaction, restoration: i64, entry: &Entry) -> Result<()> {
    let sql = "INSERT INTO restoration_event (restoration_id, at, author, event, text)
         VALUES (?1, ?2, ?3, ?4, ?5)";
    let Entry {
        at,
        author,
        event,
        text,
    } = entry.clone();
    let parameters = vec![
        restoration.into(),
        at.into(),
        author.into(),
        event.into(),
        text.into(),
    ];
    transaction.execute(sql, parameters).await
}

/// A restoration that keeps others from its period: it is read, or may be yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Its number.
    pub id: i64,
    /// First second of its period, since 1970.
    pub from: i64,
    /// First second after it.
    pub to: i64,
}

/// The restorations of a sensor that are proposed or agreed and touch a period, the newest
/// first.
///
/// # Errors
/// The database's.
pub async fn held(
    connection: &Connection,
    sensor: i64,
    (from, to): (i64, i64),
) -> Result<Vec<Held>> {
    let sql = format!(
        "SELECT x.id, x.starts_at, x.ends_at FROM restoration x
         WHERE x.sensor_id = ?1 AND x.starts_at < ?3 AND ?2 < x.ends_at
           AND {STATE} IN ('proposed', 'agreed') ORDER BY x.id DESC"
    );
    let parameters = vec![sensor.into(), from.into(), to.into()];
    let rows = connection.query(&sql, parameters).await?;
    rows.iter()
        .map(|row| {
            Ok(Held {
                id: row.get(0)?,
                from: row.get(1)?,
                to: row.get(2)?,
            })
        })
        .collect()
}

fn json<T: serde::Serialize>(rows: &T) -> Value {
    serde_json::to_string(rows).unwrap_or_default().into()
}
