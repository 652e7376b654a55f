//! One incident: what it concerns, where it stands and why, what may happen
//! next, and all that was said.

mod said;
mod sensor;
mod term;

use axum::Json;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use serde::Serialize;
use serde_json::Value;
use spp_calendar::{MOSCOW, Production};
use spp_incident::class;
use spp_incident::deadline;
use spp_incident::life::EventKind;
use spp_incident::side::Proposal;
use spp_store::Connection;
use spp_store::registry::decrees;
use spp_web::auth::Principal;
use spp_web::{Error, Language, Path, Result, language};
use utoipa::ToSchema;

use crate::case::Case;
use crate::context::broken;
use crate::list::{self, time};
use said::Said;
use sensor::Sensor;
use term::{Sight, Span, Term};

pub use said::author;

/// An incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incident {
    id: i64,
    symptom: String,
    /// The symptom in the reader's language.
    name: &'static str,
    client: Option<Named>,
    site: Option<Named>,
    /// The site's postal address.
    address: Option<String>,
    system_id: Option<i64>,
    sensor: Option<Sensor>,
    /// The incident of the site that it belongs to.
    parent_id: Option<i64>,
    /// Incidents that belong to it and are not over.
    open_children: u32,
    since: String,
    detected_at: String,
    stage: &'static str,
    /// The stage in the reader's language.
    stage_name: &'static str,
    /// Who has to act.
    whose: Option<&'static str>,
    /// Who that is, in the reader's language.
    whose_name: Option<&'static str>,
    side: Option<&'static str>,
    /// The side in the reader's language.
    side_name: Option<&'static str>,
    /// The clause of the regulations by which the side acts.
    clause: Option<&'static str>,
    unstable: bool,
    cause: Option<String>,
    /// The article of the knowledge base about its cause, once that is known.
    article: Option<&'static str>,
    remedy: Option<String>,
    closed_at: Option<String>,
    /// The service plan: prof or korp.
    plan: Option<String>,
    /// Whose side the rules propose, until it is decided.
    proposal: Option<Proposed>,
    /// What the reader may say now.
    allowed: Vec<&'static str>,
    /// When that was so.
    at: String,
    /// Whether it is working time now, by the production calendar.
    working_now: bool,
    /// When that changes.
    working_changes_at: Option<String>,
    deadlines: Vec<Term>,
    /// Who had to act when.
    held: Vec<Span>,
    timeline: Vec<Said>,
    /// The finding: numbers by the code of their meaning, and a series to draw.
    #[schema(value_type = Object)]
    evidence: Value,
    /// What the client's technical services are asked to do.
    actions: Vec<&'static str>,
    /// The causes that fit the symptom, for closing.
    causes: Vec<Choice>,
    /// The remedies, for closing.
    remedies: Vec<Choice>,
}

/// Something with its name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    id: i64,
    name: String,
}

/// A proposed side, with the rule that it rests on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proposed {
    side: &'static str,
    /// The side in the reader's language.
    side_name: &'static str,
    clause: &'static str,
    source: &'static str,
    rule: &'static str,
    /// Whether the facts suffice.
    sure: bool,
}

/// Something to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Choice {
    code: &'static str,
    name: &'static str,
    /// The article of the knowledge base about it: `/api/v1/articles/{article}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'static str>,
}

/// Shows an incident with its timeline, its terms and what it rests on.
#[utoipa::path(get, operation_id = "incidents_get", path = "/api/v1/incidents/{id}", tag = "incidents", params(("id" = i64, Path)), responses((status = 200, body = Incident), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn get(
    principal: Principal,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Json<Incident>> {
    let connection = Connection::open().await?;
    let case = Case::load(&connection, id, principal.tenant()).await?;
    let case = case.ok_or_else(Error::not_found)?;
    let calendar = decrees::calendar(&connection).await?;
    show(&case, &principal, &calendar, language(&headers), Utc::now()).map(Json)
}

/// A case as its reader sees it.
pub fn show(
    case: &Case,
    reader: &Principal,
    calendar: &Production,
    language: Language,
    now: DateTime<Utc>,
) -> Result<Incident> {
    let say = |text| list::said(language, text);
    let (draft, life) = (&case.incident.draft, &case.life);
    let sight = Sight {
        calendar,
        language,
        zone: case.facts.site.as_ref().map_or(MOSCOW, |(.., zone)| *zone),
        now,
    };
    let time = |seconds| time(seconds, sight.zone);
    let symptom = case.symptom()?;
    let is_undecided = life.stage.is_undecided();
    let proposal = is_undecided.then(|| case.proposal(now)).transpose()?;
    let context = case.context(&author(reader), now);
    let held = deadline::held(&case.log, now).map_err(broken)?;
    let (working_now, working_changes_at) = sight.office();
    Ok(Incident {
        id: case.incident.id,
        symptom: draft.symptom.clone(),
        name: say(class::name(symptom)),
        client: named(draft.client, case.facts.client.clone()),
        site: named(
            draft.site,
            case.facts.site.as_ref().map(|(name, ..)| name.clone()),
        ),
        address: case
            .facts
            .site
            .as_ref()
            .and_then(|(_, address, _)| address.clone()),
        system_id: draft.system,
        sensor: Sensor::of(case),
        parent_id: case.incident.parent,
        open_children: case.open_children,
        since: time(draft.since),
        detected_at: time(draft.detected_at),
        stage: life.stage.as_str(),
        stage_name: say(class::stage(life.stage)),
        whose: life.stage.whose().map(|side| side.as_str()),
        whose_name: life.stage.whose().map(|side| say(class::side(side))),
        side: life.side().map(|side| side.as_str()),
        side_name: life.side().map(|side| say(class::side(side))),
        clause: life.decided.map(|clause| clause.as_str()),
        unstable: life.unstable,
        cause: life.cause.clone(),
        article: life
            .cause
            .as_deref()
            .and_then(class::cause)
            .map(|cause| cause.article),
        remedy: life.remedy.clone(),
        closed_at: case.incident.standing.closed_at.map(time),
        plan: case.facts.plan.clone(),
        proposal: proposal.map(|proposal| proposed(&proposal, language)),
        allowed: life
            .allowed(&context)
            .into_iter()
            .filter(|_| reader.is_heard())
            .map(EventKind::as_str)
            .collect(),
        at: time(now.timestamp()),
        working_now,
        working_changes_at,
        deadlines: case
            .deadlines(calendar)?
            .iter()
            .map(|deadline| sight.term(deadline))
            .collect(),
        held: held.iter().map(|held| sight.span(held)).collect(),
        timeline: case
            .log
            .iter()
            .map(|entry| Said::of(entry, time(entry.at.timestamp())))
            .collect::<Result<_>>()?,
        evidence: serde_json::from_str(&draft.evidence).map_err(broken)?,
        actions: class::wanted(symptom).iter().copied().map(say).collect(),
        causes: class::causes_of(symptom)
            .map(|cause| Choice {
                code: cause.code,
                name: say(cause.name),
                article: Some(cause.article),
            })
            .collect(),
        remedies: class::REMEDIES
            .iter()
            .map(|remedy| Choice {
                code: remedy.code,
                name: say(remedy.name),
                article: None,
            })
            .collect(),
    })
}

fn named(id: Option<i64>, name: Option<String>) -> Option<Named> {
    let (id, name) = id.zip(name)?;
    Some(Named { id, name })
}

fn proposed(proposal: &Proposal, language: Language) -> Proposed {
    Proposed {
        side: proposal.side.as_str(),
        side_name: list::said(language, class::side(proposal.side)),
        clause: proposal.clause.as_str(),
        source: proposal.source,
        rule: match language {
            Language::Russian => proposal.ru,
            Language::English => proposal.en,
        },
        sure: proposal.sure,
    }
}
