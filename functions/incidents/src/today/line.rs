//! How one site stands.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use spp_store::counts::Visited;
use spp_store::registry::sites::Site;
use spp_store::watch::today::Standing;
use spp_web::{Language, Result};
use utoipa::ToSchema;

use super::findings::Found;
use super::gravity::Worst;
use super::health::{Aspect, Health, Judged, Quality};
use super::visitors::{self, Hour, Visitors};
use crate::context::broken;
use crate::list::{Next, Row, time};

/// How a site stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    id: i64,
    pub name: String,
    address: Option<String>,
    client: Named,
    zone: String,
    local_time: String,
    open: bool,
    /// When it opens next, while it is closed.
    opens_at: Option<String>,
    /// When it closes next, while it is open.
    closes_at: Option<String>,
    pub state: Health,
    /// Why, in the reader's language.
    reason: String,
    link: Aspect,
    data: Aspect,
    quality: Quality,
    pub visitors: Visitors,
    /// Today's hours; those to come have only what is usual.
    hours: Vec<Hour>,
    incidents: Open,
    /// The term that ends next.
    deadline: Option<Deadline>,
}

/// Something with its name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    id: i64,
    name: String,
}

/// Incidents that are not over.
#[derive(Debug, Serialize, ToSchema)]
pub struct Open {
    open: usize,
    worst: Option<Worst>,
}

/// A term of an incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deadline {
    incident: i64,
    #[serde(flatten)]
    term: Next,
}

/// What lines are made of, each read once for all sites and kept by site.
pub struct Facts {
    pub now: DateTime<Utc>,
    pub language: Language,
    /// The names of clients.
    pub clients: BTreeMap<i64, String>,
    pub standings: BTreeMap<i64, Vec<Standing>>,
    /// What is found of sensors, by sensor.
    pub found: Found,
    pub visited: BTreeMap<i64, Vec<Visited>>,
    /// What is not over, by site; what concerns none under none.
    pub incidents: BTreeMap<Option<i64>, Vec<Row>>,
}

impl Facts {
    /// How a site stands.
    pub fn line(&self, site: Site) -> Result<Line> {
        let (now, zone) = (self.now, site.draft.zone);
        let show = |at: DateTime<Utc>| time(at.timestamp(), zone);
        let hours = site.draft.opening_hours().map_err(broken)?;
        let open = hours.is_open(now);
        let standings = of(&self.standings, &site.id);
        let incidents = of(&self.incidents, &Some(site.id));
        let worst = Worst::of(incidents);
        let judged = Judged::new(
            (standings, &self.found),
            worst.as_ref(),
            (&hours, now),
            self.language,
        );
        let day = visitors::day(standings, of(&self.visited, &site.id), &hours, now);
        let terms = incidents.iter().filter_map(|row| {
            let term = row.term.clone()?;
            Some(Deadline {
                incident: row.id,
                term,
            })
        });
        let client = site.draft.client_id;
        let named = self.clients.get(&client).cloned();
        Ok(Line {
            id: site.id,
            client: Named {
                id: client,
                name: named.unwrap_or_default(),
            },
            name: site.draft.name,
            address: site.draft.address,
            zone: zone.name().to_owned(),
            local_time: now.with_timezone(&zone).format("%H:%M").to_string(),
            open,
            opens_at: hours.next_open(now).filter(|_| !open).map(show),
            closes_at: hours.next_close(now).filter(|_| open).map(show),
            state: judged.state,
            reason: judged.reason,
            link: judged.link,
            data: judged.data,
            quality: judged.quality,
            visitors: day.visitors,
            hours: day.hours,
            deadline: terms.min_by(|a, b| a.term.due.cmp(&b.term.due)),
            incidents: Open {
                open: incidents.len(),
                worst,
            },
        })
    }
}

fn of<'a, K: Ord, T>(grouped: &'a BTreeMap<K, Vec<T>>, key: &K) -> &'a [T] {
    grouped.get(key).map_or(&[], Vec::as_slice)
}
