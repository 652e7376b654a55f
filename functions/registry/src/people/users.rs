//! Users: who may sign in. A client's manager enters its organisation's, the
//! administrator everybody's.

use axum::Json;
use axum::response::Response;
use chrono::Utc;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::people::Role;
use spp_store::people::links::Purpose;
use spp_store::people::users;
use spp_web::auth::{Manager, Principal};
use spp_web::page::{Meta, PageQuery};
use spp_web::{Error, Path, Query, Result};
use utoipa::{IntoParams, ToSchema};

use super::guessing::Counted;
use super::{hashing, password};
use crate::answer::{self, Listing, known};
use crate::{addresses, fields, rights};

/// A new user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserBody {
    /// The address, to which the invitation goes.
    email: String,
    /// The name, 1 to 200 characters.
    name: String,
    /// `client_user`, `client_manager`, engineer or administrator.
    role: String,
    /// The organisation of a client's user.
    client_id: Option<i64>,
    /// ru or en; ru if absent.
    language: Option<String>,
    /// A password instead of an invitation: with the administrator's token only.
    password: Option<String>,
}

/// What may be changed of a user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// The name, 1 to 200 characters.
    name: String,
    /// `client_user`, `client_manager`, engineer or administrator.
    role: String,
    /// ru or en; ru if absent.
    language: Option<String>,
    /// Whether the user may sign in; as it was if absent.
    enabled: Option<bool>,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    id: i64,
    email: String,
    name: String,
    role: &'static str,
    client_id: Option<i64>,
    language: String,
    /// invited, active or disabled.
    state: &'static str,
    created_at: String,
    seen_at: Option<String>,
}

/// A page of users.
#[derive(Debug, Serialize, ToSchema)]
pub struct Users {
    users: Vec<User>,
    meta: Meta,
}

/// Which users are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this client only.
    client: Option<i64>,
}

/// Lists users: its organisation's for a client's manager.
#[utoipa::path(get, operation_id = "users_list", path = "/api/v1/users", tag = "people", params(Filter, PageQuery), responses((status = 200, body = Users)))]
pub async fn list(
    manager: Manager,
    Query(filter): Query<Filter>,
    listing: Listing,
) -> Result<Json<Users>> {
    let connection = Connection::open().await?;
    let tenant = manager.0.tenant();
    let rows = users::list(&connection, tenant, filter.client, listing.window()).await?;
    let (users, meta) = listing.show(rows);
    Ok(Json(Users { users, meta }))
}

/// Enters a user, who gets an invitation by mail. A user enters at most 50 an hour.
#[utoipa::path(post, operation_id = "users_create", path = "/api/v1/users", tag = "people", request_body = UserBody, responses((status = 201, body = User), (status = 409, description = "another has the address", body = spp_web::Problem, content_type = "application/problem+json"), (status = 429, description = "too many; Retry-After says when", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn create(
    manager: Manager,
    spp_web::Json(body): spp_web::Json<UserBody>,
) -> Result<Response> {
    rights::of_access(&manager.0)?;
    let draft = draft(&manager.0, &body)?;
    let (now, mut connection) = (Utc::now().timestamp(), Connection::open().await?);
    let password = match (&body.password, &manager.0) {
        (None, by) => {
            // Counted first: that an address is taken tells of whoever has it.
            let counted = Counted::invitation(&draft.email, by, now);
            connection = counted.count(connection, now).await?;
            None
        }
        (Some(password), Principal::Administrator) => {
            password::accept("password", password, &draft.email)?;
            Some(hashing::within(&connection, || password::hash(password)).await?)
        }
        (Some(_), _) => {
            return Err(Error::invalid(
                "password",
                "only the administrator's token sets it; others send an invitation",
                "задаётся только токеном администратора; остальные отправляют приглашение",
            ));
        }
    };
    let transaction = connection.begin().await?;
    let created = users::create(&transaction, &draft, password.as_deref(), now).await;
    let id = created.map_err(fields::referring("client_id"))?;
    let user = known(users::get(&transaction, id, None).await?)?;
    if password.is_none() {
        super::send_link(&transaction, &user, Purpose::Invitation).await?;
    }
    transaction.commit().await?;
    Ok(answer::created("/api/v1/users", id, User::from(user)))
}

/// Shows a user.
#[utoipa::path(get, operation_id = "users_get", path = "/api/v1/users/{id}", tag = "people", params(("id" = i64, Path)), responses((status = 200, body = User)))]
pub async fn get(manager: Manager, Path(id): Path<i64>) -> Result<Json<User>> {
    let connection = Connection::open().await?;
    let user = users::get(&connection, id, manager.0.tenant()).await?;
    answer::found(user).map(Json)
}

/// Changes a user's name, role and language, or lets the user sign in again.
#[utoipa::path(put, operation_id = "users_replace", path = "/api/v1/users/{id}", tag = "people", params(("id" = i64, Path)), request_body = UserChange, responses((status = 200, body = User), (status = 409, description = "oneself, or the last administrator", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn replace(
    manager: Manager,
    Path(id): Path<i64>,
    spp_web::Json(change): spp_web::Json<UserChange>,
) -> Result<Json<User>> {
    rights::of_access(&manager.0)?;
    let name = fields::text("name", &change.name, 200)?;
    let role = fields::word("role", &change.role, Role::ALL, Role::id)?;
    let language = super::language(change.language.as_deref())?;
    let transaction = super::begin().await?;
    let tenant = manager.0.tenant();
    let user = known(users::get(&transaction, id, tenant).await?)?;
    if role.is_clients() != user.draft.client.is_some() {
        let (english, russian) = (
            "a client's user stays a client's, the contractor's own the contractor's",
            "пользователь клиента остаётся у клиента, сотрудник исполнителя — у исполнителя",
        );
        return Err(Error::invalid("role", english, russian));
    }
    if role != user.draft.role || change.enabled == Some(false) {
        not_oneself(&manager.0, id)?;
    }
    let is_done = match change.enabled {
        Some(false) => users::disable(&transaction, id, Utc::now().timestamp()).await?,
        Some(true) => users::enable(&transaction, id).await.map(|()| true)?,
        None => true,
    };
    if !is_done || !users::update(&transaction, id, &name, role, &language).await? {
        return Err(last_administrator());
    }
    let user = known(users::get(&transaction, id, tenant).await?)?;
    transaction.commit().await?;
    Ok(Json(User::from(user)))
}

/// Lets a user not sign in any more, and signs out everywhere.
#[utoipa::path(delete, operation_id = "users_disable", path = "/api/v1/users/{id}", tag = "people", params(("id" = i64, Path)), responses((status = 204), (status = 409, description = "oneself, or the last administrator", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn disable(manager: Manager, Path(id): Path<i64>) -> Result<StatusCode> {
    rights::of_access(&manager.0)?;
    let transaction = super::begin().await?;
    known(users::get(&transaction, id, manager.0.tenant()).await?)?;
    not_oneself(&manager.0, id)?;
    if !users::disable(&transaction, id, Utc::now().timestamp()).await? {
        return Err(last_administrator());
    }
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a user another invitation; those before it are spent.
#[utoipa::path(post, operation_id = "users_invite", path = "/api/v1/users/{id}/invitation", tag = "people", params(("id" = i64, Path)), responses((status = 204), (status = 409, description = "the user has a password already", body = spp_web::Problem, content_type = "application/problem+json"), (status = 429, description = "too many; Retry-After says when", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn invite(manager: Manager, Path(id): Path<i64>) -> Result<StatusCode> {
    rights::of_access(&manager.0)?;
    let transaction = super::begin().await?;
    let user = known(users::get(&transaction, id, manager.0.tenant()).await?)?;
    if user.has_password || user.disabled_at.is_some() {
        return Err(Error::conflict(
            "the user has signed in before, or is disabled",
            "пользователь уже входил или отключён",
        ));
    }
    let now = Utc::now().timestamp();
    let counted = Counted::invitation(&user.draft.email, &manager.0, now);
    counted.count_within(&transaction, now).await?;
    super::send_link(&transaction, &user, Purpose::Invitation).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Nobody shuts oneself out.
fn not_oneself(principal: &Principal, id: i64) -> Result<()> {
    match principal {
        Principal::Person(person) if person.user == id => Err(Error::conflict(
            "nobody lowers or disables oneself",
            "понизить или отключить самого себя нельзя",
        )),
        _ => Ok(()),
    }
}

fn last_administrator() -> Error {
    Error::conflict(
        "the last administrator stays",
        "последний администратор должен остаться",
    )
}

fn draft(principal: &Principal, body: &UserBody) -> Result<users::Draft> {
    let role = fields::word("role", &body.role, Role::ALL, Role::id)?;
    let client = match (role.is_clients(), principal.tenant(), body.client_id) {
        (true, Some(own), None) => Some(own),
        (true, Some(own), Some(named)) if own == named => Some(own),
        (true, Some(_), Some(_)) => return Err(fields::unknown("client_id")),
        (true, None, Some(named)) => Some(named),
        (true, None, None) => {
            let (english, russian) = ("a client's user needs a client", "нужен клиент");
            return Err(Error::invalid("client_id", english, russian));
        }
        (false, None, None) => None,
        (false, None, Some(_)) => {
            let (english, russian) = (
                "the contractor's own have no client",
                "у сотрудников исполнителя нет клиента",
            );
            return Err(Error::invalid("client_id", english, russian));
        }
        (false, Some(_), _) => {
            let (english, russian) = (
                "expected client_user or client_manager",
                "ожидается client_user или client_manager",
            );
            return Err(Error::invalid("role", english, russian));
        }
    };
    Ok(users::Draft {
        client,
        email: addresses::email("email", &body.email)?.to_lowercase(),
        name: fields::text("name", &body.name, 200)?,
        role,
        language: super::language(body.language.as_deref())?,
    })
}

impl std::convert::From<users::User> for User {
    fn from(row: users::User) -> Self {
        Self {
            id: row.id,
            state: match (row.disabled_at, row.has_password) {
                (Some(_), _) => "disabled",
                (None, true) => "active",
                (None, false) => "invited",
            },
            email: row.draft.email,
            name: row.draft.name,
            role: row.draft.role.id(),
            client_id: row.draft.client,
            language: row.draft.language,
            created_at: fields::moment(row.created_at),
            seen_at: row.seen_at.map(fields::moment),
        }
    }
}
