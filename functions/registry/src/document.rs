//! The document of the whole API, OpenAPI 3.1.

use axum::response::IntoResponse;
use http::header;
use spp_web::Problem;
use utoipa::OpenApi;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Ref, RefOr, Response};

use crate::people::{links, session, sessions, users};
use crate::{
    calendar, clients, contacts, entrances, events, formats, keys, limits, outbox, sensors,
    servers, sites, suppressions, systems, tokens, versions, webhooks,
};

/// The part of the API document that this function answers for, and its frame.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "SPP",
        description = "Visitor counting: counts from sensors, and whose they are.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(
        get,
        formats::list,
        clients::list, clients::create, clients::get, clients::replace,
        keys::list, keys::create, keys::revoke,
        webhooks::list, webhooks::create, webhooks::remove,
        systems::list, systems::create, systems::get, systems::replace,
        servers::get, servers::replace,
        sites::list, sites::create, sites::get, sites::replace,
        events::list, events::create, events::remove,
        entrances::list, entrances::create, entrances::get, entrances::replace,
        sensors::list, sensors::create, sensors::get, sensors::replace,
        sensors::retire, sensors::restore,
        tokens::list, tokens::rotate, tokens::revoke,
        contacts::list, contacts::create, contacts::get, contacts::replace, contacts::remove,
        limits::list, limits::get, limits::replace, limits::remove,
        versions::list, versions::replace, versions::remove,
        calendar::get, calendar::list, calendar::create,
        outbox::list, outbox::resend,
        suppressions::list, suppressions::remove,
        session::get, session::begin, session::end, session::profile, session::change_password,
        sessions::list, sessions::revoke, sessions::revoke_others,
        links::reset, links::show, links::set,
        users::list, users::create, users::get, users::replace, users::disable, users::invite
    ),
    components(schemas(Problem)),
    modifiers(&Security, &Refusals)
)]
pub struct Api;

/// Says how one shows who is asking: by a token, or by a session's cookie.
struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "An administrator's token, a client's key or a sensor's token",
            ))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
        let cookie = ApiKeyValue::with_description(
            "__Host-spp",
            "A session, from POST /api/v1/session. What changes something also carries the \
             session's `csrf` as x-csrf-token",
        );
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(cookie));
        components.add_security_scheme("session", cookie);
        let [token, session] =
            ["token", "session"].map(|name| SecurityRequirement::new(name, [""; 0]));
        for operation in operations(document) {
            let name = operation.operation_id.as_deref().unwrap_or_default();
            operation.security = Some(match name {
                _ if OF_ANYBODY.contains(&name) => Vec::new(),
                _ if OF_A_SESSION.iter().any(|start| name.starts_with(start)) => {
                    vec![session.clone()]
                }
                _ => vec![token.clone(), session.clone()],
            });
        }
    }
}

/// What is asked before somebody is known.
const OF_ANYBODY: [&str; 4] = ["session_begin", "links_reset", "links_show", "links_use"];

/// What a person asks of oneself: how the names of these operations begin.
const OF_A_SESSION: [&str; 2] = ["session_", "sessions_"];

/// Adds how every operation here refuses: an address that names a thing may
/// lead to none, and what is sent may be wrong.
struct Refusals;

impl utoipa::Modify for Refusals {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for operation in operations(document) {
            let parameters = operation.parameters.iter().flatten();
            let (path, query): (Vec<_>, Vec<_>) = parameters.partition(|parameter| {
                matches!(parameter, RefOr::T(known) if known.parameter_in == ParameterIn::Path)
            });
            let is_told = !query.is_empty() || operation.request_body.is_some();
            for (status, happens) in [("404", !path.is_empty()), ("422", is_told)] {
                if happens {
                    let responses = &mut operation.responses.responses;
                    responses.insert(status.to_owned(), problem());
                }
            }
        }
    }
}

fn problem() -> RefOr<Response> {
    let schema = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().content("application/problem+json", content);
    RefOr::T(response.build())
}

/// All operations but that of the document itself, which anyone may read.
fn operations(document: &mut utoipa::openapi::OpenApi) -> impl Iterator<Item = &mut Operation> {
    let items = document.paths.paths.iter_mut();
    items
        .filter(|(path, _)| *path != DOCUMENT)
        .flat_map(|(_, item)| {
            let PathItem {
                get,
                put,
                post,
                delete,
                ..
            } = item;
            [get, put, post, delete].into_iter().flatten()
        })
}

const DOCUMENT: &str = "/api/v1/openapi.json";

/// Returns this document. It is put together from all functions' code by a
/// test, which fails when the kept one is out of date.
#[utoipa::path(get, operation_id = "document_get", path = "/api/v1/openapi.json", tag = "document", responses((status = 200)))]
pub async fn get() -> impl IntoResponse {
    let document = include_str!("../openapi.json");
    ([(header::CONTENT_TYPE, "application/json")], document)
}
