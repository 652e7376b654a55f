//! The sheets beside the table: events, and what the words mean.

use chrono::DateTime;
use chrono_tz::Tz;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use spp_web::Language;
use spp_web::moment::text;

use super::{Looks, cell};
use crate::comparison::Comparison;
use crate::comparison::columns::Cell;
use crate::query::StepName;

/// Writes the events of the sites.
pub fn events(
    sheet: &mut Worksheet,
    comparison: &Comparison,
    language: Language,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let headings = match language {
        Language::English => ["From", "To", "What", "Name"],
        Language::Russian => ["С", "По", "Что", "Название"],
    };
    for (column, (heading, width)) in (0..).zip(headings.iter().zip([17, 17, 17, 50])) {
        sheet.write_string_with_format(0, column, *heading, &looks.heading)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, event) in (1..).zip(&comparison.events) {
        cell(sheet, (row, 0), Cell::Time(&event.from), looks)?;
        cell(sheet, (row, 1), Cell::Time(&event.to), looks)?;
        sheet.write_string(row, 2, kind(&event.kind, language))?;
        sheet.write_string(row, 3, &event.name)?;
    }
    Ok(())
}

fn kind(kind: &str, language: Language) -> &str {
    let (english, russian) = match kind {
        "holiday" => ("holiday", "праздник"),
        "promotion" => ("promotion", "акция"),
        "closure" => ("closure", "закрытие"),
        "works" => ("works", "работы"),
        other => (other, other),
    };
    match language {
        Language::English => english,
        Language::Russian => russian,
    }
}

/// Writes whose counts these are, and what the columns mean.
pub fn about(
    sheet: &mut Worksheet,
    comparison: &Comparison,
    language: Language,
    now: i64,
) -> Result<(), XlsxError> {
    let first = comparison.parts.first();
    let last = comparison.parts.last();
    let from = first.map(|part| part.start.as_str()).unwrap_or_default();
    let to = last.map(|part| part.end.as_str()).unwrap_or_default();
    let zone: Tz = comparison.zone.parse().unwrap_or(Tz::UTC);
    let facts = [
        ("Whose", "Чьи данные", comparison.names.join(" — ")),
        (
            "Period",
            "Период",
            format!("{} – {}", clock(from), clock(to)),
        ),
        ("Step", "Шаг", step(comparison.step, language).to_owned()),
        ("Time zone", "Часовой пояс", comparison.zone.clone()),
        ("Written", "Выгружено", clock(&text(zone, now))),
    ];
    let facts = facts.map(|(english, russian, value)| match language {
        Language::English => (english, value),
        Language::Russian => (russian, value),
    });
    let words = match language {
        Language::English => ENGLISH,
        Language::Russian => RUSSIAN,
    };
    let words = words.map(|(name, meaning)| (name, meaning.to_owned()));
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 90)?;
    for (row, (name, value)) in (0..).zip(facts.into_iter().chain(words)) {
        sheet.write_string_with_format(row, 0, name, &bold)?;
        sheet.write_string_with_format(row, 1, &value, &wrapped)?;
    }
    Ok(())
}

/// A time of RFC 3339 as people write it.
fn clock(text: &str) -> String {
    DateTime::parse_from_rfc3339(text).map_or_else(
        |_| text.to_owned(),
        |time| time.format("%Y-%m-%d %H:%M").to_string(),
    )
}

fn step(step: StepName, language: Language) -> &'static str {
    let (english, russian) = match step {
        StepName::Interval => ("the sensors' interval", "интервал датчиков"),
        StepName::Hour => ("hour", "час"),
        StepName::Day => ("day", "день"),
        StepName::Week => ("week", "неделя"),
        StepName::Month => ("month", "месяц"),
    };
    match language {
        Language::English => english,
        Language::Russian => russian,
    }
}

const ENGLISH: [(&str, &str); 6] = [
    (
        "Restored",
        "How many of the people in were not measured but restored from what is usual, with the client's agreement. They are within the people in.",
    ),
    (
        "Expected, measured",
        "How many intervals the sensors should have counted by now, around the clock, and how many they have. What is missing is not zero: where nothing was measured or restored, the cells of people are empty.",
    ),
    (
        "Late",
        "Intervals that arrived more than an hour and two intervals after their end. Told of periods that hold up to 400 000 intervals.",
    ),
    (
        "Implausible",
        "Intervals that hold more people than pass a door. They are counted.",
    ),
    (
        "Usually",
        "The middle of the eight nearest weeks at the same hour of the same weekday, and the band in which nine of ten such values lie. Days with an event of the site are left out; fewer than four weeks tell nothing. Of a week and a month: of its days together, as if each strayed by itself.",
    ),
    (
        "Last year",
        "52 weeks before, so that weekdays meet; of a month, the same month.",
    ),
];

const RUSSIAN: [(&str, &str); 6] = [
    (
        "Восстановлено",
        "Сколько из вошедших не измерено, а восстановлено по обычной посещаемости с согласия клиента. Они входят в число вошедших.",
    ),
    (
        "Ожидалось, измерено",
        "Сколько интервалов датчики должны были насчитать к этому времени, круглосуточно, и сколько насчитали. Пропуск — не ноль: где ничего не измерено и не восстановлено, ячейки с людьми пусты.",
    ),
    (
        "С опозданием",
        "Интервалы, которые пришли позже своего конца более чем на час и два интервала. Показывается для периодов, в которых не более 400 000 интервалов.",
    ),
    (
        "Неправдоподобные",
        "Интервалы, в которых людей больше, чем проходит через дверь. Они учтены.",
    ),
    (
        "Обычно",
        "Середина восьми ближайших недель в тот же час того же дня недели и полоса, в которой лежат девять из десяти таких значений. Дни с событием объекта не учитываются; менее четырёх недель ничего не говорят. Для недели и месяца — по их дням вместе, как если бы каждый отклонялся сам по себе.",
    ),
    (
        "Год назад",
        "52 недели назад, чтобы совпадали дни недели; для месяца — тот же месяц.",
    ),
];
