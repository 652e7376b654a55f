//! The production calendar and the decrees that change it.

mod decree;

use axum::Json;
use chrono::{NaiveDate, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use spp_calendar::{Beyond, DayKind, Decree, MOSCOW, Production};
use spp_store::Connection;
use spp_store::registry::decrees;
use spp_web::auth::{Administrator, Principal};
use spp_web::{Error, Query, Result};
use utoipa::{IntoParams, ToSchema};

use crate::fields;
use decree::DecreeBody;

/// The most days of one answer.
const DAYS: i64 = 400;

/// Which days are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Period {
    /// The first day, `2026-12-31`.
    from: String,
    /// The first day after the period; at most 400 days.
    to: String,
}

/// The production calendar, with all decrees that were entered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Calendar {
    days: Vec<CalendarDay>,
    /// The last year that is known; nothing is computed beyond it.
    last_year: i32,
    /// The days from today to the end of that year, by Moscow time.
    days_left: i64,
}

/// A day of the production calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDay {
    date: NaiveDate,
    /// working: 9 to 18, short: 9 to 17, off: no hours; by Moscow time.
    kind: &'static str,
}

/// A decree that was entered.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnteredDecree {
    /// Its number here.
    number: i64,
    #[serde(flatten)]
    decree: DecreeBody,
    entered_at: String,
}

/// The decrees that were entered.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnteredDecrees {
    decrees: Vec<EnteredDecree>,
}

/// Shows days of the production calendar.
#[utoipa::path(get, operation_id = "calendar_get", path = "/api/v1/calendar", tag = "calendar", params(Period), responses((status = 200, body = Calendar)))]
pub async fn get(_: Principal, Query(period): Query<Period>) -> Result<Json<Calendar>> {
    let dates = dates(&period)?;
    let connection = Connection::open().await?;
    let production = in_force(&decrees::list(&connection).await?)?;
    let days = dates.map(|date| {
        let kind = production.day(date).map_err(beyond)?;
        Ok(CalendarDay {
            date,
            kind: name(kind),
        })
    });
    let today = Utc::now().with_timezone(&MOSCOW).date_naive();
    Ok(Json(Calendar {
        days: days.collect::<Result<_>>()?,
        last_year: production.last_year(),
        days_left: production.days_left(today),
    }))
}

/// Lists the decrees that change the production calendar, oldest first.
#[utoipa::path(get, operation_id = "decrees_list", path = "/api/v1/calendar/decrees", tag = "calendar", responses((status = 200, body = EnteredDecrees)))]
pub async fn list(_: Administrator) -> Result<Json<EnteredDecrees>> {
    let connection = Connection::open().await?;
    let rows = decrees::list(&connection).await?;
    let decrees = rows.into_iter().map(EnteredDecree::try_from);
    Ok(Json(EnteredDecrees {
        decrees: decrees.collect::<Result<_>>()?,
    }))
}

/// Enters a decree: it changes days of known years, or adds the next year.
/// Decrees are entered in the order in which they are in force, and stay.
#[utoipa::path(post, operation_id = "decrees_create", path = "/api/v1/calendar/decrees", tag = "calendar", request_body = DecreeBody, responses((status = 201, body = EnteredDecree), (status = 409, description = "the decree was entered already", body = spp_web::Problem, content_type = "application/problem+json")))]
pub async fn create(
    _: Administrator,
    spp_web::Json(body): spp_web::Json<DecreeBody>,
) -> Result<(StatusCode, Json<EnteredDecree>)> {
    let decree = Decree::try_from(body)?;
    let transaction = Connection::open().await?.begin().await?;
    let known = in_force(&decrees::list(&transaction).await?)?;
    known.with_decree(&decree).map_err(decree::refused)?;
    let document = serde_json::to_string(&decree).map_err(internal)?;
    let now = Utc::now().timestamp();
    let id = decrees::create(&transaction, &document, now).await?;
    transaction.commit().await?;
    let entered = EnteredDecree::try_from(decrees::Decree {
        id,
        entered_at: now,
        document,
    })?;
    Ok((StatusCode::CREATED, Json(entered)))
}

/// The calendar with all decrees that were entered.
fn in_force(rows: &[decrees::Decree]) -> Result<Production> {
    let decrees = rows.iter().map(|row| serde_json::from_str(&row.document));
    let decrees: Vec<Decree> = decrees
        .collect::<serde_json::Result<_>>()
        .map_err(internal)?;
    Production::built_in()
        .with_decrees(&decrees)
        .map_err(internal)
}

fn dates(period: &Period) -> Result<impl Iterator<Item = NaiveDate>> {
    let (from, to) = (
        fields::date("from", &period.from)?,
        fields::date("to", &period.to)?,
    );
    let days = (to - from).num_days();
    if !(1..=DAYS).contains(&days) {
        let english = format!("expected 1 to {DAYS} days after from");
        let russian = format!("ожидается от 1 до {DAYS} дней после from");
        return Err(Error::invalid("to", &english, &russian));
    }
    Ok(from.iter_days().take_while(move |date| *date < to))
}

fn beyond(Beyond { year }: Beyond) -> Error {
    Error::invalid(
        "to",
        &format!("no production calendar is known for {year}"),
        &format!("нет производственного календаря на {year} год"),
    )
}

fn name(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Working => "working",
        DayKind::Short => "short",
        DayKind::Off => "off",
    }
}

fn internal(error: impl std::error::Error) -> Error {
    Error::internal(error.to_string())
}

impl TryFrom<decrees::Decree> for EnteredDecree {
    type Error = Error;

    fn try_from(row: decrees::Decree) -> Result<Self> {
        Ok(Self {
            number: row.id,
            decree: serde_json::from_str(&row.document).map_err(internal)?,
            entered_at: fields::moment(row.entered_at),
        })
    }
}
