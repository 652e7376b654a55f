//! How it is watched, and what is sent of it.

use super::*;
use crate::language::hand;
use crate::parts::zone;
use crate::screens::admin::ask::{Ask, Kind, named};
use crate::screens::admin::words::{EVENTS, administrator};
use crate::screens::admin::{calendar, limits, outbox};

/// The watch and its letters.
pub static SECTIONS: [Section; 5] = [
    Section {
        word: "events",
        name: ("События", "Events"),
        lead: (
            "Акции, праздники, закрытия и ремонт: они объясняют необычные данные.",
            "Promotions, holidays, closures and works: they explain unusual figures.",
        ),
        sees: manages,
        shape: Shape::Things(&SITE_EVENTS),
    },
    Section {
        word: "limits",
        name: ("Пороги", "Thresholds"),
        lead: (
            "Когда данные считаются неисправностью.",
            "When figures count as a fault.",
        ),
        sees: contractor,
        shape: Shape::Own(limits::screen),
    },
    Section {
        word: "calendar",
        name: ("Календарь", "Calendar"),
        lead: (
            "Рабочие дни, по которым идут сроки.",
            "The working days by which terms run.",
        ),
        sees: contractor,
        shape: Shape::Own(calendar::screen),
    },
    Section {
        word: "outbox",
        name: ("Исходящие", "Outbox"),
        lead: (
            "Письма и вебхуки, с повторной отправкой.",
            "Letters and webhooks, to be sent again.",
        ),
        sees: contractor,
        shape: Shape::Own(outbox::screen),
    },
    Section {
        word: "suppressions",
        name: ("Стоп-лист", "Suppressions"),
        lead: (
            "Адреса, которые не принимают почту: на них ничего не отправляется.",
            "Addresses that refuse mail: nothing is sent to them.",
        ),
        sees: administrator,
        shape: Shape::Things(&SUPPRESSIONS),
    },
];

static SITE_EVENTS: Things = Things {
    path: "/api/v1/sites/{}/events",
    by: "id",
    owner: Some(Of::Site),
    add: ("Добавить событие", "Add an event"),
    changes: manages,
    columns: &[
        Column(("Название", "Name"), |row, _| row.text("name")),
        Column(("Что это", "What it is"), |row, _| {
            named(&EVENTS, &row.text("kind"))
        }),
        Column(("Начало", "Starts"), |row, directory| {
            at_site(row, directory, "starts_at")
        }),
        Column(("Конец", "Ends"), |row, directory| {
            at_site(row, directory, "ends_at")
        }),
    ],
    asks: &[
        Ask::of("site_id", ("Объект", "Site"), Kind::Of(Of::Site)).must(),
        Ask::of("kind", ("Что это", "What it is"), Kind::Choice(|| &EVENTS)).must(),
        Ask::line("name", ("Название", "Name")).must(),
        Ask::of(
            "starts_at",
            ("Начало, по часам объекта", "Starts, by the site's clock"),
            Kind::Moment,
        )
        .must(),
        Ask::of(
            "ends_at",
            ("Конец, по часам объекта", "Ends, by the site's clock"),
            Kind::Moment,
        )
        .must(),
    ],
    life: Life::Goes,
    form: None,
    more: None,
    other: None,
};

static SUPPRESSIONS: Things = Things {
    path: "/api/v1/suppressions",
    by: "email",
    owner: None,
    add: ("", ""),
    changes: administrator,
    columns: &[
        Column(("Почта", "E-mail"), |row, _| row.text("email")),
        Column(("Почему", "Why"), |row, _| row.text("reason")),
        Column(("С какого времени", "Since"), |row, _| {
            moment(row, "since")
        }),
    ],
    asks: &[],
    life: Life::Goes,
    form: None,
    more: None,
    other: None,
};

/// What the site's clock showed at a moment.
fn at_site(row: &Row, directory: &Directory, name: &str) -> String {
    let site = directory
        .find(Of::Site, &row.text("site_id"))
        .unwrap_or_default();
    let local = zone::local(&site.text("zone"), &row.text(name));
    local.map_or_else(
        || row.text(name),
        |local| format!("{}, {}", date(local.date()), hand(local)),
    )
}
