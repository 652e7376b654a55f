//! The last bodies that each sensor pushed, as they came.

use crate::{Connection, Result, Row, Value};

/// Of a body at most so many bytes are kept.
pub const MOST_BYTES: usize = 16 << 10;

/// A push to be kept, or that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// The sensor that sent it.
    pub sensor: i64,
    /// When it arrived, in seconds since 1970.
    pub at: i64,
    /// The status of the answer.
    pub status: u16,
    /// The type that the device gave the body, at most 200 characters.
    pub content_type: Option<String>,
    /// How long the body was, in bytes.
    pub bytes: u32,
    /// Its beginning, at most [`MOST_BYTES`].
    pub body: Vec<u8>,
    /// What a refusal said, in English and Russian.
    pub said: Option<(String, String)>,
}

impl Push {
    /// Whether it was refused.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        400 <= self.status
    }
}

/// Keeps pushes with one statement, and of each sensor the last five accepted
/// and the last five refused.
///
/// # Errors
/// The database's.
pub async fn keep(connection: &Connection, pushes: &[Push]) -> Result<()> {
    if pushes.is_empty() {
        return Ok(());
    }
    let rows = vec!["(?, ?, ?, ?, ?, ?, ?, ?)"; pushes.len()].join(", ");
    let sql = format!(
        "INSERT INTO push (sensor_id, at, status, content_type, bytes, body, english, russian)
         VALUES {rows}"
    );
    let parameters = pushes.iter().flat_map(values).collect();
    connection.execute(&sql, parameters).await
}

fn values(push: &Push) -> [Value; 8] {
    let (english, russian) = push.said.clone().unzip();
    [
        push.sensor.into(),
        push.at.into(),
        push.status.into(),
        push.content_type.clone().into(),
        push.bytes.into(),
        push.body.as_slice().into(),
        english.into(),
        russian.into(),
    ]
}

/// What is kept of a sensor's pushes, the newest first, unless there is no such
/// sensor.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    sensor: i64,
    tenant: Option<i64>,
) -> Result<Option<Vec<Push>>> {
    let sql = "SELECT s.id, at, status, content_type, bytes, body, english, russian
         FROM sensor s JOIN entrance ON entrance.id = s.entrance_id
         JOIN site ON site.id = entrance.site_id
         LEFT JOIN push ON push.sensor_id = s.id
         WHERE s.id = ?1 AND (?2 IS NULL OR site.client_id = ?2)
         ORDER BY push.id DESC";
    let parameters = vec![sensor.into(), tenant.into()];
    let rows = connection.query(sql, parameters).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let pushes = rows.iter().filter_map(|row| push(row).transpose());
    pushes.collect::<Result<_>>().map(Some)
}

/// A push; none where the row tells only of the sensor.
fn push(row: &Row) -> Result<Option<Push>> {
    let Some(at) = row.get(1)? else {
        return Ok(None);
    };
    let (english, russian): (Option<_>, Option<_>) = (row.get(6)?, row.get(7)?);
    Ok(Some(Push {
        sensor: row.get(0)?,
        at,
        status: row.get(2)?,
        content_type: row.get(3)?,
        bytes: row.get(4)?,
        body: row.get(5)?,
        said: english.zip(russian),
    }))
}
