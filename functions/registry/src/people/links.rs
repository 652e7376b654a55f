//! One-time links: an invitation, or a forgotten password. The token stands behind
//! the `#` of the portal's address, which no server sees, and comes in bodies.

use axum::Json;
use axum::response::Response;
use chrono::Utc;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::people::links::{self, Purpose};
use spp_store::people::{sessions, users};
use spp_web::Result;
use spp_web::auth;
use utoipa::ToSchema;

use super::guessing::{Attempt, Counted};
use super::{Requester, hashing, password, session};
use crate::{answer, fields};

/// While a link is younger than so many seconds, no other is sent in its place: 10
/// minutes. Nobody's mailbox is filled, and no link that was just sent is spent.
const PAUSE: i64 = 600;

/// Somebody who has forgotten the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    /// The address.
    email: String,
}

/// A link's token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Token {
    token: String,
}

/// What a link is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    /// invitation or reset.
    purpose: String,
    email: String,
    name: String,
}

/// A password that is set with a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Use {
    token: String,
    /// The new password, 10 to 128 characters.
    password: String,
    /// The name, where it is to be another one.
    name: Option<String>,
}

/// Sends a link to a new password to an address, if somebody has it and was not sent
/// one within ten minutes. The answer is the same for any.
#[utoipa::path(post, operation_id = "links_reset", path = "/api/v1/password-resets", tag = "people", request_body = Forgotten, responses((status = 202), (status = 429, body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn reset(
    requester: Requester,
    spp_web::Json(forgotten): spp_web::Json<Forgotten>,
) -> Result<StatusCode> {
    let now = Utc::now().timestamp();
    let email = forgotten.email.trim().to_lowercase();
    // One transaction whether somebody has the address or not: the time of a second
    // one would tell.
    let transaction = super::begin().await?;
    let counted = Counted::of(Attempt::Link, &email, &requester, now);
    counted.count_within(&transaction, now).await?;
    if let Some((user, _)) = users::by_email(&transaction, &email).await?
        && !links::is_under_way(&transaction, user.id, now - PAUSE, now).await?
    {
        let purpose = match user.has_password {
            true => Purpose::Reset,
            false => Purpose::Invitation,
        };
        super::send_link(&transaction, &user, purpose).await?;
    }
    transaction.commit().await?;
    Ok(StatusCode::ACCEPTED)
}

/// Shows what a link is for, as long as it is good.
#[utoipa::path(post, operation_id = "links_show", path = "/api/v1/links", tag = "people", request_body = Token, responses((status = 200, body = Link), (status = 404, description = "spent, too old, or none", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn show(_: Requester, spp_web::Json(body): spp_web::Json<Token>) -> Result<Json<Link>> {
    let connection = Connection::open().await?;
    let now = Utc::now().timestamp();
    let found = links::find(&connection, &auth::hash(&body.token), now).await?;
    let found = answer::known(found)?;
    Ok(Json(Link {
        purpose: found.purpose,
        email: found.email,
        name: found.name,
    }))
}

/// Sets the password with a link, once, and signs in. Whoever was signed in with
/// the old password is signed out.
#[utoipa::path(post, operation_id = "links_use", path = "/api/v1/links/use", tag = "people", request_body = Use, responses((status = 200, body = session::Session), (status = 404, description = "spent, too old, or none", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn set(
    requester: Requester,
    headers: HeaderMap,
    spp_web::Json(body): spp_web::Json<Use>,
) -> Result<Response> {
    let (now, hash) = (Utc::now().timestamp(), auth::hash(&body.token));
    let connection = Connection::open().await?;
    let link = answer::known(links::find(&connection, &hash, now).await?)?;
    password::accept("password", &body.password, &link.email)?;
    let name = fields::optional("name", body.name.as_deref(), 200)?;
    let kept = hashing::within(&connection, || password::hash(&body.password)).await?;
    let transaction = connection.begin().await?;
    let user = answer::known(links::spend(&transaction, &hash, now).await?)?;
    users::set_password(&transaction, user, &kept).await?;
    sessions::revoke_all(&transaction, user, None).await?;
    if let Some(name) = name
        && let Some(known) = users::get(&transaction, user, None).await?
    {
        users::describe(&transaction, user, &name, &known.draft.language).await?;
    }
    let counted = Counted::of(Attempt::Password, &link.email, &requester, now);
    counted.forget(&transaction).await?;
    session::welcome(transaction, user, &headers, requester.origin, now).await
}
