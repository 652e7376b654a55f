//! Which earlier parts a series is compared with.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use spp_counts::step::{MOST_SPANS, Span, Step, day_number};
use spp_store::watch::settings::SiteEvent;

use super::before::{days_before, month_of_last_year, weeks_before};
use super::usual::HORIZON;

/// A year in whole weeks, so that weekdays meet.
const YEAR: u64 = 52 * 7;

/// What a series is compared with.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The zone whose calendar divides the period.
    pub zone: Tz,
    /// How it divides it.
    pub step: Step,
    /// Whether what is usual is asked for.
    pub usual: bool,
    /// Whether last year is asked for.
    pub year: bool,
    /// Days that were not as usual, in days since 1970-01-01.
    pub unusual: BTreeSet<i64>,
}

impl Plan {
    /// By what counts are read. Weeks and months are read by their days, where what
    /// is usual is asked for: it is told by days of the week.
    pub fn unit(&self) -> Step {
        match self.step {
            Step::Week | Step::Month if self.usual => Step::Day,
            step => step,
        }
    }

    /// What a part is read by.
    pub fn units(&self, part: Span) -> Vec<Span> {
        let unit = self.unit();
        if unit == self.step {
            return vec![part];
        }
        let units = unit.spans(self.zone, part.start, part.end);
        units.unwrap_or_default()
    }

    /// The starts of the hours or days that tell what is usual in one, the nearest
    /// first.
    pub fn weeks_before(&self, unit: Span) -> impl Iterator<Item = i64> {
        let is_told = self.usual && matches!(self.unit(), Step::Hour | Step::Day);
        let weeks = if is_told { HORIZON } else { 0 };
        weeks_before(self.zone, unit.start, weeks)
            .filter(|start| !self.unusual.contains(&day_number(self.zone, *start)))
    }

    /// The same part of last year: 52 weeks before, and of a month the same month.
    pub fn year_before(&self, part: Span) -> Option<Span> {
        let start = match self.step {
            _ if !self.year => None,
            Step::Interval(_) => None,
            Step::Hour | Step::Day | Step::Week => days_before(self.zone, part.start, YEAR),
            Step::Month => month_of_last_year(self.zone, part.start),
        };
        self.whole(self.step, start?)
    }

    /// All units that must be summed: those of the parts asked for, and what they are
    /// compared with, each once and in order.
    pub fn spans(&self, parts: &[Span]) -> Vec<Span> {
        let mut spans = BTreeMap::new();
        for part in parts {
            let year = self.year_before(*part);
            for whole in [Some(*part), year].into_iter().flatten() {
                spans.extend(self.units(whole).into_iter().map(|unit| (unit.start, unit)));
            }
            for start in self
                .units(*part)
                .into_iter()
                .flat_map(|unit| self.weeks_before(unit))
            {
                if !spans.contains_key(&start) {
                    let whole = self.whole(self.unit(), start);
                    spans.extend(whole.map(|unit| (unit.start, unit)));
                }
            }
        }
        spans.into_values().collect()
    }

    /// The whole part that holds a moment.
    fn whole(&self, step: Step, at: i64) -> Option<Span> {
        let spans = step.spans(self.zone, at, at.checked_add(1)?);
        spans.ok()?.into_iter().next()
    }
}

/// Whether the parts hold few enough days for what is usual to be told by them.
pub fn is_told_by_days(parts: &[Span]) -> bool {
    match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => last.end - first.start <= MOST_SPANS as i64 * 86_400,
        _ => true,
    }
}

/// The days on which most of so many sites had an event.
pub fn unusual(zone: Tz, sites: usize, events: &[SiteEvent]) -> BTreeSet<i64> {
    let mut days: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for event in events {
        let span = Span {
            start: event.starts_at,
            end: event.ends_at,
        };
        for day in span.days(zone) {
            days.entry(day).or_default().insert(event.site);
        }
    }
    days.into_iter()
        .filter(|(_, with)| sites <= 2 * with.len())
        .map(|(day, _)| day)
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use spp_counts::step::day_start;

    use super::*;

    const ZONE: Tz = chrono_tz::Europe::Moscow;

    fn start(date: &str) -> i64 {
        day_start(ZONE, date.parse::<NaiveDate>().unwrap()).unwrap()
    }

    /// Events of sites from one date until another, against the days that most
    /// of so many sites had one.
    #[track_caller]
    fn check(sites: usize, events: &[(i64, &str, &str)], expected: &[&str]) {
        let events: Vec<_> = events
            .iter()
            .map(|(site, from, to)| SiteEvent {
                site: *site,
                kind: "holiday".to_owned(),
                starts_at: start(from),
                ends_at: start(to),
                name: String::new(),
            })
            .collect();
        let expected = expected.iter().map(|date| day_number(ZONE, start(date)));
        assert_eq!(unusual(ZONE, sites, &events), expected.collect());
    }

    #[test]
    fn a_day_is_unusual_when_half_of_the_sites_have_an_event() {
        check(
            1,
            &[(1, "2026-01-01", "2026-01-03")],
            &["2026-01-01", "2026-01-02"],
        );
        check(4, &[(1, "2026-01-01", "2026-01-03")], &[]);
        check(
            4,
            &[
                (1, "2026-01-01", "2026-01-03"),
                (2, "2026-01-02", "2026-01-05"),
            ],
            &["2026-01-02"],
        );
        check(4, &[(1, "2026-01-01", "2026-01-02"); 3], &[]);
    }

    #[test]
    fn earlier_parts_are_summed_once() {
        let parts =
            |step: Step, from: &str, to: &str| step.spans(ZONE, start(from), start(to)).unwrap();
        let check = |step, from, to, usual, year, expected| {
            let plan = Plan {
                zone: ZONE,
                step,
                usual,
                year,
                unusual: BTreeSet::new(),
            };
            let spans = plan.spans(&parts(step, from, to));
            assert!(spans.is_sorted_by(|one, next| one.end <= next.start));
            assert_eq!(spans.len(), expected, "{step:?}");
        };
        check(Step::Day, "2026-03-02", "2026-03-09", false, false, 7);
        check(Step::Day, "2026-03-02", "2026-03-09", true, false, 7 * 13);
        check(Step::Day, "2026-03-02", "2026-03-16", true, false, 7 * 14);
        check(Step::Day, "2026-03-02", "2026-03-09", true, true, 7 * 14);
        check(
            Step::Hour,
            "2026-03-02",
            "2026-03-09",
            true,
            true,
            7 * 14 * 24,
        );
        check(Step::Week, "2026-03-02", "2026-03-09", false, true, 2);
        check(Step::Month, "2025-01-01", "2027-01-01", false, true, 36);
        // By days, with those of twelve weeks and of the same months before.
        check(Step::Week, "2026-03-02", "2026-03-09", true, true, 7 * 14);
        check(
            Step::Month,
            "2025-01-01",
            "2027-01-01",
            true,
            true,
            730 + 366,
        );
        check(
            Step::Interval(900),
            "2026-03-02",
            "2026-03-03",
            true,
            true,
            96,
        );
    }
}
