//! Lists of incidents, with the names of what they concern.

use std::collections::BTreeMap;

use super::{Entry, Incident, incident};
use crate::registry::Window;
use crate::{Connection, Result, Value};

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
    let (sql, parameters) = question(tenant, filter, window);
    let rows = connection.query(&sql, parameters).await?;
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

/// The statement that reads a page. It holds the conditions that are asked for and no
/// others: one that may be absent would keep every index from being used.
fn question(tenant: Option<i64>, filter: &Filter, window: Window) -> (String, Vec<Value>) {
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
    // Of a sensor, a site or a parent there are fewer incidents than of a client: the
    // sign keeps the client's index from being taken instead.
    let of_client = match sensor.or(site).or(parent) {
        Some(_) => "+i.client_id = ?",
        None => "i.client_id = ?",
    };
    let stages = stages.map(|stages| serde_json::to_string(&stages).unwrap_or_default());
    let before = Some(window.after).filter(|after| *after != 0);
    let compared: [(&str, Option<Value>); 11] = [
        ("i.id < ?", before.map(Value::from)),
        (of_client, tenant.map(Value::from)),
        (of_client, client.map(Value::from)),
        ("i.site_id = ?", site.map(Value::from)),
        ("i.sensor_id = ?", sensor.map(Value::from)),
        ("i.parent_id = ?", parent.map(Value::from)),
        ("i.stage = ?", stage.map(Value::from)),
        ("i.side = ?", side.map(Value::from)),
        ("i.symptom = ?", symptom.map(Value::from)),
        (
            "i.stage IN (SELECT value FROM json_each(?))",
            stages.map(Value::from),
        ),
        (SEARCH, search.map(|search| spellings(&search).into())),
    ];
    let known = [
        open.map(|open| match open {
            true => "i.closed_at IS NULL",
            false => "i.closed_at IS NOT NULL",
        }),
        decided.map(|decided| match decided {
            true => "i.side IS NOT NULL",
            false => "i.side IS NULL",
        }),
    ];
    let mut conditions: Vec<_> = known.into_iter().flatten().collect();
    let mut parameters = Vec::new();
    for (condition, value) in compared {
        if let Some(value) = value {
            conditions.push(condition);
            parameters.push(value);
        }
    }
    parameters.push(window.limit.into());
    let wanted = match conditions.as_slice() {
        [] => String::new(),
        conditions => format!(" WHERE {}", conditions.join(" AND ")),
    };
    let sql = format!("{LIST}{wanted} ORDER BY i.id DESC LIMIT ?");
    (sql, parameters)
}

/// The logs of several incidents, each in its order, without their texts: what has
/// happened says how an incident stands, and the texts of many are long.
///
/// # Errors
/// The database's.
pub async fn logs(
    connection: &Connection,
    incidents: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<Entry>>> {
    let sql = "SELECT v.incident_id, v.id, v.at, v.author, v.event
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
            text: None,
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
    LEFT JOIN system ON system.id = coalesce(i.system_id, s.system_id)";

/// That an incident has one of these words, or this number.
const SEARCH: &str = "EXISTS (SELECT 1 FROM json_each(?) w WHERE cast(i.id AS TEXT) = w.value
    OR instr(concat_ws(char(10), client.name, site.name, e.name, s.name, s.serial), w.value)
    OR EXISTS (SELECT 1 FROM incident_event v WHERE v.incident_id = i.id AND instr(v.text, w.value)))";

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn incidents_are_found_by_their_indexes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let connection = Connection::open_file(&path);
        let connection = connection.now_or_never().expect("native").expect("opened");
        let filter = |words: &str| {
            let id = |word: &str| words.contains(word).then_some(1);
            Filter {
                client: id("client"),
                site: id("site"),
                sensor: id("sensor"),
                parent: id("parent"),
                stage: id("stage").map(|_| "detected".to_owned()),
                open: id("open").map(|_| true),
                ..Filter::default()
            }
        };
        let check = |tenant: Option<i64>, words: &str, after: i64, expected: &str| {
            let window = Window { after, limit: 100 };
            let (sql, parameters) = question(tenant, &filter(words), window);
            let sql = format!("EXPLAIN QUERY PLAN {sql}");
            let plan = connection.query(&sql, parameters).now_or_never();
            let plan = plan.expect("native").expect("a plan");
            let mut steps = plan.iter().map(|row| row.get::<String>(3).expect("a step"));
            let found = steps.find(|step| step.contains(" i USING"));
            let found = found.unwrap_or_default();
            assert!(found.contains(expected), "{tenant:?} {words}: {found}");
        };
        let own = Some(1);
        check(None, "", 9, "INTEGER PRIMARY KEY (rowid<?)");
        check(None, "client", 0, "incident_of_client (client_id=?)");
        check(own, "", 9, "incident_of_client (client_id=? AND id<?)");
        check(None, "open", 9, "incident_unclosed (id<?)");
        check(own, "open", 0, "incident_open (client_id=?)");
        check(own, "open stage", 0, "incident_open (client_id=?)");
        for tenant in [None, own] {
            for open in ["", "open "] {
                let check = |word: &str, expected: &str| {
                    check(tenant, &format!("{open}{word}"), 0, expected);
                };
                check("site", "incident_of_site (site_id=?)");
                check("sensor", "incident_of_sensor (sensor_id=?)");
                check("parent", "incident_of_parent (parent_id=?)");
            }
        }
    }
}
