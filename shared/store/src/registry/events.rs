//! Events of a site that explain unusual figures.

use super::{Window, all, changes, one, word, words};
use crate::{Connection, Result, Row};

/// What an administrator says of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The site where it is.
    pub site_id: i64,
    /// What it is.
    pub kind: Kind,
    /// When it starts, in seconds since 1970.
    pub starts_at: i64,
    /// When it is over, after its start.
    pub ends_at: i64,
    /// Its name, 1 to 200 characters.
    pub name: String,
}

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A holiday, on which more or fewer come.
    Holiday,
    /// A promotion, to which more come.
    Promotion,
    /// The site is closed.
    Closure,
    /// Works, during which fewer come or sensors stand still.
    Works,
}

words!(Kind {
    Holiday = "holiday",
    Promotion = "promotion",
    Closure = "closure",
    Works = "works",
});

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: i64,
    /// What is said of it.
    pub draft: Draft,
}

/// A site has at most so many events.
pub const MOST: i64 = 2_000;

/// Enters an event and returns its id; none where the site has [`MOST`] already.
///
/// # Errors
/// [`crate::Error::Reference`] where there is no such site.
pub async fn create(connection: &Connection, draft: &Draft) -> Result<Option<i64>> {
    let sql = "INSERT INTO site_event (site_id, kind, starts_at, ends_at, name)
         SELECT ?1, ?2, ?3, ?4, ?5
         WHERE (SELECT count(*) FROM site_event WHERE site_id = ?1) < ?6 RETURNING id";
    let parameters = vec![
        draft.site_id.into(),
        draft.kind.id().into(),
        draft.starts_at.into(),
        draft.ends_at.into(),
        draft.name.as_str().into(),
        MOST.into(),
    ];
    let row = connection.find(sql, parameters).await?;
    row.map(|row| row.get(0)).transpose()
}

/// Removes an event; `false` where the site has no such event.
///
/// # Errors
/// The database's.
pub async fn delete(connection: &Connection, site: i64, id: i64) -> Result<bool> {
    let sql = "DELETE FROM site_event WHERE id = ?1 AND site_id = ?2 RETURNING id";
    changes(connection, sql, vec![id.into(), site.into()]).await
}

/// One event.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<Event>> {
    let sql = format!("{SELECT} WHERE e.id = ?1 AND (?2 IS NULL OR site.client_id = ?2)");
    one(connection, &sql, vec![id.into(), tenant.into()], event).await
}

/// A page of the events of a site.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    site: i64,
    window: Window,
) -> Result<Vec<Event>> {
    let sql = format!(
        "{SELECT} WHERE ?1 < e.id AND (?3 IS NULL OR site.client_id = ?3) AND e.site_id = ?4
         ORDER BY e.id LIMIT ?2"
    );
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        site.into(),
    ];
    all(connection, &sql, parameters, event).await
}

const SELECT: &str = "SELECT e.id, e.site_id, e.kind, e.starts_at, e.ends_at, e.name
    FROM site_event e JOIN site ON site.id = e.site_id";

fn event(row: &Row) -> Result<Event> {
    let draft = Draft {
        site_id: row.get(1)?,
        kind: word(row, 2, Kind::from_id)?,
        starts_at: row.get(3)?,
        ends_at: row.get(4)?,
        name: row.get(5)?,
    };
    Ok(Event {
        id: row.get(0)?,
        draft,
    })
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn a_site_has_two_thousand_events() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let connection = Connection::open_file(&path).now_or_never();
        let connection = connection.expect("native").expect("opened");
        for sql in [
            "INSERT INTO client VALUES (1, 'Client', NULL, 0)",
            "INSERT INTO site VALUES (1, 1, 'One', NULL, 'UTC', 0), (2, 1, 'Two', NULL, 'UTC', 0)",
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
             INSERT INTO site_event SELECT i, 1, 'works', 0, 1, 'Works' FROM n",
        ] {
            let done = connection.execute(sql, Vec::new()).now_or_never();
            done.expect("native").expect(sql);
        }
        let check = |site_id: i64, expected: Result<Option<i64>>| {
            let draft = Draft {
                site_id,
                kind: Kind::Works,
                starts_at: 0,
                ends_at: 1,
                name: "Works".to_owned(),
            };
            let made = create(&connection, &draft).now_or_never();
            assert_eq!(made.expect("native"), expected, "{site_id}");
        };
        check(1, Ok(Some(2_000)));
        check(1, Ok(None));
        check(2, Ok(Some(2_001)));
        check(3, Err(crate::Error::Reference));
    }
}
