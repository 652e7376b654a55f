//! How a site stands, in one word and one sentence, out of how its sensors do.

use chrono::{DateTime, Utc};
use serde::Serialize;
use spp_calendar::OpeningHours;
use spp_incident::class;
use spp_incident::life::Stage;
use spp_quality::{Finding, Symptom};
use spp_store::watch::today::Standing;
use spp_web::Language;
use utoipa::ToSchema;

use crate::context::moment;
use crate::list::{Row, said, time};

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

/// Whether sensors are heard, or whether their counts are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Aspect {
    /// Of contact: up, partly, lost or awaited. Of data: current, late,
    /// `catching_up` or awaited.
    pub state: &'static str,
    pub sensors: usize,
    /// How many are not well.
    pub affected: usize,
    /// Since when the first of them is not.
    pub since: Option<String>,
}

/// Whether counts are plausible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quality {
    /// plausible or doubtful.
    pub state: &'static str,
    /// How many sensors' are not.
    pub affected: usize,
    /// What was found.
    pub symptoms: Vec<Coded>,
}

/// A code with its name in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coded {
    pub code: &'static str,
    pub name: &'static str,
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
    /// Judges a site at a moment.
    pub fn new(
        standings: &[Standing],
        incidents: &[Row],
        (hours, now): (&OpeningHours, DateTime<Utc>),
        language: Language,
    ) -> Self {
        let open = hours.is_open(now);
        let zone = hours.zone();
        let show = |seconds: Option<i64>| seconds.map(|seconds| time(seconds, zone));
        let (lost, lost_since) =
            affected(standings, |one| (one.link.code == "lost", one.link.since));
        let (late, late_since) =
            affected(standings, |one| (one.data.code == "late", one.data.since));
        let awaited = standings
            .iter()
            .filter(|one| one.link.code == "awaited")
            .count();
        let catching_up = standings
            .iter()
            .filter(|one| one.data.code == "catching_up")
            .count();
        let sensors = standings.len();
        let link = Aspect {
            state: match lost {
                0 if awaited == sensors => "awaited",
                0 => "up",
                lost if lost + awaited == sensors => "lost",
                _ => "partly",
            },
            sensors,
            affected: lost,
            since: show(lost_since),
        };
        let data = Aspect {
            state: match (late, catching_up) {
                (0, 0) if standings.iter().all(|one| one.data.code == "awaited") => "awaited",
                (0, 0) => "current",
                (0, _) => "catching_up",
                _ => "late",
            },
            sensors,
            affected: if late == 0 { catching_up } else { late },
            since: show(late_since),
        };
        let quality = quality(standings, language);
        let grave = incidents.iter().find(|row| is_grave(row));
        let state = match (grave, incidents.first()) {
            (Some(_), _) => Health::Bad,
            _ if open && (link.state == "lost" || data.state == "late") => Health::Bad,
            (None, Some(_)) => Health::Watch,
            _ if open && link.state == "partly" => Health::Watch,
            _ if data.state == "catching_up" || quality.state == "doubtful" => Health::Watch,
            _ if link.state == "awaited" => Health::Awaited,
            _ => Health::Good,
        };
        let reason = Reason {
            language,
            standings,
            incident: grave.or(incidents.first()),
            opens: hours.next_open(now).filter(|_| !open),
            zone,
        };
        Self {
            reason: reason.text(&link, &data, &quality, now),
            state,
            link,
            data,
            quality,
        }
    }
}

/// How many sensors are not well, and since when the first is not.
fn affected(
    standings: &[Standing],
    is: impl Fn(&Standing) -> (bool, Option<i64>),
) -> (usize, Option<i64>) {
    let found: Vec<_> = standings.iter().map(is).filter(|(is, _)| *is).collect();
    (
        found.len(),
        found.iter().filter_map(|(_, since)| *since).min(),
    )
}

/// Whether counts are lost while it lasts, and it has not recovered yet.
fn is_grave(row: &Row) -> bool {
    let grave = [
        Symptom::NoContact,
        Symptom::NoData,
        Symptom::Zero,
        Symptom::Frozen,
        Symptom::SiteDown,
    ];
    row.stage != Stage::Recovered.as_str() && grave.iter().any(|one| one.as_str() == row.symptom)
}

fn quality(standings: &[Standing], language: Language) -> Quality {
    let (mut symptoms, mut count) = (Vec::new(), 0);
    for standing in standings {
        let texts = [&standing.hourly, &standing.daily].into_iter().flatten();
        let found: Vec<Finding> = texts
            .filter_map(|text| super::read::<Vec<Finding>>(text, standing.sensor))
            .flatten()
            .collect();
        count += usize::from(!found.is_empty());
        for finding in found {
            let coded = Coded {
                code: finding.symptom.as_str(),
                name: said(language, class::name(finding.symptom)),
            };
            if !symptoms.contains(&coded) {
                symptoms.push(coded);
            }
        }
    }
    Quality {
        state: if count == 0 { "plausible" } else { "doubtful" },
        affected: count,
        symptoms,
    }
}

/// Why a site stands as it does.
struct Reason<'a> {
    language: Language,
    standings: &'a [Standing],
    incident: Option<&'a Row>,
    opens: Option<DateTime<Utc>>,
    zone: chrono_tz::Tz,
}

impl Reason<'_> {
    fn say(&self, russian: impl Into<String>, english: impl Into<String>) -> String {
        match self.language {
            Language::Russian => russian.into(),
            Language::English => english.into(),
        }
    }

    fn text(&self, link: &Aspect, data: &Aspect, quality: &Quality, now: DateTime<Utc>) -> String {
        let clock = |at: DateTime<Utc>| {
            let (at, now) = (at.with_timezone(&self.zone), now.with_timezone(&self.zone));
            let same_day = at.date_naive() == now.date_naive();
            at.format(if same_day { "%H:%M" } else { "%d.%m %H:%M" })
                .to_string()
        };
        if self.standings.is_empty() {
            return self.say("Датчиков пока нет", "No sensors yet");
        }
        if 0 < link.affected || 0 < data.affected {
            let is_lost = |one: &&Standing| one.link.code == "lost";
            let broken = self.standings.iter().find(is_lost);
            let of = |code: &str| self.standings.iter().find(|one| one.data.code == code);
            let (what, first) = match broken {
                Some(first) => (self.say("Нет связи", "No contact"), Some(first)),
                None if data.state == "catching_up" => (
                    self.say("Данные догоняют", "Catching up"),
                    of("catching_up"),
                ),
                None => (self.say("Нет данных", "No counts"), of("late")),
            };
            let many = link.affected.max(data.affected);
            let whom = match first {
                Some(first) if many == 1 => format!(" «{}»", first.name),
                _ => self.say(
                    format!(", датчиков: {many} из {}", self.standings.len()),
                    format!(": {many} of {} sensors", self.standings.len()),
                ),
            };
            let state = first.map(|one| {
                if broken.is_some() {
                    &one.link
                } else {
                    &one.data
                }
            });
            let since = state.and_then(|state| state.since).map(moment).map(clock);
            let since = since.map(|at| self.say(format!(", с {at}"), format!(", since {at}")));
            return format!("{what}{whom}{}", since.unwrap_or_default());
        }
        if let Some(symptom) = quality.symptoms.first() {
            return symptom.name.to_owned();
        }
        if let Some(row) = self.incident {
            return format!("{}: {}", row.name, row.stage_name);
        }
        match (link.state, self.opens) {
            ("awaited", _) => self.say("Ожидается первая передача", "Waiting for the first push"),
            (_, Some(opens)) => {
                let at = clock(opens);
                self.say(format!("Закрыто до {at}"), format!("Closed until {at}"))
            }
            _ => self.say("Данные поступают", "Counts arrive"),
        }
    }
}

#[cfg(test)]
mod tests {
    use spp_calendar::Hours;
    use spp_quality::Evidence;
    use spp_store::watch::State;

    use super::*;

    /// A sensor: contact and data, "up since 100".
    fn standing(sensor: i64, link: &str, data: &str, hourly: Option<&str>) -> Standing {
        let state = |code: &str| State {
            code: code.to_owned(),
            since: Some(1_772_348_400),
        };
        Standing {
            sensor,
            site: 1,
            name: format!("Дверь {sensor}"),
            link: state(link),
            data: state(data),
            hourly: hourly.map(str::to_owned),
            daily: None,
            profile: None,
        }
    }

    #[track_caller]
    fn check(standings: &[Standing], hour: i64, state: Health, reason: &str) {
        let open = Hours {
            opens: 600,
            closes: 1_320,
        };
        let week: Vec<_> = (1..=7).map(|weekday| (weekday, open)).collect();
        let hours = OpeningHours::new(chrono_tz::Europe::Moscow, week, []).unwrap();
        let now = moment(1_772_312_400 + hour * 3_600);
        let judged = Judged::new(standings, &[], (&hours, now), Language::Russian);
        assert_eq!((judged.state, judged.reason.as_str()), (state, reason));
    }

    #[test]
    fn a_site_stands_as_its_sensors_do() {
        let up = |sensor| standing(sensor, "up", "current", None);
        let lost = |sensor| standing(sensor, "lost", "late", None);
        let new = |sensor| standing(sensor, "awaited", "awaited", None);
        check(&[], 12, Health::Awaited, "Датчиков пока нет");
        check(
            &[new(1), new(2)],
            12,
            Health::Awaited,
            "Ожидается первая передача",
        );
        check(&[up(1), up(2)], 12, Health::Good, "Данные поступают");
        check(&[up(1), new(2)], 12, Health::Good, "Данные поступают");
        check(&[up(1)], 3, Health::Good, "Закрыто до 10:00");
        check(&[lost(1)], 12, Health::Bad, "Нет связи «Дверь 1», с 10:00");
        check(
            &[lost(1), lost(2), up(3)],
            12,
            Health::Bad,
            "Нет связи, датчиков: 2 из 3, с 10:00",
        );
        check(
            &[standing(1, "lost", "current", None), up(2)],
            12,
            Health::Watch,
            "Нет связи «Дверь 1», с 10:00",
        );
        check(
            &[standing(1, "up", "late", None)],
            12,
            Health::Bad,
            "Нет данных «Дверь 1», с 10:00",
        );
        // At night nobody is counted, and nothing is lost.
        check(&[lost(1)], 3, Health::Good, "Нет связи «Дверь 1», с 10:00");
        check(
            &[standing(1, "up", "catching_up", None)],
            12,
            Health::Watch,
            "Данные догоняют «Дверь 1», с 10:00",
        );
        let frozen = [Finding {
            symptom: Symptom::Frozen,
            since: moment(0),
            until: None,
            confidence: 0.9,
            evidence: Evidence::new(&[], []),
        }];
        let frozen = serde_json::to_string(&frozen).unwrap();
        let name = said(Language::Russian, class::name(Symptom::Frozen));
        check(
            &[standing(1, "up", "current", Some(&frozen))],
            12,
            Health::Watch,
            name,
        );
        // What cannot be read says nothing.
        check(
            &[standing(1, "up", "current", Some("{"))],
            12,
            Health::Good,
            "Данные поступают",
        );
    }
}
