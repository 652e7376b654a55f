//! An incident with its log: what was said, where that has led, and what is
//! said next.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use spp_calendar::Production;
use spp_incident::deadline::{self, Deadline};
use spp_incident::life::{self, Author, Entry, Event, Life, Refused};
use spp_incident::side::{self, Proposal, Side};
use spp_quality::Symptom;
use spp_store::incidents::{self, Draft, Facts, Incident, Standing};
use spp_store::{Connection, Transaction};
use spp_web::Result;

use crate::context::{broken, moment};
use crate::reminder;

/// So long before its end a term is at risk.
pub const AHEAD: TimeDelta = TimeDelta::hours(2);

/// An incident, its log, and what it concerns.
pub struct Case {
    /// The incident as it is stored.
    pub incident: Incident,
    /// What was said, in order.
    pub log: Vec<Entry>,
    /// Where that has led.
    pub life: Life,
    /// What it concerns.
    pub facts: Facts,
    /// Incidents of its site that belong to it and are not over.
    pub open_children: u32,
}

impl Case {
    /// Reads an incident; none, where there is none that the tenant may see.
    pub async fn load(
        connection: &Connection,
        id: i64,
        tenant: Option<i64>,
    ) -> Result<Option<Self>> {
        let Some(incident) = incidents::get(connection, id, tenant).await? else {
            return Ok(None);
        };
        let log = incidents::entries(connection, id)
            .await?
            .iter()
            .map(entry)
            .collect::<Result<Vec<_>>>()?;
        let children = incidents::children(connection, id).await?;
        let open = children.iter().filter(|child| !is_over(child));
        Ok(Some(Self {
            life: Life::from_log(&log).map_err(broken)?,
            log,
            facts: incidents::facts(connection, id).await?,
            open_children: u32::try_from(open.count()).unwrap_or(u32::MAX),
            incident,
        }))
    }

    /// Opens an incident, as the watch does; nothing is said of it yet.
    pub async fn open(transaction: &Transaction, draft: Draft) -> Result<Self> {
        let id = incidents::open(transaction, &draft).await?;
        Ok(Self {
            facts: incidents::facts(transaction, id).await?,
            incident: Incident {
                id,
                draft,
                parent: None,
                standing: Standing::default(),
            },
            log: Vec::new(),
            life: Life::default(),
            open_children: 0,
        })
    }

    /// Says what has happened, and returns the entry's id; the refusal, where it
    /// cannot happen now.
    pub async fn say(
        &mut self,
        transaction: &Transaction,
        said: Entry,
        calendar: &Production,
    ) -> Result<std::result::Result<i64, Refused>> {
        let context = self.context(&said.author, said.at);
        self.life = match self.life.apply(&said.event, &context) {
            Ok(life) => life,
            Err(refused) => return Ok(Err(refused)),
        };
        let author = serde_json::to_string(&said.author).map_err(broken)?;
        let event = serde_json::to_string(&said.event).map_err(broken)?;
        let (id, now, text) = (self.incident.id, said.at, said.text.clone());
        let at = now.timestamp();
        let entry = incidents::log(transaction, id, at, &author, &event, text.as_deref()).await?;
        self.log.push(said);
        // What wanted attention and has not had it yet still does, even where
        // this entry closes the incident. So does a term that was missed: it may be
        // this entry that shows it, or the look that was to tell of it may have failed
        // and wait for another hour. What was told already is not told again.
        let waiting = self.incident.standing.attention.filter(|due| *due <= at);
        let missed = self.has_missed(calendar, now)?.then_some(at);
        let mut standing = self.standing(calendar, at)?;
        let moments = [standing.attention, waiting, missed];
        standing.attention = moments.into_iter().flatten().min();
        self.incident.standing = standing;
        incidents::stand(transaction, id, &self.incident.standing).await?;
        Ok(Ok(entry))
    }

    /// The terms that run or ran.
    pub fn deadlines(&self, calendar: &Production) -> Result<Vec<Deadline>> {
        let facts = deadline::Facts { korp: self.korp() };
        deadline::deadlines(&self.log, &facts, calendar).map_err(broken)
    }

    /// Whether a term was missed by now, even if it was met later.
    fn has_missed(&self, calendar: &Production, now: DateTime<Utc>) -> Result<bool> {
        let deadlines = self.deadlines(calendar)?;
        Ok(deadlines.iter().any(|deadline| deadline.breached(now)))
    }

    /// What a command of somebody depends on.
    pub fn context(&self, author: &Author, now: DateTime<Utc>) -> life::Context {
        life::Context {
            role: author.role(),
            korp: self.korp(),
            open_children: self.open_children,
            now,
        }
    }

    /// The symptom.
    pub fn symptom(&self) -> Result<Symptom> {
        self.incident.draft.symptom.parse().map_err(broken)
    }

    /// Whose side the rules propose.
    pub fn proposal(&self, now: DateTime<Utc>) -> Result<Proposal> {
        let sensor = self.facts.sensor.as_ref();
        let by = |word: &str| Side::ALL.into_iter().find(|side| side.as_str() == word);
        let zone = self.facts.site.as_ref().map(|(.., zone)| *zone);
        let warranty = sensor.and_then(|sensor| sensor.warranty_until.as_deref());
        Ok(side::propose(&side::Facts {
            symptom: self.symptom()?,
            in_data_centre: false,
            supplied_by: sensor.and_then(|sensor| by(&sensor.supplied_by)),
            mounted_by: sensor.and_then(|sensor| by(&sensor.mounted_by)),
            warranty_until: warranty.and_then(|date| date.parse::<NaiveDate>().ok()),
            today: zone.map_or(now.date_naive(), |zone| {
                now.with_timezone(&zone).date_naive()
            }),
        }))
    }

    fn korp(&self) -> bool {
        self.facts.plan.as_deref() == Some("korp")
    }

    /// How it stands by its log, at the moment of the newest entry.
    fn standing(&self, calendar: &Production, at: i64) -> Result<Standing> {
        let now = moment(at);
        let terms = deadline::attention(&self.deadlines(calendar)?, now, AHEAD);
        let reminder = reminder::next(&self.life, calendar, now);
        let attention = terms.into_iter().chain(reminder).min();
        let closed = self.life.is_closed();
        Ok(Standing {
            stage: self.life.stage.as_str().to_owned(),
            side: self.life.side().map(|side| side.as_str().to_owned()),
            unstable: self.life.unstable,
            cause: self.life.cause.clone(),
            remedy: self.life.remedy.clone(),
            closed_at: closed.then(|| self.incident.standing.closed_at.unwrap_or(at)),
            attention: attention
                .filter(|_| !closed)
                .map(|attention| attention.timestamp()),
        })
    }

    /// Keeps when it next wants attention, where nothing is said.
    pub async fn attended(
        &mut self,
        transaction: &Transaction,
        calendar: &Production,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.incident.standing = self.standing(calendar, now.timestamp())?;
        incidents::stand(transaction, self.incident.id, &self.incident.standing).await?;
        Ok(())
    }
}

/// Whether an incident is closed, or recovered and only to be closed.
pub fn is_over(incident: &Incident) -> bool {
    let standing = &incident.standing;
    standing.closed_at.is_some() || standing.stage == life::Stage::Recovered.as_str()
}

/// An entry of a log as it is stored.
pub fn entry(stored: &incidents::Entry) -> Result<Entry> {
    Ok(Entry {
        at: moment(stored.at),
        author: serde_json::from_str(&stored.author).map_err(broken)?,
        event: serde_json::from_str(&stored.event).map_err(broken)?,
        text: stored.text.clone(),
    })
}

/// What the watch says.
pub fn watch(now: DateTime<Utc>, event: Event) -> Entry {
    Entry {
        at: now,
        author: Author::Watch,
        event,
        text: None,
    }
}

/// What the service says, following its rules.
pub fn system(now: DateTime<Utc>, event: Event) -> Entry {
    Entry {
        author: Author::System,
        ..watch(now, event)
    }
}
