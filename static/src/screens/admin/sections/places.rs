//! Where people are counted, and with what.

use super::*;
use crate::screens::admin::ask::named;
use crate::screens::admin::ask::{Ask, Kind};
use crate::screens::admin::words::{EDITIONS, PLANS};

/// Equipment, from the site to the firmware.
pub static SECTIONS: [Section; 5] = [
    Section {
        word: "sites",
        name: ("Объекты", "Sites"),
        lead: (
            "Где считают посетителей: адрес, часовой пояс, часы работы.",
            "Where people are counted: address, time zone, opening hours.",
        ),
        sees: manages,
        shape: Shape::Things(&SITES),
    },
    Section {
        word: "entrances",
        name: ("Входные группы", "Entrances"),
        lead: (
            "Двери объекта, над которыми висят датчики.",
            "A site's doors, above which sensors hang.",
        ),
        sees: contractor,
        shape: Shape::Things(&ENTRANCES),
    },
    Section {
        word: "sensors",
        name: ("Датчики", "Sensors"),
        lead: (
            "Устройства, которые передают данные. Добавьте датчик, и страница покажет, что ввести в устройство.",
            "The devices that push counts. Add one, and a page shows what to type into it.",
        ),
        sees: contractor,
        shape: Shape::Things(&SENSORS),
    },
    Section {
        word: "systems",
        name: ("Системы", "Systems"),
        lead: (
            "Датчики с их сервером; на систему заключается тариф.",
            "Sensors and their server; a service plan is agreed for one.",
        ),
        sees: contractor,
        shape: Shape::Things(&SYSTEMS),
    },
    Section {
        word: "versions",
        name: ("Прошивки", "Firmware"),
        lead: (
            "Какая прошивка модели сейчас актуальна.",
            "Which release of a model's firmware is current.",
        ),
        sees: contractor,
        shape: Shape::Things(&VERSIONS),
    },
];

static SITES: Things = Things {
    path: "/api/v1/sites",
    by: "id",
    owner: Some(Of::Client),
    add: ("Добавить объект", "Add a site"),
    changes: contractor,
    columns: &[
        NAME,
        Column(("Адрес", "Address"), |row, _| row.text("address")),
        CLIENT,
        Column(("Часовой пояс", "Time zone"), |row, _| {
            site::zones::name(&row.text("zone"))
        }),
    ],
    asks: &[],
    life: Life::Changes,
    form: Some(site::form),
    more: Some(site::more),
    other: None,
};

static ENTRANCES: Things = Things {
    path: "/api/v1/entrances",
    by: "id",
    owner: Some(Of::Site),
    add: ("Добавить входную группу", "Add an entrance"),
    changes: contractor,
    columns: &[
        NAME,
        Column(("Объект", "Site"), |row, directory| {
            directory.plain(Of::Site, &row.text("site_id"))
        }),
    ],
    asks: &[
        Ask::of("site_id", ("Объект", "Site"), Kind::Of(Of::Site))
            .must()
            .fixed(),
        Ask::line("name", ("Название", "Name")).must(),
    ],
    life: Life::Changes,
    form: None,
    more: None,
    other: None,
};

static SENSORS: Things = Things {
    path: "/api/v1/sensors",
    by: "id",
    owner: Some(Of::Entrance),
    add: ("Добавить датчик", "Add a sensor"),
    changes: contractor,
    columns: &[
        NAME,
        Column(("Место", "Place"), |row, directory| {
            directory.name(Of::Entrance, &row.text("entrance_id"))
        }),
        Column(("Модель", "Model"), |row, _| {
            match row.text("model") {
                none if none.is_empty() => row.text("format"),
                model => model,
            }
        }),
        Column(
            ("Серийный номер", "Serial number"),
            |row, _| row.text("serial"),
        ),
        Column(("Последняя связь", "Last heard"), |row, _| match row
            .text("retired_at")
        {
            none if none.is_empty() => moment(row, "last_contact"),
            _ => say("выведен из работы", "retired").to_owned(),
        }),
    ],
    asks: &[],
    life: Life::Changes,
    form: Some(sensor::form),
    more: Some(sensor::more),
    other: Some(("import", ("Из файла", "By a file"), import::screen)),
};

static SYSTEMS: Things = Things {
    path: "/api/v1/systems",
    by: "id",
    owner: Some(Of::Client),
    add: ("Добавить систему", "Add a system"),
    changes: contractor,
    columns: &[
        NAME,
        CLIENT,
        Column(("Сервер", "Server"), |row, _| {
            named(&EDITIONS, &row.text("edition"))
        }),
        Column(("Тариф", "Plan"), |row, _| {
            named(&PLANS, &row.text("plan"))
        }),
    ],
    asks: &[
        Ask::of("client_id", ("Клиент", "Client"), Kind::Of(Of::Client))
            .must()
            .fixed(),
        Ask::line("name", ("Название", "Name")).must(),
        Ask::of(
            "edition",
            ("Где сервер", "Where its server stands"),
            Kind::Choice(|| &EDITIONS),
        )
        .must(),
        Ask::of("plan", ("Тариф", "Service plan"), Kind::Choice(|| &PLANS))
            .hint(("Если договор заключён", "If one was agreed")),
    ],
    life: Life::Changes,
    form: None,
    more: None,
    other: None,
};

static VERSIONS: Things = Things {
    path: "/api/v1/versions",
    by: "model",
    owner: None,
    add: ("Указать прошивку", "Name a release"),
    changes: contractor,
    columns: &[
        Column(("Модель", "Model"), |row, _| {
            match row.text("model").as_str() {
                "server" => say("Сервер СПП", "The local server").to_owned(),
                model => model.to_owned(),
            }
        }),
        Column(("Версия", "Release"), |row, _| row.text("version")),
    ],
    asks: &[
        Ask::line("model", ("Модель", "Model")).must().hint((
            "Как в карточке датчика; server для Сервера СПП",
            "As the sensors name it; server for the local server",
        )),
        Ask::line("version", ("Актуальная версия", "Current release")).must(),
    ],
    life: Life::Goes,
    form: None,
    more: None,
    other: None,
};
