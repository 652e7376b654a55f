//! What is missing of a sensor's counts, and what was filled late.

mod time;

use std::collections::BTreeMap;

use axum::Json;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use spp_counts::interval::due;
use spp_store::counts::{self, Counted, Extent, Scope, Stretch};
use spp_store::registry::sites;
use spp_store::{Connection, restorations};
use spp_web::auth::Principal;
use spp_web::moment::{period, text};
use spp_web::{Error, Query, Result};
use utoipa::{IntoParams, ToSchema};

use time::{Time, between, gap, merged};

/// A day in seconds.
const DAY: i64 = 86_400;

/// So long a period is looked at where none is named.
const USUAL_PERIOD: i64 = 30 * DAY;

/// The longest period that is looked at.
const MOST_SECONDS: i64 = 92 * DAY;

/// At most so many gaps are told.
const MOST_GAPS: usize = 500;

/// A question about what is missing.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct GapsQuery {
    /// The sensor's id.
    pub sensor: i64,
    /// First moment: RFC 3339, or a date of the site's zone; 30 days before
    /// `to` unless told.
    pub from: Option<String>,
    /// First moment after the period, at most 92 days later; now unless told.
    pub to: Option<String>,
}

/// What is missing of a sensor's counts, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Gaps {
    /// The gaps.
    gaps: Vec<ToldGap>,
    /// Whether there are earlier ones, which are not told.
    truncated: bool,
}

/// Intervals in a row that are missing, or were filled late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ToldGap {
    /// First moment, with the zone's offset.
    from: String,
    /// First moment after it.
    to: String,
    /// How many intervals, of those that begin while the site is open.
    intervals: i64,
    /// Whether they have arrived since, more than an hour and two intervals
    /// after their end.
    filled_late: bool,
    /// The newest restoration that is proposed or agreed and touches it; none where it was
    /// filled late.
    restoration: Option<i64>,
}

/// Tells what is missing of a sensor's counts while its site is open, and what
/// was filled late.
///
/// What any of the sensor's channels has not counted is missing. An interval may
/// take a quarter of an hour to arrive.
#[utoipa::path(
    get,
    operation_id = "gaps_get",
    path = "/api/v1/gaps",
    tag = "counts",
    params(GapsQuery),
    responses(
        (status = 200, body = Gaps),
        (status = 404, description = "no such sensor, or not yours", body = spp_web::Problem, content_type = "application/problem+json"),
        (status = 422, body = spp_web::Problem, content_type = "application/problem+json")
    ),
    security(("token" = []), ("session" = []))
)]
pub async fn get(principal: Principal, Query(query): Query<GapsQuery>) -> Result<Json<Gaps>> {
    let scope = Scope::Sensor(query.sensor);
    let tenant = principal.tenant();
    let connection = Connection::open().await?;
    let extent = counts::extent(&connection, scope, tenant).await?;
    let place = counts::place(&connection, scope, tenant).await?;
    let (extent, place) = extent.zip(place).ok_or_else(Error::not_found)?;
    let site = place.sites.first().copied().unwrap_or_default();
    let site = sites::get(&connection, site, tenant).await?;
    let hours = site.ok_or_else(Error::not_found)?.draft.opening_hours();
    let hours = hours.map_err(|error| Error::internal(error.to_string()))?;
    let now = Utc::now().timestamp();
    let whole = asked(&query, &extent, now)?;
    let counted = counts::stretches(&connection, scope, whole, Counted::Ever).await?;
    let late = counts::stretches(&connection, scope, whole, Counted::Late).await?;
    let late = merged(
        late.iter()
            .map(|late| within(whole, (late.from, late.to)))
            .collect(),
    );
    let interval = extent.channels.iter().map(|channel| channel.interval).max();
    let interval = interval.unwrap_or(3600);
    let missing = missing(&extent, whole, &counted, now);
    let missing = missing.into_iter().map(|time| (time, false));
    let late = late.into_iter().map(|time| (time, true));
    let mut gaps: Vec<_> = missing
        .chain(late)
        .filter_map(|(time, filled_late)| Some((gap(time, interval, &hours)?, filled_late)))
        .collect();
    gaps.sort_unstable_by_key(|(gap, _)| std::cmp::Reverse(gap.from));
    let truncated = MOST_GAPS < gaps.len();
    gaps.truncate(MOST_GAPS);
    let held = restorations::held(&connection, query.sensor, whole).await?;
    let told = gaps.into_iter().map(|(gap, filled_late)| ToldGap {
        from: text(extent.zone, gap.from),
        to: text(extent.zone, gap.to),
        intervals: gap.intervals,
        filled_late,
        restoration: held
            .iter()
            .find(|held| !filled_late && held.from < gap.to && gap.from < held.to)
            .map(|held| held.id),
    });
    let gaps = told.collect();
    Ok(Json(Gaps { gaps, truncated }))
}

/// The period that is asked for.
fn asked(query: &GapsQuery, extent: &Extent, now: i64) -> Result<Time> {
    let zone = extent.zone;
    let to = query.to.clone().unwrap_or_else(|| text(zone, now));
    let (_, end) = period("1970-01-01", &to, zone)?;
    let from = query.from.clone();
    let from = from.unwrap_or_else(|| text(zone, end - USUAL_PERIOD));
    let (from, to) = period(&from, &to, zone)?;
    if MOST_SECONDS < to - from {
        return Err(Error::invalid(
            "to",
            "expected a period of at most 92 days",
            "ожидается период не более 92 дней",
        ));
    }
    Ok((from, to))
}

/// What any of the channels has not counted, of what should have arrived by now.
fn missing(extent: &Extent, whole: Time, counted: &[Stretch], now: i64) -> Vec<Time> {
    let mut known: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for stretch in counted {
        let times = known.entry(stretch.channel).or_default();
        times.push((stretch.from, stretch.to));
    }
    let missing = extent.channels.iter().flat_map(|channel| {
        let due = due(now, channel.interval);
        let expected = (whole.0.max(channel.since), whole.1.min(due));
        between(expected, known.remove(&channel.id).unwrap_or_default())
    });
    merged(missing.collect())
}

fn within(whole: Time, (from, to): Time) -> Time {
    (from.max(whole.0), to.min(whole.1))
}

#[cfg(test)]
mod tests {
    use spp_store::counts::Summed;

    use super::*;

    /// Channels of a quarter of an hour, which count since a moment, and what
    /// they counted, against what is missing at 10 000.
    #[track_caller]
    fn check(since: &[i64], counted: &[(i64, i64, i64)], expected: &[Time]) {
        let extent = Extent {
            zone: chrono_tz::Tz::UTC,
            mixed: false,
            channels: (1..)
                .zip(since)
                .map(|(id, since)| Summed {
                    id,
                    interval: 900,
                    since: *since,
                })
                .collect(),
        };
        let counted: Vec<_> = counted
            .iter()
            .map(|&(channel, from, to)| Stretch { channel, from, to })
            .collect();
        assert_eq!(missing(&extent, (0, 90_000), &counted, 10_000), expected);
    }

    #[test]
    fn what_any_channel_has_not_counted_is_missing() {
        check(&[0], &[(1, 0, 9_000)], &[]);
        check(&[0], &[(1, 0, 2_700)], &[(2_700, 9_000)]);
        check(&[1_800], &[(1, 1_800, 2_700)], &[(2_700, 9_000)]);
        check(
            &[0, 0],
            &[(1, 0, 9_000), (2, 0, 900), (2, 1_800, 9_000)],
            &[(900, 1_800)],
        );
        check(&[], &[], &[]);
    }
}
