//! The chart's figures as a table.

use super::draw::Column;
use super::share::Share;
use super::told::{self, NONE};
use super::wanted::Look;
use crate::api::series::Step;
use crate::language::{percent, say, whole};
use crate::parts::data_table::Table;

/// The same as figures.
pub fn table(caption: String, columns: &[Column], step: Step, look: Look) -> Table {
    let when = told::unit(step);
    let names: Vec<&str> = match look {
        Look::Inside => vec![when, say("Внутри (оценка)", "Inside (estimate)")],
        Look::Both => vec![
            when,
            say("Вошли", "In"),
            say("Вышли", "Out"),
            say("Измерено", "Measured"),
        ],
        Look::Visitors => vec![
            when,
            say("Посетители", "Visitors"),
            say("Обычно", "Usual"),
            say("от", "from"),
            say("до", "to"),
            say("Год назад", "Last year"),
            say("Измерено", "Measured"),
            say("С опозданием", "Late"),
            say("Восстановлено", "Restored"),
        ],
    };
    let row = |column: &Column| {
        let mut cells = vec![told::part(&column.part, step)];
        cells.extend(figures(column, look));
        cells
    };
    let table = Table {
        caption,
        columns: names.into_iter().map(str::to_owned).collect(),
        rows: columns.iter().map(row).collect(),
    };
    table.without(NONE)
}

fn figures(Column { part, inside, .. }: &Column, look: Look) -> Vec<String> {
    let share = Share::of(part);
    let number = |number: Option<i64>| number.map_or(NONE.to_owned(), whole);
    let of_whole =
        |share: Option<f64>| share.map_or(NONE.to_owned(), |share| percent(share, false));
    let is_known = share.is_some_and(|share| 0.0 < share.measured) || 0 < part.restored;
    let known = |people: i64| number(is_known.then_some(people));
    let measured = of_whole(share.map(|share| share.measured));
    match look {
        Look::Inside => vec![number(*inside)],
        Look::Both => vec![known(part.r#in), known(part.out), measured],
        Look::Visitors => vec![
            known(part.r#in),
            number(part.usual.map(|usual| usual.median)),
            number(part.usual.map(|usual| usual.low)),
            number(part.usual.map(|usual| usual.high)),
            number(part.year.as_ref().map(|year| year.r#in)),
            measured,
            of_whole(share.map(|share| share.late).filter(|late| 0.0 < *late)),
            number(Some(part.restored).filter(|people| 0 < *people)),
        ],
    }
}
