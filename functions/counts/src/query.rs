//! What is asked for: whose counts, of which period, by which step.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use spp_counts::step::{self, MOST_SPANS, Span, Step};
use spp_store::counts::{Extent, Scope};
use spp_web::{Error, Result};
use utoipa::{IntoParams, ToSchema};

/// A question about counts. Exactly one of `sensor`, `entrance`, `site` and
/// `client` says whose.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CountsQuery {
    /// A sensor's id.
    pub sensor: Option<i64>,
    /// An entrance's id: the sum of its sensors.
    pub entrance: Option<i64>,
    /// A site's id: the sum of its entrances.
    pub site: Option<i64>,
    /// A client's id: the sum of its sites.
    pub client: Option<i64>,
    /// First moment: RFC 3339, or a date of the site's zone.
    pub from: String,
    /// First moment after the period: RFC 3339, or a date of the site's zone.
    pub to: String,
    /// How the period is divided: interval, hour, day, week or month. The
    /// first and the last part are whole, even where the period begins or ends
    /// inside them.
    pub step: StepName,
    /// `json` or `csv`; else by the Accept header.
    #[param(inline)]
    pub format: Option<Rendering>,
}

/// The names of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StepName {
    /// The sensors' own interval; of several, the longest.
    Interval,
    /// Hours.
    Hour,
    /// Days, of 23 and 25 hours too.
    Day,
    /// Weeks from Monday.
    Week,
    /// Months.
    Month,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rendering {
    /// JSON.
    Json,
    /// CSV with a header, commas and times in RFC 3339.
    Csv,
}

impl CountsQuery {
    /// Whose counts are asked for.
    ///
    /// # Errors
    /// None or several of the four ids.
    pub fn scope(&self) -> Result<Scope> {
        scope(self.sensor, self.entrance, self.site, self.client)
    }

    /// The period, in seconds since 1970.
    ///
    /// # Errors
    /// As [`period`].
    pub fn period(&self, zone: Tz) -> Result<(i64, i64)> {
        period(&self.from, &self.to, zone)
    }
}

impl StepName {
    /// The step, with the length of the scope's intervals.
    #[must_use]
    pub fn step(self, extent: &Extent) -> Step {
        match self {
            Self::Interval => {
                let intervals = extent.channels.iter().map(|channel| channel.interval);
                Step::Interval(intervals.max().unwrap_or(3600))
            }
            Self::Hour => Step::Hour,
            Self::Day => Step::Day,
            Self::Week => Step::Week,
            Self::Month => Step::Month,
        }
    }
}

/// The one of four ids that is given.
///
/// # Errors
/// None or several of them.
pub fn scope(
    sensor: Option<i64>,
    entrance: Option<i64>,
    site: Option<i64>,
    client: Option<i64>,
) -> Result<Scope> {
    let given = [
        sensor.map(Scope::Sensor),
        entrance.map(Scope::Entrance),
        site.map(Scope::Site),
        client.map(Scope::Client),
    ];
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(scope), None) => Ok(scope),
        _ => Err(Error::invalid(
            "sensor",
            "expected exactly one of sensor, entrance, site, client",
            "ожидается ровно одно из: sensor, entrance, site, client",
        )),
    }
}

/// A period, in seconds since 1970.
///
/// # Errors
/// A time that is none, or a period that ends before it begins.
pub fn period(from: &str, to: &str, zone: Tz) -> Result<(i64, i64)> {
    let (from, to) = (moment("from", from, zone)?, moment("to", to, zone)?);
    if to <= from {
        return Err(Error::invalid(
            "to",
            "expected a time after from",
            "ожидается время позже from",
        ));
    }
    Ok((from, to))
}

/// The parts of a period.
///
/// # Errors
/// There are too many.
pub fn spans(step: Step, zone: Tz, (from, to): (i64, i64)) -> Result<Vec<Span>> {
    step.spans(zone, from, to).map_err(|_| {
        Error::invalid(
            "to",
            &format!("expected a period of at most {MOST_SPANS} steps"),
            &format!("ожидается период не более чем из {MOST_SPANS} шагов"),
        )
    })
}

fn moment(field: &str, text: &str, zone: Tz) -> Result<i64> {
    let time = DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|time| time.timestamp());
    let date = || {
        text.parse::<NaiveDate>()
            .ok()
            .and_then(|date| step::day_start(zone, date))
    };
    time.or_else(date).ok_or_else(|| {
        Error::invalid(
            field,
            "expected a date, or a time such as 2026-03-01T10:00:00+03:00 (in an address, + is %2B)",
            "ожидается дата или время вида 2026-03-01T10:00:00+03:00 (в адресе + пишется как %2B)",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, expected: std::result::Result<(i64, i64), &str>) {
        let query = CountsQuery {
            sensor: Some(1),
            entrance: None,
            site: None,
            client: None,
            from: from.to_owned(),
            to: to.to_owned(),
            step: StepName::Day,
            format: None,
        };
        let found = query.period(chrono_tz::Europe::Moscow).map_err(|error| {
            error
                .problem(spp_web::Language::English)
                .field
                .unwrap_or_default()
        });
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    #[test]
    fn a_period_is_of_times_or_of_the_zones_dates() {
        check(
            "2026-03-01",
            "2026-03-02",
            Ok((1_772_312_400, 1_772_398_800)),
        );
        check(
            "2026-03-01T00:00:00Z",
            "2026-03-02",
            Ok((1_772_323_200, 1_772_398_800)),
        );
        check("2026-03-01", "2026-03-01", Err("to"));
        check("2026-03-02", "2026-03-01", Err("to"));
        check("1 March", "2026-03-01", Err("from"));
        check("2026-02-30", "2026-03-01", Err("from"));
    }
}
