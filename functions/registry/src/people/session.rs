//! Signing in and out, and what one changes of oneself.

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use spp_store::people::sessions::{self, Origin, Person};
use spp_store::people::{links, users};
use spp_store::{Connection, Transaction};
use spp_web::auth::{self, SignedIn, session};
use spp_web::{Error, Result};
use utoipa::ToSchema;

use super::guessing::{Attempt, Counted};
use super::{Requester, hashing, password};
use crate::fields;

/// Somebody who wants to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The address.
    email: String,
    /// The password.
    password: String,
}

/// Who has signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    user: SessionUser,
    /// Goes along as `x-csrf-token` with every request that changes something.
    csrf: String,
    /// When the session ends at the latest.
    expires_at: String,
}

/// The user of a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionUser {
    id: i64,
    email: String,
    name: String,
    /// `client_user`, `client_manager`, engineer or administrator.
    role: &'static str,
    /// ru or en.
    language: String,
    /// The organisation of a client's user.
    client: Option<SessionClient>,
}

/// The organisation of a client's user.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionClient {
    id: i64,
    name: String,
}

/// What somebody says of oneself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The name, 1 to 200 characters.
    name: String,
    /// ru or en.
    language: String,
}

/// A new password in place of an old one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    current: String,
    /// The new one, 10 to 128 characters.
    new: String,
}

/// Signs in: the answer gives the browser its cookie. A session that the browser
/// had is taken away, and of more than 20 of a user those that were not used for
/// longest. Whoever guesses waits, longer each time.
#[utoipa::path(post, operation_id = "session_begin", path = "/api/v1/session", tag = "people", request_body = Credentials, responses((status = 200, body = Session), (status = 401, description = "address and password do not fit", body = spp_web::Problem, content_type = "application/problem+json"), (status = 429, description = "too many attempts; Retry-After says when", body = spp_web::Problem, content_type = "application/problem+json"), (status = 503, description = "too many sign in at once; Retry-After says when", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn begin(
    requester: Requester,
    headers: HeaderMap,
    spp_web::Json(credentials): spp_web::Json<Credentials>,
) -> Result<Response> {
    let now = Utc::now().timestamp();
    let email = credentials.email.trim().to_lowercase();
    let counted = Counted::of(Attempt::Password, &email, &requester, now);
    let connection = counted.count(Connection::open().await?, now).await?;
    let user = users::by_email(&connection, &email).await?;
    let kept = user.as_ref().and_then(|(_, hash)| hash.as_deref());
    let check = || password::check(&credentials.password, kept);
    let (fits, renewed) = match hashing::within(&connection, check).await {
        Ok(checked) => checked,
        Err(error) => {
            counted.take_back(connection).await?;
            return Err(error);
        }
    };
    let (Some((user, Some(kept))), true) = (user, fits) else {
        return Err(Error::sign_in());
    };
    let transaction = connection.begin().await?;
    // It was another one in the meantime, say by a link.
    if users::password(&transaction, user.id).await?.as_ref() != Some(&kept) {
        return Err(Error::sign_in());
    }
    if let Some(renewed) = renewed {
        users::set_password(&transaction, user.id, &renewed).await?;
    }
    counted.succeed(&transaction).await?;
    welcome(transaction, user.id, &headers, requester.origin, now).await
}

/// Begins a session of a user, and does with it what the transaction has done.
pub async fn welcome(
    transaction: Transaction,
    user: i64,
    headers: &HeaderMap,
    origin: Origin,
    now: i64,
) -> Result<Response> {
    let token = super::token()?;
    let hash = auth::hash(&token);
    let replaced = session::token(headers).map(|token| auth::hash(&token));
    let replaced = replaced.as_ref().map(<[u8; 32]>::as_slice);
    sessions::begin(&transaction, user, &hash, replaced, origin, now).await?;
    // None where the user was disabled this very moment.
    let person = sessions::person(&transaction, &hash, now).await?;
    let person = person.ok_or_else(Error::sign_in)?;
    transaction.commit().await?;
    let cookie = session::cookie(&token, sessions::LONGEST);
    let cookie = cookie.ok_or_else(|| Error::internal("a cookie cannot be written"))?;
    Ok(([(header::SET_COOKIE, cookie)], Json(shown(person, &token))).into_response())
}

/// Shows who has signed in.
#[utoipa::path(get, operation_id = "session_get", path = "/api/v1/session", tag = "people", responses((status = 200, body = Session), (status = 204, description = "nobody")))]
pub async fn get(signed_in: Result<SignedIn>) -> Result<Response> {
    match signed_in {
        Ok(signed_in) => Ok(Json(shown(signed_in.person, &signed_in.token)).into_response()),
        // To ask is no fault.
        Err(error) if error.status() == StatusCode::UNAUTHORIZED => {
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Err(error) => Err(error),
    }
}

/// Signs out.
#[utoipa::path(delete, operation_id = "session_end", path = "/api/v1/session", tag = "people", responses((status = 204)))]
pub async fn end(signed_in: SignedIn) -> Result<Response> {
    let connection = Connection::open().await?;
    let person = signed_in.person;
    sessions::revoke(&connection, person.user, person.session).await?;
    let cookie = session::cookie("", 0);
    let cookie = cookie.ok_or_else(|| Error::internal("a cookie cannot be written"))?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Changes one's own name and language.
#[utoipa::path(put, operation_id = "session_profile", path = "/api/v1/session/user", tag = "people", request_body = Profile, responses((status = 200, body = Session)))]
pub async fn profile(
    signed_in: SignedIn,
    spp_web::Json(profile): spp_web::Json<Profile>,
) -> Result<Json<Session>> {
    let mut person = signed_in.person;
    person.name = fields::text("name", &profile.name, 200)?;
    person.language = super::language(Some(&profile.language))?;
    let connection = Connection::open().await?;
    let (name, language) = (&person.name, &person.language);
    users::describe(&connection, person.user, name, language).await?;
    Ok(Json(shown(person, &signed_in.token)))
}

/// Changes one's own password, and signs out everywhere else.
#[utoipa::path(put, operation_id = "session_password", path = "/api/v1/session/password", tag = "people", request_body = PasswordChange, responses((status = 204)))]
pub async fn change_password(
    signed_in: SignedIn,
    spp_web::Json(change): spp_web::Json<PasswordChange>,
) -> Result<StatusCode> {
    let (now, person) = (Utc::now().timestamp(), signed_in.person);
    password::accept("new", &change.new, &person.email)?;
    // Strangers' guesses at the account do not keep its owner from changing it.
    let counted = Counted::in_session(person.session);
    let connection = counted.count(Connection::open().await?, now).await?;
    let kept = users::password(&connection, person.user).await?;
    let replace = || match password::verify(&change.current, kept.as_deref())? {
        true => password::hash(&change.new).map(Some),
        false => Ok(None),
    };
    let hash = match hashing::within(&connection, replace).await {
        Ok(hash) => hash,
        Err(error) => {
            counted.take_back(connection).await?;
            return Err(error);
        }
    };
    let Some(hash) = hash else {
        let (english, russian) = ("this is not the present password", "это не нынешний пароль");
        return Err(Error::invalid("current", english, russian));
    };
    let transaction = connection.begin().await?;
    counted.succeed(&transaction).await?;
    users::set_password(&transaction, person.user, &hash).await?;
    links::revoke(&transaction, person.user, now).await?;
    sessions::revoke_all(&transaction, person.user, Some(person.session)).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(person: Person, token: &str) -> Session {
    Session {
        expires_at: fields::moment(person.created_at + sessions::LONGEST),
        csrf: session::csrf(token),
        user: SessionUser {
            id: person.user,
            email: person.email,
            name: person.name,
            role: person.role.id(),
            language: person.language,
            client: person.client.map(|(id, name)| SessionClient { id, name }),
        },
    }
}
