//! From findings to incidents: alarms are stepped, and what changes of them is
//! said in the incidents' logs and told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use spp_incident::alarm::{self, Alarm, Change, Damping, Seen as Sight};
use spp_incident::group;
use spp_incident::life::{Entry, Event};
use spp_quality::{Finding, Symptom};
use spp_store::incidents::Draft;
use spp_store::watch::alarms::{self, Subject};
use spp_store::{Connection, Transaction, watch};
use spp_web::Result;

use crate::case::{self, Case};
use crate::context::{Context, broken, report};
use crate::look::Seen;
use crate::{site, tell};

/// Seconds after which a sensor is looked at again that is silent with the service.
const SOON: i64 = 60;

/// An alarm that a look has stepped.
struct Stepped {
    subject: Subject,
    symptom: Symptom,
    alarm: Alarm,
    incident: Option<i64>,
    finding: Option<Finding>,
    change: Option<Change>,
}

/// What an incident of a subject begins with, but for the finding.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    /// Whose it is.
    pub client: Option<i64>,
    /// Where.
    pub site: Option<i64>,
}

/// Keeps what looks at sensors have seen, and what follows from it, in one
/// transaction.
pub async fn raise(
    connection: Connection,
    seen: Vec<Seen>,
    context: &Context,
) -> Result<Connection> {
    let sensors: Vec<_> = seen.iter().map(|seen| seen.looked.sensor).collect();
    // Read with the write lock held: whoever is due again meanwhile is looked at
    // by somebody else, too.
    let transaction = connection.begin().await?;
    let mut known: BTreeMap<Subject, Vec<alarms::Alarm>> = BTreeMap::new();
    for alarm in alarms::of_sensors(&transaction, &sensors).await? {
        known.entry(alarm.subject).or_default().push(alarm);
    }
    let is_silenced = outage(&transaction).await?;
    let (mut looked, mut stepped, mut owners) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut failed = Vec::new();
    for Seen {
        looked: mut look,
        findings,
        client,
        site,
    } in seen
    {
        let subject = Subject::Sensor(look.sensor);
        let known = known.remove(&subject).unwrap_or_default();
        if is_silenced {
            // Looked at again as soon as the service is well.
            if !(findings.is_empty() && known.is_empty()) {
                look.due = look.due.min(context.now.timestamp() + SOON);
            }
        } else {
            let steps = match step(subject, known, findings, context.now) {
                Ok(steps) => steps,
                Err(error) => {
                    failed.push((look.sensor, error));
                    continue;
                }
            };
            let due = steps
                .iter()
                .filter_map(|step| step.alarm.due(&Damping::of(step.symptom)))
                .map(|due| due.timestamp().max(context.now.timestamp() + 1));
            look.due = due.chain([look.due]).min().unwrap_or(look.due);
            stepped.extend(steps);
        }
        let owner = Owner {
            client: Some(client),
            site: Some(site),
        };
        owners.insert(subject, owner);
        looked.push(look);
    }
    let mut sites = BTreeSet::new();
    for step in stepped {
        let owner = owners.get(&step.subject).copied();
        let Some(owner) = owner else { continue };
        if site::counts(step.symptom) && step.change.is_some() {
            sites.extend(owner.site.zip(owner.client));
        }
        let subject = step.subject;
        let kept = keep(&transaction, step, owner, context);
        if let (Err(error), Subject::Sensor(sensor)) = (transaction.attempt(kept).await?, subject) {
            failed.push((sensor, error));
        }
    }
    for (site, client) in sites {
        let grouped = site::group(&transaction, site, client, context);
        if let Err(error) = transaction.attempt(grouped).await? {
            report("the site", site, &error);
        }
    }
    looked.retain(|look| failed.iter().all(|(sensor, _)| *sensor != look.sensor));
    watch::keep(&transaction, &looked, context.now.timestamp()).await?;
    // Whoever fails is put off, and does not keep the others from it.
    for (sensor, error) in failed {
        report("the sensor", sensor, &error);
        let failure = format!("{error:?}");
        watch::put_off(&transaction, sensor, context.now.timestamp(), &failure).await?;
    }
    Ok(transaction.commit().await?)
}

/// What is found of something that is no sensor.
pub struct Other {
    /// A system's server, or the service itself.
    pub subject: Subject,
    /// Whose incident it is.
    pub owner: Owner,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// The same for what is no sensor. It is looked at by every tick, so the alarms
/// are read with the write lock held: of two schedulers one comes first.
pub async fn others(
    connection: Connection,
    others: Vec<Other>,
    context: &Context,
) -> Result<Connection> {
    let transaction = connection.begin().await?;
    let mut known: BTreeMap<Subject, Vec<alarms::Alarm>> = BTreeMap::new();
    for alarm in alarms::of_servers(&transaction).await? {
        known.entry(alarm.subject).or_default().push(alarm);
    }
    for other in others {
        let known = known.remove(&other.subject).unwrap_or_default();
        let client = other.owner.client.unwrap_or_default();
        let failed = |error| report("a server of the client", client, &error);
        let steps = step(other.subject, known, other.findings, context.now);
        for step in steps.map_err(failed).unwrap_or_default() {
            let kept = keep(&transaction, step, other.owner, context);
            _ = transaction.attempt(kept).await?.map_err(failed);
        }
    }
    Ok(transaction.commit().await?)
}

/// Whether the service itself has an incident: then no other is opened.
async fn outage(connection: &Connection) -> Result<bool> {
    let alarms = alarms::of_servers(connection).await?;
    let mut open = Vec::new();
    for stored in alarms {
        let alarm: Alarm = serde_json::from_str(&stored.state).map_err(broken)?;
        if stored.subject == Subject::Service && alarm.is_raised() {
            open.push(stored.symptom.parse().map_err(broken)?);
        }
    }
    Ok(group::is_silenced(Symptom::NoContact, &open))
}

/// Steps the alarms of a subject: those that it has, and those that findings
/// begin. Those that stay as they are, and quiet ones, are left out.
fn step(
    subject: Subject,
    known: Vec<alarms::Alarm>,
    findings: Vec<Finding>,
    now: DateTime<Utc>,
) -> Result<Vec<Stepped>> {
    // Of two findings of one symptom the one that began first says more.
    let mut all = findings;
    all.sort_by_key(|finding| std::cmp::Reverse(finding.since));
    let mut findings: BTreeMap<_, _> = all
        .into_iter()
        .map(|finding| (finding.symptom, finding))
        .collect();
    let mut before: BTreeMap<Symptom, (Alarm, Option<i64>)> = BTreeMap::new();
    for stored in known {
        let symptom = stored.symptom.parse().map_err(broken)?;
        let alarm = serde_json::from_str(&stored.state).map_err(broken)?;
        before.insert(symptom, (alarm, stored.incident));
    }
    for symptom in findings.keys() {
        before.entry(*symptom).or_default();
    }
    Ok(before
        .into_iter()
        .map(|(symptom, (alarm, incident))| {
            let finding = findings.remove(&symptom);
            let sight = Sight {
                present: finding.is_some(),
                since: finding.as_ref().map_or(now, |finding| finding.since),
            };
            let (alarm, change) = alarm::step(&alarm, sight, now, &Damping::of(symptom));
            Stepped {
                subject,
                symptom,
                alarm,
                incident,
                finding,
                change,
            }
        })
        .collect())
}

/// Keeps a stepped alarm, with what follows from its change.
async fn keep(
    transaction: &Transaction,
    mut step: Stepped,
    owner: Owner,
    context: &Context,
) -> Result<()> {
    if let Some(change) = step.change {
        step.incident = Some(follow(transaction, &step, change, owner, context).await?);
    }
    let damping = Damping::of(step.symptom);
    if step.alarm.is_over(context.now, &damping) {
        return Ok(alarms::forget(transaction, step.subject, step.symptom.as_str()).await?);
    }
    let alarm = alarms::Alarm {
        subject: step.subject,
        symptom: step.symptom.as_str().to_owned(),
        state: serde_json::to_string(&step.alarm).map_err(broken)?,
        incident: step.incident,
    };
    Ok(alarms::keep(transaction, &alarm).await?)
}

/// What a change of an alarm means for its incident, whose number it returns.
async fn follow(
    transaction: &Transaction,
    step: &Stepped,
    change: Change,
    owner: Owner,
    context: &Context,
) -> Result<i64> {
    let known = match (change, step.incident) {
        (Change::Open, _) | (_, None) => None,
        (_, Some(incident)) => Case::load(transaction, incident, None).await?,
    };
    let Some(mut case) = known else {
        let mut case = Case::open(transaction, draft(step, owner, context.now)?).await?;
        let since = step
            .finding
            .as_ref()
            .map_or(context.now, |found| found.since);
        let symptom = step.symptom;
        let detected = Event::Detected { symptom, since };
        say(
            transaction,
            &mut case,
            case::watch(context.now, detected),
            context,
        )
        .await?;
        return Ok(case.incident.id);
    };
    if change == Change::Unstable && case::is_over(&case.incident) {
        // It is open again, and told of as unstable alone.
        let reopened = case::watch(context.now, Event::Reopened);
        _ = case.say(transaction, reopened, &context.calendar).await?;
    }
    for event in events(change, &step.alarm) {
        say(
            transaction,
            &mut case,
            case::watch(context.now, event),
            context,
        )
        .await?;
    }
    Ok(case.incident.id)
}

fn events(change: Change, alarm: &Alarm) -> Vec<Event> {
    match change {
        Change::Open => Vec::new(),
        Change::Reopen => vec![Event::Reopened],
        Change::Recover => vec![Event::Recovered],
        Change::Unstable => vec![Event::Unstable],
        Change::Calm if alarm.is_raised() => vec![Event::Calm],
        Change::Calm => vec![Event::Calm, Event::Recovered],
    }
}

/// Says something in a case's log, and tells of it. What the case's stage does
/// not know is not said: an engineer was faster than the watch.
pub async fn say(
    transaction: &Transaction,
    case: &mut Case,
    said: Entry,
    context: &Context,
) -> Result<()> {
    let event = said.event.clone();
    let Ok(entry) = case.say(transaction, said, &context.calendar).await? else {
        return Ok(());
    };
    let told = (entry, &event);
    tell::event(transaction, case, told, context).await
}

fn draft(step: &Stepped, owner: Owner, now: DateTime<Utc>) -> Result<Draft> {
    let (sensor, system) = match step.subject {
        Subject::Sensor(id) => (Some(id), None),
        Subject::System(id) => (None, Some(id)),
        Subject::Service => (None, None),
    };
    let finding = step.finding.as_ref();
    Ok(Draft {
        client: owner.client,
        site: owner.site,
        system,
        sensor,
        symptom: step.symptom.as_str().to_owned(),
        since: finding.map_or(now, |finding| finding.since).timestamp(),
        detected_at: now.timestamp(),
        evidence: serde_json::to_string(&finding).map_err(broken)?,
    })
}
