//! What is asked for: whose counts, of which period, by which step.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use spp_counts::step::{MOST_SPANS, Span, Step};
use spp_store::counts::{Extent, Scope};
use spp_web::{Error, Result, moment};
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
    /// As [`moment::period`].
    pub fn period(&self, zone: Tz) -> Result<(i64, i64)> {
        moment::period(&self.from, &self.to, zone)
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
