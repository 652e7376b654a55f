//! A comparison as a workbook, to be read by people: real dates and numbers,
//! headings in their language, and what the words mean.

mod about;

use chrono::DateTime;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use spp_web::{Error, Language, Result};

use super::Comparison;
use super::columns::{self, Cell, has_times};
use crate::query::StepName;

/// The media type of a workbook.
pub const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

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
        let time = match has_times(step) {
            true => format!("{date} hh:mm"),
            false => date.to_owned(),
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
    sheet.set_freeze_panes(1, 1)?;
    for (position, column) in (0..).zip(columns::told(comparison)) {
        let heading = column.heading(language);
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
