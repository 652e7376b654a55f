//! Lists of incidents.

use axum::Json;
use serde::{Deserialize, Serialize};
use spp_store::Connection;
use spp_store::incidents::{self, Filter, Listed};
use spp_store::registry::Window;
use spp_web::auth::Principal;
use spp_web::page::{Meta, Page, PageQuery};
use spp_web::{Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::context::moment;

/// Which incidents are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this client only.
    client: Option<i64>,
    /// Of this site only.
    site: Option<i64>,
    /// Of this sensor only.
    sensor: Option<i64>,
    /// That belong to this incident of a site.
    parent: Option<i64>,
    /// At this stage: `detected`, `diagnosing`, `awaiting_answer` and so on.
    stage: Option<String>,
    /// On this side: `contractor`, `client` or `third_party`.
    side: Option<String>,
    /// With this symptom: `no_contact`, `zero` and so on.
    symptom: Option<String>,
    /// Open ones, or closed ones.
    open: Option<bool>,
    /// With these words in the names of site, entrance or sensor, in the serial
    /// number or the timeline; or with this number.
    search: Option<String>,
}

/// An incident in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Row {
    id: i64,
    client_id: Option<i64>,
    client: Option<String>,
    site_id: Option<i64>,
    site: Option<String>,
    sensor_id: Option<i64>,
    sensor: Option<String>,
    system_id: Option<i64>,
    parent_id: Option<i64>,
    symptom: String,
    since: String,
    detected_at: String,
    stage: String,
    side: Option<String>,
    unstable: bool,
    closed_at: Option<String>,
    /// When a term next comes near or passes, or somebody is reminded.
    attention_at: Option<String>,
}

/// A page of incidents, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rows {
    incidents: Vec<Row>,
    meta: Meta,
}

/// Lists incidents, the newest first: all for the contractor, its own for a
/// client.
#[utoipa::path(get, operation_id = "incidents_list", path = "/api/v1/incidents", tag = "incidents", params(Wanted, PageQuery), responses((status = 200, body = Rows), (status = 422, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = [])))]
pub async fn list(
    principal: Principal,
    Query(wanted): Query<Wanted>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Rows>> {
    let page = Page::try_from(query)?;
    let window = Window {
        after: page.after,
        limit: page.probe(),
    };
    let filter = Filter::from(wanted);
    let connection = Connection::open().await?;
    let mut rows = incidents::list(&connection, principal.tenant(), &filter, window).await?;
    let meta = page.cut(&mut rows, |row| row.incident.id);
    let incidents = rows.into_iter().map(Row::from).collect();
    Ok(Json(Rows { incidents, meta }))
}

impl From<Wanted> for Filter {
    fn from(wanted: Wanted) -> Self {
        let Wanted {
            client,
            site,
            sensor,
            parent,
            stage,
            side,
            symptom,
            open,
            search,
        } = wanted;
        Self {
            client,
            site,
            sensor,
            parent,
            stage,
            side,
            symptom,
            open,
            search: search.filter(|search| !search.is_empty()),
        }
    }
}

impl From<Listed> for Row {
    fn from(listed: Listed) -> Self {
        let (draft, standing) = (listed.incident.draft, listed.incident.standing);
        Self {
            id: listed.incident.id,
            client_id: draft.client,
            client: listed.client,
            site_id: draft.site,
            site: listed.site,
            sensor_id: draft.sensor,
            sensor: listed.sensor,
            system_id: draft.system,
            parent_id: listed.incident.parent,
            symptom: draft.symptom,
            since: time(draft.since),
            detected_at: time(draft.detected_at),
            stage: standing.stage,
            side: standing.side,
            unstable: standing.unstable,
            closed_at: standing.closed_at.map(time),
            attention_at: standing.attention.map(time),
        }
    }
}

/// A moment as interfaces show it.
pub fn time(seconds: i64) -> String {
    moment(seconds).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
