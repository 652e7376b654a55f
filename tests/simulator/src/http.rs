//! Requests and answers over plain HTTP.

use std::time::Duration;

use anyhow::Context;
use ureq::Agent;
use ureq::http::Request;

/// Sends requests, over connections that are kept.
#[derive(Clone)]
pub struct Http {
    agent: Agent,
    /// The service's address, without a slash at its end.
    url: String,
}

/// What the service answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The cookie that it gives, without its attributes.
    pub cookie: Option<String>,
    /// The body.
    pub text: String,
}

impl Http {
    /// For the service at that address; an answer may take so long.
    pub fn new(url: &str, patience: Duration) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(patience))
            .build()
            .into();
        let url = url.trim_end_matches('/').to_owned();
        Self { agent, url }
    }

    /// The service's address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Sends a request to a path.
    ///
    /// # Errors
    /// No answer came.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> anyhow::Result<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(body)?;
        let mut response = self
            .agent
            .run(request)
            .with_context(|| format!("{} does not answer", self.url))?;
        let status = response.status().as_u16();
        let cookie = response.headers().get("set-cookie");
        let cookie = cookie.and_then(|cookie| cookie.to_str().ok()?.split(';').next());
        Ok(Answer {
            status,
            cookie: cookie.map(str::to_owned),
            text: response.body_mut().read_to_string()?,
        })
    }
}
