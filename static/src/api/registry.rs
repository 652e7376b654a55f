//! The registry: what there is and how it is watched, as rows of named fields.
//! Its lists and forms are described by data, so one set of requests serves all.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::json;

use super::{Method, Result, delete, get, post, put, set, tell};

/// The most rows of one answer.
const LIMIT: usize = 1000;
/// The most answers that one list is read with.
const PAGES: usize = 20;

/// A thing as the service tells it: its fields by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Row(pub Map<String, Value>);

impl Row {
    /// Its number; 0 where it has none.
    pub fn id(&self) -> i64 {
        self.number("id").unwrap_or_default()
    }

    /// A field as it is typed; empty where it is absent.
    pub fn text(&self, name: &str) -> String {
        self.0.get(name).map(Self::shown).unwrap_or_default()
    }

    /// A value as it is typed.
    pub fn shown(value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Bool(is) => is.to_string(),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => whole.to_string(),
                None => number.as_f64().map(json::written).unwrap_or_default(),
            },
            _ => String::new(),
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    /// Rows within it.
    pub fn rows(&self, name: &str) -> Vec<Self> {
        self.0.get(name).map(Self::all).unwrap_or_default()
    }

    /// The rows of a list.
    fn all(list: &Value) -> Vec<Self> {
        let rows = list.as_array().into_iter().flatten();
        rows.filter_map(Value::as_object)
            .cloned()
            .map(Self)
            .collect()
    }

    /// Texts or numbers within it.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let texts = self.0.get(name).and_then(Value::as_array);
        texts.into_iter().flatten().map(Self::shown).collect()
    }
}

/// A page of a list, and where the next one starts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// A page of a list. The rows stand under the last word of the path, or are all
/// that is answered.
pub async fn page(path: &str, cursor: Option<&str>, limit: usize) -> Result<Page> {
    let joint = if path.contains('?') { '&' } else { '?' };
    let from = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
    let answer: Value = get(&format!("{path}{joint}limit={limit}{from}")).await?;
    let address = path.split('?').next().unwrap_or_default();
    let rows = match &answer {
        Value::Object(fields) => fields.get(address.rsplit('/').next().unwrap_or_default()),
        plain => Some(plain),
    };
    let rows = rows.map(Row::all).unwrap_or_default();
    let next = answer.get("meta").and_then(|meta| meta.get("next"));
    let next = next.and_then(Value::as_str).map(str::to_owned);
    Ok(Page { rows, next })
}

/// A whole list.
pub async fn all(path: &str) -> Result<Vec<Row>> {
    let mut found = page(path, None, LIMIT).await?;
    for _ in 1..PAGES {
        let Some(cursor) = found.next.take() else {
            break;
        };
        let more = page(path, Some(&cursor), LIMIT).await?;
        found.rows.extend(more.rows);
        found.next = more.next;
    }
    Ok(found.rows)
}

/// One thing.
pub async fn one(path: &str) -> Result<Row> {
    get(path).await
}

/// Enters something or replaces it, and reads what has become of it.
pub async fn save(method: Method, path: &str, body: &Map<String, Value>) -> Result<Row> {
    match method {
        Method::Post => post(path, body).await,
        _ => put(path, body).await,
    }
}

/// Does something that has no answer.
pub async fn act(method: Method, path: &str) -> Result<()> {
    match method {
        Method::Delete => delete(path).await,
        Method::Put => set(path, &Map::new()).await,
        _ => tell(path, &Map::new()).await,
    }
}
