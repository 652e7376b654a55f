//! Which sections there are.

use leptos::prelude::*;

use super::ask::{Words, told};
use super::directory::{Directory, Of};
use super::section::{Column, Life, Section, Shape, Things};
use super::words::{contractor, manages};
use super::{import, sensor, site};
use crate::api::registry::Row;
use crate::language::{date, say, since};

mod people;
mod places;
mod watch;

/// The sections in their groups.
pub static GROUPS: [(Words, &[Section]); 3] = [
    (("Оборудование", "Equipment"), &places::SECTIONS),
    (
        ("Клиенты и доступ", "Clients and access"),
        &people::SECTIONS,
    ),
    (("Наблюдение", "Watch"), &watch::SECTIONS),
];

/// The name.
const NAME: Column = Column(("Название", "Name"), |row, _| row.text("name"));
/// Whose it is.
const CLIENT: Column = Column(("Клиент", "Client"), |row, directory| {
    directory.plain(Of::Client, &row.text("client_id"))
});

/// A moment of a row as it is read; a dash for none.
fn moment(row: &Row, name: &str) -> String {
    match row.text(name) {
        none if none.is_empty() => "—".to_owned(),
        moment => since(&moment),
    }
}
