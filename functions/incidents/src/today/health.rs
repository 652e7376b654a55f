//! How a site stands, in one word and one sentence, out of how its sensors do.

mod aspect;
mod quality;
mod reason;
#[cfg(test)]
pub mod tests;

use chrono::{DateTime, Utc};
use serde::Serialize;
use spp_calendar::OpeningHours;
use spp_store::watch::today::Standing;
use spp_web::Language;
use utoipa::ToSchema;

use super::findings::Found;
use super::gravity::Worst;
use crate::list::time;
use reason::Reason;

pub use aspect::Aspect;
pub use quality::Quality;

/// A state in one word, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Counts are lost, or were.
    Bad,
    /// It wants a look.
    Watch,
    /// Nothing was heard yet.
    Awaited,
    /// All is well.
    Good,
}

/// What is made of a site's sensors and incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub state: Health,
    pub reason: String,
    pub link: Aspect,
    pub data: Aspect,
    pub quality: Quality,
}

impl Judged {
    /// Judges a site at a moment, by its sensors, what is found of them, and the
    /// gravest of its incidents. While it is closed nobody is counted: what is not
    /// heard then is no trouble by itself.
    pub fn new(
        (standings, found): (&[Standing], &Found),
        worst: Option<&Worst>,
        (hours, now): (&OpeningHours, DateTime<Utc>),
        language: Language,
    ) -> Self {
        let open = hours.is_open(now);
        let show = |seconds: i64| time(seconds, hours.zone());
        let link = aspect::link(standings, open, show);
        let data = aspect::data(standings, open, show);
        let quality = quality::quality(standings, found, language);
        let is_grave = worst.is_some_and(Worst::is_grave);
        let state = match (link.state, data.state) {
            _ if is_grave => Health::Bad,
            ("lost", _) | (_, "late") if open => Health::Bad,
            _ if worst.is_some() || quality.state == "doubtful" => Health::Watch,
            ("partly", _) | (_, "catching_up") if open => Health::Watch,
            ("awaited", _) | (_, "awaited") => Health::Awaited,
            _ => Health::Good,
        };
        let reason = Reason {
            language,
            standings,
            worst,
            closed: (!open).then(|| hours.next_open(now)),
            zone: hours.zone(),
            now,
        };
        Self {
            reason: reason.text(&link, &data, &quality),
            state,
            link,
            data,
            quality,
        }
    }
}
