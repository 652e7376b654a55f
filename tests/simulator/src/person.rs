//! Somebody of the demonstration who has signed in.

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::admin::text;
use crate::http::Http;

/// Somebody who has signed in.
pub struct Person<'a> {
    http: &'a Http,
    headers: [(&'static str, String); 3],
}

impl<'a> Person<'a> {
    /// Signs in.
    ///
    /// # Errors
    /// The service does not answer, or refuses.
    pub fn sign_in(http: &'a Http, email: &str, password: &str) -> anyhow::Result<Self> {
        let kind = ("content-type", "application/json".to_owned());
        let body = json!({"email": email, "password": password}).to_string();
        let path = "/api/v1/session";
        let answer = http.send("POST", path, std::slice::from_ref(&kind), body.as_bytes())?;
        if answer.status != 200 {
            bail!("{email} is not let in: {} {}", answer.status, answer.text);
        }
        let session: Value = serde_json::from_str(&answer.text).context(path)?;
        let cookie = answer.cookie.context("a cookie")?;
        let shown = text(&session, "csrf")?.to_owned();
        Ok(Self {
            http,
            headers: [kind, ("cookie", cookie), ("x-csrf-token", shown)],
        })
    }

    /// Says something.
    ///
    /// # Errors
    /// The service does not answer, or refuses.
    pub fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let path = format!("/api/v1/{path}");
        let body = body.to_string();
        let answer = self
            .http
            .send("POST", &path, &self.headers, body.as_bytes())?;
        match answer.status {
            200..300 => serde_json::from_str(&answer.text).context(path),
            status => bail!("POST {path}: {status} {}", answer.text),
        }
    }
}
