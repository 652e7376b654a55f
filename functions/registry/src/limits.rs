//! Thresholds of the watch that differ from the defaults: a client's, then a
//! site's, then a sensor's own.

mod words;

use std::collections::BTreeMap;

use axum::Json;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use spp_quality::{Limit, Limits, Overrides};
use spp_store::Connection;
use spp_store::registry::limits::{self, Scope};
use spp_web::auth::{Contractor, Principal};
use spp_web::{Error, Path, Result, language};
use utoipa::ToSchema;

use crate::answer;

/// Thresholds by their names.
type Named = BTreeMap<String, f64>;

/// A threshold, and what it is where nothing is said of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownLimit {
    name: &'static str,
    /// What it means, in the reader's language.
    title: &'static str,
    /// What it decides on, in the reader's language.
    group: &'static str,
    /// In the reader's language.
    unit: &'static str,
    default: f64,
    /// The least that it can be.
    low: f64,
    /// The most.
    high: f64,
}

/// All thresholds.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownLimits {
    limits: Vec<KnownLimit>,
}

/// Lists all thresholds with their defaults, those that decide on the same together.
#[utoipa::path(get, operation_id = "limits_list", path = "/api/v1/limits", tag = "limits", responses((status = 200, body = KnownLimits)))]
pub async fn list(_: Principal, headers: HeaderMap) -> Json<KnownLimits> {
    let language = language(&headers);
    let told = |limit: &Limit| words::words(limit.name).map(|words| (words, *limit));
    let mut limits: Vec<_> = Limits::ALL.iter().filter_map(told).collect();
    limits.sort_by_key(|(words, _)| words.group);
    let show = |(words, limit): (&words::Words, Limit)| KnownLimit {
        name: limit.name,
        title: words.title(language),
        group: words.group.title(language),
        unit: words.unit(language),
        default: limit.default,
        low: limit.low,
        high: limit.high,
    };
    let limits = limits.into_iter().map(show).collect();
    Json(KnownLimits { limits })
}

/// Shows the thresholds that a client, a site or a sensor has of its own,
/// nothing where it has none.
#[utoipa::path(get, operation_id = "limits_get", path = "/api/v1/limits/{scope}/{id}", tag = "limits", params(("scope" = String, Path, description = "client, site or sensor"), ("id" = i64, Path)), responses((status = 200, body = BTreeMap<String, f64>)))]
pub async fn get(
    principal: Principal,
    Path((scope, id)): Path<(String, i64)>,
) -> Result<Json<Named>> {
    let scope = named(&scope)?;
    let connection = Connection::open().await?;
    let overrides = limits::get(&connection, scope, id, principal.tenant()).await?;
    let overrides = answer::known(overrides)?;
    serde_json::from_str(&overrides).map(Json).map_err(internal)
}

/// Replaces the thresholds of a client, a site or a sensor. Those that are not
/// named are the ones of its site, then of its client, then the defaults.
#[utoipa::path(put, operation_id = "limits_replace", path = "/api/v1/limits/{scope}/{id}", tag = "limits", params(("scope" = String, Path, description = "client, site or sensor"), ("id" = i64, Path)), request_body = BTreeMap<String, f64>, responses((status = 200, body = BTreeMap<String, f64>)))]
pub async fn replace(
    _: Contractor,
    Path((scope, id)): Path<(String, i64)>,
    spp_web::Json(overrides): spp_web::Json<Overrides>,
) -> Result<Json<Named>> {
    let scope = named(&scope)?;
    overrides.validate().map_err(|range| {
        let (low, high) = (range.low, range.high);
        let english = format!("expected {low} to {high}");
        let russian = format!("ожидается от {low} до {high}");
        Error::invalid(range.field, &english, &russian)
    })?;
    let overrides = serde_json::to_string(&overrides).map_err(internal)?;
    let connection = Connection::open().await?;
    answer::changed(limits::put(&connection, scope, id, &overrides).await?)?;
    serde_json::from_str(&overrides).map(Json).map_err(internal)
}

/// Leaves a client, a site or a sensor to the thresholds above it.
#[utoipa::path(delete, operation_id = "limits_remove", path = "/api/v1/limits/{scope}/{id}", tag = "limits", params(("scope" = String, Path, description = "client, site or sensor"), ("id" = i64, Path)), responses((status = 204)))]
pub async fn remove(_: Contractor, Path((scope, id)): Path<(String, i64)>) -> Result<StatusCode> {
    let scope = named(&scope)?;
    let connection = Connection::open().await?;
    answer::removed(limits::delete(&connection, scope, id).await?)
}

fn named(scope: &str) -> Result<Scope> {
    answer::known(Scope::from_id(scope))
}

fn internal(error: serde_json::Error) -> Error {
    Error::internal(error.to_string())
}
