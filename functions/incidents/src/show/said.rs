//! What was said of an incident, and by whom.

use serde::Serialize;
use serde_json::Value;
use spp_incident::life::{Author, Entry};
use spp_web::Result;
use spp_web::auth::Principal;
use utoipa::ToSchema;

use crate::context::broken;

/// An entry of the timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Said {
    at: String,
    #[schema(value_type = Object)]
    author: Author,
    #[schema(value_type = Object)]
    event: Value,
    text: Option<String>,
}

impl Said {
    /// An entry of a log, with its moment as it is shown.
    pub fn of(entry: &Entry, at: String) -> Result<Self> {
        Ok(Self {
            at,
            author: entry.author.clone(),
            event: serde_json::to_value(&entry.event).map_err(broken)?,
            text: entry.text.clone(),
        })
    }
}

/// As whom somebody speaks.
pub fn author(principal: &Principal) -> Author {
    Author::of(principal.is_contractor(), principal.name())
}
