//! Measures the rules on real series with faults put into them: recall per
//! fault, and false alarms per sensor-month and rule on the series as they are.
//!
//! `cargo run --example judge -- FOLDER [melbourne] [no-sisters] [no-holidays] [spike_score=5]`, with the folder that
//! holds `melbourne_hourly`, `calit2` and `fremont_bridge`.

#![expect(
    clippy::indexing_slicing,
    reason = "a measurement that goes wrong may stop"
)]

mod alarms;
mod faults;
mod series;

use std::path::PathBuf;

use series::Set;
use spp_quality::Limits;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let options: Vec<String> = arguments.collect();
    let has = |name: &str| options.iter().any(|option| option == name);
    let only = |name: &str| {
        !["melbourne", "fremont", "calit2"]
            .iter()
            .any(|set| has(set))
            || has(name)
    };
    let changed: serde_json::Map<String, serde_json::Value> = options
        .iter()
        .filter_map(|option| option.split_once('='))
        .map(|(name, value)| Ok((name.to_owned(), value.parse::<f64>()?.into())))
        .collect::<Result<_, std::num::ParseFloatError>>()?;
    let limits = Limits::default().overridden(&serde_json::from_value(changed.into())?);
    let mut sets = Vec::new();
    if only("melbourne") {
        sets.push(series::melbourne(&folder)?);
    }
    if only("fremont") {
        sets.push(series::fremont(&folder)?);
    }
    if only("calit2") {
        sets.push(series::calit2(&folder)?);
    }
    for set in sets {
        let set = Set {
            limits: limits.clone(),
            holidays: if has("no-holidays") {
                Vec::new()
            } else {
                set.holidays
            },
            ..set
        };
        let set = Set::prepare(set);
        for sisters in [false, true] {
            if sisters && (has("no-sisters") || set.sensors.len() < 2) {
                continue;
            }
            let with = if sisters { "with" } else { "without" };
            println!("\n{}, {with} sisters", set.name);
            if !has("no-alarms") {
                alarms::measure(&set, sisters);
            }
            faults::measure(&set, sisters);
        }
    }
    Ok(())
}
