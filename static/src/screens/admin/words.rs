//! The codes of the registry, by name.

use super::ask::{Word, named};
use crate::api::registry::Row;
use crate::api::session::Role;
use crate::language::say;
use crate::session;

/// Where a system's server stands.
pub static EDITIONS: [Word; 2] = [
    ("cloud", ("Облако (ЦОД)", "Cloud (data centre)")),
    ("local", ("Свой Сервер СПП", "A server of its own")),
];
/// Service plans.
pub static PLANS: [Word; 2] = [("prof", ("ПРОФ", "PROF")), ("korp", ("КОРП", "KORP"))];
/// The languages of letters.
pub static LANGUAGES: [Word; 2] = [
    ("ru", ("Русский", "Russian")),
    ("en", ("Английский", "English")),
];
/// Sides of a contract.
pub static SIDES: [Word; 3] = [
    ("contractor", ("Исполнитель", "The contractor")),
    ("client", ("Клиент", "The client")),
    ("third_party", ("Третье лицо", "A third party")),
];
/// What happens at a site.
pub static EVENTS: [Word; 4] = [
    ("promotion", ("Акция", "Promotion")),
    ("holiday", ("Праздник", "Holiday")),
    ("closure", ("Закрытие", "Closure")),
    ("works", ("Ремонтные работы", "Works")),
];
/// What users may do.
static ROLES: [Word; 4] = [
    ("client_user", ("Пользователь клиента", "Client's user")),
    ("client_manager", ("Менеджер клиента", "Client's manager")),
    ("engineer", ("Инженер", "Engineer")),
    ("administrator", ("Администратор", "Administrator")),
];
/// What contacts are told.
static DUTIES: [Word; 4] = [
    ("authorised", ("Уполномоченный", "Authorised person")),
    ("technical", ("Техническая служба", "Technical service")),
    ("third_party", ("Третье лицо", "Third party")),
    ("duty", ("Дежурный исполнителя", "Contractor's duty")),
];

/// The roles that the reader may give.
pub fn roles() -> &'static [Word] {
    for_reader(&ROLES)
}

/// The duties that the reader may give.
pub fn duties() -> &'static [Word] {
    for_reader(&DUTIES)
}

/// All for the contractor; the client's own, which stand first, for a client.
fn for_reader(words: &'static [Word; 4]) -> &'static [Word] {
    match session::is_contractor() {
        true => words,
        false => words.split_at(2).0,
    }
}

/// What a key is good for.
pub static RIGHTS: [Word; 2] = [
    ("false", ("только читать", "reading only")),
    (
        "true",
        (
            "читать и отвечать на инциденты",
            "reading, and answering incidents",
        ),
    ),
];

/// A role's name.
pub fn role(row: &Row) -> String {
    named(&ROLES, &row.text("role"))
}

/// A duty's name.
pub fn duty(row: &Row) -> String {
    named(&DUTIES, &row.text("role"))
}

/// Whether a user may sign in.
pub fn standing(row: &Row) -> String {
    let word = match row.text("state").as_str() {
        "invited" => say("Приглашён", "Invited"),
        "active" => say("Активен", "Active"),
        _ => say("Отключён", "Disabled"),
    };
    word.to_owned()
}

/// Whether somebody manages anything.
pub fn manages(role: Role) -> bool {
    role.manages()
}

/// Whether somebody is the contractor's.
pub fn contractor(role: Role) -> bool {
    role.is_contractor()
}

/// Whether somebody may do everything.
pub fn administrator(role: Role) -> bool {
    role == Role::Administrator
}

/// Whether somebody says who gets in.
pub fn access(role: Role) -> bool {
    matches!(role, Role::ClientManager | Role::Administrator)
}
