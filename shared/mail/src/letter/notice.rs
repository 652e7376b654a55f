//! A letter about one incident.

use chrono::DateTime;
use chrono_tz::Tz;
use spp_quality::Symptom;

use super::{Block, Document, Letter, clean, kinds, labels, symptoms};
use crate::locale::Locale;

/// What is known of an incident when a letter about it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The reader's language.
    pub locale: Locale,
    /// Why the letter is written.
    pub kind: Kind,
    /// The incident's number, as people name it.
    pub number: i64,
    /// What is wrong. The subject is made of it: give the one that the incident
    /// was opened with, so that all its letters have the same subject.
    pub symptom: Symptom,
    /// Since when, in the site's zone.
    pub since: DateTime<Tz>,
    /// Where; none where it concerns no single site.
    pub place: Option<Place>,
    /// The sensors concerned.
    pub sensors: Vec<Sensor>,
    /// The figures that it rests on.
    pub evidence: Vec<Evidence>,
    /// What the reader must do, in order, already in the reader's language.
    pub actions: Vec<String>,
    /// By when; whose term it is depends on the kind.
    pub due: Option<DateTime<Tz>>,
    /// The incident's page.
    pub link: String,
}

/// Why a letter is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// To the client: a fault was found (S2 4.2.1); `due` is the end of the
    /// diagnosis (S2 4.2.2).
    Opened,
    /// To the client's technical services: a fault on the client's side
    /// (S2 4.2.4.2); `due` is when an answer is expected.
    WorkOrder {
        /// Where each answer is given.
        answers: Vec<AnswerLink>,
    },
    /// To the third party: a warranty case, contact the client (S2 4.2.4.3).
    Warranty {
        /// The client's name.
        client: String,
        /// Whom to contact there.
        contact: String,
    },
    /// The time of a visit is agreed (S2 4.2.4.1).
    VisitAgreed {
        /// When it begins.
        at: DateTime<Tz>,
        /// Who meets the engineer on site.
        contact: Option<String>,
    },
    /// The signs of the fault are gone.
    Recovered {
        /// When they went.
        at: DateTime<Tz>,
    },
    /// The incident is closed.
    Closed {
        /// When.
        at: DateTime<Tz>,
        /// What it was and what helped, already in the reader's language.
        summary: Option<String>,
    },
    /// The fault came back after recovery or closing.
    Reopened {
        /// When.
        at: DateTime<Tz>,
    },
    /// It comes and goes; one letter instead of one for each change.
    Unstable {
        /// How often it came back.
        times: u32,
        /// Since when that was counted.
        counted_from: DateTime<Tz>,
    },
    /// It is still open.
    Reminder {
        /// How many days it has been open.
        days: u32,
        /// What is being done, already in the reader's language.
        stage: Option<String>,
    },
    /// To our own people: a term will soon be over.
    AtRisk {
        /// What is owed, already in the reader's language.
        obligation: String,
    },
    /// To our own people: a term is over.
    Breached {
        /// What was owed, already in the reader's language.
        obligation: String,
        /// When it was met all the same.
        met: Option<DateTime<Tz>>,
    },
    /// We ourselves do not take counts, or did not.
    Outage {
        /// Until when, once it is over.
        until: Option<DateTime<Tz>>,
        /// How many sensors were not heard.
        sensors: u32,
    },
}

/// Where it happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The site's name.
    pub site: String,
    /// Its postal address.
    pub address: Option<String>,
    /// The entrance's name.
    pub entrance: Option<String>,
}

/// What identifies the object of the fault and its presumed place (S2 4.2.4.2).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sensor {
    /// What people call it.
    pub name: String,
    /// Maker and model.
    pub model: Option<String>,
    /// The maker's serial number.
    pub serial: Option<String>,
    /// The room where it is.
    pub room: Option<String>,
    /// The cabinet to which it is connected.
    pub cabinet: Option<String>,
}

/// A figure, already written as the reader expects it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The code of its meaning, `expected_people`.
    pub code: String,
    /// Its value, with its unit.
    pub value: String,
}

/// What the client's technical services may answer (S2 4.2.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Accepted, with a planned term.
    Accepted,
    /// Fixed.
    Fixed,
    /// More time is needed.
    MoreTime,
    /// The presumed cause was not confirmed.
    NotConfirmed,
    /// Handed back to the contractor.
    HandedBack,
}

/// Where an answer is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLink {
    /// The answer.
    pub answer: Answer,
    /// The page that takes it.
    pub url: String,
}

/// Writes the letter. Its subject is the same for all letters about an incident,
/// `[СПП-123] Нет связи с датчиком «Вход 1», ТЦ Север`, so that mail programs
/// keep them together.
#[must_use]
pub fn notice(notice: &Notice) -> Letter {
    let locale = notice.locale;
    let headline = symptoms::headline(locale, notice.symptom, &notice.sensors);
    let mut subject = format!(
        "[{}-{}] {headline}",
        locale.say("СПП", "SPP"),
        notice.number
    );
    if let Some(place) = &notice.place {
        subject = format!("{subject}, {}", clean::line(&place.site, 60));
    }
    let mut blocks = vec![
        Block::Paragraph(format!(
            "{headline}. {}",
            symptoms::explanation(locale, notice.symptom)
        )),
        Block::Facts(facts(notice)),
    ];
    blocks.extend(evidence(notice));
    if let Some(doing) = kinds::doing(notice) {
        blocks.push(Block::Paragraph(doing));
    }
    blocks.extend(actions(notice));
    blocks.extend(answers(notice));
    let open = locale.say("Открыть инцидент", "Open the incident");
    blocks.push(Block::Link(open.to_owned(), notice.link.clone()));
    let title = kinds::title(notice);
    Document {
        locale,
        title,
        blocks,
    }
    .letter(&subject)
}

fn facts(notice: &Notice) -> Vec<(String, String)> {
    let locale = notice.locale;
    let mut facts = Vec::new();
    let mut fact = |russian: &str, english: &str, value: Option<&str>| {
        let value = value.map(|value| clean::line(value, 200));
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push((locale.say(russian, english).to_owned(), value));
        }
    };
    if let Some(place) = &notice.place {
        fact("Объект", "Site", Some(&place.site));
        fact("Адрес", "Address", place.address.as_deref());
        fact("Входная группа", "Entrance", place.entrance.as_deref());
    }
    match notice.sensors.as_slice() {
        [sensor] => {
            fact("Датчик", "Sensor", Some(&sensor.name));
            fact("Модель", "Model", sensor.model.as_deref());
            fact("Серийный номер", "Serial number", sensor.serial.as_deref());
            fact("Помещение", "Room", sensor.room.as_deref());
            fact("Шкаф", "Cabinet", sensor.cabinet.as_deref());
        }
        sensors => {
            let names: Vec<_> = sensors.iter().map(|sensor| sensor.name.as_str()).collect();
            fact("Датчики", "Sensors", Some(&names.join(", ")));
        }
    }
    fact(
        "С какого времени",
        "Since",
        Some(&locale.moment(&notice.since)),
    );
    for (name, value) in kinds::facts(notice) {
        fact(name, name, Some(&value));
    }
    facts
}

fn evidence(notice: &Notice) -> Option<Block> {
    let facts: Vec<_> = notice
        .evidence
        .iter()
        .map(|evidence| {
            let label = labels::label(notice.locale, &evidence.code);
            (label, clean::line(&evidence.value, 100))
        })
        .collect();
    (!facts.is_empty()).then_some(Block::Facts(facts))
}

fn actions(notice: &Notice) -> Option<Block> {
    let steps: Vec<_> = notice
        .actions
        .iter()
        .map(|action| clean::line(action, 500))
        .filter(|action| !action.is_empty())
        .collect();
    let heading = notice
        .locale
        .say("Что нужно сделать вам", "What you need to do");
    (!steps.is_empty()).then(|| Block::Steps(heading.to_owned(), steps))
}

fn answers(notice: &Notice) -> Option<Block> {
    let Kind::WorkOrder { answers } = &notice.kind else {
        return None;
    };
    let heading = notice.locale.say("Ваш ответ", "Your answer");
    let links = answers.iter().map(|link| {
        (
            kinds::answer(notice.locale, link.answer).to_owned(),
            link.url.clone(),
        )
    });
    (!answers.is_empty()).then(|| Block::Links(heading.to_owned(), links.collect()))
}
