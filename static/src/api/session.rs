//! Who is signed in, and how one does.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Result, delete, get, post, set};

/// A session.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Session {
    /// Whose it is.
    pub user: User,
    /// Goes along with requests that change something.
    pub csrf: String,
}

/// A person who signs in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct User {
    /// The number.
    pub id: i64,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The language's code.
    pub language: String,
    /// The organisation of a client's user.
    pub client: Option<Named>,
}

/// Something with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The number.
    pub id: i64,
    /// The name.
    pub name: String,
}

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads its organisation, answers its incidents.
    ClientUser,
    /// Also manages its organisation's people and settings.
    ClientManager,
    /// Looks after all clients.
    Engineer,
    /// May do everything.
    Administrator,
}

impl Role {
    /// Whether it is one of the contractor's.
    pub fn is_contractor(self) -> bool {
        matches!(self, Self::Engineer | Self::Administrator)
    }

    /// Whether it manages anything.
    pub fn manages(self) -> bool {
        !matches!(self, Self::ClientUser)
    }
}

/// What a one-time link is for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Link {
    /// `invitation` or `reset`.
    pub purpose: String,
    /// Whose it is.
    pub email: String,
    /// The name, as it was entered.
    pub name: String,
}

/// A place where the reader is signed in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Place {
    /// The number.
    pub id: i64,
    /// Since when.
    pub created_at: String,
    /// When it was last used.
    pub seen_at: String,
    /// From which network address.
    pub address: Option<String>,
    /// With which browser.
    pub agent: Option<String>,
    /// Whether it is this one.
    pub current: bool,
}

#[derive(Deserialize)]
struct Places {
    sessions: Vec<Place>,
}

/// The session that the browser has.
pub async fn current() -> Result<Session> {
    get("/api/v1/session").await
}

/// Signs out.
pub async fn sign_out() -> Result<()> {
    delete("/api/v1/session").await
}

/// What a one-time link is for.
pub async fn link(token: &str) -> Result<Link> {
    post("/api/v1/links", &json!({"token": token})).await
}

/// Uses a one-time link: sets the password, and signs in.
pub async fn use_link(token: &str, password: &str, name: &str) -> Result<Session> {
    let body = json!({"token": token, "password": password, "name": name});
    post("/api/v1/links/use", &body).await
}

/// Changes the reader's name and language.
pub async fn rename(name: &str, language: &str) -> Result<Session> {
    let body = json!({"name": name, "language": language});
    super::put("/api/v1/session/user", &body).await
}

/// Changes the password; the reader is signed out everywhere else.
pub async fn change_password(current: &str, new: &str) -> Result<()> {
    let body = json!({"current": current, "new": new});
    set("/api/v1/session/password", &body).await
}

/// Where the reader is signed in.
pub async fn places() -> Result<Vec<Place>> {
    get("/api/v1/sessions")
        .await
        .map(|found: Places| found.sessions)
}

/// Signs out at one place.
pub async fn leave(id: i64) -> Result<()> {
    delete(&format!("/api/v1/sessions/{id}")).await
}

/// Signs out everywhere else.
pub async fn leave_others() -> Result<()> {
    delete("/api/v1/sessions").await
}
