//! What sensors' hours and days show: judged a site at a time, when an hour or
//! a day of it is over.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use spp_calendar::Production;
use spp_counts::step::Step;
use spp_quality::daily::{self, Days};
use spp_quality::hourly::{self, Recent};
use spp_quality::{Finding, Hour, Limits, Profile, Site, Span, facts, version};
use spp_store::watch::hours::{self, Clock, HourSum, Judged, Verdict};
use spp_store::{Connection, watch};
use spp_web::Result;

use crate::context::{Context, Place, broken, moment, report};

/// So many sites at a time.
const SITES: u32 = 50;

/// After the hour's end its last intervals have this long to arrive, seconds.
const ARRIVAL: i64 = 600;

/// Over so many seconds the sites are spread: not all are judged at once.
const SPREAD: i64 = 2_400;

/// A day is judged so many hours after its end, when the night has brought
/// what the day had kept.
const NIGHT: i64 = 2;

/// Ten weeks, in hours.
const WEEKS: i64 = 10 * 7 * 24;

/// Judges the sites that are due, some at a time; how many sensors that were.
pub async fn judge(
    connection: Connection,
    clock: Clock,
    context: &Context,
) -> Result<(Connection, usize)> {
    let now = context.now.timestamp();
    let judged = hours::claim(&connection, clock, now, SITES).await?;
    if judged.is_empty() {
        return Ok((connection, 0));
    }
    let places = context
        .places(&connection, judged.iter().map(|sensor| sensor.site))
        .await?;
    let mut sites: BTreeMap<i64, Vec<Judged>> = BTreeMap::new();
    let count = judged.len();
    for sensor in judged {
        sites.entry(sensor.site).or_default().push(sensor);
    }
    let mut verdicts = Vec::new();
    for (site, sensors) in &sites {
        let place = places.get(site).ok_or_else(|| broken("no such site"));
        let judged = match place {
            Ok(place) => judge_site(&connection, clock, sensors, place, context).await,
            Err(error) => Err(error),
        };
        match judged {
            Ok(judged) => verdicts.extend(judged),
            // One site that cannot be judged does not keep the others from it.
            Err(error) => {
                report("the site", *site, &error);
                for sensor in sensors {
                    let failure = format!("{error:?}");
                    watch::put_off(&connection, sensor.sensor, now, &failure).await?;
                }
            }
        }
    }
    let transaction = connection.begin().await?;
    hours::keep(&transaction, clock, &verdicts).await?;
    Ok((transaction.commit().await?, count))
}

async fn judge_site(
    connection: &Connection,
    clock: Clock,
    sensors: &[Judged],
    place: &Place,
    context: &Context,
) -> Result<Vec<Verdict>> {
    let now = context.now.timestamp();
    let sums = sums(connection, clock, sensors, place, context.now).await?;
    match clock {
        Clock::Hour => by_hour(sensors, &sums, place, context),
        Clock::Day => {
            let ids: Vec<_> = sensors.iter().map(|sensor| sensor.sensor).collect();
            let conflicts = hours::conflicts(connection, &ids, now - 86_400, now).await?;
            let since = context.now - TimeDelta::hours(WEEKS);
            let wrong = context.incidents(connection, &ids, since, &[]).await?;
            by_day(sensors, &sums, (&conflicts, &wrong), place, context)
        }
    }
}

/// The hours of a site's sensors, by sensor.
async fn sums(
    connection: &Connection,
    clock: Clock,
    sensors: &[Judged],
    place: &Place,
    now: DateTime<Utc>,
) -> Result<BTreeMap<i64, Vec<Hour>>> {
    let back = match clock {
        Clock::Hour => i64::from(hourly::HOURS) + 1,
        Clock::Day => WEEKS,
    };
    let (from, to) = (now - TimeDelta::hours(back), now);
    let spans = Step::Hour
        .spans(place.hours.zone(), from.timestamp(), to.timestamp())
        .map_err(broken)?;
    let ids: Vec<_> = sensors.iter().map(|sensor| sensor.sensor).collect();
    let starts = spans.iter().map(|span| span.start);
    let mut sums = hours::sums(connection, &ids, starts).await?;
    Ok(sensors
        .iter()
        .map(|sensor| {
            let sums = sums.remove(&sensor.sensor).unwrap_or_default();
            let hours = sums.into_iter().map(|sum| hour(sum, sensor)).collect();
            (sensor.sensor, hours)
        })
        .collect())
}

fn hour(sum: HourSum, sensor: &Judged) -> Hour {
    let narrow = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    let expected = 3_600 / sensor.interval.clamp(60, 3_600) * sensor.channels;
    Hour {
        start: moment(sum.start),
        entered: sum.entered,
        exited: sum.exited,
        measured: narrow(sum.measured),
        expected: narrow(expected),
    }
}

fn by_hour(
    sensors: &[Judged],
    sums: &BTreeMap<i64, Vec<Hour>>,
    place: &Place,
    context: &Context,
) -> Result<Vec<Verdict>> {
    let none = Vec::new();
    let due = next_hour(place, context.now);
    let limits = limits(sensors, context)?;
    let recents = sensors
        .iter()
        .zip(&limits)
        .map(|(sensor, limits)| {
            let hours = sums.get(&sensor.sensor).unwrap_or(&none);
            let site = site(place, limits, &[]);
            Recent::new(hours, profile(sensor), &site, context.now)
        })
        .collect::<Vec<_>>();
    Ok(sensors
        .iter()
        .zip(&limits)
        .zip(&recents)
        .enumerate()
        .map(|(own, ((sensor, limits), recent))| {
            let sisters = others(&recents, own);
            let mut findings = hourly::judge(recent, &sisters, &site(place, limits, &[]));
            findings.extend(clock(sensor, limits, context.now));
            verdict(sensor, due, &findings, None)
        })
        .collect())
}

fn by_day(
    sensors: &[Judged],
    sums: &BTreeMap<i64, Vec<Hour>>,
    (conflicts, wrong): (&BTreeMap<i64, u32>, &BTreeMap<i64, Vec<Span>>),
    place: &Place,
    context: &Context,
) -> Result<Vec<Verdict>> {
    let now = context.now;
    let none = Vec::new();
    let common = unusual(place, &context.calendar, now);
    let unusual: Vec<_> = sensors
        .iter()
        .map(|sensor| {
            let wrong = wrong.get(&sensor.sensor).into_iter().flatten();
            let all: Vec<_> = common.iter().chain(wrong).copied().collect();
            spp_quality::span::merged(&all)
        })
        .collect();
    let limits = limits(sensors, context)?;
    let hours = |sensor: &Judged| sums.get(&sensor.sensor).unwrap_or(&none);
    let days: Vec<_> = sensors
        .iter()
        .zip(&limits)
        .zip(&unusual)
        .map(|((sensor, limits), unusual)| {
            Days::new(hours(sensor), &site(place, limits, unusual), now)
        })
        .collect();
    let due = next_night(place, now);
    Ok(sensors
        .iter()
        .zip(&limits)
        .zip(&days)
        .enumerate()
        .map(|(own, ((sensor, limits), day))| {
            let daily = daily::judge(day, &others(&days, own), limits);
            let mut findings = daily.findings;
            let count = conflicts.get(&sensor.sensor).copied().unwrap_or_default();
            findings.extend(facts::conflicts(count, limits, now));
            findings.extend(firmware(sensor, context));
            verdict(sensor, due, &findings, Some(daily.profile.to_bytes()))
        })
        .collect())
}

fn limits(sensors: &[Judged], context: &Context) -> Result<Vec<Limits>> {
    sensors
        .iter()
        .map(|sensor| context.limits(sensor.client, sensor.site, sensor.sensor))
        .collect()
}

/// All but one's own.
fn others<T>(all: &[T], own: usize) -> Vec<&T> {
    let others = all.iter().enumerate().filter(|(index, _)| *index != own);
    others.map(|(_, other)| other).collect()
}

fn site<'a>(place: &'a Place, limits: &'a Limits, unusual: &'a [Span]) -> Site<'a> {
    Site {
        zone: place.hours.zone(),
        hours: &place.hours,
        limits,
        excluded: &place.excluded,
        unusual,
    }
}

/// What is usual for a sensor. One that cannot be read is none: the night makes
/// it anew.
fn profile(sensor: &Judged) -> Option<Profile> {
    Profile::from_bytes(sensor.profile.as_deref()?).ok()
}

fn clock(sensor: &Judged, limits: &Limits, now: DateTime<Utc>) -> Option<Finding> {
    facts::clock(sensor.clock_offset?, moment(sensor.clock_at?), limits, now)
}

fn firmware(sensor: &Judged, context: &Context) -> Option<Finding> {
    let current = context.versions.get(sensor.model.as_deref()?)?;
    version::firmware(sensor.firmware.as_deref()?, current, context.now)
}

fn verdict(sensor: &Judged, due: i64, findings: &[Finding], profile: Option<Vec<u8>>) -> Verdict {
    let found = || serde_json::to_string(findings).unwrap_or_default();
    Verdict {
        sensor: sensor.sensor,
        due,
        findings: (!findings.is_empty()).then(found),
        profile,
    }
}

/// When the site's next hour is over and has arrived.
fn next_hour(place: &Place, now: DateTime<Utc>) -> i64 {
    let spread = place.id.wrapping_mul(977).rem_euclid(SPREAD);
    let now = now.timestamp() - ARRIVAL - spread;
    (now.div_euclid(3_600) + 1) * 3_600 + ARRIVAL + spread
}

/// When the site's next day has been over for long enough.
fn next_night(place: &Place, now: DateTime<Utc>) -> i64 {
    let zone = place.hours.zone();
    let spread = place.id.wrapping_mul(977).rem_euclid(SPREAD);
    let shift = NIGHT * 3_600 + spread;
    let today = (now - TimeDelta::seconds(shift)).with_timezone(&zone);
    let midnight = today
        .date_naive()
        .succ_opt()
        .and_then(|date| first_moment(zone, date));
    let midnight = midnight.map_or(now.timestamp() + 86_400, |midnight| midnight.timestamp());
    midnight + shift
}

/// What says nothing of what is usual: the service or the site was away, people
/// behaved otherwise, a weekday was a holiday or a weekend was worked.
fn unusual(place: &Place, calendar: &Production, now: DateTime<Utc>) -> Vec<Span> {
    let zone = place.hours.zone();
    let today = now.with_timezone(&zone).date_naive();
    let holidays = today
        .iter_days()
        .rev()
        .take(WEEKS as usize / 24 + 1)
        .filter(|date| calendar.is_unusual(*date))
        .filter_map(|date| {
            let from = first_moment(zone, date)?;
            Some(Span {
                from,
                to: first_moment(zone, date.succ_opt()?)?,
            })
        });
    let events = place.events.iter().map(|event| event.span);
    let excluded = place.excluded.iter().copied();
    holidays.chain(events).chain(excluded).collect()
}

fn first_moment(zone: Tz, date: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = date.and_time(chrono::NaiveTime::MIN);
    let local = zone.from_local_datetime(&midnight);
    Some(local.earliest()?.with_timezone(&Utc))
}
