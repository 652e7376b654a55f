//! Where a client wants incidents told to systems of its own.

use axum::Json;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::{clients, webhooks};
use spp_web::auth::{Administrator, Manager};
use spp_web::{Path, Result};
use utoipa::ToSchema;

use crate::{addresses, answer, fields, rights};

/// What is said of a webhook.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookBody {
    /// The address to which incidents are posted: https, or http in a private
    /// network; at most 500 characters.
    url: String,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhook {
    id: i64,
    url: String,
    created_at: String,
}

/// A new webhook with its secret, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewWebhook {
    #[serde(flatten)]
    webhook: Webhook,
    /// What posts are signed with, as in Standard Webhooks: `whsec_` and the
    /// key in Base64.
    secret: String,
}

/// A client's webhooks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhooks {
    webhooks: Vec<Webhook>,
}

/// Lists a client's webhooks, without their secrets, for those who give its keys away:
/// an address often holds a secret, too.
#[utoipa::path(get, operation_id = "webhooks_list", path = "/api/v1/clients/{id}/webhooks", tag = "clients", params(("id" = i64, Path)), responses((status = 200, body = Webhooks)))]
pub async fn list(manager: Manager, Path(client): Path<i64>) -> Result<Json<Webhooks>> {
    rights::of_access(&manager.0)?;
    rights::of_client(&manager, Some(client))?;
    let connection = Connection::open().await?;
    answer::known(clients::get(&connection, client, manager.0.tenant()).await?)?;
    let rows = webhooks::list(&connection, client).await?;
    let webhooks = rows.into_iter().map(Webhook::from).collect();
    Ok(Json(Webhooks { webhooks }))
}

/// Gives a client a webhook, and returns its secret this once.
#[utoipa::path(post, operation_id = "webhooks_create", path = "/api/v1/clients/{id}/webhooks", tag = "clients", params(("id" = i64, Path)), request_body = WebhookBody, responses((status = 201, body = NewWebhook)))]
pub async fn create(
    _: Administrator,
    Path(client): Path<i64>,
    spp_web::Json(body): spp_web::Json<WebhookBody>,
) -> Result<(StatusCode, Json<NewWebhook>)> {
    let url = addresses::webhook("url", &body.url)?;
    let secret = format!("whsec_{}", STANDARD.encode(fields::random::<32>()?));
    let connection = Connection::open().await?;
    let now = Utc::now().timestamp();
    let created = webhooks::create(&connection, client, &url, &secret, now).await;
    let id = created.map_err(fields::referring_above)?;
    let created_at = fields::moment(now);
    let webhook = Webhook {
        id,
        url,
        created_at,
    };
    Ok((StatusCode::CREATED, Json(NewWebhook { webhook, secret })))
}

/// Removes a webhook.
#[utoipa::path(delete, operation_id = "webhooks_remove", path = "/api/v1/clients/{id}/webhooks/{webhook}", tag = "clients", params(("id" = i64, Path), ("webhook" = i64, Path)), responses((status = 204)))]
pub async fn remove(
    _: Administrator,
    Path((client, webhook)): Path<(i64, i64)>,
) -> Result<StatusCode> {
    let connection = Connection::open().await?;
    answer::removed(webhooks::delete(&connection, client, webhook).await?)
}

impl From<webhooks::Webhook> for Webhook {
    fn from(row: webhooks::Webhook) -> Self {
        Self {
            id: row.id,
            url: row.url,
            created_at: fields::moment(row.created_at),
        }
    }
}
