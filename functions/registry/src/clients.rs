//! Clients.

use axum::Json;
use axum::response::Response;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::clients;
use spp_web::auth::{Administrator, Principal};
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Path, Result};
use utoipa::ToSchema;

use crate::answer::{self, Listing, found};
use crate::fields;

/// What is said of a client.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientBody {
    /// Its name, 1 to 200 characters.
    name: String,
    /// Its taxpayer number (ИНН), 10 or 12 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    inn: Option<String>,
}

/// A client.
#[derive(Debug, Serialize, ToSchema)]
pub struct Client {
    id: i64,
    #[serde(flatten)]
    body: ClientBody,
    created_at: String,
}

/// A page of clients.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clients {
    clients: Vec<Client>,
    meta: Meta,
}

/// Lists clients: all for the administrator, itself for a client.
#[utoipa::path(get, operation_id = "clients_list", path = "/api/v1/clients", tag = "clients", params(PageQuery), responses((status = 200, body = Clients)))]
pub async fn list(principal: Principal, listing: Listing) -> Result<Json<Clients>> {
    let connection = Connection::open().await?;
    let rows = clients::list(&connection, principal.tenant(), listing.window()).await?;
    let (clients, meta) = listing.show(rows);
    Ok(Json(Clients { clients, meta }))
}

/// Enters a client.
#[utoipa::path(post, operation_id = "clients_create", path = "/api/v1/clients", tag = "clients", request_body = ClientBody, responses((status = 201, body = Client), (status = 409, description = "another client has the INN", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn create(
    _: Administrator,
    spp_web::Json(body): spp_web::Json<ClientBody>,
) -> Result<Response> {
    let draft = clients::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    let id = clients::create(&connection, &draft, Utc::now().timestamp()).await?;
    let client = find(&connection, id, None).await?;
    Ok(answer::created("/api/v1/clients", id, client))
}

/// Shows a client.
#[utoipa::path(get, operation_id = "clients_get", path = "/api/v1/clients/{id}", tag = "clients", params(("id" = i64, Path)), responses((status = 200, body = Client)))]
pub async fn get(principal: Principal, Path(id): Path<i64>) -> Result<Json<Client>> {
    let connection = Connection::open().await?;
    find(&connection, id, principal.tenant()).await.map(Json)
}

/// Replaces what is said of a client.
#[utoipa::path(put, operation_id = "clients_replace", path = "/api/v1/clients/{id}", tag = "clients", params(("id" = i64, Path)), request_body = ClientBody, responses((status = 200, body = Client)))]
pub async fn replace(
    _: Administrator,
    Path(id): Path<i64>,
    spp_web::Json(body): spp_web::Json<ClientBody>,
) -> Result<Json<Client>> {
    let draft = clients::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    answer::changed(clients::update(&connection, id, &draft).await?)?;
    find(&connection, id, None).await.map(Json)
}

async fn find(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Client> {
    found(clients::get(connection, id, tenant).await?)
}

impl TryFrom<ClientBody> for clients::Draft {
    type Error = Error;

    fn try_from(body: ClientBody) -> Result<Self> {
        let inn = body.inn.filter(|inn| !inn.is_empty());
        let digits = |inn: &str| {
            matches!(inn.len(), 10 | 12) && inn.bytes().all(|byte| byte.is_ascii_digit())
        };
        if inn.as_deref().is_some_and(|inn| !digits(inn)) {
            let (english, russian) = ("expected 10 or 12 digits", "ожидается 10 или 12 цифр");
            return Err(Error::invalid("inn", english, russian));
        }
        Ok(Self {
            name: fields::text("name", &body.name, 200)?,
            inn,
        })
    }
}

impl From<clients::Client> for Client {
    fn from(row: clients::Client) -> Self {
        let clients::Draft { name, inn } = row.draft;
        let body = ClientBody { name, inn };
        Self {
            id: row.id,
            body,
            created_at: fields::moment(row.created_at),
        }
    }
}
