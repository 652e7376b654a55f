//! Writes what waits in the outbox: the errand says why, everything else is read
//! now, so that a letter says how things stand when it goes.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use spp_incident::class::{self, Text};
use spp_incident::{deadline, life};
use spp_mail::letter::{self, Answer, AnswerLink, Kind, Letter, Notice, Place, Sensor};
use spp_mail::{Errand, Locale};
use spp_quality::{Finding, Symptom};
use spp_store::incidents::{self, Facts, Incident};
use spp_store::{Connection, outbox};
use spp_web::Result;

use crate::broken;
use crate::config::Config;

/// Whose time is told where no site's is.
const OURS: Tz = chrono_tz::Europe::Moscow;

/// The most sensors of a site that a letter names.
const SENSORS: usize = 20;

/// An incident with what it concerns.
pub struct Subject {
    /// The incident.
    pub incident: Incident,
    facts: Facts,
    sensors: Vec<Sensor>,
    /// What is wrong.
    pub symptom: Symptom,
}

impl Subject {
    /// Reads an incident.
    pub async fn load(connection: &Connection, id: i64) -> Result<Self> {
        let incident = incidents::get(connection, id, None).await?;
        let incident = incident.ok_or_else(|| broken("a letter about no incident"))?;
        let facts = incidents::facts(connection, id).await?;
        let mut sensors: Vec<_> = sensor(&facts).into_iter().collect();
        if incident.draft.sensor.is_none() {
            let children = incidents::children(connection, id).await?;
            for child in children.iter().take(SENSORS) {
                sensors.extend(sensor(&incidents::facts(connection, child.id).await?));
            }
        }
        Ok(Self {
            symptom: incident.draft.symptom.parse().map_err(broken)?,
            incident,
            facts,
            sensors,
        })
    }

    /// A moment in the site's zone.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<Tz> {
        let zone = self.facts.site.as_ref().map_or(OURS, |(.., zone)| *zone);
        at.with_timezone(&zone)
    }

    /// The incident's page.
    pub fn link(&self, config: &Config) -> String {
        format!("{}/incidents/{}", config.public_url, self.incident.id)
    }

    /// The site's name.
    pub fn site(&self) -> Option<String> {
        self.facts.site.as_ref().map(|(name, ..)| name.clone())
    }

    /// The sensors' serial numbers.
    pub fn serials(&self) -> Vec<String> {
        let serials = self.sensors.iter().map(|sensor| sensor.serial.clone());
        serials.flatten().collect()
    }

    fn since(&self) -> DateTime<Tz> {
        self.local(moment(self.incident.draft.since))
    }

    fn stage(&self, locale: Locale) -> String {
        let code = self.incident.standing.stage.as_str();
        let stage = life::Stage::ALL
            .into_iter()
            .find(|stage| stage.as_str() == code);
        stage.map_or_else(String::new, |stage| say(locale, class::stage(stage)))
    }
}

/// Writes a letter about an incident.
pub async fn letter(
    connection: &Connection,
    subject: &Subject,
    errand: &Errand,
    locale: Locale,
    config: &Config,
) -> Result<Letter> {
    let (facts, standing) = (&subject.facts, &subject.incident.standing);
    let link = subject.link(config);
    let local = |at: &DateTime<Utc>| subject.local(*at);
    let (mut due, mut actions) = (None, Vec::new());
    let wanted = || {
        let wanted = class::wanted(subject.symptom).iter();
        wanted.map(|action| say(locale, *action)).collect()
    };
    let kind = match errand {
        Errand::Opened { due: until } => {
            due = *until;
            Kind::Opened
        }
        Errand::WorkOrder { due: until, text } => {
            due = *until;
            actions = wanted();
            actions.extend(text.clone());
            Kind::WorkOrder {
                answers: answers(&link),
            }
        }
        Errand::Warranty => Kind::Warranty {
            client: facts.client.clone().unwrap_or_default(),
            contact: authorised(connection, subject).await?,
        },
        Errand::VisitAgreed { at, contact } => Kind::VisitAgreed {
            at: local(at),
            contact: contact.clone(),
        },
        Errand::Recovered { at } => Kind::Recovered { at: local(at) },
        Errand::Closed { at } => Kind::Closed {
            at: local(at),
            summary: summary(
                standing.cause.as_deref(),
                standing.remedy.as_deref(),
                locale,
            ),
        },
        Errand::Reopened { at } => Kind::Reopened { at: local(at) },
        Errand::Unstable {
            times,
            counted_from,
        } => Kind::Unstable {
            times: *times,
            counted_from: local(counted_from),
        },
        Errand::Reminder { days } => {
            if standing.side.as_deref() == Some("client") {
                actions = wanted();
            }
            Kind::Reminder {
                days: *days,
                stage: Some(subject.stage(locale)),
            }
        }
        Errand::AtRisk {
            obligation,
            due: until,
        } => {
            due = Some(*until);
            let obligation = owed(obligation, locale);
            Kind::AtRisk { obligation }
        }
        Errand::Breached {
            obligation,
            due: until,
            met,
        } => {
            due = Some(*until);
            Kind::Breached {
                obligation: owed(obligation, locale),
                met: met.as_ref().map(local),
            }
        }
        Errand::Outage { until, sensors } => Kind::Outage {
            until: until.as_ref().map(local),
            sensors: *sensors,
        },
        Errand::Digest { .. }
        | Errand::Event { .. }
        | Errand::Invitation { .. }
        | Errand::PasswordReset { .. }
        | Errand::CalendarEnding { .. } => {
            return Err(broken("no letter about one incident"));
        }
    };
    let notice = Notice {
        locale,
        kind,
        number: subject.incident.id,
        symptom: subject.symptom,
        since: subject.since(),
        place: facts.site.as_ref().map(|(site, address, _)| Place {
            site: site.clone(),
            address: address.clone(),
            entrance: facts.sensor.as_ref().map(|sensor| sensor.entrance.clone()),
        }),
        sensors: subject.sensors.clone(),
        evidence: evidence(&subject.incident, locale)?,
        actions,
        due: due.map(|due| subject.local(due)),
        link,
    };
    Ok(letter::notice(&notice))
}

/// Writes one letter in place of many.
pub async fn digest(
    connection: &Connection,
    letters: &[i64],
    locale: Locale,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<Letter> {
    let (mut entries, mut scopes) = (Vec::new(), Vec::new());
    for id in outbox::incidents_of(connection, letters).await? {
        let subject = Subject::load(connection, id).await?;
        scopes.extend(subject.facts.client.clone());
        entries.push(letter::Entry {
            number: id,
            symptom: subject.symptom,
            site: subject.site().unwrap_or_default(),
            since: subject.since(),
            state: subject.stage(locale),
            sensors: subject.sensors,
        });
    }
    scopes.dedup();
    Ok(letter::digest(&letter::Digest {
        locale,
        scope: scopes.join(", "),
        at: now.with_timezone(&OURS),
        entries,
        link: format!("{}/incidents", config.public_url),
    }))
}

/// Writes that the production calendar ends.
pub fn calendar(last_year: i32, days: i64, locale: Locale, config: &Config) -> Letter {
    letter::calendar_ending(&letter::CalendarEnding {
        locale,
        last_day: NaiveDate::from_ymd_opt(last_year, 12, 31).unwrap_or_default(),
        days_left: days,
        link: format!("{}/calendar", config.public_url),
    })
}

/// Writes to somebody who is to sign in. The token stands behind the `#`, which
/// browsers send to nobody.
pub fn account(
    reason: letter::Reason,
    (name, token): (String, &str),
    locale: Locale,
    config: &Config,
) -> Letter {
    let page = match reason {
        letter::Reason::Invitation => "join",
        letter::Reason::PasswordReset => "reset",
    };
    letter::account(&letter::Account {
        locale,
        reason,
        name,
        link: format!("{}/{page}#{token}", config.public_url),
    })
}

fn sensor(facts: &Facts) -> Option<Sensor> {
    let sensor = facts.sensor.as_ref()?;
    Some(Sensor {
        name: sensor.name.clone(),
        model: sensor.model.clone(),
        serial: sensor.serial.clone(),
        room: sensor.room.clone(),
        cabinet: sensor.cabinet.clone(),
    })
}

/// The client's authorised person, whom the third party contacts (S2 4.2.4.3).
async fn authorised(connection: &Connection, subject: &Subject) -> Result<String> {
    let draft = &subject.incident.draft;
    let contacts = incidents::contacts(connection, draft.client, draft.site).await?;
    let person = contacts.iter().find(|one| one.role == "authorised");
    Ok(person.map_or_else(String::new, |one| format!("{}, {}", one.name, one.email)))
}

/// Where each answer of the technical services is given.
fn answers(link: &str) -> Vec<AnswerLink> {
    [
        (Answer::Accepted, "accepted"),
        (Answer::Fixed, "fixed"),
        (Answer::MoreTime, "more_time"),
        (Answer::NotConfirmed, "not_confirmed"),
        (Answer::HandedBack, "handed_back"),
    ]
    .map(|(answer, code)| AnswerLink {
        answer,
        url: format!("{link}?answer={code}"),
    })
    .to_vec()
}

fn evidence(incident: &Incident, locale: Locale) -> Result<Vec<letter::Evidence>> {
    let finding: Option<Finding> =
        serde_json::from_str(&incident.draft.evidence).map_err(broken)?;
    let figures = finding.map(|finding| letter::figures(locale, &finding.evidence));
    Ok(figures.unwrap_or_default())
}

fn summary(cause: Option<&str>, remedy: Option<&str>, locale: Locale) -> Option<String> {
    let cause = class::cause(cause?)?.name;
    let remedy = class::remedy(remedy?)?.name;
    Some(format!("{}. {}.", say(locale, cause), say(locale, remedy)))
}

fn owed(code: &str, locale: Locale) -> String {
    let kind = deadline::Kind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == code);
    kind.map_or_else(String::new, |kind| say(locale, class::obligation(kind)))
}

fn say(locale: Locale, text: Text) -> String {
    match locale {
        Locale::Ru => text.ru,
        Locale::En => text.en,
    }
    .to_owned()
}

/// A moment from seconds since 1970.
pub fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
