//! A browser in which somebody signs in.

use e2e::http::Answer;
use e2e::server::Server;
use serde_json::{Value, json};

/// The password of everybody in these tests.
pub const PASSWORD: &str = "верная лошадь батарея";

/// A browser, which keeps its cookie and the portal's token.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// The cookie, `__Host-spp=…`; none where nobody has signed in.
    pub cookie: Option<String>,
    /// What the portal sends along.
    pub csrf: Option<String>,
}

impl Browser {
    /// One in which somebody has signed in.
    pub fn of(server: &Server, email: &str) -> Self {
        let mut browser = Self::default();
        let answer = browser.sign_in(server, email, PASSWORD);
        assert_eq!(answer.status, 200, "{email}: {}", answer.text);
        browser
    }

    /// Signs in, or tries to.
    pub fn sign_in(&mut self, server: &Server, email: &str, password: &str) -> Answer {
        let body = json!({"email": email, "password": password});
        let answer = self.send(server, "POST", "/api/v1/session", &body);
        self.keep(&answer);
        answer
    }

    /// Keeps what a sign-in gives.
    pub fn keep(&mut self, answer: &Answer) {
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
            self.csrf = answer.json()["csrf"].as_str().map(str::to_owned);
        }
    }

    /// Whether somebody is signed in.
    pub fn is_in(&self, server: &Server) -> bool {
        let answer = self.get(server, "/api/v1/session");
        assert!([200, 204].contains(&answer.status), "{}", answer.text);
        answer.status == 200
    }

    /// Reads.
    pub fn get(&self, server: &Server, path: &str) -> Answer {
        self.send(server, "GET", path, &Value::Null)
    }

    /// Sends what the portal sends; a null body is none.
    pub fn send(&self, server: &Server, method: &str, path: &str, body: &Value) -> Answer {
        let mut headers = vec![
            ("accept-language", "en"),
            ("sec-fetch-site", "same-origin"),
            (
                "user-agent",
                "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
            ),
        ];
        headers.extend(self.cookie.as_deref().map(|cookie| ("cookie", cookie)));
        headers.extend(self.csrf.as_deref().map(|csrf| ("x-csrf-token", csrf)));
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        server.send(method, path, &headers, body.as_bytes())
    }
}

/// Enters somebody with [`PASSWORD`], and returns the id.
pub fn enter(server: &Server, email: &str, role: &str, client: Option<i64>) -> i64 {
    let body = json!({
        "email": email, "name": email.split('@').next(), "role": role, "client_id": client,
        "password": PASSWORD,
    });
    let answer = server.administer("POST", "/api/v1/users", &body);
    assert_eq!(answer.status, 201, "{email}: {}", answer.text);
    answer.json()["id"].as_i64().unwrap()
}
