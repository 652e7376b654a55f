//! One incident: what it concerns, where it stands and why, what may happen
//! next, and all that was said.

use axum::Json;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use serde::Serialize;
use serde_json::Value;
use spp_calendar::Production;
use spp_incident::class::{self, Text};
use spp_incident::deadline::{self, Deadline, Due};
use spp_incident::life::{Author, Entry, EventKind};
use spp_incident::side::Proposal;
use spp_store::Connection;
use spp_web::auth::Principal;
use spp_web::{Error, Language, Path, Result, language};
use utoipa::ToSchema;

use crate::case::{AHEAD, Case};
use crate::context::{broken, calendar};
use crate::list::time;

/// An incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incident {
    id: i64,
    symptom: String,
    /// The symptom in the reader's language.
    name: &'static str,
    client: Option<Named>,
    site: Option<Named>,
    system_id: Option<i64>,
    sensor: Option<Sensor>,
    /// The incident of the site that it belongs to.
    parent_id: Option<i64>,
    /// Incidents that belong to it and are not over.
    open_children: u32,
    since: String,
    detected_at: String,
    stage: &'static str,
    /// Who has to act.
    whose: Option<&'static str>,
    side: Option<&'static str>,
    /// The clause of the regulations by which the side acts.
    clause: Option<&'static str>,
    unstable: bool,
    cause: Option<String>,
    remedy: Option<String>,
    closed_at: Option<String>,
    /// The service plan: prof or korp.
    plan: Option<String>,
    /// Whose side the rules propose, until it is decided.
    proposal: Option<Proposed>,
    /// What the reader may say now.
    allowed: Vec<&'static str>,
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

/// The sensor that an incident concerns, and its presumed place.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sensor {
    id: i64,
    name: String,
    entrance: String,
    model: Option<String>,
    serial: Option<String>,
    room: Option<String>,
    cabinet: Option<String>,
    supplied_by: String,
    mounted_by: String,
    warranty_until: Option<String>,
}

/// A proposed side, with the rule that it rests on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proposed {
    side: &'static str,
    clause: &'static str,
    source: &'static str,
    rule: &'static str,
    /// Whether the facts suffice.
    sure: bool,
}

/// A term.
#[derive(Debug, Serialize, ToSchema)]
pub struct Term {
    kind: &'static str,
    /// The rule that sets it.
    clause: &'static str,
    whose: &'static str,
    started: String,
    /// When it ends; absent where no production calendar is loaded for then.
    due: Option<String>,
    met: Option<String>,
    breached: bool,
    at_risk: bool,
}

/// A time in which one party had to act.
#[derive(Debug, Serialize, ToSchema)]
pub struct Span {
    whose: &'static str,
    from: String,
    to: String,
}

/// An entry of the timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Said {
    at: String,
    #[schema(value_type = Object)]
    author: Author,
    #[schema(value_type = Object)]
    event: Value,
    text: Option<String>,
}

/// Something to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Choice {
    code: &'static str,
    name: &'static str,
    /// The article of the knowledge base about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'static str>,
}

/// Shows an incident with its timeline, its terms and what it rests on.
#[utoipa::path(get, operation_id = "incidents_get", path = "/api/v1/incidents/{id}", tag = "incidents", params(("id" = i64, Path)), responses((status = 200, body = Incident), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = [])))]
pub async fn get(
    principal: Principal,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Json<Incident>> {
    let connection = Connection::open().await?;
    let case = Case::load(&connection, id, principal.tenant()).await?;
    let case = case.ok_or_else(Error::not_found)?;
    let calendar = calendar(&connection).await?;
    show(&case, principal, &calendar, language(&headers), Utc::now()).map(Json)
}

/// A case as its reader sees it.
pub fn show(
    case: &Case,
    reader: Principal,
    calendar: &Production,
    language: Language,
    now: DateTime<Utc>,
) -> Result<Incident> {
    let say = |text: Text| match language {
        Language::Russian => text.ru,
        Language::English => text.en,
    };
    let (draft, life) = (&case.incident.draft, &case.life);
    let symptom = case.symptom()?;
    let is_undecided = life.stage.is_undecided();
    let proposal = is_undecided.then(|| case.proposal(now)).transpose()?;
    let context = case.context(&author(reader), now);
    let held = deadline::held(&case.log, now).map_err(broken)?;
    Ok(Incident {
        id: case.incident.id,
        symptom: draft.symptom.clone(),
        name: say(class::name(symptom)),
        client: named(draft.client, case.facts.client.clone()),
        site: named(
            draft.site,
            case.facts.site.as_ref().map(|(name, ..)| name.clone()),
        ),
        system_id: draft.system,
        sensor: sensor(case),
        parent_id: case.incident.parent,
        open_children: case.open_children,
        since: time(draft.since),
        detected_at: time(draft.detected_at),
        stage: life.stage.as_str(),
        whose: life.stage.whose().map(|side| side.as_str()),
        side: life.side().map(|side| side.as_str()),
        clause: life.decided.map(|clause| clause.as_str()),
        unstable: life.unstable,
        cause: life.cause.clone(),
        remedy: life.remedy.clone(),
        closed_at: case.incident.standing.closed_at.map(time),
        plan: case.facts.plan.clone(),
        proposal: proposal.map(|proposal| proposed(&proposal, language)),
        allowed: life
            .allowed(&context)
            .into_iter()
            .map(EventKind::as_str)
            .collect(),
        deadlines: case
            .deadlines(calendar)?
            .iter()
            .map(|deadline| term(deadline, now))
            .collect(),
        held: held
            .iter()
            .map(|held| Span {
                whose: held.whose.as_str(),
                from: time(held.from.timestamp()),
                to: time(held.to.timestamp()),
            })
            .collect(),
        timeline: case.log.iter().map(said).collect::<Result<_>>()?,
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

/// As whom somebody speaks.
pub fn author(principal: Principal) -> Author {
    match principal {
        Principal::Administrator => Author::Engineer {
            name: "administrator".to_owned(),
        },
        Principal::Client(user) => Author::Client { user },
    }
}

fn named(id: Option<i64>, name: Option<String>) -> Option<Named> {
    let (id, name) = id.zip(name)?;
    Some(Named { id, name })
}

fn sensor(case: &Case) -> Option<Sensor> {
    let (id, facts) = case.incident.draft.sensor.zip(case.facts.sensor.clone())?;
    Some(Sensor {
        id,
        name: facts.name,
        entrance: facts.entrance,
        model: facts.model,
        serial: facts.serial,
        room: facts.room,
        cabinet: facts.cabinet,
        supplied_by: facts.supplied_by,
        mounted_by: facts.mounted_by,
        warranty_until: facts.warranty_until,
    })
}

fn proposed(proposal: &Proposal, language: Language) -> Proposed {
    Proposed {
        side: proposal.side.as_str(),
        clause: proposal.clause.as_str(),
        source: proposal.source,
        rule: match language {
            Language::Russian => proposal.ru,
            Language::English => proposal.en,
        },
        sure: proposal.sure,
    }
}

fn term(deadline: &Deadline, now: DateTime<Utc>) -> Term {
    let show = |at: DateTime<Utc>| time(at.timestamp());
    Term {
        kind: deadline.kind.as_str(),
        clause: deadline.clause,
        whose: deadline.whose.as_str(),
        started: show(deadline.started),
        due: match deadline.due {
            Due::At(at) => Some(show(at)),
            Due::Beyond(_) => None,
        },
        met: deadline.met.map(show),
        breached: deadline.breached(now),
        at_risk: deadline.at_risk(now, AHEAD),
    }
}

fn said(entry: &Entry) -> Result<Said> {
    Ok(Said {
        at: time(entry.at.timestamp()),
        author: entry.author.clone(),
        event: serde_json::to_value(&entry.event).map_err(broken)?,
        text: entry.text.clone(),
    })
}
