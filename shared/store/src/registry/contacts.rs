//! Contacts: the people who are told.

use spp_formats::Language;

use super::{Window, all, changes, one, word, words};
use crate::{Connection, Error, Result, Row, Value};

/// What an administrator says of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The client whose person it is; none for third parties and for those on duty.
    pub client_id: Option<i64>,
    /// The site of that client that it answers for; none for all of them.
    pub site_id: Option<i64>,
    /// What it is there for.
    pub role: Role,
    /// Its name, 1 to 200 characters; of a third party, the name that sensors
    /// give their supplier or mounter.
    pub name: String,
    /// Its address, at most 254 bytes.
    pub email: String,
    /// In which language it is told.
    pub language: Language,
}

/// What a contact is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A person whom the client has authorised.
    Authorised,
    /// The client's technical service.
    Technical,
    /// A supplier or mounter that is neither contractor nor client.
    ThirdParty,
    /// The contractor's own on duty.
    Duty,
}

words!(Role {
    Authorised = "authorised",
    Technical = "technical",
    ThirdParty = "third_party",
    Duty = "duty",
});

impl Role {
    /// Whether it is a client's person.
    #[must_use]
    pub fn is_of_client(self) -> bool {
        matches!(self, Self::Authorised | Self::Technical)
    }
}

/// The tag of a language, in the API and in the database.
#[must_use]
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Russian => "ru",
        Language::English => "en",
    }
}

/// The language of a tag.
#[must_use]
pub fn of_tag(tag: &str) -> Option<Language> {
    match tag {
        "ru" => Some(Language::Russian),
        "en" => Some(Language::English),
        _ => None,
    }
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: i64,
    /// What is said of it.
    pub draft: Draft,
    /// Since when it is known, in seconds since 1970.
    pub created_at: i64,
}

/// Which contacts are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this client only.
    pub client: Option<i64>,
    /// Of this role only.
    pub role: Option<Role>,
}

/// Enters a contact and returns its id.
///
/// # Errors
/// [`Error::Reference`] where there is no such client, or the site is not of it.
pub async fn create(connection: &Connection, draft: &Draft, now: i64) -> Result<i64> {
    let sql = "INSERT INTO contact (client_id, site_id, role, name, email, language, created_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
         WHERE ?2 IS NULL OR EXISTS (SELECT 1 FROM site WHERE id = ?2 AND client_id = ?1)
         RETURNING id";
    let mut parameters = values(draft);
    parameters.push(now.into());
    let row = connection.find(sql, parameters).await?;
    row.ok_or(Error::Reference)?.get(0)
}

/// Replaces what is said of a contact, but not whose it is; `false` where the
/// client has no such contact.
///
/// # Errors
/// As [`create`].
pub async fn update(connection: &Connection, id: i64, draft: &Draft) -> Result<bool> {
    let sql = "UPDATE contact SET site_id = ?2, role = ?3, name = ?4, email = ?5, language = ?6
         WHERE id = ?7 AND client_id IS ?1
           AND (?2 IS NULL OR EXISTS (SELECT 1 FROM site WHERE id = ?2 AND client_id = ?1))
         RETURNING id";
    let mut parameters = values(draft);
    parameters.push(id.into());
    if changes(connection, sql, parameters).await? {
        return Ok(true);
    }
    let known = "SELECT 1 FROM contact WHERE id = ?1 AND client_id IS ?2";
    match changes(connection, known, vec![id.into(), draft.client_id.into()]).await? {
        true => Err(Error::Reference),
        false => Ok(false),
    }
}

/// Removes a contact; `false` where there is none.
///
/// # Errors
/// The database's.
pub async fn delete(connection: &Connection, id: i64) -> Result<bool> {
    let sql = "DELETE FROM contact WHERE id = ?1 RETURNING id";
    changes(connection, sql, vec![id.into()]).await
}

/// One contact.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<Contact>> {
    let sql = format!("{SELECT} WHERE id = ?1 AND (?2 IS NULL OR client_id = ?2)");
    one(connection, &sql, vec![id.into(), tenant.into()], contact).await
}

/// A page of the contacts.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    filter: Filter,
    window: Window,
) -> Result<Vec<Contact>> {
    let sql = format!(
        "{SELECT} WHERE ?1 < id AND (?3 IS NULL OR client_id = ?3)
           AND (?4 IS NULL OR client_id = ?4) AND (?5 IS NULL OR role = ?5)
         ORDER BY id LIMIT ?2"
    );
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        filter.client.into(),
        filter.role.map(Role::id).into(),
    ];
    all(connection, &sql, parameters, contact).await
}

const SELECT: &str =
    "SELECT id, client_id, site_id, role, name, email, language, created_at FROM contact";

fn values(draft: &Draft) -> Vec<Value> {
    vec![
        draft.client_id.into(),
        draft.site_id.into(),
        draft.role.id().into(),
        draft.name.as_str().into(),
        draft.email.as_str().into(),
        tag(draft.language).into(),
    ]
}

fn contact(row: &Row) -> Result<Contact> {
    let draft = Draft {
        client_id: row.get(1)?,
        site_id: row.get(2)?,
        role: word(row, 3, Role::from_id)?,
        name: row.get(4)?,
        email: row.get(5)?,
        language: word(row, 6, of_tag)?,
    };
    Ok(Contact {
        id: row.get(0)?,
        draft,
        created_at: row.get(7)?,
    })
}
