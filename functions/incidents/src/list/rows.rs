//! Incidents as lists show them, with the terms that are not met.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use spp_calendar::{MOSCOW, Production};
use spp_incident::class;
use spp_incident::deadline::{self, Deadline};
use spp_incident::life::Stage;
use spp_incident::side::Side;
use spp_quality::Symptom;
use spp_store::Connection;
use spp_store::incidents::{self, Listed};
use spp_web::{Language, Result};
use utoipa::ToSchema;

use super::{said, time};
use crate::case::{AHEAD, entry};
use crate::context::{broken, report};

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
    /// How many of its terms are near or past, of those that are not met.
    pub terms_at_risk: u32,
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

/// For whom incidents are listed, and when.
pub struct Reader {
    pub calendar: Production,
    pub language: Language,
    pub now: DateTime<Utc>,
}

impl Reader {
    /// Incidents with their terms, which only open ones have.
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
                let terms = self.terms(&listed, log).map_err(unread);
                self.row(listed, terms.unwrap_or_default())
                    .map_err(unread)
                    .ok()
            })
            .collect())
    }

    /// The terms of an incident that are not met.
    fn terms(&self, listed: &Listed, log: &[incidents::Entry]) -> Result<Terms> {
        let log = log.iter().map(entry).collect::<Result<Vec<_>>>()?;
        let facts = deadline::Facts {
            korp: listed.plan.as_deref() == Some("korp"),
        };
        let terms = deadline::deadlines(&log, &facts, &self.calendar).map_err(broken)?;
        let open = terms.iter().filter(|term| term.met.is_none());
        let open = open.filter_map(|term| Some((term.due.at()?, term)));
        let mut open: Vec<_> = open.collect();
        open.sort_by_key(|(due, _)| *due);
        let zone = zone(listed);
        let open = open.into_iter();
        let open: Vec<_> = open.map(|(due, term)| self.term(due, term, zone)).collect();
        let at_risk = open.iter().filter(|term| term.breached || term.at_risk);
        Ok(Terms {
            at_risk: u32::try_from(at_risk.count()).unwrap_or(u32::MAX),
            next: open.into_iter().next(),
        })
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

    fn row(&self, listed: Listed, terms: Terms) -> Result<Row> {
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
            term: terms.next,
            terms_at_risk: terms.at_risk,
        })
    }
}

impl Row {
    /// Whether one of its terms is near or past.
    pub fn is_at_risk(&self) -> bool {
        0 < self.terms_at_risk
    }
}

/// The terms of an incident that are not met.
#[derive(Debug, Default)]
struct Terms {
    /// The one that ends next.
    next: Option<Next>,
    /// How many are near or past.
    at_risk: u32,
}

/// The zone of an incident's site; the office's, where it has none.
fn zone(listed: &Listed) -> Tz {
    let zone = listed.zone.as_deref().and_then(|zone| zone.parse().ok());
    zone.unwrap_or(MOSCOW)
}
