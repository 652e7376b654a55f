//! Events: kept as they came, summed into counts.

use std::collections::{BTreeSet, HashMap};

use spp_counts::Amount;
use spp_counts::gather::{Crossing, bucket};
use spp_counts::interval::interval_start;

use super::batch::Conflict;
use super::{Gathered, Profile, directed};
use crate::{Result, Transaction};

/// A crossing with what tells it from another one of its moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    crossing: Crossing,
    key: i64,
}

pub(super) fn event(at: i64, amount: Amount, key: u64) -> Event {
    let (entered, exited) = directed(amount);
    Event {
        crossing: Crossing {
            at,
            entered,
            exited,
        },
        // The same 64 bits: SQLite's numbers have a sign.
        key: key.cast_signed(),
    }
}

/// Keeps the events that are new, and sums anew the intervals that they lie in.
pub(super) async fn gather(
    transaction: &Transaction,
    profile: &Profile,
    channel: i64,
    said: &[Event],
    arrived: i64,
) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let interval = profile.interval;
    let starts: BTreeSet<_> = said
        .iter()
        .map(|event| interval_start(event.crossing.at, interval))
        .collect();
    let mut known = within(transaction, channel, &starts, interval).await?;
    let mut new = Vec::new();
    for event in said {
        let crossing = event.crossing;
        match known.get(&(crossing.at, event.key)) {
            None => {
                known.insert((crossing.at, event.key), crossing);
                new.push((crossing.at, event.key, crossing.entered, crossing.exited));
            }
            Some(same) if *same == crossing => gathered.repeated += 1,
            Some(before) => gathered.conflicts.push(Conflict {
                channel,
                start: crossing.at,
                arrived,
                before: text(before),
                after: text(&crossing),
                replaced: false,
            }),
        }
    }
    if new.is_empty() {
        return Ok(gathered);
    }
    gathered.stored = super::capped(new.len());
    let rows = serde_json::to_string(&new).unwrap_or_default();
    let sql = "INSERT INTO event
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, ?2 FROM json_each(?3)";
    let parameters = vec![channel.into(), arrived.into(), rows.into()];
    transaction.execute(sql, parameters).await?;
    let touched: BTreeSet<_> = new
        .iter()
        .map(|(at, ..)| interval_start(*at, interval))
        .collect();
    let crossings: Vec<_> = known.into_values().collect();
    gathered.counts = bucket(channel, &crossings, interval);
    gathered
        .counts
        .retain(|count| touched.contains(&count.start));
    Ok(gathered)
}

/// The known events of these intervals.
async fn within(
    transaction: &Transaction,
    channel: i64,
    starts: &BTreeSet<i64>,
    interval: u32,
) -> Result<HashMap<(i64, i64), Crossing>> {
    let starts = serde_json::to_string(starts).unwrap_or_default();
    let sql = "SELECT e.at, e.key, e.entered, e.exited
         FROM json_each(?2) i CROSS JOIN event e
         ON e.channel = ?1 AND e.at >= i.value AND e.at < i.value + ?3";
    let parameters = vec![channel.into(), starts.into(), interval.into()];
    let rows = transaction.query(sql, parameters).await?;
    rows.iter()
        .map(|row| {
            let at: i64 = row.get(0)?;
            let number = |column| row.get::<i64>(column).map(i64::unsigned_abs);
            let crossing = Crossing {
                at,
                entered: number(2)?,
                exited: number(3)?,
            };
            Ok(((at, row.get(1)?), crossing))
        })
        .collect()
}

fn text(crossing: &Crossing) -> String {
    serde_json::json!({ "in": crossing.entered, "out": crossing.exited }).to_string()
}
