//! Who is told of what has happened, and when.

use chrono::{DateTime, TimeDelta, Utc};
use spp_calendar::Production;
use spp_incident::deadline::Kind;
use spp_incident::life::{Event, Stage};
use spp_incident::side::Clause;
use spp_mail::Errand;
use spp_mail::policy::{self, Urgency};
use spp_quality::{Finding, Symptom};
use spp_store::incidents::Contact;
use spp_store::outbox::{Channel, Letter};
use spp_store::{Connection, Transaction, incidents, outbox};
use spp_web::Result;

use crate::case::Case;
use crate::context::{Context, broken};

/// Letters of the watch wait for so long: sensors that fail together come to
/// light within it, and are one letter.
const TOGETHER: TimeDelta = TimeDelta::seconds(90);

/// Everybody who can be told of an incident.
pub struct Readers(Vec<Contact>);

impl Readers {
    /// Those of a case.
    pub async fn of(connection: &Connection, case: &Case) -> Result<Self> {
        let draft = &case.incident.draft;
        Ok(Self(
            incidents::contacts(connection, draft.client, draft.site).await?,
        ))
    }

    /// Those of a role.
    fn role(&self, role: &str) -> Vec<&Contact> {
        self.0.iter().filter(|one| one.role == role).collect()
    }

    /// The client's technical services; its authorised persons, where it has
    /// named none.
    pub fn services(&self) -> Vec<&Contact> {
        let services = self.role("technical");
        match services.is_empty() {
            true => self.role("authorised"),
            false => services,
        }
    }

    /// The third party by the name that the sensor gives its supplier or
    /// mounter; the only one there is, where it gives none.
    pub fn third_party(&self, case: &Case) -> Vec<&Contact> {
        let parties = self.role("third_party");
        let sensor = case.facts.sensor.as_ref();
        let names: Vec<_> = sensor
            .iter()
            .flat_map(|sensor| [&sensor.supplier, &sensor.mounter])
            .flatten()
            .map(|name| name.to_lowercase())
            .collect();
        let named: Vec<_> = parties
            .iter()
            .copied()
            .filter(|party| names.contains(&party.name.to_lowercase()))
            .collect();
        match (names.is_empty(), parties.len()) {
            (true, 1) => parties,
            _ => named,
        }
    }
}

/// Tells of an event of a case: writes into the outbox what goes to whom.
pub async fn event(
    transaction: &Transaction,
    case: &Case,
    (entry, event): (i64, &Event),
    context: &Context,
) -> Result<()> {
    let (calendar, now) = (&context.calendar, context.now);
    let readers = Readers::of(transaction, case).await?;
    let mut letters = Vec::new();
    if let Some(errand) = errand(case, event, calendar, now)? {
        for reader in whom(case, &readers, &errand) {
            let key = format!("{}:{entry}:{}", case.incident.id, reader.email);
            letters.push(letter(case, reader, key, &errand, context)?);
        }
    }
    letters.extend(hooks(transaction, case, entry, event, now).await?);
    outbox::put(transaction, &letters, now.timestamp()).await?;
    Ok(())
}

/// What is told of an event; nothing, where it belongs to an incident of the
/// site, which is told of instead, or where nobody waits for it.
fn errand(
    case: &Case,
    event: &Event,
    calendar: &Production,
    now: DateTime<Utc>,
) -> Result<Option<Errand>> {
    let is_single = case.incident.parent.is_none();
    let is_ours = case.symptom()? == Symptom::ServiceOutage;
    Ok(match event {
        Event::Detected { .. } if is_ours => Some(Errand::Outage {
            until: None,
            sensors: unheard(case)?,
        }),
        Event::Recovered if is_ours => Some(Errand::Outage {
            until: Some(now),
            sensors: unheard(case)?,
        }),
        Event::Detected { .. } if is_single => Some(Errand::Opened {
            due: due(case, Kind::Diagnose, calendar)?,
        }),
        Event::Recovered if is_single && !case.life.unstable => Some(Errand::Recovered { at: now }),
        Event::Reopened if is_single => Some(Errand::Reopened { at: now }),
        Event::Unstable if is_single => {
            let is_back = |event: &Event| matches!(event, Event::Detected { .. } | Event::Reopened);
            let counted_from = now - TimeDelta::days(1);
            let lately = case.log.iter().filter(|entry| counted_from <= entry.at);
            let times = lately.filter(|entry| is_back(&entry.event)).count();
            Some(Errand::Unstable {
                times: u32::try_from(times).unwrap_or(u32::MAX),
                counted_from,
            })
        }
        Event::Closed { .. } => Some(Errand::Closed { at: now }),
        Event::VisitAgreed { at } => Some(Errand::VisitAgreed {
            at: *at,
            contact: None,
        }),
        Event::ServicesTold => Some(Errand::WorkOrder {
            due: due(case, Kind::ClientTerm, calendar)?,
            text: case.log.last().and_then(|entry| entry.text.clone()),
        }),
        Event::ThirdPartyTold => Some(Errand::Warranty),
        Event::SideDecided { .. } | Event::VisitMade { .. }
            if case.life.stage == Stage::OwnRepair =>
        {
            Some(Errand::WorkOrder {
                due: None,
                text: case.log.last().and_then(|entry| entry.text.clone()),
            })
        }
        _ => None,
    })
}

/// How many sensors were not heard while the service took no counts.
fn unheard(case: &Case) -> Result<u32> {
    let finding: Option<Finding> =
        serde_json::from_str(&case.incident.draft.evidence).map_err(broken)?;
    let number = |name| finding.as_ref()?.evidence.number(name);
    let expected = number("sensors_expected").unwrap_or_default();
    Ok((expected - number("sensors_heard").unwrap_or_default()).max(0.0) as u32)
}

/// Who is told.
fn whom<'a>(case: &Case, readers: &'a Readers, errand: &Errand) -> Vec<&'a Contact> {
    let told = |event: fn(&Event) -> bool| case.log.iter().any(|entry| event(&entry.event));
    match errand {
        Errand::WorkOrder { .. } => readers.services(),
        Errand::Warranty => readers.third_party(case),
        Errand::Outage { .. } | Errand::AtRisk { .. } | Errand::Breached { .. } => {
            readers.role("duty")
        }
        Errand::Reminder { .. } => match case.life.stage {
            Stage::AwaitingAnswer | Stage::InWork | Stage::OwnRepair => readers.services(),
            _ => readers.role("duty"),
        },
        Errand::Opened { .. } | Errand::Reopened { .. } => {
            let mut all = readers.role("authorised");
            all.extend(readers.role("duty"));
            all
        }
        Errand::Recovered { .. } | Errand::Closed { .. } => {
            let mut all = readers.role("authorised");
            if told(|event| *event == Event::ServicesTold) {
                all.extend(readers.role("technical"));
            }
            if told(|event| *event == Event::ThirdPartyTold) {
                all.extend(readers.third_party(case));
            }
            all
        }
        _ => readers.role("authorised"),
    }
}

/// A letter, due when its urgency allows: not at night unless it is critical.
fn letter(
    case: &Case,
    reader: &Contact,
    key: String,
    errand: &Errand,
    context: &Context,
) -> Result<Letter> {
    let urgency = policy::urgency(errand, case.symptom()?);
    let wait = match errand {
        Errand::Opened { .. } | Errand::Reopened { .. } | Errand::Unstable { .. } => TOGETHER,
        _ => TimeDelta::zero(),
    };
    let due = policy::earliest(context.now + wait, urgency, |at| context.next_telling(at));
    Ok(Letter {
        key,
        channel: Channel::Mail,
        incident: Some(case.incident.id),
        recipient: reader.email.clone(),
        language: reader.language.clone(),
        kind: errand.code().to_owned(),
        body: serde_json::to_string(errand).map_err(broken)?,
        critical: urgency == Urgency::Critical,
        due: due.timestamp(),
    })
}

/// What the client's own systems are told: every event, at once.
async fn hooks(
    transaction: &Transaction,
    case: &Case,
    entry: i64,
    event: &Event,
    now: DateTime<Utc>,
) -> Result<Vec<Letter>> {
    let Some(client) = case.incident.draft.client else {
        return Ok(Vec::new());
    };
    let errand = Errand::Event {
        event: event.kind().as_str().to_owned(),
        at: now,
    };
    let body = serde_json::to_string(&errand).map_err(broken)?;
    let webhooks = incidents::webhooks(transaction, client).await?;
    Ok(webhooks
        .into_iter()
        .map(|(id, ..)| Letter {
            key: format!("{}:{entry}:webhook:{id}", case.incident.id),
            channel: Channel::Webhook,
            incident: Some(case.incident.id),
            recipient: id.to_string(),
            language: "en".to_owned(),
            kind: errand.code().to_owned(),
            body: body.clone(),
            critical: true,
            due: now.timestamp(),
        })
        .collect())
}

/// What follows from a decision by the rules: the client's technical services,
/// or the third party, are told on the same day (S2 4.2.4.2, 4.2.4.3). Nothing,
/// where there is nobody to tell: then the term runs, and its breach is told.
pub async fn follows(connection: &Connection, case: &Case) -> Result<Option<Event>> {
    let readers = Readers::of(connection, case).await?;
    Ok(match (case.life.stage, case.life.decided) {
        (Stage::TellClient, Some(Clause::Client)) => {
            (!readers.services().is_empty()).then_some(Event::ServicesTold)
        }
        (Stage::TellThirdParty, Some(Clause::ThirdParty)) => {
            (!readers.third_party(case).is_empty()).then_some(Event::ThirdPartyTold)
        }
        _ => None,
    })
}

/// When a term of a case ends.
fn due(case: &Case, kind: Kind, calendar: &Production) -> Result<Option<DateTime<Utc>>> {
    let deadlines = case.deadlines(calendar)?;
    let open = deadlines
        .iter()
        .rev()
        .find(|deadline| deadline.kind == kind && deadline.met.is_none());
    Ok(open.and_then(|deadline| deadline.due.at()))
}

/// Tells of what is no event: a term that comes near or has passed, a reminder.
pub async fn notice(
    transaction: &Transaction,
    case: &Case,
    key: &str,
    errand: &Errand,
    context: &Context,
) -> Result<()> {
    let readers = Readers::of(transaction, case).await?;
    let mut letters = Vec::new();
    for reader in whom(case, &readers, errand) {
        let key = format!("{}:{key}:{}", case.incident.id, reader.email);
        letters.push(letter(case, reader, key, errand, context)?);
    }
    outbox::put(transaction, &letters, context.now.timestamp()).await?;
    Ok(())
}

/// Tells the duty of what is no incident.
pub async fn duty(
    transaction: &Transaction,
    key: &str,
    errand: &Errand,
    context: &Context,
) -> Result<()> {
    let contacts = incidents::contacts(transaction, None, None).await?;
    let due = context.next_telling(context.now);
    let due = due.unwrap_or(context.now).timestamp();
    let body = serde_json::to_string(errand).map_err(broken)?;
    let letters: Vec<_> = Readers(contacts)
        .role("duty")
        .into_iter()
        .map(|reader| Letter {
            key: format!("{key}:{}", reader.email),
            channel: Channel::Mail,
            incident: None,
            recipient: reader.email.clone(),
            language: reader.language.clone(),
            kind: errand.code().to_owned(),
            body: body.clone(),
            critical: false,
            due,
        })
        .collect();
    Ok(outbox::put(transaction, &letters, context.now.timestamp()).await?)
}
