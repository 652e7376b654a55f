//! Faults put into the series, and how many of them are found.

use chrono::{DateTime, TimeDelta, Utc};
use spp_quality::daily::{self, Days};
use spp_quality::hourly::{self, Recent};
use spp_quality::{Hour, Span, Symptom};

use crate::alarms::others;
use crate::series::{Set, recent, until};

/// Faulted stretches of each kind, over all sensors.
const CASES: usize = 480;

#[derive(Clone, Copy)]
enum Fault {
    Left(f64),
    Stuck,
    Clock(i64),
    Swap,
}

struct Kind {
    name: &'static str,
    fault: Fault,
    /// Its length in hours.
    hours: i64,
    found_as: &'static [Symptom],
    daily: bool,
}

const fn kind(
    name: &'static str,
    fault: Fault,
    hours: i64,
    found_as: &'static [Symptom],
    daily: bool,
) -> Kind {
    Kind {
        name,
        fault,
        hours,
        found_as,
        daily,
    }
}

const NOBODY: &[Symptom] = &[Symptom::Zero];
const FEW: &[Symptom] = &[Symptom::Zero, Symptom::Undercount];

const KINDS: [Kind; 22] = [
    kind("outage 6 h", Fault::Left(0.0), 6, NOBODY, false),
    kind("outage 12 h", Fault::Left(0.0), 12, NOBODY, false),
    kind("outage a day", Fault::Left(0.0), 24, NOBODY, false),
    kind("25 % left, 6 h", Fault::Left(0.25), 6, FEW, false),
    kind("25 % left, 12 h", Fault::Left(0.25), 12, FEW, false),
    kind("25 % left, a day", Fault::Left(0.25), 24, FEW, false),
    kind("40 % left, 6 h", Fault::Left(0.4), 6, FEW, false),
    kind("40 % left, 12 h", Fault::Left(0.4), 12, FEW, false),
    kind("40 % left, a day", Fault::Left(0.4), 24, FEW, false),
    kind("70 % left, a day", Fault::Left(0.7), 24, FEW, false),
    kind("70 % left, 3 days", Fault::Left(0.7), 72, FEW, true),
    kind("70 % left, 5 days", Fault::Left(0.7), 120, FEW, true),
    kind("70 % left, 7 days", Fault::Left(0.7), 168, FEW, true),
    kind("70 % left, 10 days", Fault::Left(0.7), 240, FEW, true),
    kind("stuck 6 h", Fault::Stuck, 6, &[Symptom::Frozen], false),
    kind(
        "x3 in one hour",
        Fault::Left(3.0),
        1,
        &[Symptom::Spike],
        false,
    ),
    kind(
        "clock +1 h, a day",
        Fault::Clock(1),
        24,
        &[Symptom::Shift],
        true,
    ),
    kind(
        "clock +2 h, a day",
        Fault::Clock(2),
        24,
        &[Symptom::Shift],
        true,
    ),
    kind(
        "clock -1 h, a day",
        Fault::Clock(-1),
        24,
        &[Symptom::Shift],
        true,
    ),
    kind(
        "in and out swapped, a day",
        Fault::Swap,
        24,
        &[Symptom::Swapped],
        true,
    ),
    kind(
        "out 25 % short, a day",
        Fault::Left(-0.75),
        24,
        &[Symptom::Imbalance],
        true,
    ),
    kind("nothing", Fault::Left(1.0), 24, FEW, false),
];

pub fn measure(set: &Set, sisters: bool) {
    println!("| fault | found | by the hour after it, median |\n|---|---|---|");
    for (number, kind) in KINDS.iter().enumerate() {
        let directed = set
            .sensors
            .iter()
            .any(|sensor| sensor.hours.iter().any(|hour| 0 < hour.exited));
        if !directed && matches!(kind.fault, Fault::Swap | Fault::Left(-0.75)) {
            continue;
        }
        let mut chance = Chance(number as u64 + 1);
        let mut found = Vec::new();
        let (mut hits, mut cases) = (0, 0);
        while cases < CASES {
            let sensor = cases % set.sensors.len();
            let days = kind.hours.div_euclid(24).max(1) as usize;
            let day = chance.below(set.days.len() - days);
            let Some(delay) = run(set, sisters, kind, sensor, day, &mut chance) else {
                continue;
            };
            cases += 1;
            if let Some(delay) = delay {
                hits += 1;
                found.push(delay);
            }
        }
        found.sort_unstable();
        let median = found
            .get(found.len() / 2)
            .map_or(String::new(), |delay| format!("{delay} h"));
        println!(
            "| {} | {:.1} % | {median} |",
            kind.name,
            100.0 * f64::from(hits) / cases as f64
        );
    }
}

/// Puts a fault into a copy of the sensor's hours; nothing, where hours of it
/// are missing. Returns how many hours after its begin it was found.
fn run(
    set: &Set,
    sisters: bool,
    kind: &Kind,
    sensor: usize,
    day: usize,
    chance: &mut Chance,
) -> Option<Option<i64>> {
    let first = match kind.hours {
        1 => 8 + chance.below(14),
        6 => 6 + chance.below(13),
        12 => 6 + chance.below(7),
        _ => 0,
    };
    let begins = set.days[day] + TimeDelta::hours(first as i64);
    let ends = begins + TimeDelta::hours(kind.hours);
    // What is wrong on a holiday is judged by the few rules that need no usual.
    let holiday = |span: &Span| span.within(begins, ends).is_some();
    if set.holidays.iter().any(holiday) {
        return None;
    }
    let own = faulty(&set.sensors[sensor].hours, begins, ends, kind.fault, chance)?;
    if kind.daily {
        let looks = kind.hours / 24;
        return Some(
            (1..=looks)
                .find(|days| {
                    let now = set.days[day] + TimeDelta::hours(24 * days);
                    found_daily(set, sisters, kind, sensor, &own, now)
                })
                .map(|days| days * 24),
        );
    }
    let site = set.site();
    Some((1..=kind.hours).find(|hour| {
        let now = begins + TimeDelta::hours(*hour);
        let look = |index: usize, hours: &[Hour]| {
            let profile = Some(set.sensors[index].profiles[day].clone());
            Recent::new(recent(hours, now), profile, &site, now)
        };
        let looks: Vec<_> = (0..set.sensors.len())
            .filter(|index| sisters && *index != sensor)
            .map(|index| look(index, &set.sensors[index].hours))
            .collect();
        hourly::judge(
            &look(sensor, &own),
            &looks.iter().collect::<Vec<_>>(),
            &site,
        )
        .iter()
        .any(|finding| kind.found_as.contains(&finding.symptom))
    }))
}

fn found_daily(
    set: &Set,
    sisters: bool,
    kind: &Kind,
    sensor: usize,
    own: &[Hour],
    now: DateTime<Utc>,
) -> bool {
    let site = set.site();
    let days: Vec<_> = if sisters {
        set.sensors
            .iter()
            .map(|sensor| Days::new(until(&sensor.hours, now), &site, now))
            .collect()
    } else {
        Vec::new()
    };
    let days: Vec<_> = days.iter().collect();
    let others = if sisters {
        others(&days, sensor, true)
    } else {
        Vec::new()
    };
    let own = Days::new(until(own, now), &site, now);
    daily::judge(&own, &others, site.limits)
        .findings
        .iter()
        .any(|finding| kind.found_as.contains(&finding.symptom))
}

fn faulty(
    hours: &[Hour],
    begins: DateTime<Utc>,
    ends: DateTime<Utc>,
    fault: Fault,
    chance: &mut Chance,
) -> Option<Vec<Hour>> {
    let from = hours.partition_point(|hour| hour.start < begins);
    let to = hours.partition_point(|hour| hour.start < ends);
    let first = hours.partition_point(|hour| hour.start < begins - TimeDelta::days(72));
    if (to - from) as i64 != (ends - begins).num_hours() {
        return None;
    }
    let mut own = hours[first..(to + 3).min(hours.len())].to_vec();
    for index in from - first..to - first {
        let place = index + first;
        match fault {
            Fault::Left(-0.75) => own[index].exited = chance.thin(own[index].exited, 0.75),
            Fault::Left(left) if left <= 1.0 => {
                own[index].entered = chance.thin(own[index].entered, left);
                own[index].exited = chance.thin(own[index].exited, left);
            }
            Fault::Left(times) => {
                own[index].entered = (f64::from(own[index].entered) * times) as u32;
                own[index].exited = (f64::from(own[index].exited) * times) as u32;
            }
            Fault::Stuck => {
                // The value of the hour before; at night, of one with people.
                let stuck = own[from - first - 1];
                own[index].entered = stuck.entered.max(1);
                own[index].exited = stuck.exited;
            }
            Fault::Clock(by) => {
                let true_hour = hours[place.checked_add_signed(-by as isize)?];
                own[index].entered = true_hour.entered;
                own[index].exited = true_hour.exited;
            }
            Fault::Swap => {
                let hour = &mut own[index];
                std::mem::swap(&mut hour.entered, &mut hour.exited);
            }
        }
    }
    Some(own)
}

/// A small random generator (`SplitMix64`), so that each run is the same.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// How many are left when each stays with this chance.
    fn thin(&mut self, count: u32, share: f64) -> u32 {
        (0..count)
            .filter(|_| (self.next() >> 11) as f64 / (1u64 << 53) as f64 % 1.0 < share)
            .count() as u32
    }
}
