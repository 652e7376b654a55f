//! A restoration is proposed: computed at once, and read once the client agrees.

use std::collections::BTreeMap;

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use http::StatusCode;
use serde::Deserialize;
use spp_counts::interval::due;
use spp_restoration::{METHOD, TooLittle};
use spp_store::Connection;
use spp_store::counts::{self, Counted, Scope};
use spp_store::restorations::{self, Draft, Entry, Held};
use spp_web::auth::Contractor;
use spp_web::moment::period;
use spp_web::{Error, Result, words};
use utoipa::ToSchema;

use crate::answer::author;
use crate::fill::{Filling, Hole, fill};
use crate::hole::{BESIDE, Measured, missing};
use crate::place::Place;
use crate::show::{self, Restoration};
use crate::state::State;

/// The longest period that is restored at once.
const MOST_SECONDS: i64 = 31 * 86_400;

/// The most missing intervals of all channels that are restored at once: they are all in
/// memory, and written in one statement.
const MOST_INTERVALS: usize = 200_000;

/// What is to be restored.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The sensor's id.
    sensor: i64,
    /// First moment: RFC 3339, or a date of the site's zone.
    from: String,
    /// First moment after the period, at most 31 days later and over by now: RFC 3339, or
    /// a date of the site's zone.
    to: String,
    /// Why nothing was measured, 1 to 4,000 characters.
    reason: String,
}

/// Proposes to restore what a sensor has not measured of a period (S2 4.2.7).
///
/// What is missing while the site is open is estimated hour by hour, for each channel and
/// direction, and nobody is put into closed hours that the hole reaches into: from the thirteen weeks before and after, without holidays and events of the
/// site. Nothing of it is read until the client agrees.
#[utoipa::path(post, operation_id = "restorations_propose", path = "/api/v1/restorations", tag = "restorations", request_body = Proposal, responses((status = 201, body = Restoration), (status = 403, description = "only the contractor proposes", body = spp_web::Problem, content_type = "application/problem+json"), (status = 404, description = "no such sensor", body = spp_web::Problem, content_type = "application/problem+json"), (status = 409, description = "another one of the sensor is proposed or agreed and touches the period", body = spp_web::Problem, content_type = "application/problem+json"), (status = 422, description = "also: nothing is missing, or too little is known", body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn propose(
    Contractor(principal): Contractor,
    spp_web::Json(proposal): spp_web::Json<Proposal>,
) -> Result<Response> {
    let reason = words("reason", Some(&proposal.reason))?;
    let now = Utc::now().timestamp();
    let connection = Connection::open().await?;
    let place = Place::of(&connection, proposal.sensor).await?;
    let (from, to) = asked(&proposal, &place, now)?;
    let draft = Draft {
        sensor: proposal.sensor,
        from,
        to,
        method: METHOD.to_owned(),
        reason: reason.ok_or_else(no_reason)?,
    };
    refuse_held(&connection, &draft).await?;
    // Sensors push meanwhile: what arrives then is measured, and read instead.
    let filling = filling(&connection, &draft, &place, now).await?;
    let Filling { restored, bands } = filling;
    let transaction = connection.begin().await?;
    refuse_held(&transaction, &draft).await?;
    let id = restorations::create(&transaction, &draft, &restored, &bands).await?;
    let entry = Entry {
        at: now,
        author: author(&principal)?,
        event: State::Proposed.as_str().to_owned(),
        text: None,
    };
    restorations::log(&transaction, id, &entry).await?;
    let connection = transaction.commit().await?;
    let restoration = show::one(&connection, id, None).await?;
    Ok((StatusCode::CREATED, Json(restoration)).into_response())
}

/// The period that is asked for, in seconds since 1970.
fn asked(proposal: &Proposal, place: &Place, now: i64) -> Result<(i64, i64)> {
    let (from, to) = period(&proposal.from, &proposal.to, place.extent.zone)?;
    if MOST_SECONDS < to - from {
        return Err(Error::invalid(
            "to",
            "expected a period of at most 31 days",
            "ожидается период не более 31 дня",
        ));
    }
    if due(now, place.interval()) < to {
        return Err(Error::invalid(
            "to",
            "expected a period of which all counts should have arrived by now",
            "ожидается период, все данные которого уже должны были прийти",
        ));
    }
    Ok((from, to))
}

fn no_reason() -> Error {
    let (english, russian) = (
        "expected 1 to 4,000 characters",
        "ожидается от 1 до 4000 символов",
    );
    Error::invalid("reason", english, russian)
}

/// Two restorations of one interval would be read twice.
async fn refuse_held(connection: &Connection, draft: &Draft) -> Result<()> {
    let held = restorations::held(connection, draft.sensor, (draft.from, draft.to)).await?;
    match held.first() {
        None => Ok(()),
        Some(Held { id, .. }) => Err(Error::conflict(
            &format!("restoration {id} of this period is proposed or agreed already"),
            &format!("восстановление {id} за этот период уже предложено или согласовано"),
        )),
    }
}

/// What the sensor's holes in the period are filled with.
async fn filling(
    connection: &Connection,
    draft: &Draft,
    place: &Place,
    now: i64,
) -> Result<Filling> {
    let holes = holes(connection, draft, place, now).await?;
    let around = place
        .around(connection, (draft.from, draft.to), now)
        .await?;
    let channels: Vec<_> = holes.iter().map(|hole| hole.channel).collect();
    let starts = around.iter().map(|hour| hour.span.start);
    let mut known: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for hour in restorations::history(connection, &channels, starts).await? {
        let hours = known.entry(hour.channel).or_default();
        hours.insert(hour.start, hour);
    }
    let mut all = Filling::default();
    for hole in &holes {
        let known = known.remove(&hole.channel).unwrap_or_default();
        for part in hole.parts() {
            let filling = fill(&part, &around, &known, place.extent.zone).map_err(too_little)?;
            all.restored.extend(filling.restored);
            all.bands.extend(filling.bands);
        }
    }
    Ok(all)
}

/// The channels that miss something of the period, one at least.
async fn holes(
    connection: &Connection,
    draft: &Draft,
    place: &Place,
    now: i64,
) -> Result<Vec<Hole>> {
    if place.is_silent_when_quiet {
        return Err(Error::invalid(
            "sensor",
            "it tells of single people: where nobody came cannot be told from what is missing",
            "датчик передаёт отдельные проходы: тишину нельзя отличить от пропуска",
        ));
    }
    if 3_600 < place.interval() {
        return Err(Error::invalid(
            "sensor",
            "its intervals are longer than an hour",
            "его интервалы длиннее часа",
        ));
    }
    // What begins in the hour before may reach into the period, and what ends a gap may
    // come long after it.
    let looked_at = (
        draft.from - BESIDE - 3_600,
        now.min(draft.to + MOST_SECONDS),
    );
    let scope = Scope::Sensor(draft.sensor);
    let measured = Measured {
        counted: counts::stretches(connection, scope, looked_at, Counted::Ever).await?,
        gathered: counts::stretches(connection, scope, looked_at, Counted::Gathered).await?,
        is_register: place.is_register,
        until: due(now, place.interval()).min(place.retired_at.unwrap_or(i64::MAX)),
    };
    let channels = place.extent.channels.iter();
    let holes = channels.map(|channel| Hole {
        channel: channel.id,
        interval: channel.interval,
        missing: missing(*channel, (draft.from, draft.to), &measured, &place.hours),
    });
    let holes: Vec<_> = holes.filter(|hole| !hole.missing.is_empty()).collect();
    if MOST_INTERVALS < holes.iter().map(|hole| hole.missing.len()).sum() {
        return Err(Error::invalid(
            "to",
            "expected a shorter period: more than 200,000 intervals of this one are missing",
            "ожидается более короткий период: в этом пропущено более 200 000 интервалов",
        ));
    }
    match holes.is_empty() {
        false => Ok(holes),
        true => Err(Error::invalid(
            "sensor",
            "nothing of this period is missing while the site is open, or its register \
             counts it after the gap",
            "за этот период в часы работы объекта ничего не пропущено, или пропущенное \
             датчик досчитывает после пропуска",
        )),
    }
}

fn too_little(error: TooLittle) -> Error {
    Error::invalid(
        "sensor",
        &format!("too little was measured to restore this: {error}"),
        "измерено слишком мало обычных недель, чтобы это восстановить",
    )
}
