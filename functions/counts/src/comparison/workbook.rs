//! A comparison as a workbook, to be read by people: real dates and numbers,
//! headings in their language, and what the words mean.

mod about;

use chrono::DateTime;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use spp_web::{Error, Language, Result};

use super::{ComparedPart, Comparison};
use crate::query::StepName;

/// The media type of a workbook.
pub const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A column of the table.
struct Column {
    english: &'static str,
    russian: &'static str,
    value: fn(&ComparedPart) -> Cell<'_>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell<'a> {
    /// Nothing: it is not known.
    Empty,
    Number(i64),
    /// A time in RFC 3339, shown as its own clock says.
    Time(&'a str),
}

/// What was not measured is empty, and no zero.
const COLUMNS: [Column; 14] = [
    column("From", "С", |part| Cell::Time(&part.start)),
    column("To", "По", |part| Cell::Time(&part.end)),
    column("In", "Вошли", |part| {
        measured(part.measured, part.r#in)
    }),
    column("Out", "Вышли", |part| {
        measured(part.measured, part.out)
    }),
    column("Usually in", "Обычно входит", |part| {
        number(part.usual.map(|usual| usual.median))
    }),
    column(
        "Usually at least",
        "Обычно не меньше",
        |part| number(part.usual.map(|usual| usual.low)),
    ),
    column("Usually at most", "Обычно не больше", |part| {
        number(part.usual.map(|usual| usual.high))
    }),
    column("Last year from", "Год назад, с", |part| {
        let year = part.year.as_ref();
        year.map_or(Cell::Empty, |year| Cell::Time(&year.start))
    }),
    column("Last year in", "Год назад вошли", |part| {
        number(part.year.as_ref().map(|year| year.r#in))
    }),
    column("Last year out", "Год назад вышли", |part| {
        number(part.year.as_ref().map(|year| year.out))
    }),
    column(
        "Intervals expected",
        "Интервалов ожидалось",
        |part| Cell::Number(part.expected),
    ),
    column(
        "Intervals measured",
        "Интервалов измерено",
        |part| Cell::Number(part.measured),
    ),
    column(
        "Of these late",
        "Из них с опозданием",
        |part| number(part.late),
    ),
    column(
        "Of these implausible",
        "Из них неправдоподобных",
        |part| Cell::Number(part.implausible),
    ),
];

const fn column(
    english: &'static str,
    russian: &'static str,
    value: fn(&ComparedPart) -> Cell<'_>,
) -> Column {
    Column {
        english,
        russian,
        value,
    }
}

fn measured(intervals: i64, people: i64) -> Cell<'static> {
    number((0 < intervals).then_some(people))
}

fn number(number: Option<i64>) -> Cell<'static> {
    number.map_or(Cell::Empty, Cell::Number)
}

/// The looks of cells.
struct Looks {
    heading: Format,
    time: Format,
    number: Format,
}

impl Looks {
    fn new(step: StepName, language: Language) -> Self {
        let date = match language {
            Language::English => "yyyy-mm-dd",
            Language::Russian => "dd.mm.yyyy",
        };
        let time = match step {
            StepName::Interval | StepName::Hour => format!("{date} hh:mm"),
            StepName::Day | StepName::Week | StepName::Month => date.to_owned(),
        };
        Self {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            time: Format::new().set_num_format(time),
            number: Format::new().set_num_format("#,##0"),
        }
    }
}

/// Writes a workbook of three sheets: the parts, the events of the sites, and
/// what the words mean. `now` is when, in seconds since 1970.
///
/// # Errors
/// None that is known: it is written to memory.
pub fn workbook(comparison: &Comparison, language: Language, now: i64) -> Result<Vec<u8>> {
    write(comparison, language, now).map_err(|error| Error::internal(error.to_string()))
}

fn write(
    comparison: &Comparison,
    language: Language,
    now: i64,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let looks = Looks::new(comparison.step, language);
    let mut workbook = Workbook::new();
    let written = ExcelDateTime::from_timestamp(now)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&written));
    let name = |english, russian| match language {
        Language::English => english,
        Language::Russian => russian,
    };
    let sheet = workbook.add_worksheet();
    sheet.set_name(name("Visitors", "Посетители"))?;
    parts(sheet, comparison, language, &looks)?;
    if !comparison.events.is_empty() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name("Events", "События"))?;
        about::events(sheet, comparison, language, &looks)?;
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(name("About", "Пояснения"))?;
    about::about(sheet, comparison, language, now)?;
    workbook.save_to_buffer()
}

fn parts(
    sheet: &mut Worksheet,
    comparison: &Comparison,
    language: Language,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    // What was not asked for has no column.
    let is_told = |column: &&Column| {
        comparison
            .parts
            .iter()
            .any(|part| (column.value)(part) != Cell::Empty)
    };
    sheet.set_freeze_panes(1, 1)?;
    for (position, column) in (0..).zip(COLUMNS.iter().filter(is_told)) {
        let heading = match language {
            Language::English => column.english,
            Language::Russian => column.russian,
        };
        sheet.write_string_with_format(0, position, heading, &looks.heading)?;
        sheet.set_column_width(position, 17)?;
        for (row, part) in (1..).zip(&comparison.parts) {
            cell(sheet, (row, position), (column.value)(part), looks)?;
        }
    }
    Ok(())
}

fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Number(number) => {
            // Exact: nobody counts nine quadrillion people.
            sheet.write_number_with_format(row, column, number as f64, &looks.number)?;
        }
        Cell::Time(text) => {
            if let Ok(time) = DateTime::parse_from_rfc3339(text) {
                let clock =
                    ExcelDateTime::from_timestamp(time.naive_local().and_utc().timestamp())?;
                sheet.write_datetime_with_format(row, column, &clock, &looks.time)?;
            }
        }
    }
    Ok(())
}
