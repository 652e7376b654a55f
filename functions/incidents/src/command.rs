//! What people say of an incident: the specialist's decisions, the client's
//! answers, and comments.

mod pace;

use axum::Json;
use chrono::Utc;
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Map, Value};
use spp_incident::life::{Entry, Event, EventKind, Refused};
use spp_store::{Connection, Transaction};
use spp_web::auth::Principal;
use spp_web::{Error, Path, Result, language, words};
use utoipa::ToSchema;

use crate::case::{self, Case};
use crate::context::Context;
use crate::show::{self, Incident};
use crate::{raise, site, tell};

/// What is said, with its particulars beside it: `{"event": "side_decided",
/// "clause": "4.2.4.2", "text": "..."}`. What may be said now, an incident shows
/// as `allowed`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Command {
    /// In words, at most 4,000 characters.
    text: Option<String>,
    /// The event and its particulars.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    event: Map<String, Value>,
}

/// Says something of an incident: decides, answers, comments. What the rules
/// demand next is done at once: the client's technical services or the third
/// party are told on the same day. Of a client's keys only those that answer are
/// heard, and a client says at most 60 things of an incident in an hour.
#[utoipa::path(post, operation_id = "incidents_say", path = "/api/v1/incidents/{id}/events", tag = "incidents", params(("id" = i64, Path)), request_body = Command, responses((status = 200, body = Incident), (status = 403, description = "the key only reads", body = spp_web::Problem, content_type = "application/problem+json"), (status = 404, body = spp_web::Problem, content_type = "application/problem+json"), (status = 409, description = "cannot happen now, or is another's to say", body = spp_web::Problem, content_type = "application/problem+json"), (status = 429, description = "too much; Retry-After says when", body = spp_web::Problem, content_type = "application/problem+json"), (status = 422, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn say(
    principal: Principal,
    Path(id): Path<i64>,
    headers: HeaderMap,
    spp_web::Json(command): spp_web::Json<Command>,
) -> Result<Json<Incident>> {
    if !principal.is_heard() {
        return Err(Error::forbidden());
    }
    let now = Utc::now();
    let said = Entry {
        at: now,
        author: show::author(&principal),
        event: event(command.event)?,
        text: words("text", command.text.as_deref())?,
    };
    let connection = Connection::open().await?;
    let context = Context::load(&connection, now).await?;
    let transaction = connection.begin().await?;
    let case = Case::load(&transaction, id, principal.tenant()).await?;
    let mut case = case.ok_or_else(Error::not_found)?;
    pace::check(&case.log, &said)?;
    obey(&transaction, &mut case, said, &context).await?;
    transaction.commit().await?;
    let language = language(&headers);
    show::show(&case, &principal, &context.calendar, language, now).map(Json)
}

/// Writes what was said, tells of it, and does what follows from it.
async fn obey(
    transaction: &Transaction,
    case: &mut Case,
    said: Entry,
    context: &Context,
) -> Result<()> {
    let (event, text) = (said.event.clone(), said.text.clone());
    let entry = case.say(transaction, said, &context.calendar).await?;
    let entry = entry.map_err(refused)?;
    tell::event(transaction, case, (entry, &event), context).await?;
    if let Some(next) = tell::follows(transaction, case).await? {
        // The specialist's words belong to the letter that goes out.
        let next = Entry {
            text,
            ..case::system(context.now, next)
        };
        raise::say(transaction, case, next, context).await?;
    }
    // The last child that is closed closes the site's incident.
    let draft = &case.incident.draft;
    if case.life.is_closed()
        && case.incident.parent.is_some()
        && let Some((site, client)) = draft.site.zip(draft.client)
    {
        site::group(transaction, site, client, context).await?;
    }
    Ok(())
}

fn event(said: Map<String, Value>) -> Result<Event> {
    let known = said.get("event").and_then(Value::as_str).is_some();
    if !known {
        let (english, russian) = ("expected an event's code", "ожидается код события");
        return Err(Error::invalid("event", english, russian));
    }
    serde_json::from_value(Value::Object(said)).map_err(|error| {
        let english = format!("not an event with its particulars: {error}");
        let russian = format!("не событие с его подробностями: {error}");
        Error::invalid("event", &english, &russian)
    })
}

/// Why something cannot be said now, in the reader's words.
fn refused(refused: Refused) -> Error {
    let russian = match &refused {
        Refused::NotNow { .. } => "на этом этапе инцидента это невозможно",
        Refused::NotYours { .. } => "это сообщает другая сторона",
        Refused::NotInPlan { .. } => "выезды входят только в тариф КОРП (S2 4.2.10)",
        Refused::ActUnsigned => "акт выезда ещё не подписан",
        Refused::ChildrenOpen { .. } => "не все инциденты объекта завершены",
        Refused::TermPassed { .. } => "срок должен быть в будущем",
        Refused::TermTooFar { .. } => "срок не может быть дальше двух лет",
        Refused::Unclassified { .. } => "причина и решение не подходят к симптому",
    };
    match &refused {
        Refused::TermPassed { event } => {
            Error::invalid(term(*event), "expected a moment in the future", russian)
        }
        Refused::TermTooFar { event } => {
            Error::invalid(term(*event), "expected a moment within two years", russian)
        }
        Refused::Unclassified { .. } => Error::invalid("cause", &refused.to_string(), russian),
        _ => Error::conflict(&refused.to_string(), russian),
    }
}

/// The particular in which an event names its term.
fn term(event: EventKind) -> &'static str {
    match event {
        EventKind::Accepted => "planned",
        EventKind::MoreTime => "until",
        _ => "at",
    }
}
