//! Lists of incidents.

mod rows;
#[cfg(test)]
mod tests;

use axum::Json;
use chrono::{Offset, SecondsFormat, Utc};
use chrono_tz::Tz;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use spp_incident::class::Text;
use spp_incident::life::Stage;
use spp_store::Connection;
use spp_store::incidents::{self, Filter};
use spp_store::registry::{Window, decrees};
use spp_web::auth::Principal;
use spp_web::page::{Meta, Page, PageQuery};
use spp_web::{Language, Query, Result, language};
use utoipa::{IntoParams, ToSchema};

use crate::context::moment;

pub use rows::{Next, Reader, Row};

/// The fewest incidents that are read at once in search of those with a term at risk.
const ROUND: u32 = 200;

/// Which incidents are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this client only.
    client: Option<i64>,
    /// Of this site only.
    site: Option<i64>,
    /// Of this sensor only.
    sensor: Option<i64>,
    /// That belong to this incident of a site.
    parent: Option<i64>,
    /// At this stage: `detected`, `diagnosing`, `awaiting_answer` and so on.
    stage: Option<String>,
    /// On this side: `contractor`, `client` or `third_party`.
    side: Option<String>,
    /// Those whose side was decided, or those whose was not.
    decided: Option<bool>,
    /// Where this party has to act: `contractor`, `client` or `third_party`.
    whose: Option<String>,
    /// Only those of which a term is near or past.
    at_risk: Option<bool>,
    /// With this symptom: `no_contact`, `zero` and so on.
    symptom: Option<String>,
    /// Open ones, or closed ones.
    open: Option<bool>,
    /// With these words in the names of site, entrance or sensor, in the serial
    /// number or the timeline; or with this number.
    search: Option<String>,
}

/// A page of incidents, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rows {
    incidents: Vec<Row>,
    meta: Meta,
}

/// Lists incidents, the newest first: all for the contractor, its own for a
/// client.
#[utoipa::path(get, operation_id = "incidents_list", path = "/api/v1/incidents", tag = "incidents", params(Wanted, PageQuery), responses((status = 200, body = Rows), (status = 422, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn list(
    principal: Principal,
    Query(wanted): Query<Wanted>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Json<Rows>> {
    let page = Page::try_from(query)?;
    let at_risk = wanted.at_risk;
    let filter = Filter::from(wanted);
    let connection = Connection::open().await?;
    let reader = Reader {
        calendar: decrees::calendar(&connection).await?,
        language: language(&headers),
        now: Utc::now(),
    };
    let mut window = Window {
        after: page.after,
        limit: round(page, at_risk),
    };
    let mut rows = Vec::new();
    // Which terms are near no query can tell: it is read on until enough are found.
    loop {
        let found = incidents::list(&connection, principal.tenant(), &filter, window).await?;
        let last = found.last().map(|listed| listed.incident.id);
        let is_all = found.len() < window.limit as usize;
        rows.extend(reader.rows(&connection, found).await?);
        if at_risk == Some(true) {
            rows.retain(Row::is_at_risk);
        }
        match last {
            Some(last) if !is_all && rows.len() <= page.limit as usize => window.after = last,
            _ => break,
        }
    }
    let meta = page.cut(&mut rows, |row| row.id);
    Ok(Json(Rows {
        incidents: rows,
        meta,
    }))
}

/// How many incidents are read at once: a small page of a few in many is not found
/// in small steps.
fn round(page: Page, at_risk: Option<bool>) -> u32 {
    match at_risk {
        Some(true) => page.probe().max(ROUND),
        _ => page.probe(),
    }
}

impl From<Wanted> for Filter {
    fn from(wanted: Wanted) -> Self {
        let stages = wanted.whose.map(|whose| {
            let acts = |stage: &Stage| stage.whose().is_some_and(|side| side.as_str() == whose);
            let stages = Stage::ALL.into_iter().filter(acts);
            stages.map(|stage| stage.as_str().to_owned()).collect()
        });
        let open = match wanted.at_risk {
            // What is over has no terms any more.
            Some(true) => Some(true),
            _ => wanted.open,
        };
        Self {
            client: wanted.client,
            site: wanted.site,
            sensor: wanted.sensor,
            parent: wanted.parent,
            stage: wanted.stage,
            stages,
            side: wanted.side,
            decided: wanted.decided,
            symptom: wanted.symptom,
            open,
            search: wanted.search.filter(|search| !search.is_empty()),
        }
    }
}

/// A moment as interfaces show it: what the clocks of a zone say.
pub fn time(seconds: i64, zone: Tz) -> String {
    let at = moment(seconds);
    let local = at.with_timezone(&zone);
    let utc = at.naive_utc();
    // In the last hours of the calendar a zone's clock shows nothing.
    match utc.checked_add_offset(local.offset().fix()) {
        Some(_) => local.to_rfc3339_opts(SecondsFormat::Secs, true),
        None => at.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

/// A text in the reader's language.
pub fn said(language: Language, text: Text) -> &'static str {
    match language {
        Language::Russian => text.ru,
        Language::English => text.en,
    }
}
