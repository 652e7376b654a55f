//! Lists of restorations.

use axum::Json;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::registry::Window;
use spp_store::restorations::{self, Filter};
use spp_web::auth::Principal;
use spp_web::page::{Meta, Page, PageQuery};
use spp_web::{Error, Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::show::{self, Restoration};
use crate::state::State;

/// Which restorations are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this client only.
    client: Option<i64>,
    /// Of this site only.
    site: Option<i64>,
    /// Of this sensor only.
    sensor: Option<i64>,
    /// In this state: `proposed`, `agreed`, `declined` or `withdrawn`.
    state: Option<String>,
}

/// A page of restorations, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Restorations {
    restorations: Vec<Restoration>,
    meta: Meta,
}

/// Lists restorations, the newest first: all for the contractor, its own for a client.
#[utoipa::path(get, operation_id = "restorations_list", path = "/api/v1/restorations", tag = "restorations", params(Wanted, PageQuery), responses((status = 200, body = Restorations), (status = 422, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn list(
    principal: Principal,
    Query(wanted): Query<Wanted>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Restorations>> {
    let page = Page::try_from(query)?;
    let filter = Filter::try_from(wanted)?;
    let window = Window {
        after: page.after,
        limit: page.probe(),
    };
    let connection = Connection::open().await?;
    let mut found = restorations::list(&connection, principal.tenant(), &filter, window).await?;
    let meta = page.cut(&mut found, |one| one.id);
    Ok(Json(Restorations {
        restorations: show::all(&connection, found).await?,
        meta,
    }))
}

impl TryFrom<Wanted> for Filter {
    type Error = Error;

    fn try_from(wanted: Wanted) -> Result<Self> {
        let is_known = |state: &String| State::find(state).is_some();
        if !wanted.state.as_ref().is_none_or(is_known) {
            let codes = State::ALL.map(State::as_str).join(", ");
            return Err(Error::invalid(
                "state",
                &format!("expected one of: {codes}"),
                &format!("ожидается одно из: {codes}"),
            ));
        }
        Ok(Self {
            client: wanted.client,
            site: wanted.site,
            sensor: wanted.sensor,
            state: wanted.state,
        })
    }
}
