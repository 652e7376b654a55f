//! Tells clients' own systems of incidents.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use spp_mail::policy::{Delivery, Verdict};
use spp_mail::webhook::{self, Event, Incident};
use spp_mail::{Errand, transport};
use spp_store::Connection;
use spp_store::outbox::{self, Claimed, Outcome};
use spp_web::Result;

use crate::broken;
use crate::config::Config;
use crate::tick::{errand, settled};
use crate::write::{Subject, moment};

/// A client's system may take so long to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Calls clients' systems one after another.
///
/// One that has not answered is not called again by this caller: each of its
/// calls would wait anew, longer in all than they are claimed for.
pub struct Caller<'a> {
    config: &'a Config,
    out_of_reach: BTreeMap<i64, Delivery>,
}

impl<'a> Caller<'a> {
    /// A caller that has called nobody yet.
    pub fn new(config: &'a Config) -> Self {
        Self {
            config,
            out_of_reach: BTreeMap::new(),
        }
    }

    /// Calls a client's system.
    pub async fn call(
        &mut self,
        connection: &Connection,
        claimed: &Claimed,
        now: DateTime<Utc>,
    ) -> Result<Outcome> {
        let id = claimed.letter.recipient.parse().map_err(broken)?;
        if let Some(delivery) = self.out_of_reach.get(&id) {
            return Ok(settled(claimed, delivery.clone(), now));
        }
        let Some((url, secret)) = outbox::webhook(connection, id).await? else {
            return Ok(Outcome::Failed("the webhook was taken away".to_owned()));
        };
        let (Errand::Event { event, at }, Some(incident)) =
            (errand(claimed)?, claimed.letter.incident)
        else {
            return Err(broken("a call about nothing"));
        };
        let subject = Subject::load(connection, incident).await?;
        let told = told(&subject, &event, at, self.config);
        let key = claimed.letter.key.replace(':', "-");
        let call = webhook::call(&secret, &key, now, &told).map_err(broken)?;
        let headers: Vec<_> = call
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let delivery = match transport::post(&url, &headers, call.body, PATIENCE).await {
            Ok(answer) if answer.status.is_success() => verdict(Verdict::Sent, String::new()),
            Ok(answer) => verdict(Verdict::Retry, answer.status.to_string()),
            Err(error) => {
                let delivery = verdict(Verdict::Retry, error.to_string());
                self.out_of_reach.insert(id, delivery.clone());
                delivery
            }
        };
        Ok(settled(claimed, delivery, now))
    }
}

fn told(subject: &Subject, event: &str, at: DateTime<Utc>, config: &Config) -> Event {
    let incident = &subject.incident;
    Event {
        r#type: format!("incident.{event}"),
        timestamp: at,
        data: Incident {
            number: incident.id,
            symptom: subject.symptom.as_str().to_owned(),
            state: incident.standing.stage.clone(),
            side: incident.standing.side.clone(),
            since: moment(incident.draft.since),
            site: subject.site(),
            sensors: subject.serials(),
            due: incident.standing.attention.map(moment),
            link: subject.link(config),
        },
    }
}

fn verdict(verdict: Verdict, detail: String) -> Delivery {
    Delivery { verdict, detail }
}
