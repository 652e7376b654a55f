//! The scheduled work: sends what is due.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::Json;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use spp_mail::letter::Reason;
use spp_mail::mime::{self, Envelope, Topic};
use spp_mail::policy::{self, Delivery, Dispatch, Recent, Urgency, Verdict, Waiting};
use spp_mail::{Errand, Locale, bounce};
use spp_store::Connection;
use spp_store::outbox::{self, Channel, Claimed, Outcome};
use spp_web::Result;
use spp_web::auth::Scheduler;

use crate::broken;
use crate::config::{Config, Transport};
use crate::hook::Caller;
use crate::send::{self, Courier};
use crate::write::{self, Subject};

/// So many letters at a time.
const BATCH: u32 = 50;

/// A recipient gets so many single letters within the window, then digests.
const SINGLES: usize = 5;

/// The window.
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// For so long letters are sent, and then calls are made: what was claimed is
/// nobody else's for two minutes.
const PATIENCE: Duration = Duration::from_secs(40);

/// What a tick has done.
#[derive(Debug, Default, Serialize)]
pub struct Tick {
    /// Letters that the next server has taken.
    sent: usize,
    /// Letters that are tried again later, or wait for a digest.
    later: usize,
    /// Letters that are not sent any more.
    failed: usize,
}

/// Sends what is due, at most so many letters. Two schedulers may call at once:
/// each sends what it has claimed.
pub async fn tick(_: Scheduler) -> Result<Json<Tick>> {
    let config = send::configuration().await.map_err(broken)?;
    let (began, now) = (Instant::now(), Utc::now());
    let mut tick = Tick::default();
    let mut connection = Connection::open().await?;
    // Without a way out letters stay where they are, as they are.
    let letters = match config.transport {
        Transport::None => Vec::new(),
        Transport::Smtp(_) | Transport::Http { .. } => {
            outbox::claim(&connection, Channel::Mail, now.timestamp(), BATCH).await?
        }
    };
    let mut courier = Courier::new(&config);
    for dispatch in dispatched(&connection, &letters, now).await? {
        match dispatch {
            Dispatch::Single(id) => {
                let Some(claimed) = letters.iter().find(|claimed| claimed.id == id) else {
                    continue;
                };
                let outcome = match began.elapsed() < PATIENCE {
                    true => single(&connection, claimed, &mut courier, &config, now).await?,
                    false => Outcome::Held(now.timestamp()),
                };
                tick.note(&outcome);
                outbox::settle(&connection, id, now.timestamp(), outcome).await?;
            }
            Dispatch::Digest(ids) => {
                connection = gather(connection, &letters, ids, now).await?;
            }
            Dispatch::Hold(ids, until) => {
                for id in ids {
                    let held = Outcome::Held(until.timestamp());
                    tick.note(&held);
                    outbox::settle(&connection, id, now.timestamp(), held).await?;
                }
            }
        }
    }
    courier.leave().await;
    let mut caller = Caller::new(&config);
    let hooks = outbox::claim(&connection, Channel::Webhook, now.timestamp(), BATCH).await?;
    for claimed in &hooks {
        if 2 * PATIENCE < began.elapsed() {
            let held = Outcome::Held(now.timestamp());
            outbox::settle(&connection, claimed.id, now.timestamp(), held).await?;
            continue;
        }
        let outcome = match caller.call(&connection, claimed, now).await {
            Ok(outcome) => outcome,
            Err(error) => later(claimed, now, &format!("{error:?}")),
        };
        tick.note(&outcome);
        outbox::settle(&connection, claimed.id, now.timestamp(), outcome).await?;
    }
    Ok(Json(tick))
}

impl Tick {
    fn note(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Sent => self.sent += 1,
            Outcome::Later(..) | Outcome::Held(_) => self.later += 1,
            Outcome::Failed(_) | Outcome::Suppressed | Outcome::Gathered => self.failed += 1,
        }
    }
}

/// How the letters that are due go out.
async fn dispatched(
    connection: &Connection,
    letters: &[Claimed],
    now: DateTime<Utc>,
) -> Result<Vec<Dispatch>> {
    let recipients: Vec<_> = letters
        .iter()
        .map(|claimed| claimed.letter.recipient.as_str())
        .collect();
    let since = (now - WINDOW).timestamp();
    let known = outbox::recent(connection, &recipients, since).await?;
    let recent: BTreeMap<_, _> = known
        .iter()
        .map(|(recipient, recent)| {
            let recent = Recent {
                singles: usize::try_from(recent.singles).unwrap_or(usize::MAX),
                digest: recent.digest.map(write::moment),
            };
            (recipient.as_str(), recent)
        })
        .collect();
    let waiting = letters
        .iter()
        .map(|claimed| {
            Waiting {
                letter: claimed.id,
                recipient: &claimed.letter.recipient,
                urgency: match claimed.letter.critical {
                    true => Urgency::Critical,
                    false => Urgency::News,
                },
                // What cannot be read fails by itself, when it is written.
                alone: errand(claimed).map_or(true, |errand| policy::goes_alone(&errand)),
            }
        })
        .collect::<Vec<_>>();
    Ok(policy::dispatch(&waiting, &recent, SINGLES, WINDOW, now))
}

/// Writes a letter and sends it.
async fn single(
    connection: &Connection,
    claimed: &Claimed,
    courier: &mut Courier<'_>,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let recipient = claimed.letter.recipient.as_str();
    // The one place at which letters are sent is the one at which this is asked.
    if !outbox::suppressed(connection, &[recipient])
        .await?
        .is_empty()
    {
        return Ok(Outcome::Suppressed);
    }
    let message = match message(connection, claimed, config, now).await {
        Ok(message) => message,
        Err(error) => return Ok(later(claimed, now, &format!("{error:?}"))),
    };
    let delivery = courier.deliver(&message).await;
    if delivery.verdict == Verdict::Suppress {
        let reason = delivery.detail.as_str();
        outbox::suppress(connection, recipient, reason, now.timestamp()).await?;
    }
    Ok(settled(claimed, delivery, now))
}

/// What becomes of a letter after an attempt.
pub fn settled(claimed: &Claimed, delivery: Delivery, now: DateTime<Utc>) -> Outcome {
    match delivery.verdict {
        Verdict::Sent => Outcome::Sent,
        Verdict::Retry => later(claimed, now, &delivery.detail),
        Verdict::Suppress => Outcome::Suppressed,
        Verdict::Failed => Outcome::Failed(delivery.detail),
    }
}

fn later(claimed: &Claimed, now: DateTime<Utc>, detail: &str) -> Outcome {
    match policy::pause(claimed.attempts + 1) {
        Some(pause) => Outcome::Later((now + pause).timestamp(), detail.to_owned()),
        None => Outcome::Failed(detail.to_owned()),
    }
}

async fn message(
    connection: &Connection,
    claimed: &Claimed,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<mime::Mime> {
    let locale = match claimed.letter.language.as_str() {
        "en" => Locale::En,
        _ => Locale::Ru,
    };
    let recipient = claimed.letter.recipient.as_str();
    let service = Topic::Service { number: claimed.id };
    let (letter, topic) = match (errand(claimed)?, claimed.letter.incident) {
        (Errand::Digest { letters }, _) => {
            let letter = write::digest(connection, &letters, locale, config, now).await?;
            (letter, service)
        }
        (Errand::CalendarEnding { last_year, days }, _) => {
            (write::calendar(last_year, days, locale, config), service)
        }
        (Errand::Invitation { name, token }, _) => {
            let reason = Reason::Invitation;
            (
                write::account(reason, (name, &token), locale, config),
                service,
            )
        }
        (Errand::PasswordReset { name, token }, _) => {
            let reason = Reason::PasswordReset;
            (
                write::account(reason, (name, &token), locale, config),
                service,
            )
        }
        (errand, Some(incident)) => {
            let subject = Subject::load(connection, incident).await?;
            let letter = write::letter(connection, &subject, &errand, locale, config).await?;
            let topic = Topic::Incident {
                number: incident,
                event: claimed.id,
                first: outbox::first(connection, incident, recipient).await?,
            };
            (letter, topic)
        }
        (_, None) => return Err(broken("a letter about nothing")),
    };
    let bounce_id = bounce::sign(config.secret.as_bytes(), claimed.id, now);
    let envelope = Envelope {
        from: &config.from,
        to: &recipient.parse().map_err(broken)?,
        date: now,
        domain: &config.domain,
        topic,
        bounce_id: Some(&bounce_id),
    };
    mime::mime(&letter, &envelope).map_err(broken)
}

/// Puts one digest in place of letters; it is sent by the next tick.
async fn gather(
    connection: Connection,
    letters: &[Claimed],
    ids: Vec<i64>,
    now: DateTime<Utc>,
) -> Result<Connection> {
    let first = letters.iter().find(|claimed| ids.contains(&claimed.id));
    let Some(Claimed { letter, id, .. }) = first else {
        return Ok(connection);
    };
    let errand = Errand::Digest {
        letters: ids.clone(),
    };
    let digest = outbox::Letter {
        key: format!("digest:{id}:{}", letter.recipient),
        incident: None,
        kind: errand.code().to_owned(),
        body: serde_json::to_string(&errand).map_err(broken)?,
        due: now.timestamp(),
        ..letter.clone()
    };
    Ok(outbox::digest(connection, &digest, &ids, now.timestamp()).await?)
}

/// Why a letter is sent.
pub fn errand(claimed: &Claimed) -> Result<Errand> {
    serde_json::from_str(&claimed.letter.body).map_err(broken)
}
