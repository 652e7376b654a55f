//! What is said of a restoration once it is proposed: the client agrees or declines, and
//! either side takes it back.

use axum::Json;
use chrono::Utc;
use serde::Deserialize;
use spp_incident::life::Author;
use spp_store::Connection;
use spp_store::restorations::{self, Entry};
use spp_web::auth::Principal;
use spp_web::{Error, Path, Result, words};
use utoipa::ToSchema;

use crate::show::{self, Restoration};
use crate::state::State;

/// The client's answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Whether the client agrees.
    agrees: bool,
    /// In words, at most 4,000 characters.
    comment: Option<String>,
}

/// Why a restoration is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// In words, at most 4,000 characters.
    comment: Option<String>,
}

/// Agrees to a restoration, or declines it: the client's people do, and those of its keys
/// that answer. From then on what it restores is read where nothing was measured.
#[utoipa::path(post, operation_id = "restorations_answer", path = "/api/v1/restorations/{id}/answer", tag = "restorations", params(("id" = i64, Path)), request_body = Answer, responses((status = 200, body = Restoration), (status = 403, description = "only the client agrees", body = spp_web::Problem, content_type = "application/problem+json"), (status = 404, body = spp_web::Problem, content_type = "application/problem+json"), (status = 409, description = "it is not proposed any more", body = spp_web::Problem, content_type = "application/problem+json"), (status = 422, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn answer(
    principal: Principal,
    Path(id): Path<i64>,
    spp_web::Json(answer): spp_web::Json<Answer>,
) -> Result<Json<Restoration>> {
    if principal.is_contractor() {
        return Err(Error::clients_to_say());
    }
    let next = match answer.agrees {
        true => State::Agreed,
        false => State::Declined,
    };
    say(&principal, id, next, answer.comment.as_deref()).await
}

/// Takes a restoration back that is proposed or agreed: the contractor or the client does.
/// What it has restored is not read any more, and kept.
#[utoipa::path(post, operation_id = "restorations_withdraw", path = "/api/v1/restorations/{id}/withdrawal", tag = "restorations", params(("id" = i64, Path)), request_body = Withdrawal, responses((status = 200, body = Restoration), (status = 403, description = "the key only reads", body = spp_web::Problem, content_type = "application/problem+json"), (status = 404, body = spp_web::Problem, content_type = "application/problem+json"), (status = 409, description = "it is over already", body = spp_web::Problem, content_type = "application/problem+json"), (status = 422, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn withdraw(
    principal: Principal,
    Path(id): Path<i64>,
    spp_web::Json(withdrawal): spp_web::Json<Withdrawal>,
) -> Result<Json<Restoration>> {
    let comment = withdrawal.comment.as_deref();
    say(&principal, id, State::Withdrawn, comment).await
}

/// Writes what was said, where that may follow what was said before.
async fn say(
    principal: &Principal,
    id: i64,
    next: State,
    comment: Option<&str>,
) -> Result<Json<Restoration>> {
    if !principal.is_heard() {
        return Err(Error::forbidden());
    }
    let entry = Entry {
        at: Utc::now().timestamp(),
        author: author(principal)?,
        event: next.as_str().to_owned(),
        text: words("comment", comment)?,
    };
    let connection = Connection::open().await?;
    let transaction = connection.begin().await?;
    let found = restorations::get(&transaction, id, principal.tenant()).await?;
    let found = found.ok_or_else(Error::not_found)?;
    if !State::of(&found.log).is_some_and(|state| state.may_become(next)) {
        return Err(Error::conflict(
            "the restoration was answered or withdrawn already",
            "на это восстановление уже ответили, или оно отозвано",
        ));
    }
    restorations::log(&transaction, id, &entry).await?;
    let connection = transaction.commit().await?;
    show::one(&connection, id, principal.tenant())
        .await
        .map(Json)
}

/// As whom somebody speaks, as JSON.
pub fn author(principal: &Principal) -> Result<String> {
    let author = Author::of(principal.is_contractor(), principal.name());
    serde_json::to_string(&author).map_err(|error| Error::internal(error.to_string()))
}
