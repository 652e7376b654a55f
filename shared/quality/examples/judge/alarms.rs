//! False alarms: what is found in the series as they are.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use spp_quality::daily::{self, Days};
use spp_quality::events::{Event, EventKind, explain};
use spp_quality::hourly::{self, Recent};
use spp_quality::{Finding, Limits, Span, Symptom};

use crate::series::{Set, recent, until};

/// A symptom that was not seen for so long and comes again is another alarm.
const APART: TimeDelta = TimeDelta::hours(24);

#[derive(Default)]
struct Alarms {
    events: Vec<Event>,
    limits: Limits,
    last: BTreeMap<(usize, &'static str, Symptom), DateTime<Utc>>,
    count: BTreeMap<(&'static str, Symptom), u32>,
}

impl Alarms {
    /// Counts what no holiday explains.
    fn add(&mut self, sensor: usize, when: &'static str, findings: &[Finding], now: DateTime<Utc>) {
        for finding in findings {
            if explain(finding, &self.events, &self.limits, now).is_some() {
                continue;
            }
            let last = self.last.insert((sensor, when, finding.symptom), now);
            if last.is_none_or(|last| last + APART < now) {
                *self.count.entry((when, finding.symptom)).or_default() += 1;
            }
        }
    }
}

pub fn measure(set: &Set, sisters: bool) {
    let site = set.site();
    let holiday = |span: &Span| Event {
        kind: EventKind::Holiday,
        span: *span,
        name: String::new(),
    };
    let mut alarms = Alarms {
        events: set.holidays.iter().map(holiday).collect(),
        ..Alarms::default()
    };
    for (index, &midnight) in set.days.iter().enumerate() {
        for hour in 1..=24 {
            let now = midnight + TimeDelta::hours(hour);
            let looks: Vec<_> = set
                .sensors
                .iter()
                .map(|sensor| {
                    let profile = Some(sensor.profiles[index].clone());
                    Recent::new(recent(&sensor.hours, now), profile, &site, now)
                })
                .collect();
            let looks: Vec<_> = looks.iter().collect();
            for (sensor, look) in looks.iter().enumerate() {
                let found = hourly::judge(look, &others(&looks, sensor, sisters), &site);
                alarms.add(sensor, "hourly", &found, now);
            }
        }
        // What is wrong with a day is judged when it is over.
        let now = midnight + TimeDelta::hours(24);
        let days: Vec<_> = set
            .sensors
            .iter()
            .map(|sensor| Days::new(until(&sensor.hours, now), &site, now))
            .collect();
        let days: Vec<_> = days.iter().collect();
        for (index, own) in days.iter().enumerate() {
            let others = others(&days, index, sisters);
            let found = daily::judge(own, &others, site.limits);
            alarms.add(index, "daily", &found.findings, now);
        }
    }
    let months = (set.days.len() * set.sensors.len()) as f64 / 30.44;
    println!("| rule | false alarms a sensor-month ({months:.0} sensor-months) |\n|---|---|");
    for ((when, symptom), count) in &alarms.count {
        println!("| {symptom}, {when} | {:.2} |", f64::from(*count) / months);
    }
}

pub fn others<T: Copy>(all: &[T], own: usize, sisters: bool) -> Vec<T> {
    let others = all.iter().enumerate().filter(|(index, _)| *index != own);
    if sisters {
        others.map(|(_, other)| *other).collect()
    } else {
        Vec::new()
    }
}
