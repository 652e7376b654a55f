//! Whether the service itself takes counts, and whether local servers
//! synchronise. While the service takes none, no sensor is late: there is one
//! incident, and it is ours.

use chrono::{DateTime, TimeDelta, Utc};
use spp_calendar::MOSCOW;
use spp_mail::Errand;
use spp_quality::service::{self as quality, Arrivals};
use spp_quality::{Evidence, Finding, Limits, Span, state, version};
use spp_store::watch::alarms::Subject;
use spp_store::watch::service::{self, Downtime, Reason};
use spp_store::watch::settings::{self, LocalServer};
use spp_store::{Connection, Transaction};
use spp_web::Result;

use crate::context::{Context, moment, report};
use crate::raise::{self, Other, Owner};
use crate::tell;

/// The model under which the current version of the local server is kept.
const SERVER: &str = "server";

/// So long after the last tick, and before the first one, counts may arrive
/// though the service stood in between.
const MARGIN: TimeDelta = TimeDelta::minutes(2);

/// What a tick finds of the service itself: it stood until now, or nobody
/// arrives. It is noted, so that nobody is late for it.
pub async fn notice(
    connection: Connection,
    now: DateTime<Utc>,
) -> Result<(Connection, Option<Finding>)> {
    // All of it or nothing: a tick that is noted without the standstill before it
    // would leave all sensors late.
    let transaction = connection.begin().await?;
    let found = standing(&transaction, now).await?;
    Ok((transaction.commit().await?, found))
}

async fn standing(connection: &Transaction, now: DateTime<Utc>) -> Result<Option<Finding>> {
    let limits = Limits::default();
    let before = service::tick(connection, now.timestamp()).await?;
    if let Some(span) = quality::stopped(before.map(moment), &limits, now) {
        // What arrived in between was taken: ticks were missed, no more. Before
        // the first tick sensors may already have come back.
        let (from, to) = (span.from + MARGIN, span.to - MARGIN);
        if !service::arrived_within(connection, from.timestamp(), to.timestamp()).await? {
            service::stood(connection, downtime(span), Reason::Stopped).await?;
            let sensors = service::sensors(connection).await?;
            return Ok(Some(standstill(span, sensors, now)));
        }
    }
    let grace = limits.grace_seconds as i64;
    let enough = limits.outage_sensors as u32;
    let Some(arrivals) = service::arrivals(connection, now.timestamp(), grace, enough).await?
    else {
        return Ok(None);
    };
    let arrivals = Arrivals {
        last: moment(arrivals.last),
        expected: arrivals.expected,
        heard: arrivals.heard,
        sites: arrivals.sites,
        heartbeat: arrivals.heartbeat,
    };
    let Some(span) = quality::silent(&arrivals, &limits, now) else {
        return Ok(None);
    };
    service::stood(connection, downtime(span), Reason::Silent).await?;
    Ok(Some(quality::outage(span, Some(&arrivals), now)))
}

/// What a standstill is found to be: nobody was heard.
fn standstill(span: Span, sensors: u32, now: DateTime<Utc>) -> Finding {
    let numbers = [
        ("seconds", span.seconds() as f64),
        ("sensors_expected", f64::from(sensors)),
        ("sensors_heard", 0.0),
    ];
    Finding {
        evidence: Evidence::new(&numbers, []),
        ..quality::outage(span, None, now)
    }
}

/// Tells the duty, once, that the production calendar ends within sixty days:
/// no term can be computed beyond it.
pub async fn warn(connection: Connection, context: &Context) -> Result<Connection> {
    let today = context.now.with_timezone(&MOSCOW).date_naive();
    let last_year = context.calendar.last_year();
    if !context.calendar.is_ending(today) {
        return Ok(connection);
    }
    let transaction = connection.begin().await?;
    if service::tell_calendar(&transaction, last_year).await? {
        let days = context.calendar.days_left(today);
        let errand = Errand::CalendarEnding { last_year, days };
        tell::duty(
            &transaction,
            &format!("calendar:{last_year}"),
            &errand,
            context,
        )
        .await?;
    }
    Ok(transaction.commit().await?)
}

/// Opens, keeps or ends the incidents of the service and of local servers.
pub async fn judge(
    connection: Connection,
    outage: Option<Finding>,
    context: &Context,
) -> Result<Connection> {
    let mut others = vec![Other {
        subject: Subject::Service,
        owner: Owner {
            client: None,
            site: None,
        },
        findings: outage.into_iter().collect(),
    }];
    for server in settings::local_servers(&connection).await? {
        let findings = match findings_of(&server, context) {
            Ok(findings) => findings,
            Err(error) => {
                report("the server of system", server.system, &error);
                continue;
            }
        };
        others.push(Other {
            subject: Subject::System(server.system),
            owner: Owner {
                client: Some(server.client),
                site: None,
            },
            findings,
        });
    }
    raise::others(connection, others, context).await
}

fn findings_of(server: &LocalServer, context: &Context) -> Result<Vec<Finding>> {
    let limits = context.limits(server.client, 0, 0)?;
    let synced = server.synced_at.map(moment);
    let sync = state::sync(synced, context.downtimes(), &limits, context.now);
    let own = server.version.as_deref();
    let outdated = own
        .zip(context.versions.get(SERVER))
        .and_then(|(own, current)| version::server(own, current, context.now));
    Ok(sync
        .server_finding(context.now)
        .into_iter()
        .chain(outdated)
        .collect())
}

fn downtime(span: Span) -> Downtime {
    Downtime {
        starts_at: span.from.timestamp(),
        ends_at: span.to.timestamp(),
    }
}
