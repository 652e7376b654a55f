//! What the sensors counted before they were connected, as one import.

use std::fmt::Write;

use anyhow::{Context, bail};
use chrono::Utc;
use serde_json::Value;

use crate::admin::Admin;
use crate::demo::{self, Lines, Sensor};
use crate::holes;
use crate::profile::People;
use crate::state::State;

/// The import's name, by which it is resumed when it was cut off.
const NAME: &str = "demo-history";

/// All intervals divide this one, in seconds.
pub const BLOCK: i64 = 900;

/// Imports the counts of all sensors since they began, and tells until when.
///
/// # Errors
/// The service does not answer, or refuses.
pub fn import(admin: &Admin, state: &State) -> anyhow::Result<i64> {
    let until = Utc::now().timestamp().div_euclid(BLOCK) * BLOCK;
    let table = table(state, until)?;
    let path = format!("counts?import={NAME}");
    let progress = admin.send("POST", &path, "text/csv", table.as_bytes())?;
    let number = |field: &str| progress.get(field).and_then(Value::as_i64);
    match (number("refused"), number("conflicting")) {
        (Some(0), Some(_)) => Ok(until),
        _ => bail!("the history was not taken as it is: {progress}"),
    }
}

/// The rows, by time: an import that was cut off is resumed later, with more
/// rows at its end.
fn table(state: &State, until: i64) -> anyhow::Result<String> {
    let mut sensors = Vec::new();
    for (site, sensor) in demo::sensors() {
        let account = state.account(sensor.format).context(sensor.format)?;
        let holes: Vec<_> = holes::of(state, sensor.format).collect();
        sensors.push((account.id, sensor, site.crowd(sensor), holes));
    }
    let mut table = "sensor,channel,start,interval,in,out\n".to_owned();
    for block in (state.since..until).step_by(BLOCK as usize) {
        for (id, sensor, crowd, holes) in &sensors {
            for start in (block..block + BLOCK).step_by(sensor.interval as usize) {
                if holes.iter().any(|hole| hole.contains(&start)) {
                    continue;
                }
                let people = crowd.interval(start, sensor.interval);
                rows(&mut table, *id, sensor, start, people)?;
            }
        }
    }
    Ok(table)
}

/// The rows of one interval of a sensor.
fn rows(
    table: &mut String,
    id: i64,
    sensor: &Sensor,
    start: i64,
    People { entered, exited }: People,
) -> std::fmt::Result {
    let length = sensor.interval;
    let mut row = |channel: &str, entered, exited| {
        writeln!(table, "{id},{channel},{start},{length},{entered},{exited}")
    };
    match sensor.lines {
        Lines::Both(channel) => row(channel, entered, exited),
        // All people of a register without a direction stand in one place.
        Lines::Registers(inwards, outwards) => {
            row(inwards, entered, 0)?;
            row(outwards, exited, 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Account;

    #[test]
    fn a_longer_history_begins_with_the_shorter_one() {
        let sensors = demo::sensors().zip(1..).map(|((_, sensor), id)| Account {
            id,
            format: sensor.format.to_owned(),
            token: String::new(),
            until: None,
        });
        let since = 1_772_442_000;
        let state = State {
            client: 1,
            key: String::new(),
            since,
            entered: None,
            sites: Vec::new(),
            sensors: sensors.collect(),
        };
        let hour = table(&state, since + 3_600).unwrap();
        let day = table(&state, since + 86_400).unwrap();
        assert!(day.starts_with(&hour));
        // Two by the minute, five by five, three by fifteen, one of them with
        // two registers.
        let rows = 2 * 60 + 5 * 12 + 3 * 4 + 4;
        assert_eq!(hour.lines().count(), 1 + rows);
    }
}
