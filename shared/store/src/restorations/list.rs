//! Restorations with the names of what they concern.

use std::collections::BTreeMap;

use super::Entry;
use crate::counts::restored::STATE;
use crate::registry::Window;
use crate::{Connection, Result, Row, Value};

/// Which restorations are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this client.
    pub client: Option<i64>,
    /// Of this site.
    pub site: Option<i64>,
    /// Of this sensor.
    pub sensor: Option<i64>,
    /// Of which this was said last: proposed, agreed, declined or withdrawn.
    pub state: Option<String>,
}

/// A restoration with the names of what it concerns, and its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// The sensor: id and name.
    pub sensor: (i64, String),
    /// The name of the entrance where it hangs.
    pub entrance: String,
    /// The site: id and name.
    pub site: (i64, String),
    /// The site's zone.
    pub zone: String,
    /// First second, since 1970.
    pub from: i64,
    /// First second after it.
    pub to: i64,
    /// The method with its version.
    pub method: String,
    /// Why.
    pub reason: String,
    /// What was said of it, in order.
    pub log: Vec<Entry>,
}

/// A page of the restorations, the newest first: the window's `after` is the least number
/// of the page before, or 0 for the first.
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
        state,
    } = filter.clone();
    let before = Some(window.after).filter(|after| *after != 0);
    let in_state = format!("{STATE} = ?");
    let compared: [(&str, Option<Value>); 6] = [
        ("x.id < ?", before.map(Value::from)),
        ("site.client_id = ?", tenant.map(Value::from)),
        ("site.client_id = ?", client.map(Value::from)),
        ("site.id = ?", site.map(Value::from)),
        ("x.sensor_id = ?", sensor.map(Value::from)),
        (&in_state, state.map(Value::from)),
    ];
    let given = compared
        .into_iter()
        .filter_map(|(words, value)| Some((words, value?)));
    let (conditions, mut parameters): (Vec<_>, Vec<_>) = given.unzip();
    parameters.push(window.limit.into());
    let wanted = match conditions.as_slice() {
        [] => String::new(),
        conditions => format!(" WHERE {}", conditions.join(" AND ")),
    };
    let sql = format!("{SELECT}{wanted} ORDER BY x.id DESC LIMIT ?");
    let rows = connection.query(&sql, parameters).await?;
    told(connection, &rows).await
}

/// A restoration, unless it does not exist or is another client's.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<Listed>> {
    let sql = format!("{SELECT} WHERE x.id = ?1 AND (?2 IS NULL OR site.client_id = ?2)");
    let rows = connection
        .query(&sql, vec![id.into(), tenant.into()])
        .await?;
    Ok(told(connection, &rows).await?.pop())
}

const SELECT: &str = "
    SELECT x.id, x.sensor_id, s.name, e.name, site.id, site.name, site.zone,
        x.starts_at, x.ends_at, x.method, x.reason
    FROM restoration x JOIN sensor s ON s.id = x.sensor_id
    JOIN entrance e ON e.id = s.entrance_id JOIN site ON site.id = e.site_id";

/// The restorations of these rows, with their logs.
async fn told(connection: &Connection, rows: &[Row]) -> Result<Vec<Listed>> {
    let mut listed = rows
        .iter()
        .map(|row| {
            Ok(Listed {
                id: row.get(0)?,
                sensor: (row.get(1)?, row.get(2)?),
                entrance: row.get(3)?,
                site: (row.get(4)?, row.get(5)?),
                zone: row.get(6)?,
                from: row.get(7)?,
                to: row.get(8)?,
                method: row.get(9)?,
                reason: row.get(10)?,
                log: Vec::new(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let ids: Vec<_> = listed.iter().map(|one| one.id).collect();
    let mut logs = logs(connection, &ids).await?;
    for one in &mut listed {
        one.log = logs.remove(&one.id).unwrap_or_default();
    }
    Ok(listed)
}

async fn logs(connection: &Connection, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Entry>>> {
    let sql = "SELECT v.restoration_id, v.at, v.author, v.event, v.text
         FROM json_each(?1) j JOIN restoration_event v ON v.restoration_id = j.value ORDER BY v.id";
    let mut logs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in connection.query(sql, vec![super::json(&ids)]).await? {
        logs.entry(row.get(0)?).or_default().push(Entry {
            at: row.get(1)?,
            author: row.get(2)?,
            event: row.get(3)?,
            text: row.get(4)?,
        });
    }
    Ok(logs)
}
