//! Reminders: once a working day, at its beginning, until it is over.

use chrono::{DateTime, Utc};
use spp_calendar::Production;
use spp_incident::life::{Entry, Event, Life, Stage};

/// When somebody is reminded next: at the beginning of the next working day.
/// Nobody is, once the watch has seen it recover or while it comes and goes.
pub fn next(life: &Life, calendar: &Production, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if matches!(life.stage, Stage::Recovered | Stage::Closed) || life.unstable {
        return None;
    }
    next_day(calendar, now)
}

/// The beginning of the next working day.
fn next_day(calendar: &Production, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let from = match calendar.is_working(now).ok()? {
        true => calendar.end_of_working_day(now).ok()?,
        false => now,
    };
    calendar.next_working(from).ok()
}

/// For how many days it has been open, where somebody is to be reminded of it
/// now: it was found before the working day that has begun.
pub fn due(life: &Life, log: &[Entry], calendar: &Production, now: DateTime<Utc>) -> Option<u32> {
    next(life, calendar, now)?;
    let found = |entry: &&Entry| matches!(entry.event, Event::Detected { .. } | Event::Reopened);
    let found = log.iter().rev().find(found)?.at;
    // Found at night, it is first worked on in the morning.
    let worked_on = calendar.next_working(found).ok()?;
    let is_new = next_day(calendar, worked_on).is_none_or(|first| now < first);
    let is_working = calendar.is_working(now).unwrap_or(false);
    (is_working && !is_new).then(|| u32::try_from((now - found).num_days()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use spp_incident::life::Author;
    use spp_quality::Symptom;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-{text}:00+03:00").parse().unwrap()
    }

    #[test]
    fn somebody_is_reminded_each_working_day() {
        // A Friday.
        let since = at("11-20T15:00");
        let symptom = Symptom::NoContact;
        let log = [Entry {
            at: since,
            author: Author::Watch,
            event: Event::Detected { symptom, since },
            text: None,
        }];
        let life = Life::from_log(&log).unwrap();
        let calendar = Production::built_in();
        let check = |now: &str, expected: &str, days: Option<u32>| {
            assert_eq!(next(&life, &calendar, at(now)), Some(at(expected)), "{now}");
            assert_eq!(due(&life, &log, &calendar, at(now)), days, "{now}");
        };
        check("11-20T15:00", "11-23T09:00", None);
        check("11-23T09:00", "11-24T09:00", Some(2));
        check("11-24T09:00", "11-25T09:00", Some(3));
        check("11-24T18:00", "11-25T09:00", None);
        check("11-24T20:00", "11-25T09:00", None);
    }
}
