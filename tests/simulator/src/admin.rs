//! The administrator's side of the API.

use anyhow::{Context, bail};
use serde_json::Value;

use crate::http::Http;

/// The administrator.
pub struct Admin {
    http: Http,
    bearer: String,
}

impl Admin {
    /// With this token.
    pub fn new(http: Http, token: &str) -> Self {
        let bearer = format!("Bearer {}", token.trim());
        Self { http, bearer }
    }

    /// The connection to the service.
    pub fn http(&self) -> &Http {
        &self.http
    }

    /// Finds a thing by one of its fields, or enters it. The filter is empty,
    /// or a parameter of the list with `&` after it. The answer to
    /// entering holds what is shown once; a found thing does not.
    ///
    /// # Errors
    /// The service does not answer, or refuses.
    pub fn enter(
        &self,
        things: &str,
        filter: &str,
        (field, value): (&str, &str),
        body: &Value,
    ) -> anyhow::Result<Value> {
        let found = self.list(things, filter)?.into_iter().find(|thing| {
            let is_retired = thing.get("retired_at").is_some();
            !is_retired && text(thing, field).is_ok_and(|known| known == value)
        });
        match found {
            Some(thing) => Ok(thing),
            None => self.post(things, body),
        }
    }

    /// All things of a kind that the filter lets through.
    fn list(&self, things: &str, filter: &str) -> anyhow::Result<Vec<Value>> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        let named = things.rsplit('/').next().unwrap_or_default();
        loop {
            let mut page = self.get(&format!("{things}?{filter}limit=1000{cursor}"))?;
            if let Some(Value::Array(rows)) = page.get_mut(named).map(Value::take) {
                all.extend(rows);
            }
            match page.pointer("/meta/next").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(all),
            }
        }
    }

    /// Reads.
    ///
    /// # Errors
    /// The service does not answer, or refuses.
    pub fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.send("GET", path, "application/json", b"")
    }

    /// Enters.
    ///
    /// # Errors
    /// The service does not answer, or refuses.
    pub fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.send(
            "POST",
            path,
            "application/json",
            body.to_string().as_bytes(),
        )
    }

    /// Withdraws.
    ///
    /// # Errors
    /// The service does not answer, or refuses.
    pub fn delete(&self, path: &str) -> anyhow::Result<()> {
        self.send("DELETE", path, "application/json", b"").map(drop)
    }

    /// Sends a body of any type.
    ///
    /// # Errors
    /// The service does not answer, or refuses.
    pub fn send(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> anyhow::Result<Value> {
        let mut headers = vec![("authorization", self.bearer.clone())];
        if !body.is_empty() {
            headers.push(("content-type", kind.to_owned()));
        }
        let path = format!("/api/v1/{path}");
        let answer = self.http.send(method, &path, &headers, body)?;
        match answer.status {
            204 => Ok(Value::Null),
            200..300 => serde_json::from_str(&answer.text).with_context(|| path),
            status => bail!("{method} {path}: {status} {}", answer.text),
        }
    }
}

/// A thing's id.
///
/// # Errors
/// It has none.
pub fn id(thing: &Value) -> anyhow::Result<i64> {
    thing
        .get("id")
        .and_then(Value::as_i64)
        .context("the answer has no id")
}

/// A text of a thing.
///
/// # Errors
/// It has none of that name.
pub fn text<'a>(thing: &'a Value, field: &str) -> anyhow::Result<&'a str> {
    thing
        .get(field)
        .and_then(Value::as_str)
        .with_context(|| format!("the answer has no {field}"))
}
