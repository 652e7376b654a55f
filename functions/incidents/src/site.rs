//! Sensors of a site that fail together: one incident of the site, which the
//! sensors' own belong to.

use chrono::{DateTime, TimeDelta, Utc};
use spp_incident::alarm::{Alarm, Damping, Phase};
use spp_incident::group::{self, Change, Member, Rule, Site};
use spp_incident::life::{Entry, Event};
use spp_quality::{Evidence, Finding, Symptom};
use spp_store::incidents::{self, Draft, Incident};
use spp_store::watch::alarms::{self, Subject};
use spp_store::{Transaction, outbox};
use spp_web::Result;

use crate::case::{self, Case};
use crate::context::{Context, broken};
use crate::raise;

/// Whether a symptom is one by which sensors fail together.
pub fn counts(symptom: Symptom) -> bool {
    matches!(symptom, Symptom::NoContact | Symptom::NoData)
}

/// Groups the incidents of a site anew.
pub async fn group(
    transaction: &Transaction,
    site: i64,
    client: i64,
    context: &Context,
) -> Result<()> {
    let code = Symptom::SiteDown.as_str();
    let parent = incidents::of_site(transaction, site, code).await?;
    let members = members(transaction, site, parent.as_ref()).await?;
    let state = Site {
        sensors: incidents::sensors_of_site(transaction, site).await?,
        parent: parent.as_ref().map(|parent| parent.id),
        incidents: members,
    };
    for change in group::plan(&state, &Rule::default()) {
        match change {
            Change::Open { since, children } => {
                let finding = finding(since, children.len(), state.sensors);
                let draft = draft(&finding, site, client, context)?;
                let mut case = parent_of(transaction, &children, draft, context).await?;
                for child in &children {
                    adopt(transaction, *child, case.incident.id).await?;
                }
                let event = match case.log.is_empty() {
                    true => Event::Detected {
                        symptom: Symptom::SiteDown,
                        since,
                    },
                    false => Event::Reopened,
                };
                let said = case::watch(context.now, event);
                raise::say(transaction, &mut case, said, context).await?;
            }
            Change::Attach { parent, child } => {
                adopt(transaction, child, parent).await?;
                say(transaction, parent, Event::Reopened, context).await?;
            }
            Change::Recover { parent } => {
                say(transaction, parent, Event::Recovered, context).await?;
            }
        }
    }
    Ok(())
}

/// The incidents of a site's sensors that are raised or belong to the open one
/// of the site.
async fn members(
    transaction: &Transaction,
    site: i64,
    parent: Option<&Incident>,
) -> Result<Vec<Member>> {
    let mut members = Vec::new();
    for stored in alarms::of_site(transaction, site).await? {
        let symptom: Symptom = stored.symptom.parse().map_err(broken)?;
        let (Some(incident), Subject::Sensor(sensor)) = (stored.incident, stored.subject) else {
            continue;
        };
        let alarm: Alarm = serde_json::from_str(&stored.state).map_err(broken)?;
        let Some(known) = incidents::get(transaction, incident, None).await? else {
            continue;
        };
        let of_parent = known
            .parent
            .filter(|id| parent.is_some_and(|open| open.id == *id));
        if !counts(symptom) || (!alarm.is_raised() && of_parent.is_none()) {
            continue;
        }
        let raised = match alarm.phase {
            Phase::Raised { since } => since,
            _ => alarm.raises.last().copied().unwrap_or_default(),
        };
        members.push(Member {
            incident,
            sensor,
            symptom,
            raised,
            parent: of_parent,
            over: !alarm.is_raised() || known.standing.closed_at.is_some(),
        });
    }
    Ok(members)
}

/// The site's incident for these children: the one that they belonged to, where
/// it has been over for no longer than a relapse takes, or a new one.
async fn parent_of(
    transaction: &Transaction,
    children: &[i64],
    draft: Draft,
    context: &Context,
) -> Result<Case> {
    let within = Damping::of(Symptom::SiteDown).reopen_within;
    let recent = context.now - TimeDelta::seconds(i64::from(within));
    for child in children {
        let child = incidents::get(transaction, *child, None).await?;
        let Some(parent) = child.and_then(|child| child.parent) else {
            continue;
        };
        let case = Case::load(transaction, parent, None).await?;
        let is_recent = |case: &Case| {
            let over =
                |entry: &&Entry| matches!(entry.event, Event::Recovered | Event::Closed { .. });
            let ended = case.log.iter().rev().find(over);
            ended.is_none_or(|entry| recent <= entry.at)
        };
        if let Some(case) = case.filter(is_recent) {
            return Ok(case);
        }
    }
    Case::open(transaction, draft).await
}

/// Puts a sensor's incident under the site's: what waits to be told of it alone
/// is told with the site's.
async fn adopt(transaction: &Transaction, child: i64, parent: i64) -> Result<()> {
    incidents::adopt(transaction, child, parent).await?;
    Ok(outbox::gather(transaction, child).await?)
}

async fn say(
    transaction: &Transaction,
    incident: i64,
    event: Event,
    context: &Context,
) -> Result<()> {
    match Case::load(transaction, incident, None).await? {
        Some(mut case) => {
            let said = case::watch(context.now, event);
            raise::say(transaction, &mut case, said, context).await
        }
        None => Ok(()),
    }
}

fn finding(since: DateTime<Utc>, lost: usize, sensors: u32) -> Finding {
    let numbers = [
        ("sensors_lost", lost as f64),
        ("sensors", f64::from(sensors)),
    ];
    Finding {
        symptom: Symptom::SiteDown,
        since,
        until: None,
        confidence: 1.0,
        evidence: Evidence::new(&numbers, []),
    }
}

fn draft(finding: &Finding, site: i64, client: i64, context: &Context) -> Result<Draft> {
    Ok(Draft {
        client: Some(client),
        site: Some(site),
        system: None,
        sensor: None,
        symptom: finding.symptom.as_str().to_owned(),
        since: finding.since.timestamp(),
        detected_at: context.now.timestamp(),
        evidence: serde_json::to_string(finding).map_err(broken)?,
    })
}
