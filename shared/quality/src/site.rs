//! What all rules have to know of a sensor's site.

use chrono::TimeDelta;
use chrono_tz::Tz;
use spp_calendar::opening::OpeningHours;

use crate::limits::Limits;
use crate::series::Cell;
use crate::span::Span;

/// What rules have to know of a sensor's site.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// Its zone, in which hours and days are.
    pub zone: Tz,
    /// When it is open.
    pub hours: &'a OpeningHours,
    /// The sensor's thresholds.
    pub limits: &'a Limits,
    /// Times in which no counts are expected, in order and apart
    /// ([`crate::span::merged`]): our downtimes, the site's closures.
    pub excluded: &'a [Span],
    /// Times that say nothing of what is usual: holidays, promotions, times in
    /// which something was found wrong with the sensor.
    pub unusual: &'a [Span],
}

impl Site<'_> {
    /// Whether the site is closed for all of an hour, and for an hour before
    /// and after it, in which people may still be about.
    pub(crate) fn is_closed(&self, cell: &Cell) -> bool {
        let hour = TimeDelta::hours(1);
        self.hours
            .open_seconds(cell.start - hour, cell.end() + hour)
            == 0
    }

    /// Whether the site is open all the time of the last of these days.
    pub(crate) fn never_closes(&self, days: &[&[Cell]]) -> bool {
        let week = days.get(days.len().saturating_sub(7)..).unwrap_or_default();
        let span = |day: &&[Cell]| Some((day.first()?.start, day.last()?.end()));
        week.iter()
            .filter_map(span)
            .all(|(from, to)| self.hours.open_seconds(from, to) == (to - from).num_seconds())
    }

    /// Open seconds of an hour in which counts were expected of the sensor.
    pub(crate) fn attended_seconds(&self, cell: &Cell) -> i64 {
        let open = self.hours.open_seconds(cell.start, cell.end());
        let excluded: i64 = self
            .excluded
            .iter()
            .filter_map(|span| span.within(cell.start, cell.end()))
            .map(|span| self.hours.open_seconds(span.from, span.to))
            .sum();
        open - excluded
    }

    /// Whether an hour is one in which no counts are expected.
    pub(crate) fn is_excluded(&self, cell: &Cell) -> bool {
        touches(self.excluded, cell)
    }

    /// Whether an hour is one that says nothing of what is usual.
    pub(crate) fn is_unusual(&self, cell: &Cell) -> bool {
        touches(self.unusual, cell) || self.is_excluded(cell)
    }
}

fn touches(spans: &[Span], cell: &Cell) -> bool {
    spans
        .iter()
        .any(|span| span.within(cell.start, cell.end()).is_some())
}
