//! Incidents that want attention: a term comes near or has passed, or somebody
//! is to be reminded.

use std::collections::BTreeSet;

use spp_incident::deadline::Due;
use spp_mail::Errand;
use spp_store::{Connection, incidents};
use spp_web::Result;

use crate::case::{AHEAD, Case};
use crate::context::Context;
use crate::{reminder, tell};

/// Attends to the incidents that are due, at most so many; how many they were.
/// What was told once is not told again: the outbox knows.
pub async fn attend(mut connection: Connection, context: &Context, limit: u32) -> Result<usize> {
    let due = incidents::claim(&connection, context.now.timestamp(), limit).await?;
    for incident in &due {
        let Some(mut case) = Case::load(&connection, *incident, None).await? else {
            continue;
        };
        let notices = notices(&case, context)?;
        let transaction = connection.begin().await?;
        for (key, errand) in notices {
            let (calendar, now) = (&context.calendar, context.now);
            tell::notice(&transaction, &case, &key, &errand, calendar, now).await?;
        }
        case.attended(&transaction, &context.calendar, context.now)
            .await?;
        connection = transaction.commit().await?;
    }
    Ok(due.len())
}

/// What is to be told, each with what tells it from the rest of the case.
fn notices(case: &Case, context: &Context) -> Result<Vec<(String, Errand)>> {
    let (mut notices, mut ends) = (Vec::new(), BTreeSet::new());
    let deadlines = case.deadlines(&context.calendar)?;
    for deadline in deadlines.iter().filter(|deadline| deadline.met.is_none()) {
        let Due::At(due) = deadline.due else { continue };
        // Of terms that end together the first is told.
        if !ends.insert(due) {
            continue;
        }
        let obligation = deadline.kind.as_str().to_owned();
        let key = |what: &str| format!("{what}:{obligation}:{}", due.timestamp());
        if deadline.breached(context.now) {
            notices.push((key("breached"), Errand::Breached { obligation, due }));
        } else if deadline.at_risk(context.now, AHEAD) {
            notices.push((key("risk"), Errand::AtRisk { obligation, due }));
        }
    }
    let (life, log) = (&case.life, &case.log);
    if case.incident.parent.is_none()
        && let Some(days) = reminder::due(life, log, &context.calendar, context.now)
    {
        let today = context
            .now
            .with_timezone(&spp_calendar::MOSCOW)
            .date_naive();
        notices.push((format!("reminder:{today}"), Errand::Reminder { days }));
    }
    Ok(notices)
}
