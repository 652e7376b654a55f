//! Sensors: who they are, how they push, where they hang and whose they are.

mod body;

use axum::Json;
use axum::response::Response;
use chrono::Utc;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_store::ingest::{self, Entry};
use spp_store::registry::{sensors, tokens};
use spp_store::{Connection, Transaction};
use spp_web::auth::{self, Contractor, Principal};
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Path, Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::answer::{self, Listing, found};
use crate::fields;
use body::SensorBody;

/// A sensor.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sensor {
    id: i64,
    #[serde(flatten)]
    body: SensorBody,
    created_at: String,
    /// Since when it is out of service.
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<String>,
    /// When it last pushed anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_contact: Option<String>,
    /// The end of the newest interval that it has counted, by its own clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_data: Option<String>,
    /// How many seconds its clock is ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_offset: Option<i64>,
}

/// A sensor with what was notable about its pushes.
#[derive(Debug, Serialize, ToSchema)]
pub struct SensorWithJournal {
    #[serde(flatten)]
    sensor: Sensor,
    /// The latest 20 entries.
    journal: Vec<JournalEntry>,
}

/// Something notable about a sensor's pushes, one a kind and day of UTC.
#[derive(Debug, Serialize, ToSchema)]
pub struct JournalEntry {
    /// foreign-serial, uncounted-kind, wrong-clock or too-many-channels.
    kind: String,
    first: String,
    last: String,
    /// In how many pushes.
    times: i64,
    /// The latest detail: a serial number, a kind, seconds, a channel.
    detail: String,
}

/// A new sensor with its token, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewSensor {
    #[serde(flatten)]
    sensor: Sensor,
    token: String,
}

/// A page of sensors.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sensors {
    sensors: Vec<Sensor>,
    meta: Meta,
}

/// Which sensors are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this system only.
    system: Option<i64>,
    /// Of this entrance only.
    entrance: Option<i64>,
    /// Of this site only.
    site: Option<i64>,
}

/// Lists sensors.
#[utoipa::path(get, operation_id = "sensors_list", path = "/api/v1/sensors", tag = "sensors", params(Filter, PageQuery), responses((status = 200, body = Sensors)))]
pub async fn list(
    principal: Principal,
    Query(filter): Query<Filter>,
    listing: Listing,
) -> Result<Json<Sensors>> {
    let connection = Connection::open().await?;
    let tenant = principal.tenant();
    let of = sensors::Of {
        system: filter.system,
        entrance: filter.entrance,
        site: filter.site,
    };
    let rows = sensors::list(&connection, tenant, of, listing.window()).await?;
    let (sensors, meta) = listing.show(rows);
    Ok(Json(Sensors { sensors, meta }))
}

/// Enters a sensor, and returns its token this once.
#[utoipa::path(post, operation_id = "sensors_create", path = "/api/v1/sensors", tag = "sensors", request_body = SensorBody, responses((status = 201, body = NewSensor)))]
pub async fn create(
    _: Contractor,
    spp_web::Json(body): spp_web::Json<SensorBody>,
) -> Result<Response> {
    let draft = sensors::Draft::try_from(body)?;
    let now = Utc::now().timestamp();
    let transaction = Connection::open().await?.begin().await?;
    let created = sensors::create(&transaction, &draft, now).await;
    let id = created.map_err(not_together)?;
    let token = issue(&transaction, id, now).await?;
    let connection = transaction.commit().await?;
    let sensor = find(&connection, id, None).await?;
    let sensor = NewSensor { sensor, token };
    Ok(answer::created("/api/v1/sensors", id, sensor))
}

/// Shows a sensor with its last contact, its last data and its journal.
#[utoipa::path(get, operation_id = "sensors_get", path = "/api/v1/sensors/{id}", tag = "sensors", params(("id" = i64, Path)), responses((status = 200, body = SensorWithJournal)))]
pub async fn get(principal: Principal, Path(id): Path<i64>) -> Result<Json<SensorWithJournal>> {
    let connection = Connection::open().await?;
    let sensor = find(&connection, id, principal.tenant()).await?;
    let entries = ingest::entries(&connection, id, 20).await?;
    let journal = entries
        .into_iter()
        .map(
            |Entry {
                 kind,
                 first,
                 last,
                 times,
                 detail,
             }| JournalEntry {
                kind,
                first: fields::moment(first),
                last: fields::moment(last),
                times,
                detail,
            },
        )
        .collect();
    Ok(Json(SensorWithJournal { sensor, journal }))
}

/// Replaces what is said of a sensor. Channels that are not named keep their
/// directions; a changed direction holds for the history too.
#[utoipa::path(put, operation_id = "sensors_replace", path = "/api/v1/sensors/{id}", tag = "sensors", params(("id" = i64, Path)), request_body = SensorBody, responses((status = 200, body = Sensor)))]
pub async fn replace(
    _: Contractor,
    Path(id): Path<i64>,
    spp_web::Json(body): spp_web::Json<SensorBody>,
) -> Result<Json<Sensor>> {
    let draft = sensors::Draft::try_from(body)?;
    let transaction = Connection::open().await?.begin().await?;
    let updated = sensors::update(&transaction, id, &draft).await;
    answer::changed(updated.map_err(not_together)?)?;
    let connection = transaction.commit().await?;
    find(&connection, id, None).await.map(Json)
}

/// Takes a sensor out of service: its pushes are refused, its counts stay.
#[utoipa::path(put, operation_id = "sensors_retire", path = "/api/v1/sensors/{id}/retirement", tag = "sensors", params(("id" = i64, Path)), responses((status = 204)))]
pub async fn retire(_: Contractor, Path(id): Path<i64>) -> Result<StatusCode> {
    set_retired(id, Some(Utc::now().timestamp())).await
}

/// Takes a sensor back into service.
#[utoipa::path(delete, operation_id = "sensors_restore", path = "/api/v1/sensors/{id}/retirement", tag = "sensors", params(("id" = i64, Path)), responses((status = 204)))]
pub async fn restore(_: Contractor, Path(id): Path<i64>) -> Result<StatusCode> {
    set_retired(id, None).await
}

async fn set_retired(id: i64, at: Option<i64>) -> Result<StatusCode> {
    let connection = Connection::open().await?;
    answer::removed(sensors::retire(&connection, id, at).await?)
}

async fn issue(transaction: &Transaction, sensor: i64, now: i64) -> Result<String> {
    let token = fields::secret()?;
    tokens::rotate(transaction, sensor, &auth::hash(&token), 0, now).await?;
    Ok(token)
}

async fn find(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Sensor> {
    found(sensors::get(connection, id, tenant).await?)
}

fn not_together(error: spp_store::Error) -> Error {
    match error {
        spp_store::Error::Reference => Error::invalid(
            "entrance_id",
            "expected a system and an entrance of the same client",
            "ожидаются система и входная группа одного клиента",
        ),
        other => other.into(),
    }
}

impl From<sensors::Sensor> for Sensor {
    fn from(row: sensors::Sensor) -> Self {
        let state = row.state;
        let mut body = SensorBody::from(row.draft);
        if let Some(firmware) = state.as_ref().and_then(|state| state.firmware.clone()) {
            body.firmware = Some(firmware);
        }
        Self {
            id: row.id,
            body,
            created_at: fields::moment(row.created_at),
            retired_at: row.retired_at.map(fields::moment),
            last_contact: state
                .as_ref()
                .map(|state| fields::moment(state.last_contact)),
            last_data: state
                .as_ref()
                .and_then(|state| state.last_data)
                .map(fields::moment),
            clock_offset: state.and_then(|state| state.clock_offset),
        }
    }
}
