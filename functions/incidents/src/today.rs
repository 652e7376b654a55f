//! How all sites stand now, a line each: heard, counted, plausible; who came beside
//! what is usual; what is not over.

mod findings;
mod gravity;
mod health;
mod line;
mod totals;
mod visitors;

use std::collections::BTreeMap;

use axum::Json;
use chrono::{DateTime, SecondsFormat, Utc};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::counts;
use spp_store::incidents::{self, Filter};
use spp_store::registry::sites::{self, Site};
use spp_store::registry::{Window, clients, decrees};
use spp_store::watch::today::standings;
use spp_web::auth::Principal;
use spp_web::{Language, Query, Result, language};
use utoipa::{IntoParams, ToSchema};

use crate::context::report;
use crate::list::{Reader, Row};
use line::{Facts, Line};
use totals::Totals;

/// The most sites, and the most open incidents, that one answer holds.
const MOST: Window = Window {
    after: 0,
    limit: 5_000,
};

/// Whose sites.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this client only.
    client: Option<i64>,
    /// This site only.
    site: Option<i64>,
}

/// How all sites stand now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Today {
    at: String,
    totals: Totals,
    /// The worst first.
    sites: Vec<Line>,
}

/// Shows how all sites stand now, or one, the worst first: all for the contractor,
/// its own for a client. Of a site that there is not, or not for the reader, there
/// is no line.
#[utoipa::path(get, operation_id = "today_get", path = "/api/v1/today", tag = "watch", params(Wanted), responses((status = 200, body = Today)), security(("token" = []), ("session" = [])))]
pub async fn get(
    principal: Principal,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Json<Today>> {
    let (now, language) = (Utc::now(), language(&headers));
    let connection = Connection::open().await?;
    let tenant = principal.tenant();
    let (client, site) = (tenant.or(wanted.client), wanted.site);
    let sites = sites(&connection, client, site).await?;
    let standings = standings(&connection, client, site).await?;
    // The midnights of all zones lie within.
    let (from, to) = (now.timestamp() - 25 * 3_600, now.timestamp() + 3_600);
    let visited = counts::visited(&connection, client, site, (from, to)).await?;
    let facts = Facts {
        now,
        language,
        clients: names(&connection, tenant, &sites).await?,
        found: findings::unexplained(&connection, &standings, now).await?,
        standings: grouped(standings, |one| one.site),
        visited: grouped(visited, |one| one.site),
        incidents: open(&connection, tenant, (client, site), now, language).await?,
    };
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
        totals: Totals::new(&lines, facts.incidents.values().flatten()),
        sites: lines,
    }))
}

/// A client's sites, or the one that is wanted of them.
async fn sites(
    connection: &Connection,
    client: Option<i64>,
    site: Option<i64>,
) -> Result<Vec<Site>> {
    Ok(match site {
        Some(site) => {
            let site = sites::get(connection, site, client).await?;
            site.into_iter().collect()
        }
        None => sites::list(connection, client, None, MOST).await?,
    })
}

/// The names of those whose sites these are.
async fn names(
    connection: &Connection,
    tenant: Option<i64>,
    sites: &[Site],
) -> Result<BTreeMap<i64, String>> {
    let clients = match sites {
        [site] => {
            let client = clients::get(connection, site.draft.client_id, tenant).await?;
            client.into_iter().collect()
        }
        _ => clients::list(connection, tenant, MOST).await?,
    };
    let names = clients.into_iter().map(|one| (one.id, one.draft.name));
    Ok(names.collect())
}

/// The incidents that are not over, each at its own site or under its site's.
async fn open(
    connection: &Connection,
    tenant: Option<i64>,
    (client, site): (Option<i64>, Option<i64>),
    now: DateTime<Utc>,
    language: Language,
) -> Result<BTreeMap<Option<i64>, Vec<Row>>> {
    let filter = Filter {
        client,
        site,
        open: Some(true),
        ..Filter::default()
    };
    let found = incidents::list(connection, tenant, &filter, MOST).await?;
    let reader = Reader {
        calendar: decrees::calendar(connection).await?,
        language,
        now,
    };
    let rows = reader.rows(connection, found).await?;
    Ok(grouped(rows, |row| row.site_id))
}

fn grouped<K: Ord, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, Vec<T>> {
    let mut grouped: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in rows {
        grouped.entry(key(&row)).or_default().push(row);
    }
    grouped
}
