//! Letters about many incidents, and about none.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use spp_quality::Symptom;

use super::{Block, Document, Letter, Sensor, clean, symptoms};
use crate::locale::Locale;

/// Many incidents in one letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// The reader's language.
    pub locale: Locale,
    /// The site or client that they belong to.
    pub scope: String,
    /// When it was put together.
    pub at: DateTime<Tz>,
    /// The incidents, most urgent first.
    pub entries: Vec<Entry>,
    /// Where all of them are shown.
    pub link: String,
}

/// One incident of a digest.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The incident's number.
    pub number: i64,
    /// What is wrong.
    pub symptom: Symptom,
    /// The site's name.
    pub site: String,
    /// The sensors concerned.
    pub sensors: Vec<Sensor>,
    /// Since when, in the site's zone.
    pub since: DateTime<Tz>,
    /// How it stands, already in the reader's language.
    pub state: String,
}

/// More entries than this are left to the page that shows all of them.
const MOST_ENTRIES: usize = 100;

/// Writes a digest.
#[must_use]
pub fn digest(digest: &Digest) -> Letter {
    let locale = digest.locale;
    let number = i64::try_from(digest.entries.len()).unwrap_or(i64::MAX);
    let incidents = locale.count(
        number,
        ["инцидент", "инцидента", "инцидентов"],
        ["incident", "incidents"],
    );
    let scope = clean::line(&digest.scope, 80);
    let subject = locale.say(
        format!("[СПП] Сводка: {incidents}, {scope}"),
        format!("[SPP] Summary: {incidents}, {scope}"),
    );
    let head = locale.say(
        ["Инцидент", "Объект", "С какого времени", "Состояние"],
        ["Incident", "Site", "Since", "State"],
    );
    let mut blocks = vec![
        Block::Paragraph(locale.say(
            format!("{incidents} на {}.", locale.moment(&digest.at)),
            format!("{incidents} as of {}.", locale.moment(&digest.at)),
        )),
        Block::Table {
            head: head.map(str::to_owned).to_vec(),
            rows: digest
                .entries
                .iter()
                .take(MOST_ENTRIES)
                .map(|entry| row(locale, entry))
                .collect(),
        },
    ];
    if MOST_ENTRIES < digest.entries.len() {
        let rest = digest.entries.len() - MOST_ENTRIES;
        blocks.push(Block::Paragraph(locale.say(
            format!("И ещё {rest}: все показаны на странице инцидентов."),
            format!("And {rest} more: all are shown on the page of incidents."),
        )));
    }
    let open = locale.say("Открыть инциденты", "Open the incidents");
    blocks.push(Block::Link(open.to_owned(), digest.link.clone()));
    Document {
        locale,
        title: locale.say(
            format!("Сводка инцидентов: {scope}"),
            format!("Summary of incidents: {scope}"),
        ),
        blocks,
    }
    .letter(&subject)
}

fn row(locale: Locale, entry: &Entry) -> Vec<String> {
    let name = locale.say("СПП", "SPP");
    let headline = symptoms::headline(locale, entry.symptom, &entry.sensors);
    vec![
        format!("{name}-{}. {headline}", entry.number),
        clean::line(&entry.site, 80),
        locale.moment(&entry.since),
        clean::line(&entry.state, 120),
    ]
}

/// The production calendar ends soon: no term beyond it can be told.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarEnding {
    /// The reader's language.
    pub locale: Locale,
    /// The last day that the calendar knows.
    pub last_day: NaiveDate,
    /// How many days are left, today not counted.
    pub days_left: i64,
    /// Where the calendar is kept.
    pub link: String,
}

/// Writes to our own people that the calendar must be continued.
#[must_use]
pub fn calendar_ending(ending: &CalendarEnding) -> Letter {
    let locale = ending.locale;
    let days = locale.count(ending.days_left, ["день", "дня", "дней"], ["day", "days"]);
    let last = locale.date(ending.last_day);
    let title = locale.say(
        format!("Производственный календарь заканчивается {last}"),
        format!("The production calendar ends on {last}"),
    );
    let steps = [locale.say(
        "Загрузить производственный календарь на следующий год",
        "Load the production calendar of the next year",
    )];
    let heading = locale.say("Что нужно сделать", "What needs to be done");
    let blocks = vec![
        Block::Paragraph(locale.say(
            format!(
                "До конца календаря остаётся {days}. Сроки, которые выходят за его пределы, \
                 рассчитать нельзя."
            ),
            format!("Time left: {days}. Terms that reach beyond it cannot be computed."),
        )),
        Block::Steps(heading.to_owned(), steps.map(str::to_owned).to_vec()),
        Block::Link(
            locale
                .say("Открыть календарь", "Open the calendar")
                .to_owned(),
            ending.link.clone(),
        ),
    ];
    let subject = format!("[{}] {title}", locale.say("СПП", "SPP"));
    Document {
        locale,
        title,
        blocks,
    }
    .letter(&subject)
}
