//! Where a sensor counts, and what is known of the hours there.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use spp_calendar::{OpeningHours, Production};
use spp_counts::ValueKind;
use spp_counts::step::{Span, Step};
use spp_formats::Format;
use spp_store::Connection;
use spp_store::counts::{self, Extent, Scope};
use spp_store::registry::{decrees, sensors, sites};
use spp_store::watch::settings::SiteEvent;
use spp_web::{Error, Result};

use crate::fill::Around;
use crate::hole::open_intervals;

/// For so many seconds before and after its hole a channel is read: thirteen weeks.
const REACH: i64 = 13 * 7 * 86_400;

/// More events of a site are not looked at.
const MOST_EVENTS: u32 = 2000;

/// Where a sensor counts.
pub struct Place {
    /// The sensor's channels and zone.
    pub extent: Extent,
    /// When the site is open.
    pub hours: OpeningHours,
    /// Whether the sensor tells registers.
    pub is_register: bool,
    /// Whether an interval in which nobody passed is not told of.
    pub is_silent_when_quiet: bool,
    /// When the sensor was taken out of use.
    pub retired_at: Option<i64>,
    sites: Vec<i64>,
    calendar: Production,
}

impl Place {
    /// Reads it; 404 where there is no such sensor.
    pub async fn of(connection: &Connection, sensor: i64) -> Result<Self> {
        let scope = Scope::Sensor(sensor);
        let extent = counts::extent(connection, scope, None).await?;
        let place = counts::place(connection, scope, None).await?;
        let (extent, place) = extent.zip(place).ok_or_else(Error::not_found)?;
        let site = place.sites.first().copied().unwrap_or_default();
        let site = sites::get(connection, site, None).await?;
        let hours = site.ok_or_else(Error::not_found)?.draft.opening_hours();
        let sensor = sensors::get(connection, sensor, None).await?;
        let sensor = sensor.ok_or_else(Error::not_found)?;
        Ok(Self {
            extent,
            hours: hours.map_err(|error| Error::internal(error.to_string()))?,
            is_register: sensor.draft.kind == ValueKind::Cumulative,
            // HPC015 sends its records also where they are empty.
            is_silent_when_quiet: sensor.draft.kind == ValueKind::Event
                && sensor.draft.format != Format::Hpc015,
            retired_at: sensor.retired_at,
            sites: place.sites,
            calendar: decrees::calendar(connection).await?,
        })
    }

    /// The sensor's interval in seconds.
    pub fn interval(&self) -> u32 {
        let intervals = self.extent.channels.iter().map(|channel| channel.interval);
        intervals.max().unwrap_or(3_600)
    }

    /// The hours around a hole, as far as they are over.
    pub async fn around(
        &self,
        connection: &Connection,
        (from, to): (i64, i64),
        now: i64,
    ) -> Result<Vec<Around>> {
        let zone = self.extent.zone;
        let (first, end) = (from - REACH, now.min(to + REACH));
        let spans = Step::Hour.spans(zone, first, end);
        let spans = spans.map_err(|error| Error::internal(error.to_string()))?;
        let events = counts::events(connection, &self.sites, (first, end), MOST_EVENTS).await?;
        let hours = spans.into_iter().filter_map(|span| {
            let is_wanted = from < span.end && span.start < to;
            let intervals = match is_wanted {
                true => open_intervals((span.start, span.end), self.interval(), &self.hours),
                false => 0,
            };
            let (start, end) = (moment(span.start)?, moment(span.end)?);
            let usual = self.is_usual(span, start.with_timezone(&zone), &events);
            let shut = events.iter().any(|event| is_shut_by(event, span));
            Some(Around {
                span,
                slot: slot(start.with_timezone(&zone)),
                usual,
                open: !shut && 0 < self.hours.open_seconds(start, end),
                intervals,
            })
        });
        Ok(hours.collect())
    }

    /// Whether neither a holiday nor an event of the site explains an unusual figure.
    fn is_usual(&self, span: Span, start: DateTime<Tz>, events: &[SiteEvent]) -> bool {
        let mut events = events.iter();
        !self.calendar.is_unusual(start.date_naive())
            && !events.any(|event| event.starts_at < span.end && span.start < event.ends_at)
    }
}

/// Whether the site is closed all that hour, whatever its opening hours say.
fn is_shut_by(event: &SiteEvent, span: Span) -> bool {
    event.kind == "closure" && event.starts_at <= span.start && span.end <= event.ends_at
}

/// The hour of the week from Monday's midnight.
fn slot(start: DateTime<Tz>) -> u8 {
    let slot = start.weekday().num_days_from_monday() * 24 + start.hour();
    u8::try_from(slot).unwrap_or_default()
}

fn moment(at: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(at, 0)
}
