//! Incidents and their logs.

mod facts;
mod list;

use crate::{Connection, Result, Row, Transaction};

pub use facts::{Contact, Facts, contacts, facts, sensors_of_site, webhooks};
pub use list::{Filter, Listed, list, logs};

/// What an incident begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whose it is; nobody's, where the service itself fails.
    pub client: Option<i64>,
    /// Where.
    pub site: Option<i64>,
    /// The system, where its server fails.
    pub system: Option<i64>,
    /// The sensor, where one fails.
    pub sensor: Option<i64>,
    /// The symptom's code.
    pub symptom: String,
    /// Since when, in seconds since 1970.
    pub since: i64,
    /// When it was noticed.
    pub detected_at: i64,
    /// The finding, as JSON.
    pub evidence: String,
}

/// How an incident stands, by its log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The stage's code.
    pub stage: String,
    /// Whose side the fault is on, once that is decided.
    pub side: Option<String>,
    /// Whether it comes and goes.
    pub unstable: bool,
    /// The cause's code, once classified.
    pub cause: Option<String>,
    /// The remedy's code, once classified.
    pub remedy: Option<String>,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// When a deadline next comes near or passes.
    pub attention: Option<i64>,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Its number.
    pub id: i64,
    /// What it began with.
    pub draft: Draft,
    /// The incident of the site that it belongs to.
    pub parent: Option<i64>,
    /// How it stands.
    pub standing: Standing,
}

/// What was said about an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: i64,
    /// When, in seconds since 1970.
    pub at: i64,
    /// By whom, as JSON.
    pub author: String,
    /// What, as JSON.
    pub event: String,
    /// In words.
    pub text: Option<String>,
}

/// Opens an incident and returns its number.
///
/// # Errors
/// The database's.
pub async fn open(transaction: &Transaction, draft: &Draft) -> Result<i64> {
    let sql = "INSERT INTO incident
             (client_id, site_id, system_id, sensor_id, symptom, since, detected_at, evidence, stage)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '') RETURNING id";
    let Draft {
        client,
        site,
        system,
        sensor,
        symptom,
        since,
        detected_at,
        evidence,
    } = draft.clone();
    let parameters = vec![
        client.into(),
        site.into(),
        system.into(),
        sensor.into(),
        symptom.into(),
        since.into(),
        detected_at.into(),
        evidence.into(),
    ];
    transaction.one(sql, parameters).await?.get(0)
}

/// Writes into an incident's log and returns the entry's id.
///
/// # Errors
/// The database's.
pub async fn log(
    transaction: &Transaction,
    incident: i64,
    at: i64,
    author: &str,
    event: &str,
    text: Option<&str>,
) -> Result<i64> {
    let sql = "INSERT INTO incident_event (incident_id, at, author, event, text)
         VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    let parameters = vec![
        incident.into(),
        at.into(),
        author.into(),
        event.into(),
        text.into(),
    ];
    transaction.one(sql, parameters).await?.get(0)
}

/// Keeps how an incident stands, beside the log that says so.
///
/// # Errors
/// The database's.
pub async fn stand(transaction: &Transaction, incident: i64, standing: &Standing) -> Result<()> {
    let sql = "UPDATE incident SET stage = ?2, side = ?3, unstable = ?4, cause = ?5, remedy = ?6,
             closed_at = ?7, attention = ?8 WHERE id = ?1";
    let Standing {
        stage,
        side,
        unstable,
        cause,
        remedy,
        closed_at,
        attention,
    } = standing.clone();
    let parameters = vec![
        incident.into(),
        stage.into(),
        side.into(),
        unstable.into(),
        cause.into(),
        remedy.into(),
        closed_at.into(),
        attention.into(),
    ];
    transaction.execute(sql, parameters).await
}

/// Puts an incident under the one of its site.
///
/// # Errors
/// The database's.
pub async fn adopt(transaction: &Transaction, incident: i64, parent: i64) -> Result<()> {
    let sql = "UPDATE incident SET parent_id = ?2 WHERE id = ?1";
    transaction
        .execute(sql, vec![incident.into(), parent.into()])
        .await
}

/// One incident.
///
/// # Errors
/// The database's.
pub async fn get(
    connection: &Connection,
    id: i64,
    tenant: Option<i64>,
) -> Result<Option<Incident>> {
    let sql = format!("{SELECT} WHERE i.id = ?1 AND (?2 IS NULL OR i.client_id = ?2)");
    let row = connection
        .find(&sql, vec![id.into(), tenant.into()])
        .await?;
    row.as_ref().map(incident).transpose()
}

/// An incident's log, in its order.
///
/// # Errors
/// The database's.
pub async fn entries(connection: &Connection, incident: i64) -> Result<Vec<Entry>> {
    let sql = "SELECT id, at, author, event, text FROM incident_event
         WHERE incident_id = ?1 ORDER BY id";
    let rows = connection.query(sql, vec![incident.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Entry {
                id: row.get(0)?,
                at: row.get(1)?,
                author: row.get(2)?,
                event: row.get(3)?,
                text: row.get(4)?,
            })
        })
        .collect()
}

/// The incidents under one of a site.
///
/// # Errors
/// The database's.
pub async fn children(connection: &Connection, parent: i64) -> Result<Vec<Incident>> {
    let sql = format!("{SELECT} WHERE i.parent_id = ?1 ORDER BY i.id");
    let rows = connection.query(&sql, vec![parent.into()]).await?;
    rows.iter().map(incident).collect()
}

/// The open incident of a site as a whole, if there is one; not one that has
/// recovered and is only to be closed.
///
/// # Errors
/// The database's.
pub async fn of_site(
    connection: &Connection,
    site: i64,
    symptom: &str,
) -> Result<Option<Incident>> {
    let sql = format!(
        "{SELECT} WHERE i.site_id = ?1 AND i.symptom = ?2 AND i.sensor_id IS NULL
           AND i.closed_at IS NULL AND i.stage <> 'recovered' ORDER BY i.id DESC LIMIT 1"
    );
    let row = connection
        .find(&sql, vec![site.into(), symptom.into()])
        .await?;
    row.as_ref().map(incident).transpose()
}

/// When incidents of these sensors, or of their sites, reach into the time after
/// a moment: sensor, since when, until when. Of these symptoms, or of all that a
/// sensor can have where none is named.
///
/// # Errors
/// The database's.
pub async fn times(
    connection: &Connection,
    sensors: &[i64],
    after: i64,
    symptoms: &[&str],
) -> Result<Vec<(i64, i64, Option<i64>)>> {
    let sensors = serde_json::to_string(sensors).unwrap_or_default();
    let symptoms = serde_json::to_string(symptoms).unwrap_or_default();
    let rows = connection
        .query(TIMES, vec![sensors.into(), after.into(), symptoms.into()])
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// An incident is over, for the figures, when the watch has seen it recover.
const TIMES: &str = "
    WITH wanted (sensor, site) AS MATERIALIZED (
        SELECT s.id, e.site_id FROM json_each(?1) j
        JOIN sensor s ON s.id = j.value JOIN entrance e ON e.id = s.entrance_id),
    found (sensor, id, since, symptom) AS (
        SELECT w.sensor, i.id, i.since, i.symptom FROM wanted w JOIN incident i ON i.sensor_id = w.sensor
        UNION ALL
        SELECT w.sensor, i.id, i.since, i.symptom FROM wanted w JOIN incident i ON i.site_id = w.site
        WHERE i.sensor_id IS NULL)
    SELECT sensor, since, ended FROM
        (SELECT f.sensor, f.since, (SELECT max(v.at) FROM incident_event v WHERE v.incident_id = f.id
             AND v.event ->> 'event' IN ('recovered', 'closed')
             AND NOT EXISTS (SELECT 1 FROM incident_event r WHERE r.incident_id = v.incident_id
                 AND v.id < r.id AND r.event ->> 'event' = 'reopened')) AS ended
         FROM found f WHERE ?3 = '[]' OR f.symptom IN (SELECT value FROM json_each(?3)))
    WHERE ended IS NULL OR ?2 < ended";

/// Claims the incidents that want attention, at most so many: see
/// [`crate::watch`].
///
/// # Errors
/// The database's.
pub async fn claim(connection: &Connection, now: i64, limit: u32) -> Result<Vec<i64>> {
    let sql = "UPDATE incident SET attention = ?1 + ?3 WHERE id IN
             (SELECT id FROM incident WHERE attention <= ?1 ORDER BY attention LIMIT ?2)
         RETURNING id";
    let parameters = vec![now.into(), limit.into(), crate::watch::LEASE.into()];
    let rows = connection.query(sql, parameters).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Has an incident that could not be attended to wait until a moment.
///
/// # Errors
/// The database's.
pub async fn put_off(connection: &Connection, incident: i64, until: i64) -> Result<()> {
    let sql = "UPDATE incident SET attention = ?2 WHERE id = ?1";
    connection
        .execute(sql, vec![incident.into(), until.into()])
        .await
}

const SELECT: &str = "
    SELECT i.id, i.client_id, i.site_id, i.system_id, i.sensor_id, i.symptom, i.since,
        i.detected_at, i.evidence, i.parent_id, i.stage, i.side, i.unstable, i.cause, i.remedy,
        i.closed_at, i.attention
    FROM incident i";

fn incident(row: &Row) -> Result<Incident> {
    let draft = Draft {
        client: row.get(1)?,
        site: row.get(2)?,
        system: row.get(3)?,
        sensor: row.get(4)?,
        symptom: row.get(5)?,
        since: row.get(6)?,
        detected_at: row.get(7)?,
        evidence: row.get(8)?,
    };
    let standing = Standing {
        stage: row.get(10)?,
        side: row.get(11)?,
        unstable: row.get(12)?,
        cause: row.get(13)?,
        remedy: row.get(14)?,
        closed_at: row.get(15)?,
        attention: row.get(16)?,
    };
    Ok(Incident {
        id: row.get(0)?,
        draft,
        parent: row.get(9)?,
        standing,
    })
}
