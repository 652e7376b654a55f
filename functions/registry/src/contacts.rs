//! Contacts: the people who are told.

use axum::Json;
use axum::response::Response;
use chrono::Utc;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::contacts::{self, Role};
use spp_web::auth::{Manager, Principal};
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Language, Path, Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::answer::{self, Listing, found};
use crate::{addresses, fields, rights};

/// What is said of a contact.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactBody {
    /// The client whose person it is, for the roles authorised and technical
    /// and no others; never changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<i64>,
    /// The one site of the client that it answers for; all of them if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    site_id: Option<i64>,
    /// authorised or technical: of the client; third_party: a supplier or
    /// mounter; duty: the contractor's own.
    role: String,
    /// Its name, 1 to 200 characters. A third party is found by the name that
    /// sensors give their supplier or mounter.
    name: String,
    /// Its address, at most 254 characters.
    email: String,
    /// ru or en: in which language it is told; ru if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
}

/// A contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    id: i64,
    #[serde(flatten)]
    body: ContactBody,
    created_at: String,
}

/// A page of contacts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contacts {
    contacts: Vec<Contact>,
    meta: Meta,
}

/// Which contacts are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this client only.
    client: Option<i64>,
    /// Of this role only.
    role: Option<String>,
}

/// Lists contacts: all for the administrator, its own for a client.
#[utoipa::path(get, operation_id = "contacts_list", path = "/api/v1/contacts", tag = "contacts", params(Filter, PageQuery), responses((status = 200, body = Contacts)))]
pub async fn list(
    principal: Principal,
    Query(filter): Query<Filter>,
    listing: Listing,
) -> Result<Json<Contacts>> {
    let role = filter.role.as_deref().map(role).transpose()?;
    let client = filter.client;
    let filter = contacts::Filter { client, role };
    let connection = Connection::open().await?;
    let tenant = principal.tenant();
    let rows = contacts::list(&connection, tenant, filter, listing.window()).await?;
    let (contacts, meta) = listing.show(rows);
    Ok(Json(Contacts { contacts, meta }))
}

/// Enters a contact.
#[utoipa::path(post, operation_id = "contacts_create", path = "/api/v1/contacts", tag = "contacts", request_body = ContactBody, responses((status = 201, body = Contact)))]
pub async fn create(
    manager: Manager,
    spp_web::Json(mut body): spp_web::Json<ContactBody>,
) -> Result<Response> {
    rights::of_access(&manager.0)?;
    body.client_id = body.client_id.or(manager.0.tenant());
    let draft = contacts::Draft::try_from(body)?;
    rights::of_client(&manager, draft.client_id).map_err(|_| fields::unknown("client_id"))?;
    let connection = Connection::open().await?;
    let created = contacts::create(&connection, &draft, Utc::now().timestamp()).await;
    let id = created.map_err(|error| not_of_client(&draft, error))?;
    let contact: Contact = found(contacts::get(&connection, id, None).await?)?;
    Ok(answer::created("/api/v1/contacts", id, contact))
}

/// Shows a contact.
#[utoipa::path(get, operation_id = "contacts_get", path = "/api/v1/contacts/{id}", tag = "contacts", params(("id" = i64, Path)), responses((status = 200, body = Contact)))]
pub async fn get(principal: Principal, Path(id): Path<i64>) -> Result<Json<Contact>> {
    let connection = Connection::open().await?;
    found(contacts::get(&connection, id, principal.tenant()).await?).map(Json)
}

/// Replaces what is said of a contact, but not whose it is.
#[utoipa::path(put, operation_id = "contacts_replace", path = "/api/v1/contacts/{id}", tag = "contacts", params(("id" = i64, Path)), request_body = ContactBody, responses((status = 200, body = Contact)))]
pub async fn replace(
    manager: Manager,
    Path(id): Path<i64>,
    spp_web::Json(mut body): spp_web::Json<ContactBody>,
) -> Result<Json<Contact>> {
    rights::of_access(&manager.0)?;
    body.client_id = body.client_id.or(manager.0.tenant());
    let draft = contacts::Draft::try_from(body)?;
    let connection = Connection::open().await?;
    answer::known(contacts::get(&connection, id, manager.0.tenant()).await?)?;
    let updated = contacts::update(&connection, id, &draft).await;
    answer::changed(updated.map_err(|error| not_of_client(&draft, error))?)?;
    found(contacts::get(&connection, id, None).await?).map(Json)
}

/// Removes a contact: it is told nothing more.
#[utoipa::path(delete, operation_id = "contacts_remove", path = "/api/v1/contacts/{id}", tag = "contacts", params(("id" = i64, Path)), responses((status = 204)))]
pub async fn remove(manager: Manager, Path(id): Path<i64>) -> Result<StatusCode> {
    rights::of_access(&manager.0)?;
    let connection = Connection::open().await?;
    answer::known(contacts::get(&connection, id, manager.0.tenant()).await?)?;
    answer::removed(contacts::delete(&connection, id).await?)
}

/// The client, or its site, that is not there.
fn not_of_client(draft: &contacts::Draft, error: spp_store::Error) -> Error {
    match (error, draft.site_id) {
        (spp_store::Error::Reference, Some(_)) => {
            let (english, russian) = ("expected a site of the client", "ожидается объект клиента");
            Error::invalid("site_id", english, russian)
        }
        (error, _) => fields::referring("client_id")(error),
    }
}

fn role(value: &str) -> Result<Role> {
    fields::word("role", value, Role::ALL, Role::id)
}

impl TryFrom<ContactBody> for contacts::Draft {
    type Error = Error;

    fn try_from(body: ContactBody) -> Result<Self> {
        let role = role(&body.role)?;
        if role.is_of_client() != body.client_id.is_some() {
            let (english, russian) = (
                "expected with the roles authorised and technical only",
                "ожидается с ролями authorised и technical, и только с ними",
            );
            return Err(Error::invalid("client_id", english, russian));
        }
        if !role.is_of_client() && body.site_id.is_some() {
            return Err(Error::invalid(
                "site_id",
                "expected beside client_id only",
                "ожидается только вместе с client_id",
            ));
        }
        let language = match body.language.as_deref() {
            None => Language::Russian,
            Some(tag) => {
                let known = [Language::Russian, Language::English];
                fields::word("language", tag, &known, contacts::tag)?
            }
        };
        Ok(Self {
            client_id: body.client_id,
            site_id: body.site_id,
            role,
            name: fields::text("name", &body.name, 200)?,
            email: addresses::email("email", &body.email)?,
            language,
        })
    }
}

impl From<contacts::Contact> for Contact {
    fn from(row: contacts::Contact) -> Self {
        let draft = row.draft;
        let body = ContactBody {
            client_id: draft.client_id,
            site_id: draft.site_id,
            role: draft.role.id().to_owned(),
            name: draft.name,
            email: draft.email,
            language: Some(contacts::tag(draft.language).to_owned()),
        };
        Self {
            id: row.id,
            body,
            created_at: fields::moment(row.created_at),
        }
    }
}
