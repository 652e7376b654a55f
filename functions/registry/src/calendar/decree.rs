//! A decree as it is entered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use spp_calendar::{DayKind, Decree, Refused};
use spp_web::{Error, Result};
use utoipa::ToSchema;

use crate::fields;

/// A decree that changes days of known years, or adds the next year.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecreeBody {
    /// The form of the document: 1.
    format: u32,
    /// What names the decree among all others.
    id: String,
    /// Where it was published.
    source: String,
    /// From which moment on it counts, RFC 3339; time used before stays as it
    /// was.
    in_force: String,
    /// The year that it adds, the one after the last known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    /// The days that it changes; in an added year, all that are not plain
    /// weekdays and weekends.
    days: Vec<DayChange>,
}

/// What a day becomes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayChange {
    /// The date, `2026-12-31`.
    date: NaiveDate,
    /// working, short or off.
    kind: String,
}

impl TryFrom<DecreeBody> for Decree {
    type Error = Error;

    fn try_from(body: DecreeBody) -> Result<Self> {
        if body.format != 1 {
            return Err(Error::invalid("format", "expected 1", "ожидается 1"));
        }
        fields::text("id", &body.id, 200)?;
        fields::text("source", &body.source, 500)?;
        fields::time("in_force", &body.in_force)?;
        let kinds = [DayKind::Working, DayKind::Short, DayKind::Off];
        for (position, change) in body.days.iter().enumerate() {
            let path = |field: &str| format!("days[{position}].{field}");
            fields::word(&path("kind"), &change.kind, &kinds, super::name)?;
            let mut others = body.days.iter().take(position);
            if others.any(|other| other.date == change.date) {
                let (english, russian) = ("the date stands twice", "дата указана дважды");
                return Err(Error::invalid(path("date"), english, russian));
            }
        }
        // What is left to be refused concerns the days as a whole.
        serde_json::to_value(&body)
            .and_then(serde_json::from_value)
            .map_err(|error| {
                let russian = "ожидаются изменения дней, а в новом году все праздники по закону";
                Error::invalid("days", &error.to_string(), russian)
            })
    }
}

/// Why the calendar does not take a decree over.
pub fn refused(refused: Refused) -> Error {
    let (field, russian) = match &refused {
        Refused::Known(_) => return Error::conflict("id: already taken", "id: уже занято"),
        Refused::Later(id) => (
            "in_force",
            format!("уже внесён документ {id}, действующий с более позднего времени"),
        ),
        Refused::NotNext { next, .. } => ("year", format!("ожидается {next}")),
        Refused::NotLoaded(date) => ("days", format!("нет календаря на год даты {date}")),
        Refused::Over(date) => ("days", format!("к началу действия дата {date} уже прошла")),
        Refused::Format(_)
        | Refused::Unnamed
        | Refused::Empty
        | Refused::Twice(_)
        | Refused::Holiday(_) => ("days", "документ противоречив".to_owned()),
    };
    Error::invalid(field, &refused.to_string(), &russian)
}
