//! The document of the whole API, OpenAPI 3.1.

use axum::response::IntoResponse;
use http::header;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::{clients, entrances, keys, sensors, sites, systems, tokens};

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
        clients::list, clients::create, clients::get, clients::replace,
        keys::list, keys::create, keys::revoke,
        systems::list, systems::create, systems::get, systems::replace,
        sites::list, sites::create, sites::get, sites::replace,
        entrances::list, entrances::create, entrances::get, entrances::replace,
        sensors::list, sensors::create, sensors::get, sensors::replace,
        sensors::retire, sensors::restore,
        tokens::list, tokens::rotate, tokens::revoke
    ),
    components(schemas(spp_web::Problem)),
    modifiers(&Security)
)]
pub struct Api;

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
    }
}

/// Returns this document. It is put together from all functions' code by a
/// test, which fails when the kept one is out of date.
#[utoipa::path(get, operation_id = "document_get", path = "/api/v1/openapi.json", tag = "document", responses((status = 200)))]
pub async fn get() -> impl IntoResponse {
    const DOCUMENT: &str = include_str!("../openapi.json");
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}
