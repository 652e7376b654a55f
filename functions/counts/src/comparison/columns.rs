//! The table that people read, in a workbook as in a text.

use spp_web::Language;

use super::{ComparedPart, Comparison};
use crate::query::StepName;

/// A column of the table.
pub struct Column {
    english: &'static str,
    russian: &'static str,
    /// What stands in it for a part.
    pub value: fn(&ComparedPart) -> Cell<'_>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing: it is not known.
    Empty,
    /// A whole number.
    Number(i64),
    /// A time in RFC 3339, shown as its own clock says.
    Time(&'a str),
}

/// What was neither measured nor restored is empty, and no zero.
const COLUMNS: [Column; 15] = [
    column("From", "С", |part| Cell::Time(&part.start)),
    column("To", "По", |part| Cell::Time(&part.end)),
    column("In", "Вошли", |part| known(part, part.r#in)),
    column("Out", "Вышли", |part| known(part, part.out)),
    column("Restored", "Восстановлено", |part| {
        number((0 < part.restored).then_some(part.restored))
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

/// The columns that hold anything: what was not asked for has none.
pub fn told(comparison: &Comparison) -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().filter(|column| {
        let mut parts = comparison.parts.iter();
        parts.any(|part| (column.value)(part) != Cell::Empty)
    })
}

/// Whether parts begin at times of a day, and not with it.
pub fn has_times(step: StepName) -> bool {
    match step {
        StepName::Interval | StepName::Hour => true,
        StepName::Day | StepName::Week | StepName::Month => false,
    }
}

impl Column {
    /// What stands above it.
    pub fn heading(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Russian => self.russian,
        }
    }
}

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

fn known(part: &ComparedPart, people: i64) -> Cell<'static> {
    number((0 < part.measured + part.filled).then_some(people))
}

fn number(number: Option<i64>) -> Cell<'static> {
    number.map_or(Cell::Empty, Cell::Number)
}
