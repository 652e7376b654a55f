//! Lists of incidents.

#[cfg(test)]
mod tests;

use axum::Json;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use spp_calendar::{MOSCOW, Production};
use spp_incident::class::{self, Text};
use spp_incident::deadline::{self, Deadline};
use spp_incident::life::Stage;
use spp_incident::side::Side;
use spp_quality::Symptom;
use spp_store::Connection;
use spp_store::incidents::{self, Filter, Listed};
use spp_store::registry::Window;
use spp_web::auth::Principal;
use spp_web::page::{Meta, Page, PageQuery};
use spp_web::{Language, Query, Result, language};
use utoipa::{IntoParams, ToSchema};

use crate::case::{AHEAD, entry};
use crate::context::{broken, calendar, moment, report};

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

/// An incident in a list; names are in the reader's language.
#[derive(Debug, Serialize, ToSchema)]
pub struct Row {
    pub id: i64,
    client_id: Option<i64>,
    client: Option<String>,
    pub site_id: Option<i64>,
    site: Option<String>,
    sensor_id: Option<i64>,
    sensor: Option<String>,
    entrance: Option<String>,
    system_id: Option<i64>,
    parent_id: Option<i64>,
    pub symptom: String,
    pub name: &'static str,
    pub since: String,
    detected_at: String,
    pub stage: String,
    pub stage_name: &'static str,
    side: Option<String>,
    side_name: Option<&'static str>,
    /// Who has to act.
    whose: Option<&'static str>,
    whose_name: Option<&'static str>,
    unstable: bool,
    pub closed_at: Option<String>,
    /// When a term next comes near or passes, or somebody is reminded.
    attention_at: Option<String>,
    /// The term that ends next, of those that are not met.
    pub term: Option<Next>,
}

/// The term of an incident that ends next.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Next {
    kind: &'static str,
    name: &'static str,
    pub due: String,
    pub breached: bool,
    pub at_risk: bool,
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
        calendar: calendar(&connection).await?,
        language: language(&headers),
        now: Utc::now(),
    };
    let mut window = Window {
        after: page.after,
        limit: page.probe(),
    };
    let mut rows = Vec::new();
    // Which terms are near no query can tell: it is read on until enough are found.
    loop {
        let found = incidents::list(&connection, principal.tenant(), &filter, window).await?;
        let last = found.last().map(|listed| listed.incident.id);
        let is_all = found.len() < page.probe() as usize;
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

/// For whom incidents are listed, and when.
pub struct Reader {
    pub calendar: Production,
    pub language: Language,
    pub now: DateTime<Utc>,
}

impl Reader {
    /// Incidents with the terms that end next.
    pub async fn rows(&self, connection: &Connection, found: Vec<Listed>) -> Result<Vec<Row>> {
        let open = found
            .iter()
            .filter(|listed| listed.incident.standing.closed_at.is_none());
        let logs = incidents::logs(connection, open.map(|listed| listed.incident.id)).await?;
        Ok(found
            .into_iter()
            .filter_map(|listed| {
                let id = listed.incident.id;
                let log = logs.get(&id).map_or(&[][..], Vec::as_slice);
                // What cannot be read of one does not keep the others from being seen.
                let unread = |error| report("what is shown of incident", id, &error);
                let next = self.next(&listed, log).map_err(unread).ok().flatten();
                self.row(listed, next).map_err(unread).ok()
            })
            .collect())
    }

    /// The term that ends next, of those that are not met.
    fn next(&self, listed: &Listed, log: &[incidents::Entry]) -> Result<Option<Next>> {
        let log = log.iter().map(entry).collect::<Result<Vec<_>>>()?;
        let facts = deadline::Facts {
            korp: listed.plan.as_deref() == Some("korp"),
        };
        let terms = deadline::deadlines(&log, &facts, &self.calendar).map_err(broken)?;
        let open = terms.iter().filter(|term| term.met.is_none());
        let next = open.filter_map(|term| Some((term.due.at()?, term)));
        let next = next.min_by_key(|(due, _)| *due);
        Ok(next.map(|(due, term)| self.term(due, term, zone(listed))))
    }

    fn term(&self, due: DateTime<Utc>, term: &Deadline, zone: Tz) -> Next {
        Next {
            kind: term.kind.as_str(),
            name: said(self.language, class::obligation(term.kind)),
            due: time(due.timestamp(), zone),
            breached: term.breached(self.now),
            at_risk: term.at_risk(self.now, AHEAD),
        }
    }

    fn row(&self, listed: Listed, term: Option<Next>) -> Result<Row> {
        let zone = zone(&listed);
        let time = |seconds| time(seconds, zone);
        let say = |text| said(self.language, text);
        let (draft, standing) = (listed.incident.draft, listed.incident.standing);
        let symptom: Symptom = draft.symptom.parse().map_err(broken)?;
        let stage = Stage::ALL
            .into_iter()
            .find(|stage| stage.as_str() == standing.stage)
            .unwrap_or_default();
        let side = Side::ALL
            .into_iter()
            .find(|side| standing.side.as_deref() == Some(side.as_str()));
        Ok(Row {
            id: listed.incident.id,
            client_id: draft.client,
            client: listed.client,
            site_id: draft.site,
            site: listed.site,
            sensor_id: draft.sensor,
            sensor: listed.sensor,
            entrance: listed.entrance,
            system_id: draft.system,
            parent_id: listed.incident.parent,
            symptom: draft.symptom,
            name: say(class::name(symptom)),
            since: time(draft.since),
            detected_at: time(draft.detected_at),
            stage: standing.stage,
            stage_name: say(class::stage(stage)),
            side_name: side.map(|side| say(class::side(side))),
            side: standing.side,
            whose: stage.whose().map(Side::as_str),
            whose_name: stage.whose().map(|side| say(class::side(side))),
            unstable: standing.unstable,
            closed_at: standing.closed_at.map(time),
            attention_at: standing.attention.map(time),
            term,
        })
    }
}

impl Row {
    fn is_at_risk(&self) -> bool {
        let next = self.term.as_ref();
        next.is_some_and(|next| next.breached || next.at_risk)
    }
}

/// The zone of an incident's site; the office's, where it has none.
fn zone(listed: &Listed) -> Tz {
    let zone = listed.zone.as_deref().and_then(|zone| zone.parse().ok());
    zone.unwrap_or(MOSCOW)
}

/// A moment as interfaces show it: what the clocks of a zone say.
pub fn time(seconds: i64, zone: Tz) -> String {
    let local = moment(seconds).with_timezone(&zone);
    local.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A text in the reader's language.
pub fn said(language: Language, text: Text) -> &'static str {
    match language {
        Language::Russian => text.ru,
        Language::English => text.en,
    }
}
