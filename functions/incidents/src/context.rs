//! What a whole tick goes by: the time, the calendar, the settings, and when
//! the service itself heard nobody.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use spp_calendar::{OpeningHours, Production};
use spp_quality::events::{Event, unattended};
use spp_quality::span::{self, Span};
use spp_quality::{Limits, Overrides};
use spp_store::registry::decrees;
use spp_store::registry::sites::Site;
use spp_store::watch::service;
use spp_store::watch::settings::{self, Scope};
use spp_store::{Connection, incidents};
use spp_web::auth::variable;
use spp_web::{Error, Result};

/// For so many seconds before now, downtimes and events of sites matter: what
/// is usual is learned from ten weeks.
const MEMORY: i64 = 11 * 7 * 86_400;

/// What a tick goes by.
pub struct Context {
    /// The time of the tick.
    pub now: DateTime<Utc>,
    /// Working time, with all decrees.
    pub calendar: Production,
    /// Whether letters that are not critical wait for office hours.
    is_quiet: bool,
    /// The current version by model.
    pub versions: BTreeMap<String, String>,
    downtimes: Vec<Span>,
    events: BTreeMap<i64, Vec<Event>>,
    overrides: BTreeMap<Scope, String>,
}

/// A site as the watch sees it.
pub struct Place {
    /// Its id.
    pub id: i64,
    /// When it is open, in its zone.
    pub hours: OpeningHours,
    /// What explains unusual figures.
    pub events: Vec<Event>,
    /// When no counts are expected: the service heard nobody, or the site was
    /// closed for once.
    pub excluded: Vec<Span>,
}

impl Context {
    /// Reads it.
    pub async fn load(connection: &Connection, now: DateTime<Utc>) -> Result<Self> {
        let at = now.timestamp();
        let mut events: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for event in settings::events(connection, at - MEMORY, at + 1).await? {
            let read = Event {
                kind: event.kind.parse().map_err(broken)?,
                span: span(event.starts_at, event.ends_at),
                name: event.name,
            };
            events.entry(event.site).or_default().push(read);
        }
        let downtimes = service::downtimes(connection, at - MEMORY).await?;
        let downtimes = downtimes
            .iter()
            .map(|downtime| span(downtime.starts_at, downtime.ends_at));
        Ok(Self {
            now,
            calendar: decrees::calendar(connection).await?,
            is_quiet: variable("quiet_hours").await? != "none",
            versions: settings::versions(connection).await?,
            downtimes: span::merged(&downtimes.collect::<Vec<_>>()),
            events,
            overrides: settings::overrides(connection).await?,
        })
    }

    /// When somebody may be told who need not be told at once.
    pub fn next_telling(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.is_quiet {
            true => self.calendar.next_working(at).ok(),
            false => Some(at),
        }
    }

    /// The thresholds of a sensor.
    pub fn limits(&self, client: i64, site: i64, sensor: i64) -> Result<Limits> {
        limits(&self.overrides, client, site, sensor)
    }

    /// When sensors, or their sites, had incidents that reach into the time since
    /// a moment, by sensor; of these symptoms, or of all where none is named.
    pub async fn incidents(
        &self,
        connection: &Connection,
        sensors: &[i64],
        since: DateTime<Utc>,
        symptoms: &[&str],
    ) -> Result<BTreeMap<i64, Vec<Span>>> {
        let rows = incidents::times(connection, sensors, since.timestamp(), symptoms).await?;
        let mut times: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (sensor, from, to) in rows {
            let to = to.unwrap_or_else(|| self.now.timestamp());
            times.entry(sensor).or_default().push(span(from, to));
        }
        for times in times.values_mut() {
            *times = span::merged(times);
        }
        Ok(times)
    }

    /// When the service heard nobody, in order and apart.
    pub fn downtimes(&self) -> &[Span] {
        &self.downtimes
    }

    /// The sites of these ids, as the watch sees them.
    pub async fn places(
        &self,
        connection: &Connection,
        ids: impl Iterator<Item = i64>,
    ) -> Result<BTreeMap<i64, Place>> {
        let mut ids: Vec<_> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        let sites = settings::sites(connection, &ids).await?;
        // A site that cannot be read is none: its sensors are put off.
        Ok(sites
            .into_iter()
            .filter_map(|site| {
                let id = site.id;
                let place = self
                    .place(site)
                    .map_err(|error| report("the site", id, &error));
                Some((id, place.ok()?))
            })
            .collect())
    }

    fn place(&self, site: Site) -> Result<Place> {
        let events = self.events.get(&site.id).cloned().unwrap_or_default();
        let unattended = unattended(&events);
        let excluded: Vec<_> = self.downtimes.iter().copied().chain(unattended).collect();
        Ok(Place {
            id: site.id,
            hours: site.draft.opening_hours().map_err(broken)?,
            excluded: span::merged(&excluded),
            events,
        })
    }
}

/// The thresholds of a sensor: the defaults, then what its client, its site and it
/// itself have of their own.
pub fn limits(
    overrides: &BTreeMap<Scope, String>,
    client: i64,
    site: i64,
    sensor: i64,
) -> Result<Limits> {
    let scopes = [
        Scope::Client(client),
        Scope::Site(site),
        Scope::Sensor(sensor),
    ];
    let mut limits = Limits::default();
    for text in scopes.iter().filter_map(|scope| overrides.get(scope)) {
        let own: Overrides = serde_json::from_str(text).map_err(broken)?;
        limits = limits.overridden(&own);
    }
    Ok(limits)
}

/// A span between two moments in seconds since 1970.
pub fn span(from: i64, to: i64) -> Span {
    Span {
        from: moment(from),
        to: moment(to),
    }
}

/// A moment from seconds since 1970; what no calendar holds is its first moment.
pub fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// What must not be: what is stored cannot be read.
pub fn broken(error: impl std::fmt::Display) -> Error {
    Error::internal(error.to_string())
}

/// Says in the log that something could not be looked at.
pub fn report(what: &str, id: i64, error: &Error) {
    eprintln!("{what} {id} is put off: {error:?}");
}
