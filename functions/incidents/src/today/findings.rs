//! What is found in sensors' figures and by nothing explained.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use spp_quality::Finding;
use spp_quality::events::{Event, explain};
use spp_store::watch::settings;
use spp_store::watch::today::Standing;
use spp_store::{Connection, counts};
use spp_web::Result;

use crate::context::{broken, limits, report, span};

/// More events are not looked at.
const MOST_EVENTS: u32 = 5_000;

/// What is found, by sensor.
pub type Found = BTreeMap<i64, Vec<Finding>>;

/// What is found in sensors' hours and days, but for what an event of their site
/// explains: a holiday, a promotion, a closure or works.
pub async fn unexplained(
    connection: &Connection,
    standings: &[Standing],
    now: DateTime<Utc>,
) -> Result<Found> {
    let mut found: Found = standings.iter().map(read).collect();
    found.retain(|_, findings| !findings.is_empty());
    let since = found.values().flatten().map(|finding| finding.since).min();
    let Some(since) = since else { return Ok(found) };
    let doubted = |standing: &&Standing| found.contains_key(&standing.sensor);
    let doubted: Vec<_> = standings.iter().filter(doubted).collect();
    let sites = doubted.iter().map(|standing| standing.site).collect();
    let period = (since.timestamp(), now.timestamp() + 1);
    let events = events(connection, &sites, period).await?;
    if events.is_empty() {
        return Ok(found);
    }
    let overrides = settings::overrides(connection).await?;
    for standing in doubted {
        let (Some(events), Some(findings)) =
            (events.get(&standing.site), found.get_mut(&standing.sensor))
        else {
            continue;
        };
        let limits = limits(&overrides, standing.client, standing.site, standing.sensor);
        match limits {
            Ok(limits) => {
                findings.retain(|finding| explain(finding, events, &limits, now).is_none());
            }
            // Whose thresholds cannot be read, of that nothing is explained.
            Err(error) => report("the thresholds of sensor", standing.sensor, &error),
        }
    }
    Ok(found)
}

/// What was found of a sensor. What cannot be read is unknown, and said in the log.
fn read(standing: &Standing) -> (i64, Vec<Finding>) {
    let texts = [&standing.hourly, &standing.daily].into_iter().flatten();
    let findings = texts.filter_map(|text| {
        serde_json::from_str::<Vec<Finding>>(text)
            .map_err(|error| report("what was found of sensor", standing.sensor, &broken(error)))
            .ok()
    });
    (standing.sensor, findings.flatten().collect())
}

/// The events of sites that touch a period, by site.
async fn events(
    connection: &Connection,
    sites: &BTreeSet<i64>,
    period: (i64, i64),
) -> Result<BTreeMap<i64, Vec<Event>>> {
    let sites: Vec<_> = sites.iter().copied().collect();
    let mut events: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for event in counts::events(connection, &sites, period, MOST_EVENTS).await? {
        let Ok(kind) = event.kind.parse() else {
            continue;
        };
        events.entry(event.site).or_default().push(Event {
            kind,
            span: span(event.starts_at, event.ends_at),
            name: event.name,
        });
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::today::health::tests::standing;

    #[test]
    fn what_cannot_be_read_says_nothing() {
        let check = |hourly: Option<&str>| {
            assert_eq!(read(&standing(1, "up", "current", hourly)), (1, Vec::new()));
        };
        check(None);
        check(Some("{"));
        check(Some("[]"));
    }
}
