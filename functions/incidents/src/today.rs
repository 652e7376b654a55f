//! How all sites stand now, a line each: heard, counted, plausible; who came beside
//! what is usual; what is not over.

mod health;
mod visitors;

use std::collections::BTreeMap;

use axum::Json;
use chrono::{DateTime, SecondsFormat, Utc};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use spp_store::counts::{self, Visited};
use spp_store::incidents::{self, Filter};
use spp_store::registry::Window;
use spp_store::registry::sites::{self, Site};
use spp_store::watch::today::{Standing, standings};
use spp_store::{Connection, registry::clients};
use spp_web::auth::Principal;
use spp_web::{Language, Query, Result, language};
use utoipa::{IntoParams, ToSchema};

use crate::context::{broken, calendar, opening_hours, report};
use crate::list::{Next, Reader, Row, time};
use health::{Aspect, Health, Judged, Quality};
use visitors::{Hour, Visitors};

/// The most sites, and the most open incidents, that one answer holds.
const MOST: u32 = 5_000;

/// Whose sites.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this client only.
    client: Option<i64>,
}

/// How all sites stand now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Today {
    at: String,
    totals: Totals,
    /// The worst first.
    sites: Vec<Line>,
}

/// All sites together.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Totals {
    sites: u32,
    good: u32,
    watch: u32,
    bad: u32,
    awaited: u32,
    visitors: i64,
    /// Visitors usual by now, where that is known of every site.
    usual: Option<f64>,
    open_incidents: u32,
    /// Terms that are near or past.
    at_risk: u32,
}

/// How a site stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    id: i64,
    name: String,
    address: Option<String>,
    client: Named,
    zone: String,
    local_time: String,
    open: bool,
    /// When it opens next, while it is closed.
    opens_at: Option<String>,
    /// When it closes next, while it is open.
    closes_at: Option<String>,
    state: Health,
    /// Why, in the reader's language.
    reason: String,
    link: Aspect,
    data: Aspect,
    quality: Quality,
    visitors: Visitors,
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

/// The oldest of a site's open incidents.
#[derive(Debug, Serialize, ToSchema)]
pub struct Worst {
    id: i64,
    symptom: String,
    name: &'static str,
    stage: String,
    stage_name: &'static str,
}

/// A term of an incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deadline {
    incident: i64,
    #[serde(flatten)]
    term: Next,
}

/// Shows how all sites stand now, the worst first: all for the contractor, its own
/// for a client.
#[utoipa::path(get, operation_id = "today_get", path = "/api/v1/today", tag = "watch", params(Wanted), responses((status = 200, body = Today)), security(("token" = []), ("session" = [])))]
pub async fn get(
    principal: Principal,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Json<Today>> {
    let (now, language) = (Utc::now(), language(&headers));
    let connection = Connection::open().await?;
    let tenant = principal.tenant();
    let client = tenant.or(wanted.client);
    let window = Window {
        after: 0,
        limit: MOST,
    };
    let clients = clients::list(&connection, tenant, window).await?;
    let names = clients.into_iter().map(|one| (one.id, one.draft.name));
    let facts = Facts {
        now,
        language,
        clients: names.collect(),
        standings: by_site(standings(&connection, client).await?, |one| one.site),
        visited: visited(&connection, client, now).await?,
        incidents: open(&connection, tenant, client, now, language).await?,
    };
    let sites = sites::list(&connection, tenant, client, window).await?;
    let mut lines: Vec<_> = sites
        .into_iter()
        .filter_map(|site| {
            let id = site.id;
            // A site that cannot be read does not keep the others from being seen.
            let line = facts.line(site);
            line.map_err(|error| report("the line of site", id, &error))
                .ok()
        })
        .collect();
    lines.sort_by(|a, b| (a.state, &a.name).cmp(&(b.state, &b.name)));
    Ok(Json(Today {
        at: now.to_rfc3339_opts(SecondsFormat::Secs, true),
        totals: totals(&lines),
        sites: lines,
    }))
}

/// What lines are made of, each read once for all sites.
struct Facts {
    now: DateTime<Utc>,
    language: Language,
    clients: BTreeMap<i64, String>,
    standings: BTreeMap<i64, Vec<Standing>>,
    visited: BTreeMap<i64, Vec<Visited>>,
    incidents: BTreeMap<i64, Vec<Row>>,
}

impl Facts {
    fn line(&self, site: Site) -> Result<Line> {
        let (now, zone) = (self.now, site.draft.zone);
        let show = |at: DateTime<Utc>| time(at.timestamp(), zone);
        let hours = opening_hours(&site)?;
        let open = hours.is_open(now);
        let standings = of(&self.standings, site.id);
        let incidents = of(&self.incidents, site.id);
        let judged = Judged::new(standings, incidents, (&hours, now), self.language);
        let day = visitors::day(standings, of(&self.visited, site.id), &hours, now);
        let next = incidents.iter().filter_map(|row| {
            let term = row.term.clone()?;
            Some(Deadline {
                incident: row.id,
                term,
            })
        });
        Ok(Line {
            id: site.id,
            client: Named {
                id: site.draft.client_id,
                name: self
                    .clients
                    .get(&site.draft.client_id)
                    .cloned()
                    .unwrap_or_default(),
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
            incidents: Open {
                open: incidents.len(),
                worst: incidents.iter().min_by_key(|row| row.id).map(worst),
            },
            deadline: next.min_by(|a, b| a.term.due.cmp(&b.term.due)),
        })
    }
}

fn worst(row: &Row) -> Worst {
    Worst {
        id: row.id,
        symptom: row.symptom.clone(),
        name: row.name,
        stage: row.stage.clone(),
        stage_name: row.stage_name,
    }
}

/// Who came since the midnights of all zones.
async fn visited(
    connection: &Connection,
    client: Option<i64>,
    now: DateTime<Utc>,
) -> Result<BTreeMap<i64, Vec<Visited>>> {
    let now = now.timestamp();
    let rows = counts::visited(connection, client, (now - 25 * 3_600, now + 3_600)).await?;
    Ok(by_site(rows, |row| row.site))
}

/// The incidents that are not over, each at its own site or under its site's.
async fn open(
    connection: &Connection,
    tenant: Option<i64>,
    client: Option<i64>,
    now: DateTime<Utc>,
    language: Language,
) -> Result<BTreeMap<i64, Vec<Row>>> {
    let filter = Filter {
        client,
        open: Some(true),
        ..Filter::default()
    };
    let window = Window {
        after: 0,
        limit: MOST,
    };
    let found = incidents::list(connection, tenant, &filter, window).await?;
    let reader = Reader {
        calendar: calendar(connection).await?,
        language,
        now,
    };
    let rows = reader.rows(connection, found).await?;
    Ok(by_site(rows, |row| row.site_id.unwrap_or_default()))
}

fn by_site<T>(rows: Vec<T>, site: impl Fn(&T) -> i64) -> BTreeMap<i64, Vec<T>> {
    let mut by_site: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in rows {
        by_site.entry(site(&row)).or_default().push(row);
    }
    by_site
}

fn of<T>(by_site: &BTreeMap<i64, Vec<T>>, site: i64) -> &[T] {
    by_site.get(&site).map_or(&[], Vec::as_slice)
}

fn totals(lines: &[Line]) -> Totals {
    let mut totals = Totals::default();
    for line in lines {
        totals.sites += 1;
        *match line.state {
            Health::Bad => &mut totals.bad,
            Health::Watch => &mut totals.watch,
            Health::Awaited => &mut totals.awaited,
            Health::Good => &mut totals.good,
        } += 1;
        totals.visitors += line.visitors.so_far;
        totals.open_incidents += u32::try_from(line.incidents.open).unwrap_or(u32::MAX);
        let term = line.deadline.as_ref().map(|deadline| &deadline.term);
        totals.at_risk += u32::from(term.is_some_and(|term| term.breached || term.at_risk));
    }
    totals.usual = lines.iter().map(|line| line.visitors.usual).sum();
    totals
}

/// What cannot be read of a sensor is unknown, and said in the log.
fn read<T: serde::de::DeserializeOwned>(text: &str, sensor: i64) -> Option<T> {
    serde_json::from_str(text)
        .map_err(|error| report("what was found of sensor", sensor, &broken(error)))
        .ok()
}
