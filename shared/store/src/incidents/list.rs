//! Lists of incidents, with the names of what they concern.

use std::collections::BTreeMap;

use super::{Entry, Incident, incident};
use crate::registry::Window;
use crate::{Connection, Result};

/// Which incidents are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this client.
    pub client: Option<i64>,
    /// Of this site.
    pub site: Option<i64>,
    /// Of this sensor.
    pub sensor: Option<i64>,
    /// Under this incident of a site.
    pub parent: Option<i64>,
    /// At this stage.
    pub stage: Option<String>,
    /// At one of these stages.
    pub stages: Option<Vec<String>>,
    /// On this side.
    pub side: Option<String>,
    /// Whose side was decided, or those whose was not.
    pub decided: Option<bool>,
    /// With this symptom.
    pub symptom: Option<String>,
    /// Open ones, or closed ones.
    pub open: Option<bool>,
    /// With these words in the names of site, entrance or sensor, in the
    /// serial or the log; or with this number.
    pub search: Option<String>,
}

/// An incident in a list, with the names of what it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The incident.
    pub incident: Incident,
    /// The client's name.
    pub client: Option<String>,
    /// The site's name.
    pub site: Option<String>,
    /// The site's zone.
    pub zone: Option<String>,
    /// The sensor's name.
    pub sensor: Option<String>,
    /// The name of the entrance where it hangs.
    pub entrance: Option<String>,
    /// The service plan, as in [`Facts`](super::Facts).
    pub plan: Option<String>,
}

/// A page of the incidents, the newest first: the window's `after` is the least
/// number of the page before, or 0 for the first.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    filter: &Filter,
    window: Window,
) -> Result<Vec<Listed>> {
    let Filter {
        client,
        site,
        sensor,
        parent,
        stage,
        stages,
        side,
        decided,
        symptom,
        open,
        search,
    } = filter.clone();
    let stages = stages.map(|stages| serde_json::to_string(&stages).unwrap_or_default());
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        client.into(),
        site.into(),
        sensor.into(),
        parent.into(),
        stage.into(),
        side.into(),
        symptom.into(),
        open.into(),
        search.map(|search| spellings(&search)).into(),
        stages.into(),
        decided.into(),
    ];
    let rows = connection.query(LIST, parameters).await?;
    rows.iter()
        .map(|row| {
            Ok(Listed {
                incident: incident(row)?,
                client: row.get(17)?,
                site: row.get(18)?,
                zone: row.get(19)?,
                sensor: row.get(20)?,
                entrance: row.get(21)?,
                plan: row.get(22)?,
            })
        })
        .collect()
}

/// The logs of several incidents, each in its order.
///
/// # Errors
/// The database's.
pub async fn logs(
    connection: &Connection,
    incidents: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<Entry>>> {
    let sql = "SELECT v.incident_id, v.id, v.at, v.author, v.event, v.text
         FROM json_each(?1) j JOIN incident_event v ON v.incident_id = j.value ORDER BY v.id";
    let incidents: Vec<_> = incidents.into_iter().collect();
    let incidents = serde_json::to_string(&incidents).unwrap_or_default();
    let mut logs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in connection.query(sql, vec![incidents.into()]).await? {
        logs.entry(row.get(0)?).or_default().push(Entry {
            id: row.get(1)?,
            at: row.get(2)?,
            author: row.get(3)?,
            event: row.get(4)?,
            text: row.get(5)?,
        });
    }
    Ok(logs)
}

/// What is searched for, as it may be spelled, as a JSON array: the database
/// tells capital letters from small ones, and knows only those of ASCII.
fn spellings(search: &str) -> String {
    let small = search.to_lowercase();
    let mut letters = small.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let capital: String = first.chain(letters.clone()).collect();
    let all = [
        search.to_owned(),
        small.clone(),
        capital,
        search.to_uppercase(),
    ];
    serde_json::to_string(&all).unwrap_or_default()
}

const LIST: &str = "
    SELECT i.id, i.client_id, i.site_id, i.system_id, i.sensor_id, i.symptom, i.since,
        i.detected_at, i.evidence, i.parent_id, i.stage, i.side, i.unstable, i.cause, i.remedy,
        i.closed_at, i.attention, client.name, site.name, site.zone, s.name, e.name,
        coalesce(system.plan, (SELECT min(coalesce(y.plan, '-')) FROM sensor x JOIN system y ON y.id = x.system_id
            JOIN entrance z ON z.id = x.entrance_id WHERE z.site_id = i.site_id AND i.sensor_id IS NULL))
    FROM incident i LEFT JOIN client ON client.id = i.client_id
    LEFT JOIN site ON site.id = i.site_id
    LEFT JOIN sensor s ON s.id = i.sensor_id LEFT JOIN entrance e ON e.id = s.entrance_id
    LEFT JOIN system ON system.id = coalesce(i.system_id, s.system_id)
    WHERE (?1 = 0 OR i.id < ?1) AND (?3 IS NULL OR i.client_id = ?3)
      AND (?4 IS NULL OR i.client_id = ?4) AND (?5 IS NULL OR i.site_id = ?5)
      AND (?6 IS NULL OR i.sensor_id = ?6) AND (?7 IS NULL OR i.parent_id = ?7)
      AND (?8 IS NULL OR i.stage = ?8) AND (?9 IS NULL OR i.side = ?9)
      AND (?10 IS NULL OR i.symptom = ?10) AND (?11 IS NULL OR (i.closed_at IS NULL) = ?11)
      AND (?13 IS NULL OR i.stage IN (SELECT value FROM json_each(?13)))
      AND (?14 IS NULL OR (i.side IS NOT NULL) = ?14)
      AND (?12 IS NULL OR EXISTS (SELECT 1 FROM json_each(?12) w WHERE cast(i.id AS TEXT) = w.value
        OR instr(concat_ws(char(10), client.name, site.name, e.name, s.name, s.serial), w.value)
        OR EXISTS (SELECT 1 FROM incident_event v WHERE v.incident_id = i.id AND instr(v.text, w.value))))
    ORDER BY i.id DESC LIMIT ?2";
