//! Brickstream and FLIR 3D counters: `Metrics`, XML v1 to v5.
//!
//! - A push may hold many reports, objects and counts: that is how rows of an
//!   outage come back, so all are read. The channel is the object's `Id`.
//! - **Time.** `UnixStartTime` where it says something: v1 lacks it, and some
//!   senders write 0. Else the local date and time, less the device's
//!   `Timezone` and `DST` in hours, which hold for the moment of sending and
//!   cannot express half hours; a device without them is read in its site's
//!   zone.
//! - **Length.** From `StartTime` to `EndTime` on the clock face: the date
//!   stays the first day's when the row ends at midnight. Where the two differ
//!   from the report's `Interval` by whole hours, the clock was put forward or
//!   back within the row, or the row is a whole day: then the `Interval`
//!   holds.
//! - `Status` has no documented meaning and decides nothing.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};
use spp_counts::{Amount, Reading, Value};

use crate::xml::{Element, Source};
use crate::{Device, Expected, Payload, Readings, Refusal, limits, local};

const DAY: i64 = 86_400;

pub struct Metrics<'a>(pub Payload<'a>);

impl TryFrom<Metrics<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Metrics(payload): Metrics<'_>) -> Result<Self, Refusal> {
        let source = Source::new(payload.body);
        let document = source.parse()?;
        let metrics = Element(document.root_element());
        if !metrics.is("Metrics") {
            let expected = Expected::Document("Brickstream, Metrics");
            return Err(Refusal::field(metrics.path(), expected));
        }
        let properties = metrics.child("Properties");
        let clock = Clock::new(&payload, properties)?;
        let mut readings = Vec::new();
        for data in metrics.children("ReportData") {
            let minutes = data
                .attribute("Interval")
                .and_then(|text| text.parse().ok());
            for report in data.children("Report") {
                for object in report.children("Object") {
                    for count in object.children("Count") {
                        let row = Row {
                            clock: &clock,
                            minutes,
                            report,
                            object,
                            count,
                        };
                        readings.push(row.reading()?);
                    }
                }
            }
        }
        Ok(Self {
            device: properties.map(device).unwrap_or_default(),
            readings,
            ..Self::default()
        })
    }
}

fn device(properties: Element<'_>) -> Device {
    let clock = properties
        .child_text("TransmitTime")
        .and_then(|text| text.parse().ok())
        .and_then(DateTime::from_timestamp_secs);
    Device {
        serials: ["SerialNumber", "MacAddress"]
            .into_iter()
            .filter_map(|name| properties.child_text(name))
            .map(str::to_owned)
            .collect(),
        firmware: properties.child_text("SwRelease").map(str::to_owned),
        clock: clock.and_then(limits::in_era),
    }
}

/// How the device's local times are read.
enum Clock {
    /// Seconds east of Greenwich, as the device says.
    Offset(i64),
    Zone(chrono_tz::Tz),
}

impl Clock {
    fn new(payload: &Payload<'_>, properties: Option<Element<'_>>) -> Result<Self, Refusal> {
        let hours = |name| match properties.and_then(|properties| properties.child(name)) {
            Some(element) if !element.text().is_empty() => match element.text().parse() {
                Ok(hours @ -14_i64..=14) => Ok(Some(hours)),
                _ => Err(Refusal::field(element.path(), Expected::Integer)),
            },
            _ => Ok(None),
        };
        Ok(match hours("Timezone")? {
            Some(zone) => Self::Offset((zone + hours("DST")?.unwrap_or(0)) * 3_600),
            None => Self::Zone(payload.zone),
        })
    }
}

/// One count with what stands around it.
struct Row<'a> {
    clock: &'a Clock,
    minutes: Option<i64>,
    report: Element<'a>,
    object: Element<'a>,
    count: Element<'a>,
}

impl Row<'_> {
    fn reading(&self) -> Result<Reading, Refusal> {
        let id = self.object.required_attribute("Id")?;
        let channel = limits::channel(id.to_owned(), || format!("{}/@Id", self.object.path()))?;
        let start = match self.unix_start()? {
            Some(start) => start,
            None => self.local_start()?,
        };
        let end = start + TimeDelta::seconds(self.length()?);
        Ok(Reading {
            channel,
            value: Value::Increment {
                start,
                end,
                amount: Amount::Both {
                    entered: self.people("Enters")?,
                    exited: self.people("Exits")?,
                },
                coverage: 100,
                corrects: false,
            },
        })
    }

    fn unix_start(&self) -> Result<Option<DateTime<Utc>>, Refusal> {
        const NAME: &str = "UnixStartTime";
        let refuse = |expected| self.count.refuse(NAME, expected);
        let seconds: i64 = match self.count.attribute(NAME) {
            None | Some("") => return Ok(None),
            Some(text) => text.parse().map_err(|_| refuse(Expected::Integer))?,
        };
        if seconds == 0 {
            return Ok(None);
        }
        DateTime::from_timestamp_secs(seconds)
            .and_then(limits::in_era)
            .map(Some)
            .ok_or_else(|| refuse(Expected::Era))
    }

    fn local_start(&self) -> Result<DateTime<Utc>, Refusal> {
        let refuse = || self.report.refuse("Date", Expected::LocalTime);
        let date: NaiveDate = self
            .report
            .required_attribute("Date")?
            .parse()
            .map_err(|_| refuse())?;
        let time = date.and_time(self.time("StartTime")?);
        match self.clock {
            Clock::Offset(seconds) => local::at_offset(time, *seconds),
            Clock::Zone(zone) => local::to_utc(*zone, time),
        }
        .ok_or_else(refuse)
    }

    /// The row's length in seconds, 1 to a day.
    fn length(&self) -> Result<i64, Refusal> {
        let (from, to) = (self.time("StartTime")?, self.time("EndTime")?);
        let seconds = |time: NaiveTime| i64::from(time.num_seconds_from_midnight());
        let shown = (seconds(to) - seconds(from)).rem_euclid(DAY);
        match self.minutes {
            Some(minutes @ 1..=1_440) if (shown - minutes * 60).rem_euclid(3_600) == 0 => {
                Ok(minutes * 60)
            }
            _ if 0 < shown => Ok(shown),
            _ if seconds(to) == 0 => Ok(DAY),
            _ => Err(self.count.refuse("EndTime", Expected::IntervalEnd)),
        }
    }

    fn time(&self, name: &str) -> Result<NaiveTime, Refusal> {
        let text = self.count.required_attribute(name)?;
        NaiveTime::parse_from_str(text, "%H:%M:%S")
            .map_err(|_| self.count.refuse(name, Expected::LocalTime))
    }

    fn people(&self, name: &str) -> Result<u64, Refusal> {
        let people: u32 = self
            .count
            .required_attribute(name)?
            .parse()
            .map_err(|_| self.count.refuse(name, Expected::Count))?;
        Ok(people.into())
    }
}

#[cfg(test)]
mod tests;
