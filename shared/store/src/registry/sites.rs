//! Sites: where people are counted, with their zone and opening hours.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use spp_calendar::{InvalidHours, OpeningHours};

use super::{Window, all, changes, one};
use crate::{Connection, Error, Result, Row, Transaction};

/// What an administrator says of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whose it is.
    pub client_id: i64,
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// Its postal address.
    pub address: Option<String>,
    /// Its time zone.
    pub zone: Tz,
    /// When it is open, by weekday.
    pub hours: Vec<Hours>,
    /// Dates that differ from their weekday.
    pub exceptions: Vec<Exception>,
}

/// A span of a weekday during which the site is open, in minutes from local midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
    /// 0 to 1439.
    pub opens: u16,
    /// After `opens`, at most 1440.
    pub closes: u16,
}

/// A date that differs from its weekday; closed where it has no hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The date.
    pub date: NaiveDate,
    /// Minutes from local midnight, as in [`Hours`].
    pub opens: Option<u16>,
    /// As in [`Hours`].
    pub closes: Option<u16>,
    /// Why.
    pub reason: Option<String>,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: i64,
    /// What is said of it.
    pub draft: Draft,
    /// Since when it is known, in seconds since 1970.
    pub created_at: i64,
}

impl Draft {
    /// When the site is open. One without hours is taken to be always open.
    ///
    /// # Errors
    /// The hours contradict themselves, which those that were entered do not.
    pub fn opening_hours(&self) -> std::result::Result<OpeningHours, InvalidHours> {
        let span = |opens, closes| spp_calendar::Hours { opens, closes };
        let week: Vec<_> = match self.hours.as_slice() {
            [] => (1..=7)
                .map(|weekday| (weekday, spp_calendar::Hours::ALL_DAY))
                .collect(),
            hours => hours
                .iter()
                .map(|hours| (hours.weekday, span(hours.opens, hours.closes)))
                .collect(),
        };
        let exceptions = self.exceptions.iter().map(|exception| {
            let hours = exception.opens.zip(exception.closes);
            (
                exception.date,
                hours.map(|(opens, closes)| span(opens, closes)),
            )
        });
        OpeningHours::new(self.zone, week, exceptions)
    }
}

/// Enters a site with its hours and returns its id.
///
/// # Errors
/// [`Error::Reference`] where there is no such client.
pub async fn create(transaction: &Transaction, draft: &Draft, now: i64) -> Result<i64> {
    let sql = "INSERT INTO site (client_id, name, address, zone, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    let parameters = vec![
        draft.client_id.into(),
        draft.name.as_str().into(),
        draft.address.clone().into(),
        draft.zone.name().into(),
        now.into(),
    ];
    let id = transaction.one(sql, parameters).await?.get(0)?;
    open(transaction, id, draft).await?;
    Ok(id)
}

/// Replaces what is said of a site, but not whose it is; `false` where the
/// client has no such site.
///
/// # Errors
/// The database's.
pub async fn update(transaction: &Transaction, id: i64, draft: &Draft) -> Result<bool> {
    let sql = "UPDATE site SET name = ?3, address = ?4, zone = ?5
         WHERE id = ?1 AND client_id = ?2 RETURNING id";
    let parameters = vec![
        id.into(),
        draft.client_id.into(),
        draft.name.as_str().into(),
        draft.address.clone().into(),
        draft.zone.name().into(),
    ];
    if !changes(transaction, sql, parameters).await? {
        return Ok(false);
    }
    for sql in [
        "DELETE FROM site_hours WHERE site_id = ?1",
        "DELETE FROM site_exception WHERE site_id = ?1",
    ] {
        transaction.execute(sql, vec![id.into()]).await?;
    }
    open(transaction, id, draft).await?;
    Ok(true)
}

/// Enters when a site is open.
async fn open(transaction: &Transaction, id: i64, draft: &Draft) -> Result<()> {
    let sql = "INSERT INTO site_hours
         SELECT ?1, value ->> 'weekday', value ->> 'opens', value ->> 'closes' FROM json_each(?2)";
    let hours = serde_json::to_string(&draft.hours).unwrap_or_default();
    transaction
        .execute(sql, vec![id.into(), hours.into()])
        .await?;
    let sql = "INSERT INTO site_exception
         SELECT ?1, value ->> 'date', value ->> 'opens', value ->> 'closes', value ->> 'reason'
         FROM json_each(?2)";
    let exceptions = serde_json::to_string(&draft.exceptions).unwrap_or_default();
    transaction
        .execute(sql, vec![id.into(), exceptions.into()])
        .await
}

/// One site.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<Site>> {
    let sql = format!("{SELECT} WHERE id = ?1 AND (?2 IS NULL OR client_id = ?2)");
    one(connection, &sql, vec![id.into(), tenant.into()], site).await
}

/// A page of the sites, of one client if told.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    client: Option<i64>,
    window: Window,
) -> Result<Vec<Site>> {
    let sql = format!(
        "{SELECT} WHERE ?1 < id AND (?3 IS NULL OR client_id = ?3)
           AND (?4 IS NULL OR client_id = ?4) ORDER BY id LIMIT ?2"
    );
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        client.into(),
    ];
    all(connection, &sql, parameters, site).await
}

pub(crate) const SELECT: &str = "
    SELECT id, client_id, name, address, zone, created_at,
        (SELECT json_group_array(json_object('weekday', weekday, 'opens', opens, 'closes', closes))
         FROM site_hours WHERE site_id = site.id),
        (SELECT json_group_array(json_object('date', date, 'opens', opens, 'closes', closes, 'reason', reason))
         FROM site_exception WHERE site_id = site.id)
    FROM site";

pub(crate) fn site(row: &Row) -> Result<Site> {
    let unexpected = |column| Error::Unexpected { column };
    let draft = Draft {
        client_id: row.get(1)?,
        name: row.get(2)?,
        address: row.get(3)?,
        zone: row.get::<String>(4)?.parse().map_err(|_| unexpected(4))?,
        hours: serde_json::from_str(&row.get::<String>(6)?).map_err(|_| unexpected(6))?,
        exceptions: serde_json::from_str(&row.get::<String>(7)?).map_err(|_| unexpected(7))?,
    };
    Ok(Site {
        id: row.get(0)?,
        draft,
        created_at: row.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    #[test]
    fn a_site_is_open_by_its_week_and_its_exceptions() {
        let hours = |weekday| Hours {
            weekday,
            opens: 600,
            closes: 1_320,
        };
        let exception = |date: &str, opens, closes| Exception {
            date: date.parse().unwrap(),
            opens,
            closes,
            reason: None,
        };
        let site = |hours: Vec<Hours>| Draft {
            client_id: 1,
            name: "Site".to_owned(),
            address: None,
            zone: chrono_tz::Europe::Moscow,
            hours,
            exceptions: vec![
                exception("2026-11-17", None, None),
                exception("2026-11-18", Some(720), Some(780)),
            ],
        };
        let check = |hours: &[Hours], at: &str, expected: bool| {
            let at: DateTime<Utc> = format!("2026-11-{at}:00+03:00").parse().unwrap();
            let open = site(hours.to_vec()).opening_hours().unwrap();
            assert_eq!(open.is_open(at), expected, "{at}");
        };
        let week: Vec<_> = (1..=5).map(hours).collect();
        check(&week, "16T10:00", true);
        check(&week, "16T09:59", false);
        check(&week, "17T12:00", false);
        check(&week, "18T12:59", true);
        check(&week, "18T13:00", false);
        check(&week, "21T12:00", false);
        // One without hours is always open, but for its exceptions.
        check(&[], "16T03:00", true);
        check(&[], "17T12:00", false);
        let wrong = [hours(1), hours(1)];
        assert!(site(wrong.to_vec()).opening_hours().is_err());
    }
}
