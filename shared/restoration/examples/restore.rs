//! Measures restoration on real series: hides stretches of them and compares
//! what is restored with what was counted.
//!
//! `cargo run --example restore -- FOLDER [melbourne] [fremont] [calit2]`, with
//! the folder that holds `melbourne_hourly`, `fremont_bridge` and `calit2`.

#![expect(
    clippy::indexing_slicing,
    reason = "a measurement that goes wrong may stop"
)]

use std::error::Error;
use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDateTime, Timelike};
use spp_restoration::{Estimate, Hour, restore};

const DAY: usize = 24;
const WEEK: usize = 7 * DAY;

/// Hours around a gap that are given to the restoration.
const AROUND: usize = 13 * WEEK;

const SEEDS: [u64; 3] = [1, 2, 3];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let names: Vec<String> = arguments.collect();
    for set in SETS {
        if names.is_empty() || names.iter().any(|name| name == set.name) {
            measure(&set, &read(&folder, &set)?);
        }
    }
    Ok(())
}

/// Series of one origin.
struct Set {
    name: &'static str,
    files: &'static [&'static str],
    /// Weeks at the begin of which nothing is hidden.
    history: usize,
}

const SETS: [Set; 3] = [
    Set {
        name: "melbourne",
        files: &[
            "melbourne_hourly/melbourne_2013.csv",
            "melbourne_hourly/melbourne_2014.csv",
        ],
        history: 10,
    },
    Set {
        name: "fremont",
        files: &["fremont_bridge/fremont_2012_2015.csv"],
        history: 10,
    },
    Set {
        name: "calit2",
        files: &["calit2/calit2_in_out.csv"],
        history: 5,
    },
];

/// The columns of the files, each as consecutive hours of the local clock.
fn read(folder: &Path, set: &Set) -> Result<Vec<Vec<Hour>>, Box<dyn Error>> {
    let mut columns: Vec<Vec<Hour>> = Vec::new();
    let mut first = None;
    for file in set.files {
        for row in csv::Reader::from_path(folder.join(file))?.records() {
            let row = row?;
            let local = NaiveDateTime::parse_from_str(&row[0], "%Y-%m-%d %H:%M:%S")?;
            let at = (local - *first.get_or_insert(local)).num_hours() as usize;
            columns.resize(row.len() - 1, Vec::new());
            for (column, count) in columns.iter_mut().zip(row.iter().skip(1)) {
                while column.len() <= at {
                    let slot = (column.len() + slot(first.unwrap_or(local))) % WEEK;
                    column.push(Hour {
                        slot: slot as u8,
                        people: None,
                        usual: true,
                        open: true,
                    });
                }
                if let Ok(count) = count.parse::<f64>() {
                    // Rows of half an hour add up.
                    *column[at].people.get_or_insert(0.0) += count;
                }
            }
        }
    }
    Ok(columns)
}

fn slot(local: NaiveDateTime) -> usize {
    local.weekday().num_days_from_monday() as usize * DAY + local.hour() as usize
}

fn measure(set: &Set, columns: &[Vec<Hour>]) {
    println!(
        "\n{}, {} series\n\n\
         | gap | method | WAPE (of days), % | bias, % | within the bounds, % | between them, % |\n\
         |---|---|---|---|---|---|",
        set.name,
        columns.len(),
    );
    for (title, hide) in GAPS {
        let (mut kernel, mut floor) = (Score::default(), Score::default());
        let mut refused = 0;
        for seed in SEEDS {
            for (number, column) in columns.iter().enumerate() {
                let mut chance = Chance(seed * 1_000 + number as u64);
                let gaps = hide(column, set.history * WEEK, &mut chance);
                let hidden = without(column, &gaps);
                for gap in gaps {
                    let from = gap.start.saturating_sub(AROUND);
                    let around = &hidden[from..(gap.end + AROUND).min(hidden.len())];
                    let wanted = gap.start - from..gap.end - from;
                    let Ok(restored) = restore(around, wanted.clone()) else {
                        refused += 1;
                        continue;
                    };
                    kernel.add(&column[gap.clone()], &restored);
                    floor.add(&column[gap], &median_by_level(around, wanted));
                }
            }
        }
        println!(
            "| {title} | level_kernel | {} | {} |",
            kernel.errors(),
            kernel.bands()
        );
        println!("| {title} | median8 x level | {} | | |", floor.errors());
        if 0 < refused {
            println!("| {title} | refused: {refused} gaps | | | | |");
        }
    }
}

type Hide = fn(&[Hour], usize, &mut Chance) -> Vec<Range<usize>>;

const GAPS: [(&str, Hide); 3] = [
    ("single hours, 5 %", |column, from, chance| {
        let gaps = (from..column.len()).filter(|_| chance.below(20) == 0);
        known(column, gaps.map(|at| at..at + 1).collect())
    }),
    ("whole days", |column, from, chance| {
        spaced(column, from, || (1, 8 + chance.below(7)))
    }),
    ("3 to 7 days", |column, from, chance| {
        spaced(column, from, || (3 + chance.below(5), 9 + chance.below(9)))
    }),
];

/// Whole days from midnight to midnight: so many, and so many between.
fn spaced(
    column: &[Hour],
    from: usize,
    mut next: impl FnMut() -> (usize, usize),
) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let midnight =
        (from..column.len()).find(|at| usize::from(column[*at].slot).is_multiple_of(DAY));
    let mut at = midnight.unwrap_or(column.len());
    loop {
        let (days, between) = next();
        at += between * DAY;
        let gap = at..at + days * DAY;
        at = gap.end;
        if column.len() < at {
            return known(column, gaps);
        }
        gaps.push(gap);
    }
}

/// The gaps of which it is known what was counted.
fn known(column: &[Hour], gaps: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let whole = |gap: &Range<usize>| column[gap.clone()].iter().all(|hour| hour.people.is_some());
    gaps.into_iter().filter(whole).collect()
}

fn without(column: &[Hour], gaps: &[Range<usize>]) -> Vec<Hour> {
    let mut hidden = column.to_vec();
    for gap in gaps {
        for hour in &mut hidden[gap.clone()] {
            hour.people = None;
        }
    }
    hidden
}

/// The rule to be better than: the median of the hour in the last eight weeks,
/// times the level of the days beside the gap.
fn median_by_level(hours: &[Hour], gap: Range<usize>) -> Vec<Estimate> {
    let beside = gap.start.saturating_sub(DAY)..(gap.end + DAY).min(hours.len());
    let (mut counted, mut usual) = (0.0, 0.0);
    for at in beside.filter(|at| !gap.contains(at)) {
        if let Some(people) = hours[at].people {
            counted += people;
            usual += median(hours, at);
        }
    }
    let level = if 0.0 < usual { counted / usual } else { 1.0 };
    let estimate = |at| {
        let people = median(hours, at) * level;
        Estimate {
            people,
            low: people,
            high: people,
        }
    };
    gap.map(estimate).collect()
}

fn median(hours: &[Hour], at: usize) -> f64 {
    let mut people: Vec<f64> = (1..=8)
        .filter_map(|week| hours.get(at.checked_sub(week * WEEK)?)?.people)
        .collect();
    people.sort_by(f64::total_cmp);
    let middle = people.len() / 2;
    match people.len() {
        0 => 0.0,
        even if even.is_multiple_of(2) => f64::midpoint(people[middle - 1], people[middle]),
        _ => people[middle],
    }
}

/// What the restored hours are, beside the counted ones.
#[derive(Default)]
struct Score {
    people: f64,
    hours: f64,
    missed: f64,
    missed_days: f64,
    surplus: f64,
    within: f64,
    width: f64,
}

impl Score {
    fn add(&mut self, counted: &[Hour], restored: &[Estimate]) {
        for (counted, restored) in counted.chunks(DAY).zip(restored.chunks(DAY)) {
            let mut surplus = 0.0;
            for (hour, restored) in counted.iter().zip(restored) {
                let people = hour.people.unwrap_or_default();
                surplus += restored.people - people;
                self.people += people;
                self.hours += 1.0;
                self.missed += (restored.people - people).abs();
                self.width += restored.high - restored.low;
                if (restored.low..=restored.high).contains(&people) {
                    self.within += 1.0;
                }
            }
            self.surplus += surplus;
            self.missed_days += surplus.abs();
        }
    }

    fn errors(&self) -> String {
        let percent = |part: f64| 100.0 * part / self.people;
        format!(
            "{:.1} ({:.1}) | {:+.1}",
            percent(self.missed),
            percent(self.missed_days),
            percent(self.surplus),
        )
    }

    fn bands(&self) -> String {
        format!(
            "{:.1} | {:.0}",
            100.0 * self.within / self.hours,
            100.0 * self.width / self.people,
        )
    }
}

/// A small random generator (`SplitMix64`), so that each run is the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}
