//! Cumulative registers: kept as they came, differenced into counts.

use std::collections::HashMap;

use spp_counts::gather::{RegisterState, difference};
use spp_counts::interval::interval_start;
use spp_counts::{Amount, Count, Flags, Register};

use super::batch::Conflict;
use super::{Gathered, Profile, directed};
use crate::{Result, Row, Transaction};

pub(super) fn state(at: i64, amount: Amount, register: Register) -> RegisterState {
    let (entered, exited) = directed(amount);
    RegisterState {
        at,
        entered,
        exited,
        register,
    }
}

/// Keeps the states that are new, and counts anew the intervals that they
/// touch: their own, and that of the state after each, whose difference is
/// now another one.
pub(super) async fn gather(
    transaction: &Transaction,
    profile: &Profile,
    channel: i64,
    said: &[RegisterState],
    arrived: i64,
) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let (Some(first), Some(last)) = (
        said.iter().map(|state| state.at).min(),
        said.iter().map(|state| state.at).max(),
    ) else {
        return Ok(gathered);
    };
    let mut known = around(transaction, channel, first, last, profile.interval).await?;
    let mut new: Vec<RegisterState> = Vec::new();
    for state in said {
        match known.binary_search_by_key(&state.at, |known| known.at) {
            Err(place) => {
                known.insert(place, *state);
                new.push(*state);
            }
            Ok(place) => match known.get(place) {
                Some(same) if (same.entered, same.exited) == (state.entered, state.exited) => {
                    gathered.repeated += 1;
                }
                before => gathered.conflicts.push(Conflict {
                    channel,
                    start: state.at,
                    arrived,
                    before: before.map_or_else(String::new, text),
                    after: text(state),
                    replaced: false,
                }),
            },
        }
    }
    if new.is_empty() {
        return Ok(gathered);
    }
    gathered.stored = super::capped(new.len());
    keep(transaction, channel, &new, arrived).await?;
    gathered.counts = difference(channel, &known, profile.interval);
    // What lies before the first new state is only the base of a difference.
    let touched = |start: i64| {
        known
            .iter()
            .zip(known.iter().skip(1))
            .any(|(before, after)| {
                interval_start(after.at - 1, profile.interval) == start
                    && new
                        .iter()
                        .any(|new| new.at == before.at || new.at == after.at)
            })
    };
    gathered.counts.retain(|count| touched(count.start));
    for count in &mut gathered.counts {
        if count.flags.contains(Flags::GATHERED) {
            spare_stated(transaction, &known, count).await?;
        }
    }
    Ok(gathered)
}

/// Takes off a gathered count what is known of the gap that it was gathered
/// over: a history that was brought in before the registers went on.
async fn spare_stated(
    transaction: &Transaction,
    known: &[RegisterState],
    count: &mut Count,
) -> Result<()> {
    let length = i64::from(count.length);
    let pairs = known.iter().zip(known.iter().skip(1));
    let ends = pairs.filter(|(_, after)| interval_start(after.at - 1, count.length) == count.start);
    let Some(from) = ends
        .map(|(before, _)| interval_start(before.at - 1, count.length) + length)
        .min()
    else {
        return Ok(());
    };
    let sql = "WITH RECURSIVE hours (hour) AS (
             VALUES (?2 / 3600) UNION ALL SELECT hour + 1 FROM hours WHERE hour < ?3 / 3600)
         SELECT coalesce(sum(c.entered), 0), coalesce(sum(c.exited), 0)
         FROM hours CROSS JOIN count c ON c.hour = hours.hour AND c.channel = ?1
         WHERE c.hour * 3600 + c.second >= ?2 AND c.hour * 3600 + c.second < ?3";
    let parameters = vec![count.channel.into(), from.into(), count.start.into()];
    let stated = transaction.one(sql, parameters).await?;
    let number = |column| {
        stated
            .get::<i64>(column)
            .map(|sum| u32::try_from(sum).unwrap_or(u32::MAX))
    };
    count.entered = count.entered.saturating_sub(number(0)?);
    count.exited = count.exited.saturating_sub(number(1)?);
    Ok(())
}

/// The first and the last register of a sensor's channels.
#[derive(Debug, Default)]
pub(super) struct Covers(HashMap<i64, (i64, i64)>);

impl Covers {
    /// Whether registers stood before an interval and after it: then they count
    /// it, exactly or gathered.
    pub(super) fn hold(&self, count: &Count) -> bool {
        let end = count.start + i64::from(count.length);
        let around = self.0.get(&count.channel);
        around.is_some_and(|(first, last)| *first <= count.start && end <= *last)
    }
}

/// What the registers of a sensor cover.
pub(super) async fn covers(transaction: &Transaction, sensor: i64) -> Result<Covers> {
    let sql = "SELECT c.id, (SELECT min(at) FROM register WHERE channel = c.id),
             (SELECT max(at) FROM register WHERE channel = c.id)
         FROM channel c WHERE c.sensor_id = ?1";
    let rows = transaction.query(sql, vec![sensor.into()]).await?;
    let mut covers = Covers::default();
    for row in rows {
        if let (Some(first), Some(last)) = (row.get(1)?, row.get(2)?) {
            covers.0.insert(row.get(0)?, (first, last));
        }
    }
    Ok(covers)
}

/// The known states of a channel from which the intervals between two moments
/// follow: from the last one before the first interval until the end of the
/// interval that holds the first one after the last moment.
async fn around(
    transaction: &Transaction,
    channel: i64,
    first: i64,
    last: i64,
    interval: u32,
) -> Result<Vec<RegisterState>> {
    let length = i64::from(interval);
    let sql = "SELECT at, entered, exited, narrow FROM register
         WHERE channel = ?1
           AND at >= coalesce((SELECT max(at) FROM register WHERE channel = ?1 AND at <= ?2), ?2)
           AND at <= (coalesce((SELECT min(at) FROM register WHERE channel = ?1 AND at > ?3), ?3)
                      + ?4 - 1) / ?4 * ?4
         ORDER BY at";
    let base = interval_start(first - 1, interval);
    let parameters = vec![channel.into(), base.into(), last.into(), length.into()];
    let rows = transaction.query(sql, parameters).await?;
    rows.iter().map(stored).collect()
}

async fn keep(
    transaction: &Transaction,
    channel: i64,
    states: &[RegisterState],
    arrived: i64,
) -> Result<()> {
    let rows: Vec<_> = states
        .iter()
        .map(|state| {
            let narrow = u8::from(state.register == Register::Bits16);
            (state.at, state.entered, state.exited, narrow)
        })
        .collect();
    let rows = serde_json::to_string(&rows).unwrap_or_default();
    let sql = "INSERT INTO register
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, ?2 FROM json_each(?3)";
    let parameters = vec![channel.into(), arrived.into(), rows.into()];
    transaction.execute(sql, parameters).await
}

fn stored(row: &Row) -> Result<RegisterState> {
    let number = |column| row.get::<i64>(column).map(i64::unsigned_abs);
    let register = if row.get(3)? {
        Register::Bits16
    } else {
        Register::Full
    };
    Ok(RegisterState {
        at: row.get(0)?,
        entered: number(1)?,
        exited: number(2)?,
        register,
    })
}

fn text(state: &RegisterState) -> String {
    serde_json::json!({ "in": state.entered, "out": state.exited }).to_string()
}
