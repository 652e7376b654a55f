//! What waits to be sent, was sent, or could not be.

use axum::Json;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::outbox::{self, State};
use spp_web::auth::Contractor;
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Path, Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::answer::{Listing, found};
use crate::fields;

/// A message, without its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutboxMessage {
    id: i64,
    /// mail or webhook.
    channel: String,
    /// The incident that it tells of.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident_id: Option<i64>,
    /// To whom: an address of mail, or the id of a webhook.
    recipient: String,
    /// ru or en.
    language: String,
    /// What it tells.
    kind: String,
    /// Whether it goes out at night too.
    critical: bool,
    created_at: String,
    /// When it is next tried, while it waits.
    due: String,
    /// waiting, sending, sent, failed, suppressed, or gathered into another one.
    state: String,
    /// How often it was tried.
    attempts: u32,
    /// When it was last sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<String>,
    /// Why it could not be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// A page of messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outbox {
    outbox: Vec<OutboxMessage>,
    meta: Meta,
}

/// Which messages are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// In this state only.
    state: Option<String>,
    /// On incidents of this client only.
    client: Option<i64>,
    /// On this incident only.
    incident: Option<i64>,
    /// To this recipient only.
    recipient: Option<String>,
    /// Whether the newest come first.
    newest: Option<bool>,
}

/// Lists messages, oldest first unless told.
#[utoipa::path(get, operation_id = "outbox_list", path = "/api/v1/outbox", tag = "outbox", params(Filter, PageQuery), responses((status = 200, body = Outbox)))]
pub async fn list(
    _: Contractor,
    Query(filter): Query<Filter>,
    listing: Listing,
) -> Result<Json<Outbox>> {
    let state = filter.state.as_deref();
    let state = state.map(|state| fields::word("state", state, State::ALL, State::id));
    let filter = outbox::Filter {
        state: state.transpose()?,
        client: filter.client,
        incident: filter.incident,
        recipient: filter.recipient,
        newest: filter.newest.unwrap_or_default(),
    };
    let connection = Connection::open().await?;
    let rows = outbox::list(&connection, &filter, listing.window()).await?;
    let (outbox, meta) = listing.show(rows);
    Ok(Json(Outbox { outbox, meta }))
}

/// Sends a message again that was sent, failed or was suppressed: it waits, due
/// now, as if never tried.
#[utoipa::path(post, operation_id = "outbox_resend", path = "/api/v1/outbox/{id}/resend", tag = "outbox", params(("id" = i64, Path)), responses((status = 200, body = OutboxMessage), (status = 409, description = "the message still waits, or went out in another one", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn resend(_: Contractor, Path(id): Path<i64>) -> Result<Json<OutboxMessage>> {
    let connection = Connection::open().await?;
    let resent = outbox::resend(&connection, id, Utc::now().timestamp()).await?;
    let message = found(outbox::get(&connection, id).await?)?;
    match resent {
        true => Ok(Json(message)),
        false => Err(Error::conflict(
            "only what was sent, failed or was suppressed can be sent again; a one-time link is made anew",
            "повторить можно только отправленное, не отправленное из-за ошибки или подавленное; \
             для одноразовой ссылки создаётся новая",
        )),
    }
}

impl From<outbox::Message> for OutboxMessage {
    fn from(row: outbox::Message) -> Self {
        Self {
            id: row.id,
            channel: row.channel,
            incident_id: row.incident_id,
            recipient: row.recipient,
            language: row.language,
            kind: row.kind,
            critical: row.critical,
            created_at: fields::moment(row.created_at),
            due: fields::moment(row.due),
            state: row.state.id().to_owned(),
            attempts: row.attempts,
            sent_at: row.sent_at.map(fields::moment),
            error: row.error,
        }
    }
}
