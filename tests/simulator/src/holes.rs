//! Days on which a sensor counted nothing, and that they are restored: an engineer proposes
//! it, and the client agrees or has not answered yet.

use std::ops::Range;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveTime};
use serde_json::{Value, json};

use crate::admin::{Admin, id, text};
use crate::demo::{self, Hole};
use crate::person::Person;
use crate::state::State;

/// So many seconds a sensor has counted before its hole, at least: what is usual for it is
/// not known else.
const KNOWN: i64 = 10 * 7 * 86_400;

/// When a sensor of the demonstration counted nothing, in seconds since 1970.
pub fn of(state: &State, format: &str) -> impl Iterator<Item = Range<i64>> {
    let holes = demo::HOLES.iter().filter(move |hole| hole.format == format);
    holes.filter_map(|hole| time(state, hole))
}

/// Has the holes restored, as far as that was not said before.
///
/// # Errors
/// The service does not answer, or refuses.
pub fn restore(admin: &Admin, state: &State, password: &str) -> anyhow::Result<()> {
    for hole in &demo::HOLES {
        let Some(time) = time(state, hole) else {
            continue;
        };
        let sensor = state.account(hole.format).context(hole.format)?.id;
        let known = admin.get(&format!("restorations?sensor={sensor}"))?;
        // Somebody may have proposed others since.
        let known = known.pointer("/restorations").and_then(Value::as_array);
        let mut known = known.into_iter().flatten();
        let restoration = known.find(|known| text(known, "reason").ok() == Some(hole.reason));
        let restoration = match restoration {
            Some(known) => known.clone(),
            None => propose(admin, hole, sensor, time, password)?,
        };
        let is_open = text(&restoration, "state")? == "proposed";
        if let Some(comment) = hole.agreed.filter(|_| is_open) {
            let client = sign_in(admin, "client_manager", password)?;
            let path = format!("restorations/{}/answer", id(&restoration)?);
            client.post(&path, &json!({"agrees": true, "comment": comment}))?;
        }
    }
    Ok(())
}

fn propose(
    admin: &Admin,
    hole: &Hole,
    sensor: i64,
    time: Range<i64>,
    password: &str,
) -> anyhow::Result<Value> {
    let moment = |at: i64| {
        let at = DateTime::from_timestamp(at, 0).context("a moment")?;
        anyhow::Ok(at.to_rfc3339())
    };
    let body = json!({
        "sensor": sensor, "from": moment(time.start)?, "to": moment(time.end)?,
        "reason": hole.reason,
    });
    sign_in(admin, "engineer", password)?.post("restorations", &body)
}

/// The first who signs in with that role.
fn sign_in<'a>(admin: &'a Admin, role: &str, password: &str) -> anyhow::Result<Person<'a>> {
    let mut users = demo::USERS.into_iter();
    let user = users.find(|(.., known)| *known == role);
    let (_, email, _) = user.context("a user")?;
    Person::sign_in(admin.http(), email, password)
}

/// The day of a hole by the site's clock; none where too little is known before it.
fn time(state: &State, hole: &Hole) -> Option<Range<i64>> {
    let (site, _) = demo::sensors().find(|(_, sensor)| sensor.format == hole.format)?;
    let entered = DateTime::from_timestamp(state.entered?, 0)?.with_timezone(&site.zone);
    let day = entered
        .date_naive()
        .checked_sub_days(Days::new(hole.days))?;
    let midnight = |days: u64| {
        let date = day.checked_add_days(Days::new(days))?;
        let local = date.and_time(NaiveTime::MIN).and_local_timezone(site.zone);
        Some(local.earliest()?.timestamp())
    };
    let time = midnight(0)?..midnight(1)?;
    (state.since + KNOWN <= time.start).then_some(time)
}
