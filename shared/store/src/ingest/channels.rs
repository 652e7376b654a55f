//! The channels that a push speaks of, known and new.

use std::collections::{BTreeMap, HashMap};

use spp_counts::{Amount, Reading, Value};

use super::profile::{Channel, Profile};
use crate::{Result, Transaction};

/// A sensor has at most so many channels; readings of further ones are not
/// counted, so that a broken device cannot fill the registry with names.
const MOST: usize = 256;

/// Enters the channels of these readings that the profile does not know yet:
/// what a sensor says is kept from its first push, mapped or not.
///
/// A new channel counts both directions where the maker tells them apart,
/// unless an administrator has mapped some channel of the sensor: then the
/// unmapped ones are kept, but not summed.
pub(super) async fn enter(
    transaction: &Transaction,
    profile: &Profile,
    readings: &[&Reading],
) -> Result<HashMap<String, Channel>> {
    let mapped = profile.channels.values().any(|channel| channel.mapped);
    let mut new = BTreeMap::new();
    for reading in readings {
        if !profile.channels.contains_key(&reading.channel) {
            new.insert(reading.channel.as_str(), direction(reading, mapped));
        }
    }
    if new.is_empty() {
        return Ok(HashMap::new());
    }
    let free = MOST.saturating_sub(profile.channels.len());
    let rows: Vec<_> = new.into_iter().take(free).collect();
    let rows = serde_json::to_string(&rows).unwrap_or_default();
    let sensor = profile.sensor.into();
    // Another push of the same transaction may have been quicker.
    let sql = "INSERT INTO channel (sensor_id, source, direction, mapped)
         SELECT ?1, value ->> 0, value ->> 1, 0 FROM json_each(?2) WHERE true
         ON CONFLICT (sensor_id, source) DO NOTHING";
    transaction.execute(sql, vec![sensor, rows.into()]).await?;
    let sql = "SELECT source, id, mapped, since FROM channel WHERE sensor_id = ?1";
    let rows = transaction.query(sql, vec![profile.sensor.into()]).await?;
    rows.into_iter()
        .map(|row| {
            let (id, mapped, since) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((row.get(0)?, Channel { id, mapped, since }))
        })
        .collect()
}

fn direction(reading: &Reading, mapped: bool) -> &'static str {
    let (Value::Increment { amount, .. }
    | Value::Cumulative { amount, .. }
    | Value::Event { amount, .. }) = &reading.value;
    match amount {
        Amount::Both { .. } if !mapped => "both",
        Amount::Both { .. } | Amount::Undirected(_) => "none",
    }
}
