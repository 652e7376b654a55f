//! When a site is open.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use spp_store::registry::sites::{Exception, Hours};
use spp_web::{Error, Result};
use utoipa::ToSchema;

/// A site has at most so many dates that differ from their weekday.
const MOST_EXCEPTIONS: usize = 1_000;

/// A span of a weekday during which the site is open; a day may have several.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// 1 Monday to 7 Sunday.
    weekday: u8,
    /// Local time, `10:00`.
    opens: String,
    /// Local time after that, at most `24:00`.
    closes: String,
}

/// A date that differs from its weekday; without times the site is closed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayException {
    /// The date, `2026-12-31`.
    date: NaiveDate,
    /// As in the opening hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<String>,
    /// As in the opening hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    closes: Option<String>,
    /// Why, at most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// The weekly hours, none of which overlap.
pub fn weekly(body: &[OpeningHours]) -> Result<Vec<Hours>> {
    let mut hours: Vec<Hours> = Vec::new();
    for (
        position,
        OpeningHours {
            weekday,
            opens,
            closes,
        },
    ) in body.iter().enumerate()
    {
        let path = |field: &str| format!("hours[{position}].{field}");
        if !(1..=7).contains(weekday) {
            let (english, russian) = ("expected 1 to 7", "ожидается от 1 до 7");
            return Err(Error::invalid(path("weekday"), english, russian));
        }
        let (opens, closes) = span(opens, closes, path)?;
        let overlaps = |known: &&Hours| {
            known.weekday == *weekday && opens < known.closes && known.opens < closes
        };
        if hours.iter().find(overlaps).is_some() {
            let (english, russian) = ("overlaps with other hours", "пересекается с другими часами");
            return Err(Error::invalid(path("opens"), english, russian));
        }
        hours.push(Hours {
            weekday: *weekday,
            opens,
            closes,
        });
    }
    Ok(hours)
}

/// The exceptions, at most one a date.
pub fn exceptions(body: Vec<DayException>) -> Result<Vec<Exception>> {
    if MOST_EXCEPTIONS < body.len() {
        let english = format!("expected at most {MOST_EXCEPTIONS} dates");
        let russian = format!("ожидается не более {MOST_EXCEPTIONS} дат");
        return Err(Error::invalid("exceptions", &english, &russian));
    }
    let (mut exceptions, mut dates) = (Vec::new(), BTreeSet::new());
    for (
        position,
        DayException {
            date,
            opens,
            closes,
            reason,
        },
    ) in body.into_iter().enumerate()
    {
        let path = |field: &str| format!("exceptions[{position}].{field}");
        if !dates.insert(date) {
            let (english, russian) = ("the date stands twice", "дата указана дважды");
            return Err(Error::invalid(path("date"), english, russian));
        }
        let (opens, closes) = match (opens, closes) {
            (None, None) => (None, None),
            (Some(opens), Some(closes)) => {
                let (opens, closes) = span(&opens, &closes, path)?;
                (Some(opens), Some(closes))
            }
            (Some(_), None) | (None, Some(_)) => {
                let (english, russian) = (
                    "expected both times, or none",
                    "ожидаются оба времени или ни одного",
                );
                return Err(Error::invalid(path("closes"), english, russian));
            }
        };
        let reason = crate::fields::optional(&path("reason"), reason.as_deref(), 200)?;
        exceptions.push(Exception {
            date,
            opens,
            closes,
            reason,
        });
    }
    Ok(exceptions)
}

/// A span of a day, in minutes from midnight.
fn span(opens: &str, closes: &str, path: impl Fn(&str) -> String) -> Result<(u16, u16)> {
    let invalid = |field: &str| {
        let (english, russian) = (
            "expected a time such as 10:00",
            "ожидается время вида 10:00",
        );
        Error::invalid(path(field), english, russian)
    };
    let opens = minutes(opens)
        .filter(|opens| *opens < 1440)
        .ok_or_else(|| invalid("opens"))?;
    let closes = minutes(closes).ok_or_else(|| invalid("closes"))?;
    if closes <= opens {
        let (english, russian) = ("expected a time after opens", "ожидается время позже opens");
        return Err(Error::invalid(path("closes"), english, russian));
    }
    Ok((opens, closes))
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && total <= 1440).then_some(total)
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl From<Hours> for OpeningHours {
    fn from(hours: Hours) -> Self {
        Self {
            weekday: hours.weekday,
            opens: clock(hours.opens),
            closes: clock(hours.closes),
        }
    }
}

impl From<Exception> for DayException {
    fn from(exception: Exception) -> Self {
        Self {
            date: exception.date,
            opens: exception.opens.map(clock),
            closes: exception.closes.map(clock),
            reason: exception.reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use spp_web::Language;

    use super::*;

    #[track_caller]
    fn check(spans: &[(u8, &str, &str)], expected: std::result::Result<usize, &str>) {
        let body: Vec<_> = spans
            .iter()
            .map(|(weekday, opens, closes)| OpeningHours {
                weekday: *weekday,
                opens: (*opens).to_owned(),
                closes: (*closes).to_owned(),
            })
            .collect();
        let found = weekly(&body).map(|hours| hours.len());
        let found = found.map_err(|error| error.problem(Language::English).title);
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    #[test]
    fn a_date_stands_once_among_a_thousand() {
        let check = |days: &mut dyn Iterator<Item = u64>,
                     expected: std::result::Result<usize, &str>| {
            let first = NaiveDate::default();
            let closed = days.map(|day| DayException {
                date: first + chrono::Days::new(day),
                opens: None,
                closes: None,
                reason: None,
            });
            let found = exceptions(closed.collect()).map(|exceptions| exceptions.len());
            let found = found.map_err(|error| error.problem(Language::English).title);
            assert_eq!(found, expected.map_err(str::to_owned));
        };
        check(&mut (0..1_000), Ok(1_000));
        check(
            &mut (0..1_001),
            Err("exceptions: expected at most 1000 dates"),
        );
        let twice = Err("exceptions[2].date: the date stands twice");
        check(&mut [0, 1, 0].into_iter(), twice);
    }

    #[test]
    fn hours_are_spans_of_a_day_that_do_not_overlap() {
        check(&[(1, "10:00", "22:00"), (2, "00:00", "24:00")], Ok(2));
        check(&[(1, "09:00", "13:00"), (1, "14:00", "18:00")], Ok(2));
        check(
            &[(1, "09:00", "13:00"), (1, "12:59", "18:00")],
            Err("hours[1].opens: overlaps with other hours"),
        );
        check(
            &[(0, "09:00", "13:00")],
            Err("hours[0].weekday: expected 1 to 7"),
        );
        check(
            &[(1, "24:00", "24:00")],
            Err("hours[0].opens: expected a time such as 10:00"),
        );
        check(
            &[(1, "9", "13:00")],
            Err("hours[0].opens: expected a time such as 10:00"),
        );
        check(
            &[(1, "09:00", "24:01")],
            Err("hours[0].closes: expected a time such as 10:00"),
        );
        check(
            &[(1, "22:00", "02:00")],
            Err("hours[0].closes: expected a time after opens"),
        );
    }
}
