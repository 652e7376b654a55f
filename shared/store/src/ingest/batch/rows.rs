//! Intervals as rows: one parameter holds all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use serde::Serialize;
use spp_counts::{Count, Flags};

use super::{Conflict, Statement};
use crate::{Result, Transaction, Value};

/// The order of the database: hour, channel, second.
pub(super) type Key = (i64, i64, i64);

/// What stands, or will stand, in the database about one interval.
pub(super) struct Entry {
    pub(super) count: Count,
    pub(super) delay: i64,
    pub(super) zone: i64,
    pub(super) change: Change,
}

/// What has to be done about an interval.
#[derive(PartialEq)]
pub(super) enum Change {
    None,
    New,
    Updated,
}

impl Entry {
    /// The entry that a first statement makes.
    pub(super) fn new(statement: &Statement) -> Self {
        let count = statement.count;
        Self {
            count,
            delay: statement.arrived - count.start - i64::from(count.length),
            zone: statement.zone,
            change: Change::New,
        }
    }
}

/// Where an interval stands.
pub(super) fn key(count: &Count) -> Key {
    let hour = count.start.div_euclid(3600);
    (hour, count.channel, count.start.rem_euclid(3600))
}

/// What the database knows of the intervals that are spoken of.
pub(super) async fn known(
    transaction: &Transaction,
    keys: BTreeSet<Key>,
) -> Result<BTreeMap<Key, Entry>> {
    let rows = transaction.query(KNOWN, vec![json(&keys).into()]).await?;
    rows.iter()
        .map(|row| {
            let (hour, channel, second): Key = (row.get(0)?, row.get(1)?, row.get(2)?);
            let count = Count {
                channel,
                start: hour * 3600 + second,
                length: row.get(3)?,
                entered: row.get(4)?,
                exited: row.get(5)?,
                coverage: row.get(6)?,
                flags: Flags(row.get(7)?),
            };
            let (delay, zone) = (row.get(8)?, row.get(9)?);
            Ok((
                (hour, channel, second),
                Entry {
                    count,
                    delay,
                    zone,
                    change: Change::None,
                },
            ))
        })
        .collect()
}

/// Writes what is new and what is changed.
///
/// # Errors
/// [`crate::Error::NotUnique`] where something new is there already; then
/// nothing was written.
pub(super) async fn write(transaction: &Transaction, entries: &BTreeMap<Key, Entry>) -> Result<()> {
    for (change, sql) in [(Change::New, INSERT), (Change::Updated, UPDATE)] {
        let rows = entries
            .iter()
            .filter(|(_, entry)| entry.change == change)
            .map(|(key, entry)| row(*key, entry));
        if let Some((table, width)) = table(rows) {
            let parameters = vec![Value::Blob(table), width.into()];
            transaction.execute(sql, parameters).await?;
        }
    }
    Ok(())
}

/// Rows of numbers as one parameter, in which every number takes as many bytes
/// as the longest. SQLite finds one by its place, where it would read a row of
/// JSON anew for each of its columns, which is a fifth of what a push costs.
fn table(rows: impl Iterator<Item = [i64; COLUMNS]> + Clone) -> Option<(Vec<u8>, i64)> {
    let longest = |row: [i64; COLUMNS]| row.map(digits).into_iter().max();
    let width = rows.clone().filter_map(longest).max()?;
    let mut table = Vec::with_capacity(rows.clone().count() * COLUMNS * width);
    for number in rows.flatten() {
        // Writing to memory does not fail.
        _ = write!(table, "{number:width$}");
    }
    Some((table, i64::try_from(width).unwrap_or(i64::MAX)))
}

/// The characters of a number, its sign included.
fn digits(number: i64) -> usize {
    let digits = number.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1;
    digits + usize::from(number < 0)
}

/// Keeps statements that are at odds.
pub(super) async fn conflicts(transaction: &Transaction, conflicts: &[Conflict]) -> Result<()> {
    let rows = json(&conflicts);
    transaction.execute(CONFLICTS, vec![rows.into()]).await
}

/// Notes since when channels are counted.
pub(super) async fn since(transaction: &Transaction, since: &BTreeMap<i64, i64>) -> Result<()> {
    let rows: Vec<_> = since.iter().collect();
    transaction.execute(SINCE, vec![json(&rows).into()]).await
}

/// Rows as a parameter. Numbers and texts always serialise.
fn json(rows: &impl Serialize) -> String {
    serde_json::to_string(rows).unwrap_or_default()
}

/// An entry as a row of the parameter.
fn row((hour, channel, second): Key, entry: &Entry) -> [i64; COLUMNS] {
    let count = &entry.count;
    [
        hour,
        channel,
        second,
        count.length.into(),
        count.entered.into(),
        count.exited.into(),
        entry.delay,
        entry.zone,
        count.coverage.min(100).into(),
        count.flags.0.into(),
    ]
}

/// The numbers of a row.
const COLUMNS: usize = 10;

const KNOWN: &str = "
    SELECT c.hour, c.channel, c.second, c.length, c.entered, c.exited,
           coalesce(c.coverage, 100), c.flags, c.delay, c.zone
    FROM json_each(?1) k CROSS JOIN count c
    ON c.hour = k.value ->> 0 AND c.channel = k.value ->> 1 AND c.second = k.value ->> 2";

/// A statement with the rows of a parameter made by [`table`] as `new`.
macro_rules! with_new {
    ($statement:literal) => {
        concat!(
            "
    WITH RECURSIVE row(at) AS (
        SELECT 1 UNION ALL
        SELECT at + 10 * ?2 FROM row WHERE at + 10 * ?2 < length(?1)
    ), new AS (
        SELECT CAST(substr(?1, at, ?2) AS INTEGER) AS hour,
               CAST(substr(?1, at + ?2, ?2) AS INTEGER) AS channel,
               CAST(substr(?1, at + 2 * ?2, ?2) AS INTEGER) AS second,
               CAST(substr(?1, at + 3 * ?2, ?2) AS INTEGER) AS length,
               CAST(substr(?1, at + 4 * ?2, ?2) AS INTEGER) AS entered,
               CAST(substr(?1, at + 5 * ?2, ?2) AS INTEGER) AS exited,
               CAST(substr(?1, at + 6 * ?2, ?2) AS INTEGER) AS delay,
               CAST(substr(?1, at + 7 * ?2, ?2) AS INTEGER) AS zone,
               CAST(substr(?1, at + 8 * ?2, ?2) AS INTEGER) AS coverage,
               CAST(substr(?1, at + 9 * ?2, ?2) AS INTEGER) AS flags
        FROM row
    )",
            $statement
        )
    };
}

const INSERT: &str = with_new!(
    "
    INSERT INTO count (hour, channel, second, length, entered, exited, delay, zone, coverage, flags)
    SELECT hour, channel, second, length, entered, exited, delay, zone, nullif(coverage, 100), flags
    FROM new"
);

const UPDATE: &str = with_new!(
    "
    UPDATE count SET entered = new.entered, exited = new.exited, delay = new.delay,
        coverage = nullif(new.coverage, 100), flags = new.flags
    FROM new
    WHERE count.hour = new.hour AND count.channel = new.channel AND count.second = new.second"
);

const CONFLICTS: &str = "
    INSERT INTO conflict (channel, start, arrived, before, after, replaced)
    SELECT value ->> 'channel', value ->> 'start', value ->> 'arrived', value ->> 'before',
           value ->> 'after', value ->> 'replaced'
    FROM json_each(?1)";

const SINCE: &str = "
    UPDATE channel SET since = n.value ->> 1 FROM json_each(?1) n
    WHERE channel.id = n.value ->> 0 AND (channel.since IS NULL OR n.value ->> 1 < channel.since)";
