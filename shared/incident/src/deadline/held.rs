//! Whose time has passed.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::life::{Entry, Life, Refused};
use crate::side::Side;

/// Time that passed while one party had to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Who had to act.
    pub whose: Side,
    /// From.
    pub from: DateTime<Utc>,
    /// To; the present, where it still lasts.
    pub to: DateTime<Utc>,
}

/// Who had to act when, until a moment; spans of one party that touch are one.
///
/// # Errors
/// [`Refused::NotNow`], where an entry does not follow from those before it.
pub fn held(log: &[Entry], until: DateTime<Utc>) -> Result<Vec<Held>, Refused> {
    let mut spans: Vec<Held> = Vec::new();
    let mut life = Life::default();
    let ends = log.iter().skip(1).map(|entry| entry.at).chain([until]);
    for (entry, to) in log.iter().zip(ends) {
        life = life.then(&entry.event)?;
        let Some(whose) = life.stage.whose() else {
            continue;
        };
        match spans.last_mut() {
            Some(last) if last.whose == whose && last.to == entry.at => last.to = to,
            _ => spans.push(Held {
                whose,
                from: entry.at,
                to,
            }),
        }
    }
    Ok(spans)
}
