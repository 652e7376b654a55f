//! Whose it is, who gets in, and who is told.

use super::*;
use crate::screens::admin::ask::{Ask, Kind, named};
use crate::screens::admin::form::Form;
use crate::screens::admin::words::{
    LANGUAGES, RIGHTS, access, administrator, duties, duty, role, roles, standing,
};
use crate::session;

/// Clients and what they are given.
pub static SECTIONS: [Section; 5] = [
    Section {
        word: "clients",
        name: ("Клиенты", "Clients"),
        lead: (
            "Организации, чьих посетителей считают.",
            "The organisations whose visitors are counted.",
        ),
        sees: contractor,
        shape: Shape::Things(&CLIENTS),
    },
    Section {
        word: "users",
        name: ("Пользователи", "Users"),
        lead: (
            "Кто входит в портал. Приглашение приходит письмом.",
            "Who signs in. An invitation goes out by mail.",
        ),
        sees: access,
        shape: Shape::Things(&USERS),
    },
    Section {
        word: "contacts",
        name: ("Контакты", "Contacts"),
        lead: ("Кому сообщают об инцидентах.", "Who is told of incidents."),
        sees: manages,
        shape: Shape::Things(&CONTACTS),
    },
    Section {
        word: "keys",
        name: ("Ключи API", "API keys"),
        lead: (
            "С ними программы клиента (1С и другие) читают его данные, а если разрешено, отвечают на инциденты.",
            "With them a client's programs read its counts and, where that is allowed, answer incidents.",
        ),
        sees: access,
        shape: Shape::Things(&KEYS),
    },
    Section {
        word: "webhooks",
        name: ("Вебхуки", "Webhooks"),
        lead: (
            "Адреса, на которые отправляются сведения об инцидентах.",
            "Addresses to which incidents are posted.",
        ),
        sees: administrator,
        shape: Shape::Things(&WEBHOOKS),
    },
];

const WHOSE: Ask = Ask::of("client_id", ("Клиент", "Client"), Kind::Of(Of::Client));
const LANGUAGE: Ask = Ask::of(
    "language",
    ("Язык писем", "Language of letters"),
    Kind::Choice(|| &LANGUAGES),
);
const CREATED: Column = Column(("Создан", "Since"), |row, _| {
    moment(row, "created_at")
});

static CLIENTS: Things = Things {
    path: "/api/v1/clients",
    by: "id",
    owner: None,
    add: ("Добавить клиента", "Add a client"),
    changes: administrator,
    columns: &[
        NAME,
        Column(("ИНН", "INN"), |row, _| row.text("inn")),
        Column(("Объектов", "Sites"), |row, directory| {
            let sites = directory.all(Of::Site);
            let own = |site: &&Row| site.number("client_id") == Some(row.id());
            sites.iter().filter(own).count().to_string()
        }),
    ],
    asks: &[
        Ask::line("name", ("Название", "Name")).must(),
        Ask::line("inn", ("ИНН", "Taxpayer number (INN)"))
            .hint(("10 или 12 цифр", "10 or 12 digits")),
    ],
    life: Life::Changes,
    form: None,
    more: Some(ways),
    other: None,
};

static USERS: Things = Things {
    path: "/api/v1/users",
    by: "id",
    owner: Some(Of::Client),
    add: ("Пригласить пользователя", "Invite a user"),
    changes: access,
    columns: &[
        Column(("Имя", "Name"), |row, _| row.text("name")),
        Column(("Почта", "E-mail"), |row, _| row.text("email")),
        Column(("Роль", "Role"), |row, _| role(row)),
        CLIENT,
        Column(("Состояние", "State"), |row, _| standing(row)),
        Column(("Был в портале", "Last seen"), |row, _| {
            moment(row, "seen_at")
        }),
    ],
    asks: &[
        Ask::of("email", ("Почта", "E-mail"), Kind::Line("email"))
            .must()
            .once()
            .hint(("На неё придёт приглашение", "The invitation goes there")),
        Ask::line("name", ("Имя", "Name")).must(),
        Ask::of("role", ("Роль", "Role"), Kind::Choice(roles)).must(),
        WHOSE.must().once().when(is_clients),
        LANGUAGE,
    ],
    life: Life::Changes,
    form: None,
    more: Some(crate::screens::admin::user::more),
    other: None,
};

static CONTACTS: Things = Things {
    path: "/api/v1/contacts",
    by: "id",
    owner: Some(Of::Client),
    add: ("Добавить контакт", "Add a contact"),
    changes: access,
    columns: &[
        Column(("Имя", "Name"), |row, _| row.text("name")),
        Column(("Почта", "E-mail"), |row, _| row.text("email")),
        Column(("Кто это", "Duty"), |row, _| duty(row)),
        CLIENT,
        Column(("Объект", "Site"), |row, directory| {
            match row.text("site_id") {
                none if none.is_empty() => say("все", "all").to_owned(),
                site => directory.plain(Of::Site, &site),
            }
        }),
    ],
    asks: &[
        Ask::of("role", ("Кто это", "Duty"), Kind::Choice(duties)).must(),
        WHOSE.must().fixed().when(is_told_by_client),
        Ask::of(
            "site_id",
            ("Только об объекте", "Of one site only"),
            Kind::Of(Of::Site),
        )
        .hint((
            "Не выбрано — обо всех объектах клиента",
            "None: of all the client's sites",
        ))
        .when(is_told_by_client),
        Ask::line("name", ("Имя", "Name")).must(),
        Ask::of("email", ("Почта", "E-mail"), Kind::Line("email")).must(),
        LANGUAGE,
    ],
    life: Life::ChangesAndGoes,
    form: None,
    more: None,
    other: None,
};

static KEYS: Things = Things {
    path: "/api/v1/clients/{}/keys",
    by: "id",
    owner: Some(Of::Client),
    add: ("Выпустить ключ", "Make a key"),
    changes: access,
    columns: &[
        Column(("Для чего", "What for"), |row, _| row.text("name")),
        Column(("Права", "Rights"), |row, _| {
            named(&RIGHTS, &row.text("answers"))
        }),
        CREATED,
        Column(("Отозван", "Revoked"), |row, _| {
            moment(row, "revoked_at")
        }),
    ],
    asks: &[
        WHOSE.must(),
        Ask::line("name", ("Для чего", "What for"))
            .must()
            .hint(("Например, 1С:Розница", "Such as 1C:Retail")),
        Ask::of("answers", ("Права", "Rights"), Kind::Either(&RIGHTS)).must(),
    ],
    life: Life::Goes,
    form: None,
    more: None,
    other: None,
};

static WEBHOOKS: Things = Things {
    path: "/api/v1/clients/{}/webhooks",
    by: "id",
    owner: Some(Of::Client),
    add: ("Добавить вебхук", "Add a webhook"),
    changes: administrator,
    columns: &[
        Column(("Адрес", "Address"), |row, _| row.text("url")),
        CREATED,
    ],
    asks: &[
        WHOSE.must(),
        Ask::of("url", ("Адрес", "Address"), Kind::Line("url"))
            .must()
            .hint((
                "https, или http в частной сети",
                "https, or http in a private network",
            )),
    ],
    life: Life::Goes,
    form: None,
    more: None,
    other: None,
};

fn is_clients(form: &Form) -> bool {
    form.text("role").starts_with("client")
}

fn is_told_by_client(form: &Form) -> bool {
    matches!(form.text("role").as_str(), "authorised" | "technical")
}

/// Where a client's own things are.
fn ways(client: Row) -> AnyView {
    let id = client.id();
    let sections = ["sites", "systems", "users", "contacts", "keys", "webhooks"];
    let seen = |section: &&Section| session::user().is_some_and(|user| (section.sees)(user.role));
    let ways = sections
        .into_iter()
        .filter_map(crate::screens::admin::find)
        .filter(seen);
    let way = |section: &'static Section| {
        view! { <a class="button" href=format!("/admin/{}?client={id}", section.word)>{move || told(section.name)}</a> }
    };
    view! {
        <nav class="actions" aria-label=|| say("Этот клиент", "This client")>
            {ways.map(way).collect_view()}
            <a class="button" href=format!("/admin/limits?scope=client&id={id}")>{|| say("Пороги", "Thresholds")}</a>
        </nav>
    }
    .into_any()
}
