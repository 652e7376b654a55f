//! Incidents that want attention: a term comes near, has passed or was met too
//! late, or somebody is to be reminded.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use spp_incident::deadline::{Deadline, Due};
use spp_mail::Errand;
use spp_store::{Connection, Transaction, incidents};
use spp_web::Result;

use crate::case::{AHEAD, Case};
use crate::context::{Context, report};
use crate::{reminder, tell};

/// After so many seconds an incident that could not be attended to is tried again.
const AGAIN: i64 = 3_600;

/// For so long it is told that a term was met too late. Whoever is on duty later
/// is not told of what is long over.
const LATELY: TimeDelta = TimeDelta::days(7);

/// Attends to the incidents that are due, at most so many; how many they were.
/// What was told once is not told again: the outbox knows. One that cannot be
/// attended to does not keep the others from it.
pub async fn attend(
    mut connection: Connection,
    context: &Context,
    limit: u32,
) -> Result<(Connection, usize)> {
    let now = context.now.timestamp();
    let due = incidents::claim(&connection, now, limit).await?;
    for incident in &due {
        let transaction = connection.begin().await?;
        let done = transaction
            .attempt(one(&transaction, *incident, context))
            .await?;
        if let Err(error) = done {
            report("incident", *incident, &error);
            incidents::put_off(&transaction, *incident, now + AGAIN).await?;
        }
        connection = transaction.commit().await?;
    }
    Ok((connection, due.len()))
}

async fn one(transaction: &Transaction, incident: i64, context: &Context) -> Result<()> {
    let Some(mut case) = Case::load(transaction, incident, None).await? else {
        return Ok(());
    };
    let (calendar, now) = (&context.calendar, context.now);
    for (key, errand) in notices(&case, context)? {
        tell::notice(transaction, &case, &key, &errand, context).await?;
    }
    case.attended(transaction, calendar, now).await
}

/// What is to be told, each with what tells it from the rest of the case.
fn notices(case: &Case, context: &Context) -> Result<Vec<(String, Errand)>> {
    let (mut notices, mut ends) = (Vec::new(), BTreeSet::new());
    // What belongs to an incident of the site is told of with that.
    if case.incident.parent.is_some() {
        return Ok(notices);
    }
    let matters = |deadline: &&Deadline| deadline.met.is_none() || deadline.breached(context.now);
    let deadlines = case.deadlines(&context.calendar)?;
    for deadline in deadlines.iter().filter(matters) {
        let Due::At(due) = deadline.due else { continue };
        // Of terms that end together the first is told.
        if !ends.insert(due) {
            continue;
        }
        let obligation = deadline.kind.as_str().to_owned();
        let key = |what: &str| format!("{what}:{obligation}:{}", due.timestamp());
        let is_over = deadline.met.is_some_and(|met| LATELY < context.now - met);
        if deadline.breached(context.now) && !is_over {
            // Whoever has one of them left to do is not told that nothing is.
            let together = deadlines.iter().filter(matters);
            let together = together.filter(|other| other.due == deadline.due);
            let met: Option<Vec<_>> = together.map(|other| other.met).collect();
            let met = met.and_then(|met| met.into_iter().max());
            let errand = Errand::Breached {
                obligation: obligation.clone(),
                due,
                met,
            };
            notices.push((key("breached"), errand));
        } else if deadline.at_risk(context.now, AHEAD) {
            notices.push((key("risk"), Errand::AtRisk { obligation, due }));
        }
    }
    let (life, log) = (&case.life, &case.log);
    let day = |at: DateTime<Utc>| at.with_timezone(&spp_calendar::MOSCOW).date_naive();
    let today = day(context.now);
    // Where something was said today nobody has forgotten it, and whoever has to
    // act since then has only just been told.
    let is_silent = log.last().is_none_or(|entry| day(entry.at) < today);
    if let Some(days) = reminder::due(life, log, &context.calendar, context.now)
        && is_silent
    {
        notices.push((format!("reminder:{today}"), Errand::Reminder { days }));
    }
    Ok(notices)
}
