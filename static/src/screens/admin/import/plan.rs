//! From the lines of a file to the sensors that would be entered.

use serde_json::{Map, Value};

use super::columns::{COLUMNS, SIDE, header_of};
use super::csv::Line;
use crate::api::registry::Row;
use crate::language::{lower, typed};
use crate::screens::admin::ask::Words;

/// What is known already.
pub struct Known {
    /// The sites.
    pub sites: Vec<Row>,
    /// The entrances.
    pub entrances: Vec<Row>,
    /// The systems.
    pub systems: Vec<Row>,
    /// The sensors.
    pub sensors: Vec<Row>,
    /// The formats.
    pub formats: Vec<Row>,
}

/// A sensor that would be entered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The line's number in the file.
    pub line: usize,
    /// What is shown of it: site, entrance, name, maker, serial number.
    pub shown: [String; 5],
    /// What is wrong: in which column, and why.
    pub faults: Vec<(Words, Words)>,
    /// The site's number.
    pub site: i64,
    /// The site's client.
    pub client: i64,
    /// The entrance's number; none for a new one.
    pub entrance: Option<i64>,
    /// The system's number; none for a new one.
    pub system: Option<i64>,
    /// What is sent, but for the place.
    pub body: Map<String, Value>,
}

/// The sensors of a file, whose first line names the columns.
///
/// # Errors
/// Why the file as a whole cannot be read, with the column at fault.
pub fn plan(lines: &[Line], known: &Known) -> Result<Vec<Draft>, (Words, Words)> {
    let Some((header, rest)) = lines.split_first() else {
        return Err((("файл", "file"), ("в нём нет строк", "it has no lines")));
    };
    let places = COLUMNS.each_ref().map(|column| {
        let is_it = |cell: &String| {
            let cell = lower(cell);
            [column.header.0, column.header.1, column.name].contains(&cell.as_str())
        };
        header.cells.iter().position(is_it)
    });
    let lost = COLUMNS
        .iter()
        .zip(places)
        .find(|(column, place)| column.must && place.is_none());
    if let Some((column, _)) = lost {
        return Err((
            column.header,
            ("нет такой колонки", "there is no such column"),
        ));
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for line in rest {
        let cell = |name: &str| {
            let at = COLUMNS.iter().position(|column| column.name == name)?;
            let place = places.get(at).copied().flatten()?;
            line.cells
                .get(place)
                .filter(|cell| !cell.is_empty())
                .cloned()
        };
        let mut draft = draft(line.number, &cell, known);
        let twin = |other: &Draft| {
            let serial =
                cell("serial").is_some() && other.body.get("serial") == draft.body.get("serial");
            serial && other.body.get("format") == draft.body.get("format")
        };
        if drafts.iter().any(twin) {
            draft.faults.push((
                header_of("serial"),
                ("уже есть выше", "it stands above already"),
            ));
        }
        drafts.push(draft);
    }
    Ok(drafts)
}

fn draft(line: usize, cell: &dyn Fn(&str) -> Option<String>, known: &Known) -> Draft {
    let shown =
        ["site", "entrance", "name", "format", "serial"].map(|name| cell(name).unwrap_or_default());
    let mut draft = Draft {
        line,
        shown,
        ..Draft::default()
    };
    for column in COLUMNS
        .iter()
        .filter(|column| column.must && cell(column.name).is_none())
    {
        draft
            .faults
            .push((column.header, ("не заполнено", "it is empty")));
    }
    let is_lost = |draft: &Draft| {
        draft
            .faults
            .iter()
            .any(|(header, _)| *header == header_of("site"))
    };
    if !is_lost(&draft) {
        placed(&mut draft, cell, known);
    }
    for name in [
        "name", "model", "serial", "room", "cabinet", "supplier", "mounter",
    ] {
        if let Some(text) = cell(name) {
            draft.body.insert(name.to_owned(), text.into());
        }
    }
    for name in ["supplied_by", "mounted_by"] {
        match side(cell(name).as_deref()) {
            Some(side) => drop(draft.body.insert(name.to_owned(), side.into())),
            None => draft.faults.push((header_of(name), SIDE)),
        }
    }
    if let Some(text) = cell("warranty_until") {
        match date(&text) {
            Some(date) => drop(draft.body.insert("warranty_until".to_owned(), date.into())),
            None => draft.faults.push((
                header_of("warranty_until"),
                ("ожидается дата", "expected a date"),
            )),
        }
    }
    device(&mut draft, cell, known);
    draft
}

/// Where it hangs, and to which system it belongs.
fn placed(draft: &mut Draft, cell: &dyn Fn(&str) -> Option<String>, known: &Known) {
    let named = |rows: &[Row], name: &str| -> Vec<Row> {
        let name = lower(name);
        let alike = |row: &&Row| lower(&row.text("name")) == name;
        rows.iter().filter(alike).cloned().collect()
    };
    let sites = named(&known.sites, &cell("site").unwrap_or_default());
    let site = match sites.as_slice() {
        [site] => site,
        [] => {
            draft.faults.push((
                header_of("site"),
                ("такого объекта нет", "there is no such site"),
            ));
            return;
        }
        _ => {
            draft.faults.push((
                header_of("site"),
                ("таких объектов несколько", "there are several of that name"),
            ));
            return;
        }
    };
    (draft.site, draft.client) = (site.id(), site.number("client_id").unwrap_or_default());
    let doors = named(&known.entrances, &cell("entrance").unwrap_or_default());
    let own = |row: &&Row| row.number("site_id") == Some(draft.site);
    draft.entrance = doors.iter().find(own).map(Row::id);
    let systems: Vec<_> = known
        .systems
        .iter()
        .filter(|row| row.number("client_id") == Some(draft.client))
        .collect();
    let wanted = cell("system");
    let chosen = systems.iter().find(|row| Some(row.text("name")) == wanted);
    match (wanted, chosen, systems.as_slice()) {
        (Some(_), Some(system), _) | (None, _, [system]) => draft.system = Some(system.id()),
        (None, _, []) => {}
        (Some(_), None, _) => draft.faults.push((
            header_of("system"),
            ("такой системы нет", "there is no such system"),
        )),
        (None, _, _) => draft.faults.push((
            header_of("system"),
            ("у клиента их несколько", "the client has several"),
        )),
    }
}

/// How it pushes.
fn device(draft: &mut Draft, cell: &dyn Fn(&str) -> Option<String>, known: &Known) {
    let Some(maker) = cell("format") else {
        return;
    };
    let maker = lower(&maker);
    let is_it = |row: &&Row| {
        let name = lower(&row.text("maker"));
        row.text("format") == maker || name == maker
    };
    let Some(format) = known.formats.iter().find(is_it) else {
        let fault = ("такого производителя нет", "there is no such maker");
        draft.faults.push((header_of("format"), fault));
        return;
    };
    draft
        .body
        .insert("format".to_owned(), format.text("format").into());
    let usual = format
        .texts("intervals")
        .first()
        .and_then(|text| text.parse::<i64>().ok());
    let told = cell("interval").map(|text| text.parse::<i64>().ok().map(|minutes| minutes * 60));
    match told.unwrap_or(usual) {
        Some(seconds) if (60..=86_400).contains(&seconds) && 86_400 % seconds == 0 => {
            draft.body.insert("interval".to_owned(), seconds.into());
        }
        _ => draft.faults.push((
            header_of("interval"),
            (
                "ожидаются минуты, делитель суток",
                "expected minutes, a divisor of a day",
            ),
        )),
    }
    let serial = cell("serial");
    let twin = |row: &Row| {
        serial.is_some()
            && Some(row.text("serial")) == serial
            && row.text("format") == format.text("format")
    };
    if known.sensors.iter().any(twin) {
        draft.faults.push((
            header_of("serial"),
            ("такой датчик уже есть", "there is such a sensor already"),
        ));
    }
}

fn side(text: Option<&str>) -> Option<&'static str> {
    match text.map(lower).as_deref() {
        None | Some("исполнитель" | "contractor") => Some("contractor"),
        Some("клиент" | "client") => Some("client"),
        Some("третье лицо" | "third_party" | "third party") => Some("third_party"),
        Some(_) => None,
    }
}

fn date(text: &str) -> Option<String> {
    typed(text).map(|date| date.to_string())
}

#[cfg(test)]
mod tests;
