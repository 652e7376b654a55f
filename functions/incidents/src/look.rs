//! A look at one sensor: its two states, and what is found of it.

use chrono::{DateTime, Utc};
use spp_quality::events::explain;
use spp_quality::state::{self, Data, Heard, Link};
use spp_quality::{Finding, Span, Symptom};
use spp_store::watch::{Looked, NEVER, State, Watched};
use spp_web::Result;

use crate::context::{Context, Place, broken, moment};

/// Open seconds in which a sensor may come up whose power is cut at night.
const POWER_UP: u32 = 900;

/// What a look has seen.
pub struct Seen {
    /// What is kept of it.
    pub looked: Looked,
    /// Whose the sensor is.
    pub client: i64,
    /// Where it is.
    pub site: i64,
    /// What is wrong, unless an event explains it.
    pub findings: Vec<Finding>,
}

/// Looks at a sensor. `silences` are the times in which it is known to have been
/// silent: what is missing since is no news.
pub fn look(
    watched: &Watched,
    place: &Place,
    silences: &[Span],
    context: &Context,
) -> Result<Seen> {
    let (client, site) = (watched.client, watched.site);
    if watched.retired {
        let (looked, findings) = (left(watched, NEVER), Vec::new());
        return Ok(Seen {
            looked,
            client,
            site,
            findings,
        });
    }
    let now = context.now;
    let limits = context.limits(watched.client, watched.site, watched.sensor)?;
    let heard = Heard {
        interval: watched.interval,
        heartbeat: watched.heartbeat,
        last_contact: watched.last_contact.map(moment),
        last_data: watched.last_data.map(moment),
        data_arrived: watched.data_arrived.map(moment),
    };
    let link = state::link(&heard, &place.excluded, &limits, now);
    let data = state::data(&heard, &place.hours, &place.excluded, &limits, now);
    let (silence, wait) = silence(&heard, &link, &data, place, now);
    let mut findings: Vec<_> = silence.into_iter().collect();
    for stored in [&watched.hourly, &watched.daily].into_iter().flatten() {
        let stored: Vec<Finding> = serde_json::from_str(stored).map_err(broken)?;
        findings.extend(stored);
    }
    let found = findings.len();
    findings.retain(|finding| {
        let is_known = finding.symptom == Symptom::Gap && is_within(finding, silences, now);
        !is_known && explain(finding, &place.events, &limits, now).is_none()
    });
    let due = [link.due, data.due, wait].into_iter().flatten().min();
    let due = due.map_or(NEVER, |due| due.timestamp().max(now.timestamp() + 1));
    // What explains a finding ends some time, and the finding may not.
    let due = match findings.len() < found {
        true => due.min(now.timestamp() + 3_600),
        false => due,
    };
    let kept = |code: &str, since: Option<DateTime<Utc>>| State {
        code: code.to_owned(),
        since: since.map(|since| since.timestamp()),
    };
    let looked = Looked {
        sensor: watched.sensor,
        due,
        link: kept(link.state.as_str(), link.since),
        data: kept(data.state.as_str(), data.since),
    };
    Ok(Seen {
        looked,
        client,
        site,
        findings,
    })
}

/// Which of the two silences is a fault, and when one will be that is none yet.
/// A sensor that is not heard from cannot bring counts either, and one whose
/// power is cut at night is given time to come up in the morning. Counts are
/// missing by themselves only where it was heard from since the last ones.
fn silence(
    heard: &Heard,
    link: &Link,
    data: &Data,
    place: &Place,
    now: DateTime<Utc>,
) -> (Option<Finding>, Option<DateTime<Utc>>) {
    match (link.finding(now), link.since) {
        (Some(finding), Some(since)) => {
            let was_shut = place.hours.open_seconds(since, now) < (now - since).num_seconds();
            match place.hours.after(since, POWER_UP) {
                Some(up) if was_shut && now < up => (None, Some(up)),
                _ => (Some(finding), None),
            }
        }
        _ if heard.last_contact <= heard.data_arrived => (None, None),
        _ => (data.finding(now), None),
    }
}

/// Whether most of a finding's time lies within these.
fn is_within(finding: &Finding, times: &[Span], now: DateTime<Utc>) -> bool {
    let until = finding.until.unwrap_or(now);
    let covered: i64 = times
        .iter()
        .filter_map(|time| time.within(finding.since, until))
        .map(Span::seconds)
        .sum();
    (until - finding.since).num_seconds() <= covered * 2
}

/// The states of a sensor as they were left, looked at again at a moment.
fn left(watched: &Watched, due: i64) -> Looked {
    Looked {
        sensor: watched.sensor,
        due,
        link: watched.link.clone(),
        data: watched.data.clone(),
    }
}
