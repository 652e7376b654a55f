//! The public series as hours of sensors.

use std::error::Error;
use std::path::Path;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use spp_calendar::opening::OpeningHours;
use spp_quality::span::merged;
use spp_quality::{Hour, Limits, Profile, Site, Span, profile};

/// Days of history before the first that is judged.
pub const HISTORY: i64 = 70;

/// A sensor's hours.
pub struct Sensor {
    pub name: String,
    pub hours: Vec<Hour>,
    /// What was usual on each day that is judged, as of its midnight.
    pub profiles: Vec<Profile>,
}

/// The sensors of one place.
pub struct Set {
    pub name: &'static str,
    pub zone: Tz,
    pub sensors: Vec<Sensor>,
    /// The midnights of the days that are judged.
    pub days: Vec<DateTime<Utc>>,
    pub limits: Limits,
    /// Public holidays, where they are known.
    pub holidays: Vec<Span>,
}

static ALWAYS: OpeningHours = OpeningHours::ALWAYS;

impl Set {
    pub fn site(&self) -> Site<'_> {
        Site {
            zone: self.zone,
            hours: &ALWAYS,
            limits: &self.limits,
            excluded: &[],
            unusual: &self.holidays,
        }
    }

    /// Builds what is usual on each day.
    pub fn prepare(mut self) -> Self {
        let first = self
            .sensors
            .iter()
            .filter_map(|sensor| sensor.hours.first())
            .map(|hour| hour.start)
            .min();
        let last = self
            .sensors
            .iter()
            .filter_map(|sensor| sensor.hours.last())
            .map(|hour| hour.start)
            .max();
        let (Some(first), Some(last)) = (first, last) else {
            return self;
        };
        let history = if last - first < TimeDelta::days(150) {
            35
        } else {
            HISTORY
        };
        let begins = first.with_timezone(&self.zone).date_naive() + TimeDelta::days(history);
        self.days = begins
            .iter_days()
            .filter_map(|date| {
                self.zone
                    .from_local_datetime(&date.and_time(Default::default()))
                    .earliest()
            })
            .map(|midnight| midnight.with_timezone(&Utc))
            .take_while(|midnight| *midnight + TimeDelta::days(1) <= last)
            .collect();
        let built: Vec<Vec<Profile>> = self
            .sensors
            .iter()
            .map(|sensor| {
                self.days
                    .iter()
                    .map(|day| profile::build(until(&sensor.hours, *day), &self.site(), *day))
                    .collect()
            })
            .collect();
        for (sensor, profiles) in self.sensors.iter_mut().zip(built) {
            sensor.profiles = profiles;
        }
        self
    }
}

/// The ten weeks of hours until a moment.
pub fn until(hours: &[Hour], end: DateTime<Utc>) -> &[Hour] {
    let from = end - TimeDelta::days(71);
    let first = hours.partition_point(|hour| hour.start < from);
    let last = hours.partition_point(|hour| hour.start < end);
    &hours[first..last]
}

/// The last hours that an hourly look needs.
pub fn recent(hours: &[Hour], end: DateTime<Utc>) -> &[Hour] {
    let hours = until(hours, end);
    &hours[hours.len().saturating_sub(80)..]
}

pub fn melbourne(folder: &Path) -> Result<Set, Box<dyn Error>> {
    let zone = Tz::Australia__Melbourne;
    let mut sensors: Vec<Sensor> = Vec::new();
    for year in ["2013", "2014"] {
        let path = folder.join(format!("melbourne_hourly/melbourne_{year}.csv"));
        let mut reader = csv::Reader::from_path(path)?;
        let names: Vec<_> = reader
            .headers()?
            .iter()
            .skip(1)
            .map(str::to_owned)
            .collect();
        if sensors.is_empty() {
            sensors = names.into_iter().map(sensor).collect();
        }
        for row in reader.records() {
            let row = row?;
            for (sensor, count) in sensors.iter_mut().zip(row.iter().skip(1)) {
                add(sensor, zone, &row[0], count.parse().ok(), Some(0));
            }
        }
    }
    let mut set = set("Melbourne, 12 streets", zone, sensors);
    set.holidays = holidays(zone, &VICTORIA);
    Ok(set)
}

/// Public holidays of Victoria, with the eves of Christmas and New Year.
const VICTORIA: [&str; 28] = [
    "2013-01-01",
    "2013-01-28",
    "2013-03-11",
    "2013-03-29",
    "2013-03-30",
    "2013-04-01",
    "2013-04-25",
    "2013-06-10",
    "2013-11-05",
    "2013-12-24",
    "2013-12-25",
    "2013-12-26",
    "2013-12-31",
    "2014-01-01",
    "2014-01-27",
    "2014-03-10",
    "2014-04-18",
    "2014-04-19",
    "2014-04-21",
    "2014-04-25",
    "2014-06-09",
    "2014-11-04",
    "2014-12-24",
    "2014-12-25",
    "2014-12-26",
    "2014-12-31",
    "2013-03-31",
    "2014-04-20",
];

fn holidays(zone: Tz, dates: &[&str]) -> Vec<Span> {
    let midnight = |date: NaiveDate| {
        zone.from_local_datetime(&date.and_time(Default::default()))
            .earliest()
    };
    let span = |date: &&str| {
        let date: NaiveDate = date.parse().ok()?;
        let (from, to) = (midnight(date)?, midnight(date.succ_opt()?)?);
        Some(Span {
            from: from.with_timezone(&Utc),
            to: to.with_timezone(&Utc),
        })
    };
    merged(&dates.iter().filter_map(span).collect::<Vec<_>>())
}

pub fn fremont(folder: &Path) -> Result<Set, Box<dyn Error>> {
    let zone = Tz::America__Los_Angeles;
    let mut sensors = vec![sensor("west".to_owned()), sensor("east".to_owned())];
    let mut reader = csv::Reader::from_path(folder.join("fremont_bridge/fremont_2012_2015.csv"))?;
    for row in reader.records() {
        let row = row?;
        for (sensor, count) in sensors.iter_mut().zip(row.iter().skip(1)) {
            let count: Option<f64> = count.parse().ok();
            add(
                sensor,
                zone,
                &row[0],
                count.map(|count| count as u32),
                Some(0),
            );
        }
    }
    Ok(set("Fremont, 2 sidewalks", zone, sensors))
}

pub fn calit2(folder: &Path) -> Result<Set, Box<dyn Error>> {
    let zone = Tz::America__Los_Angeles;
    let mut door = sensor("door".to_owned());
    let mut reader = csv::Reader::from_path(folder.join("calit2/calit2_in_out.csv"))?;
    for row in reader.records() {
        let row = row?;
        let number = |index: usize| row[index].parse::<f64>().ok().map(|count| count as u32);
        add(&mut door, zone, &row[0], number(1), number(2));
    }
    for hour in &mut door.hours {
        hour.expected = 2;
    }
    Ok(set("CalIt2, one door", zone, vec![door]))
}

fn set(name: &'static str, zone: Tz, sensors: Vec<Sensor>) -> Set {
    Set {
        name,
        zone,
        sensors,
        days: Vec::new(),
        limits: Limits::default(),
        holidays: Vec::new(),
    }
}

fn sensor(name: String) -> Sensor {
    Sensor {
        name,
        hours: Vec::new(),
        profiles: Vec::new(),
    }
}

/// Adds a count to its hour; of an hour that comes twice a year, the first.
fn add(sensor: &mut Sensor, zone: Tz, local: &str, entered: Option<u32>, exited: Option<u32>) {
    let (Some(entered), Some(exited)) = (entered, exited) else {
        return;
    };
    let Ok(local) = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M:%S") else {
        return;
    };
    let Some(at) = zone.from_local_datetime(&local).earliest() else {
        return;
    };
    let at = at.with_timezone(&Utc);
    let start = at - TimeDelta::seconds(at.timestamp().rem_euclid(3_600));
    match sensor.hours.last_mut() {
        Some(hour) if hour.start == start && sensor.name == "door" => {
            hour.entered += entered;
            hour.exited += exited;
            hour.measured += 1;
        }
        Some(hour) if start <= hour.start => {}
        _ => sensor.hours.push(Hour {
            start,
            entered,
            exited,
            measured: 1,
            expected: 1,
        }),
    }
}
