//! A series beside what is usual and beside last year.

mod before;
mod columns;
mod csv;
mod file;
mod plan;
mod question;
mod usual;
mod workbook;

use std::collections::BTreeMap;

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use chrono_tz::Tz;
use http::HeaderMap;
use serde::Serialize;
use spp_counts::step::{Span, Step};
use spp_store::Connection;
use spp_store::counts::{self, Extent, Scope, Sums};
use spp_store::watch::settings::SiteEvent;
use spp_web::auth::Principal;
use spp_web::moment::text;
use spp_web::{Error, Language, Query, Result, language};
use utoipa::ToSchema;

use crate::query::{StepName, spans};
use crate::series::expected;
use file::file;
use plan::Plan;
use question::{ComparisonQuery, Document};
use usual::{HORIZON, Usual, together, usual};

/// Late intervals are told of periods that hold so many intervals at most: were all
/// of them late, that would be a second's work. A year of a sensor that counts by
/// quarters of an hour holds 35 040.
const MOST_LATE_INTERVALS: i64 = 400_000;

/// More events are not told, nor looked at.
const MOST_EVENTS: u32 = 2000;

/// The counts of a period by parts, and what they are compared with.
#[derive(Debug, Serialize, ToSchema)]
pub struct Comparison {
    /// Whose: the names from the client down.
    names: Vec<String>,
    /// The zone whose calendar divides the period.
    zone: String,
    /// How it is divided.
    step: StepName,
    /// The parts, in their order.
    parts: Vec<ComparedPart>,
    /// What explains unusual figures: the events of the sites that touch the
    /// period.
    events: Vec<ToldEvent>,
}

/// One part of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedPart {
    /// First moment, with the zone's offset.
    start: String,
    /// First moment after it.
    end: String,
    /// People in: measured, and restored where nothing was.
    r#in: i64,
    /// People out, likewise.
    out: i64,
    /// How many of the people in were not measured but restored from what is usual,
    /// with the client's agreement.
    restored: i64,
    /// How many intervals that were not measured are restored, those of closed hours
    /// included.
    filled: i64,
    /// How many intervals the sensors should have measured by now, around the
    /// clock, since their first.
    expected: i64,
    /// How many they have measured.
    measured: i64,
    /// Of these, how many arrived more than an hour and two intervals after
    /// their end; none where the period holds more than 400 000 intervals.
    late: Option<i64>,
    /// How many hold more people than pass a door.
    implausible: i64,
    /// How many people in are usual; of a week and a month, on its days together.
    usual: Option<Usual>,
    /// The same part of last year, if anything was measured or restored in it.
    year: Option<YearBefore>,
}

/// A part of last year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct YearBefore {
    /// Its first moment, with the zone's offset.
    start: String,
    /// People in, measured and restored.
    r#in: i64,
    /// People out, likewise.
    out: i64,
    /// How many of the people in were restored.
    restored: i64,
    /// How many intervals were measured.
    measured: i64,
}

/// An event of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ToldEvent {
    /// The site's id.
    site_id: i64,
    /// `holiday`, `promotion`, `closure` or `works`.
    kind: String,
    /// What it is called.
    name: String,
    /// First moment, with the zone's offset.
    from: String,
    /// First moment after it.
    to: String,
}

/// Sums the counts of a sensor, an entrance, a site or a client, beside what is
/// usual and beside last year.
///
/// Usual is, of hours and days, what came in at the same hour of the same
/// weekday: the middle of the eight nearest weeks that were measured, of the
/// twelve before, and the band in which nine of ten such values lie; what was
/// restored tells nothing of it. Days with an event of the site are left out; of a client, those on which half of its
/// sites had one. Of weeks and months it is the sum of what is usual on their
/// days, and the band adds the days' variances, as if each strayed by itself.
/// Last year is 52 weeks before, so that weekdays meet; of a month, the same
/// month.
#[utoipa::path(
    get,
    operation_id = "comparison_get",
    path = "/api/v1/series",
    tag = "counts",
    params(ComparisonQuery),
    responses(
        (status = 200, content((Comparison = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 404, description = "no such thing, or not yours", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 422, body = spp_web::Problem, content_type = "application/problem+json")
    ),
    security(("token" = []), ("session" = []))
)]
pub async fn get(
    principal: Principal,
    Query(query): Query<ComparisonQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let connection = Connection::open().await?;
    let now = Utc::now().timestamp();
    let comparison = compare(&connection, principal.tenant(), &query, now).await?;
    let told = query.language.map(Language::from);
    match query.format.unwrap_or_default() {
        Document::Json => Ok(Json(comparison).into_response()),
        Document::Csv => {
            let bytes = match told {
                Some(language) => csv::for_people(&comparison, language)?,
                None => csv::for_programs(&comparison)?,
            };
            Ok(file(&comparison, "text/csv; charset=utf-8", "csv", bytes))
        }
        Document::Xlsx => {
            let language = told.unwrap_or_else(|| language(&headers));
            let bytes = workbook::workbook(&comparison, language, now)?;
            Ok(file(&comparison, workbook::TYPE, "xlsx", bytes))
        }
    }
}

async fn compare(
    connection: &Connection,
    tenant: Option<i64>,
    query: &ComparisonQuery,
    now: i64,
) -> Result<Comparison> {
    let scope = query.scope()?;
    let extent = counts::extent(connection, scope, tenant).await?;
    let place = counts::place(connection, scope, tenant).await?;
    let (extent, place) = extent.zip(place).ok_or_else(Error::not_found)?;
    let zone = extent.zone;
    let (from, to) = query.period(zone)?;
    let step = query.step.step(&extent);
    let parts = spans(step, zone, (from, to))?;
    let first = parts.first().map_or(from, |first| first.start.min(from));
    let since = first.saturating_sub((HORIZON as i64 + 1) * 7 * 86_400);
    let events = counts::events(connection, &place.sites, (since, to), MOST_EVENTS).await?;
    let plan = Plan {
        zone,
        step,
        usual: query.usual.unwrap_or_default() && plan::is_told_by_days(&parts),
        year: query.year.unwrap_or_default(),
        unusual: plan::unusual(zone, place.sites.len(), &events),
    };
    let wanted = plan.spans(&parts);
    let sums = counts::sums(connection, scope, &extent, plan.unit(), &wanted).await?;
    let known = wanted.iter().map(|span| span.start).zip(sums).collect();
    let late = late(connection, scope, &extent, step, &parts).await?;
    let told = events.into_iter().filter(|event| from < event.ends_at);
    Ok(Comparison {
        names: place.names,
        zone: zone.name().to_owned(),
        step: query.step,
        parts: (0..)
            .zip(&parts)
            .map(|(position, part)| ComparedPart {
                late: late.as_ref().and_then(|late| late.get(position).copied()),
                expected: expected(&extent, *part, now),
                ..compared(&plan, *part, &known)
            })
            .collect(),
        events: told.map(|event| tell(zone, event)).collect(),
    })
}

/// How many intervals were late, where that is not too much to ask.
async fn late(
    connection: &Connection,
    scope: Scope,
    extent: &Extent,
    step: Step,
    parts: &[Span],
) -> Result<Option<Vec<i64>>> {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Ok(None);
    };
    let length = last.end - first.start;
    let channels = extent.channels.iter();
    let intervals: i64 = channels
        .map(|channel| length / i64::from(channel.interval.max(1)))
        .sum();
    if MOST_LATE_INTERVALS < intervals {
        return Ok(None);
    }
    Ok(Some(
        counts::late(connection, scope, extent, step, parts).await?,
    ))
}

fn compared(plan: &Plan, part: Span, known: &BTreeMap<i64, Sums>) -> ComparedPart {
    let of = |start: i64| known.get(&start).copied().unwrap_or_default();
    let total = |part: Span| {
        let units = plan.units(part).into_iter();
        units.fold(Sums::default(), |sum, unit| sum.and(of(unit.start)))
    };
    let before = |unit: Span| plan.weeks_before(unit).map(of).collect::<Vec<_>>();
    let sums = total(part);
    let year = plan.year_before(part).map(|year| (year.start, total(year)));
    ComparedPart {
        start: text(plan.zone, part.start),
        end: text(plan.zone, part.end),
        r#in: sums.entered + sums.restored_entered,
        out: sums.exited + sums.restored_exited,
        restored: sums.restored_entered,
        filled: sums.restored,
        expected: 0,
        measured: sums.measured,
        late: None,
        implausible: sums.implausible,
        usual: match plan.unit() == plan.step {
            true => usual(&before(part)),
            false => together(plan.units(part).into_iter().map(before)),
        },
        year: year
            .filter(|(_, sums)| 0 < sums.measured + sums.restored)
            .map(|(start, sums)| YearBefore {
                start: text(plan.zone, start),
                r#in: sums.entered + sums.restored_entered,
                out: sums.exited + sums.restored_exited,
                restored: sums.restored_entered,
                measured: sums.measured,
            }),
    }
}

fn tell(zone: Tz, event: SiteEvent) -> ToldEvent {
    ToldEvent {
        site_id: event.site,
        kind: event.kind,
        name: event.name,
        from: text(zone, event.starts_at),
        to: text(zone, event.ends_at),
    }
}
