//! Alarms: how far each symptom of each subject has come towards an incident.

use crate::{Connection, Result, Row, Transaction};

/// What may be wrong with something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A sensor.
    Sensor(i64),
    /// A system with its own server.
    System(i64),
    /// The service itself.
    Service,
}

/// An alarm.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// Of what.
    pub subject: Subject,
    /// The symptom's code.
    pub symptom: String,
    /// How far it has come, as JSON.
    pub state: String,
    /// The incident that it has led to.
    pub incident: Option<i64>,
}

/// The alarms of these sensors.
///
/// # Errors
/// The database's.
pub async fn of_sensors(connection: &Connection, sensors: &[i64]) -> Result<Vec<Alarm>> {
    let sensors = serde_json::to_string(sensors).unwrap_or_default();
    let sql = format!(
        "{SELECT} WHERE subject = 'sensor'
         AND subject_id IN (SELECT value FROM json_each(?1))"
    );
    rows(connection.query(&sql, vec![sensors.into()]).await?)
}

/// The alarms of all sensors of a site.
///
/// # Errors
/// The database's.
pub async fn of_site(connection: &Connection, site: i64) -> Result<Vec<Alarm>> {
    let sql = format!(
        "{SELECT} WHERE subject = 'sensor' AND subject_id IN
         (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id WHERE e.site_id = ?1)"
    );
    rows(connection.query(&sql, vec![site.into()]).await?)
}

/// The alarms of systems and of the service.
///
/// # Errors
/// The database's.
pub async fn of_servers(connection: &Connection) -> Result<Vec<Alarm>> {
    let sql = format!("{SELECT} WHERE subject IN ('system', 'service')");
    rows(connection.query(&sql, Vec::new()).await?)
}

/// Keeps an alarm.
///
/// # Errors
/// The database's.
pub async fn keep(transaction: &Transaction, alarm: &Alarm) -> Result<()> {
    let sql = "INSERT INTO alarm VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET state = excluded.state, incident_id = excluded.incident_id";
    let (subject, id) = words(alarm.subject);
    let parameters = vec![
        subject.into(),
        id.into(),
        alarm.symptom.as_str().into(),
        alarm.state.as_str().into(),
        alarm.incident.into(),
    ];
    transaction.execute(sql, parameters).await
}

/// Lets an alarm go that is as if it had never been.
///
/// # Errors
/// The database's.
pub async fn forget(transaction: &Transaction, subject: Subject, symptom: &str) -> Result<()> {
    let sql = "DELETE FROM alarm WHERE subject = ?1 AND subject_id = ?2 AND symptom = ?3";
    let (subject, id) = words(subject);
    transaction
        .execute(sql, vec![subject.into(), id.into(), symptom.into()])
        .await
}

const SELECT: &str = "SELECT subject, subject_id, symptom, state, incident_id FROM alarm";

fn words(subject: Subject) -> (&'static str, i64) {
    match subject {
        Subject::Sensor(id) => ("sensor", id),
        Subject::System(id) => ("system", id),
        Subject::Service => ("service", 0),
    }
}

fn rows(rows: Vec<Row>) -> Result<Vec<Alarm>> {
    rows.iter()
        .map(|row| {
            let id = row.get(1)?;
            Ok(Alarm {
                subject: match row.get::<String>(0)?.as_str() {
                    "sensor" => Subject::Sensor(id),
                    "system" => Subject::System(id),
                    _ => Subject::Service,
                },
                symptom: row.get(2)?,
                state: row.get(3)?,
                incident: row.get(4)?,
            })
        })
        .collect()
}
