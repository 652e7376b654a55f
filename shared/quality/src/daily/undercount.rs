//! Fewer people than usual, day after day.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Days;
use crate::finding::{Finding, Point, Symptom};
use crate::level::ratio;
use crate::limits::Limits;
use crate::profile::people;
use crate::series::Cell;
use crate::statistics::median;

/// Finds an undercount that adds up over days: the cumulative sum of how many
/// spreads each day lies below the usual, less what is forgiven each day
/// (CUSUM). What the site's other sensors lack as well is no undercount.
pub(super) fn undercount(days: &Days, sisters: &[&Days], limits: &Limits) -> Option<Finding> {
    let sisters: Vec<_> = sisters.iter().map(|sister| by_day(sister)).collect();
    let spread = days.before.day_spread().max(0.03);
    let mut sum = 0.0;
    let mut run: Vec<(DateTime<Utc>, f64)> = Vec::new();
    for (start, own) in by_day(days) {
        let mut others: Vec<_> = sisters
            .iter()
            .filter_map(|days| days.get(&start).copied())
            .collect();
        let lack = median(&mut others).unwrap_or(0.0) - own;
        sum += (lack / spread).min(limits.undercount_sum) - limits.undercount_slack;
        if sum <= 0.0 {
            (sum, run) = (0.0, Vec::new());
        } else {
            run.push((start, lack));
        }
    }
    let run = since_it_began(&run, limits);
    let (since, _) = *run.first()?;
    let mean = run.iter().map(|(_, lack)| lack).sum::<f64>() / run.len() as f64;
    let low = limits.undercount_sum <= sum && -limits.undercount_ratio.ln() <= mean;
    (low && 2 <= run.len()).then(|| {
        let numbers = [("ratio", (-mean).exp()), ("days", run.len() as f64)];
        let score = (sum, limits.undercount_sum);
        Finding::scored(Symptom::Undercount, since, score, &numbers, points(days))
    })
}

/// The last days that together lack most beyond half of the least undercount
/// that counts: accident may have begun to add up some days before.
fn since_it_began<'a>(
    run: &'a [(DateTime<Utc>, f64)],
    limits: &Limits,
) -> &'a [(DateTime<Utc>, f64)] {
    let half = -limits.undercount_ratio.ln() / 2.0;
    let (mut sum, mut most, mut begin) = (0.0, 0.0, run.len());
    for (index, (_, lack)) in run.iter().enumerate().rev() {
        sum += lack - half;
        if most < sum {
            (most, begin) = (sum, index);
        }
    }
    run.get(begin..).unwrap_or_default()
}

/// How each whole day lies beside the usual, as a logarithm.
fn by_day(days: &Days) -> BTreeMap<DateTime<Utc>, f64> {
    days.whole()
        .into_iter()
        .filter_map(|day| Some((day.first()?.start, ratio(people(day), usual(day))?)))
        .collect()
}

fn usual(day: &[Cell]) -> f64 {
    day.iter().map(|cell| cell.usual.people()).sum()
}

fn points(days: &Days) -> Vec<Point> {
    days.whole()
        .into_iter()
        .filter_map(|day| {
            Some(Point {
                at: day.first()?.start,
                value: Some(people(day)),
                expected: Some(usual(day).round()),
            })
        })
        .collect()
}
