//! The terms of the rules: until when something must be done.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Beyond, Production};

/// A call back that is planned so shortly before closing may be done on the
/// next working day (S1 4.2), in seconds.
const LAST_MINUTES: i64 = 30 * 60;

impl Production {
    /// The end of the working day of `at`; of the next one, when that day is
    /// off or over.
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn end_of_working_day(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Beyond> {
        let day = self.working_day(self.loaded(at)?);
        self.closing(day)
    }

    /// The end of the `days`-th working day after the day of `at`.
    ///
    /// The day of `at` itself does not count, at whichever hour and of
    /// whichever kind; the term ends when the office closes (Civil Code,
    /// articles 191 and 194). With no days it is [`Self::end_of_working_day`].
    ///
    /// One day is the term to record and diagnose an incident (S2 4.2.2);
    /// three days are those of a visit (S2 4.2.4.1, 4.2.4.2) and of a request
    /// by e-mail (S1 4.3).
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn working_days_after(
        &self,
        at: DateTime<Utc>,
        days: u32,
    ) -> Result<DateTime<Utc>, Beyond> {
        let Some(more) = days.checked_sub(1) else {
            return self.end_of_working_day(at);
        };
        let seconds = self.loaded(at)?;
        let tomorrow = self.days.partition_point(|day| day.starts <= seconds);
        let midnight = self.days.get(tomorrow).map_or(self.end, |day| day.starts);
        let first = self.working_day(midnight);
        let more = usize::try_from(more).unwrap_or(usize::MAX);
        self.closing(first.saturating_add(more))
    }

    /// Until when "on the day of" something is: the client's technical
    /// services are told on the day of detection (S2 4.2.4.2), the third party
    /// on the day of diagnosis (S2 4.2.4.3). It is the end of the working day
    /// that holds the moment, or else follows it.
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn same_day(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Beyond> {
        self.end_of_working_day(at)
    }

    /// Until when a call back must be done that is planned at `at` (S1 4.2):
    /// the end of the working day; of the next one, when at most 30 minutes
    /// are left. Planned while the office is closed, it belongs to the working
    /// day that follows.
    ///
    /// # Errors
    /// [`Beyond`].
    pub fn call_back(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Beyond> {
        let seconds = self.loaded(at)?;
        let day = self.working_day(seconds);
        let left = self.closings.get(day).map(|closes| closes - seconds);
        if left.is_some_and(|left| left <= LAST_MINUTES) {
            self.closing(day.saturating_add(1))
        } else {
            self.closing(day)
        }
    }

    /// The place, among all working days, of the first that closes after a moment.
    fn working_day(&self, at: i64) -> usize {
        self.closings.partition_point(|closes| *closes <= at)
    }

    fn closing(&self, day: usize) -> Result<DateTime<Utc>, Beyond> {
        self.found(self.closings.get(day).copied())
    }
}

/// So many times 24 hours after a moment, working or not: a wish for
/// development is handled within five of them (S1 4.3, "сутки").
///
/// The moment may lie outside of office hours; [`Production::before`] without
/// any length gives the last working moment that keeps the term.
#[must_use]
pub fn calendar_days_after(at: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    at.checked_add_signed(TimeDelta::days(i64::from(days)))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
