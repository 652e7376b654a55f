//! A comparison as CSV: one for programs, and one for people.

use chrono::DateTime;
use csv::{Terminator, Writer, WriterBuilder};
use serde::Serialize;
use spp_web::{Error, Language, Result};

use super::columns::{self, Cell, has_times};
use super::{ComparedPart, Comparison};

/// By it spreadsheets know that a text is UTF-8.
const MARK: &str = "\u{feff}";

/// A line: what is not known is empty.
#[derive(Serialize)]
struct Line<'a> {
    start: &'a str,
    end: &'a str,
    r#in: i64,
    out: i64,
    expected: i64,
    measured: i64,
    late: Option<i64>,
    implausible: i64,
    usual_low: Option<i64>,
    usual_median: Option<i64>,
    usual_high: Option<i64>,
    year_start: Option<&'a str>,
    year_in: Option<i64>,
    year_out: Option<i64>,
    year_measured: Option<i64>,
    restored: i64,
    year_restored: Option<i64>,
}

/// For programs: the parts, a line each, behind a header of the fields' names.
///
/// # Errors
/// None that is known: it is written to memory.
pub fn for_programs(comparison: &Comparison) -> Result<Vec<u8>> {
    let mut writer = Writer::from_writer(Vec::new());
    for part in &comparison.parts {
        writer.serialize(line(part)).map_err(failed)?;
    }
    writer.into_inner().map_err(failed)
}

/// For people: the columns of the workbook with their headings, between semicolons,
/// since in Russian a comma stands within numbers, and dates as their reader writes
/// them. Numbers are whole, so that no comma arises.
///
/// # Errors
/// None that is known: it is written to memory.
pub fn for_people(comparison: &Comparison, language: Language) -> Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer(MARK.as_bytes().to_vec());
    let columns: Vec<_> = columns::told(comparison).collect();
    let headings = columns.iter().map(|column| column.heading(language));
    writer.write_record(headings).map_err(failed)?;
    let format = format(comparison, language);
    for part in &comparison.parts {
        let cells = columns.iter().map(|column| (column.value)(part));
        let texts = cells.map(|cell| written(cell, format));
        writer.write_record(texts).map_err(failed)?;
    }
    writer.into_inner().map_err(failed)
}

/// How the parts' first moments are written.
fn format(comparison: &Comparison, language: Language) -> &'static str {
    match (language, has_times(comparison.step)) {
        (Language::Russian, true) => "%d.%m.%Y %H:%M",
        (Language::Russian, false) => "%d.%m.%Y",
        (Language::English, true) => "%Y-%m-%d %H:%M",
        (Language::English, false) => "%Y-%m-%d",
    }
}

fn written(cell: Cell<'_>, format: &str) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Time(text) => DateTime::parse_from_rfc3339(text)
            .map_or_else(|_| text.to_owned(), |time| time.format(format).to_string()),
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::internal(error.to_string())
}

fn line(part: &ComparedPart) -> Line<'_> {
    let (usual, year) = (part.usual, part.year.as_ref());
    Line {
        start: &part.start,
        end: &part.end,
        r#in: part.r#in,
        out: part.out,
        expected: part.expected,
        measured: part.measured,
        late: part.late,
        implausible: part.implausible,
        usual_low: usual.map(|usual| usual.low),
        usual_median: usual.map(|usual| usual.median),
        usual_high: usual.map(|usual| usual.high),
        year_start: year.map(|year| year.start.as_str()),
        year_in: year.map(|year| year.r#in),
        year_out: year.map(|year| year.out),
        year_measured: year.map(|year| year.measured),
        restored: part.restored,
        year_restored: year.map(|year| year.restored),
    }
}
