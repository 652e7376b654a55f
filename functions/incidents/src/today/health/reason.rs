//! Why a site stands as it does, in one sentence of the reader's language.

use chrono::{DateTime, Utc};
use spp_store::watch::today::Standing;
use spp_web::Language;

use super::{Aspect, Quality};
use crate::context::moment;
use crate::today::gravity::Worst;

/// Why a site stands as it does.
pub struct Reason<'a> {
    pub language: Language,
    pub standings: &'a [Standing],
    /// The gravest of its incidents.
    pub worst: Option<&'a Worst>,
    /// While it is closed, when it opens next, if ever.
    pub closed: Option<Option<DateTime<Utc>>>,
    pub zone: chrono_tz::Tz,
    pub now: DateTime<Utc>,
}

impl Reason<'_> {
    /// That it is closed comes first, and then nothing of what is not heard.
    pub fn text(&self, link: &Aspect, data: &Aspect, quality: &Quality) -> String {
        if self.standings.is_empty() {
            return self.say("Датчиков пока нет", "No sensors yet");
        }
        let trouble = self
            .silence(link, data)
            .or_else(|| self.incident(Worst::is_grave))
            .or_else(|| Some(quality.symptoms.first()?.name.to_owned()))
            .or_else(|| self.incident(|_| true))
            .or_else(|| self.beginning(link, data));
        match (self.shut(), trouble) {
            (Some(shut), Some(trouble)) => format!("{shut}. {trouble}"),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => self.say("Данные поступают", "Counts arrive"),
        }
    }

    /// That it is closed, and until when.
    fn shut(&self) -> Option<String> {
        let opens = self.closed?.map(|opens| self.clock(opens));
        Some(match opens {
            Some(at) => self.say(format!("Закрыто до {at}"), format!("Closed until {at}")),
            None => self.say("Закрыто", "Closed"),
        })
    }

    /// Which sensor is not heard or brings nothing, or how many; nothing while that
    /// is no trouble.
    fn silence(&self, link: &Aspect, data: &Aspect) -> Option<String> {
        if !(link.alarms || data.alarms) {
            return None;
        }
        let lost = self.standings.iter().find(|one| one.link.code == "lost");
        let of = |code: &str| self.standings.iter().find(|one| one.data.code == code);
        let (what, first) = match lost {
            Some(first) => (self.say("Нет связи", "No contact"), Some(first)),
            None if data.state == "catching_up" => (
                self.say("Данные догоняют", "Catching up"),
                of("catching_up"),
            ),
            None => (self.say("Нет данных", "No counts"), of("late")),
        };
        let (many, all) = (link.affected.max(data.affected), self.standings.len());
        let whom = match first {
            Some(first) if many == 1 => {
                let name = &first.name;
                self.say(format!(" «{name}»"), format!(" “{name}”"))
            }
            _ => self.say(
                format!(", датчиков: {many} из {all}"),
                format!(": {many} of {all} sensors"),
            ),
        };
        let state = first.map(|one| match lost {
            Some(_) => &one.link,
            None => &one.data,
        });
        let since = state.and_then(|state| state.since).map(moment);
        let since = since.map(|at| self.clock(at));
        let since = since.map(|at| self.say(format!(", с {at}"), format!(", since {at}")));
        Some(format!("{what}{whom}{}", since.unwrap_or_default()))
    }

    /// The gravest incident, if it is such a one.
    fn incident(&self, is_such: impl Fn(&Worst) -> bool) -> Option<String> {
        let worst = self.worst.filter(|worst| is_such(worst))?;
        Some(format!("{}: {}", worst.name, worst.stage_name))
    }

    /// What is still awaited of all sensors.
    fn beginning(&self, link: &Aspect, data: &Aspect) -> Option<String> {
        match (link.state, data.state) {
            ("awaited", _) => {
                Some(self.say("Ожидается первая передача", "Waiting for the first push"))
            }
            (_, "awaited") => {
                Some(self.say("Ожидаются первые данные", "Waiting for the first counts"))
            }
            _ => None,
        }
    }

    /// A moment as the site's clock shows it, with its date unless that is today's.
    fn clock(&self, at: DateTime<Utc>) -> String {
        let [at, now] = [at, self.now].map(|at| at.with_timezone(&self.zone));
        let date = match self.language {
            Language::Russian => "%d.%m %H:%M",
            Language::English => "%-d %B, %H:%M",
        };
        let is_today = at.date_naive() == now.date_naive();
        at.format(if is_today { "%H:%M" } else { date }).to_string()
    }

    fn say(&self, russian: impl Into<String>, english: impl Into<String>) -> String {
        match self.language {
            Language::Russian => russian.into(),
            Language::English => english.into(),
        }
    }
}
