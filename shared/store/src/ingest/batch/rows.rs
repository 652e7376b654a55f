//! Intervals as rows: a parameter of JSON holds all of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use spp_counts::{Count, Flags};

use super::{Conflict, Statement};
use crate::{Result, Transaction};

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
        let rows: Vec<_> = entries
            .iter()
            .filter(|(_, entry)| entry.change == change)
            .map(|(key, entry)| row(*key, entry))
            .collect();
        if !rows.is_empty() {
            transaction.execute(sql, vec![json(&rows).into()]).await?;
        }
    }
    Ok(())
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
fn row(key: Key, entry: &Entry) -> impl Serialize + use<> {
    let Entry {
        count, delay, zone, ..
    } = entry;
    let (hour, channel, second) = key;
    let Count {
        length,
        entered,
        exited,
        coverage,
        flags,
        ..
    } = *count;
    let coverage = (coverage < 100).then_some(coverage);
    (
        hour, channel, second, length, entered, exited, *delay, *zone, coverage, flags.0,
    )
}

const KNOWN: &str = "
    SELECT c.hour, c.channel, c.second, c.length, c.entered, c.exited,
           coalesce(c.coverage, 100), c.flags, c.delay, c.zone
    FROM json_each(?1) k CROSS JOIN count c
    ON c.hour = k.value ->> 0 AND c.channel = k.value ->> 1 AND c.second = k.value ->> 2";

const INSERT: &str = "
    INSERT INTO count (hour, channel, second, length, entered, exited, delay, zone, coverage, flags)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
           value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9
    FROM json_each(?1)";

const UPDATE: &str = "
    UPDATE count SET entered = n.value ->> 4, exited = n.value ->> 5, delay = n.value ->> 6,
        coverage = n.value ->> 8, flags = n.value ->> 9
    FROM json_each(?1) n
    WHERE count.hour = n.value ->> 0 AND count.channel = n.value ->> 1
      AND count.second = n.value ->> 2";

const CONFLICTS: &str = "
    INSERT INTO conflict (channel, start, arrived, before, after, replaced)
    SELECT value ->> 'channel', value ->> 'start', value ->> 'arrived', value ->> 'before',
           value ->> 'after', value ->> 'replaced'
    FROM json_each(?1)";

const SINCE: &str = "
    UPDATE channel SET since = n.value ->> 1 FROM json_each(?1) n
    WHERE channel.id = n.value ->> 0 AND (channel.since IS NULL OR n.value ->> 1 < channel.since)";
