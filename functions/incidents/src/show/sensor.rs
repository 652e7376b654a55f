//! The sensor that an incident concerns.

use serde::Serialize;
use utoipa::ToSchema;

use crate::case::Case;

/// The sensor that an incident concerns, and its presumed place.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sensor {
    id: i64,
    name: String,
    entrance: String,
    model: Option<String>,
    serial: Option<String>,
    room: Option<String>,
    cabinet: Option<String>,
    supplied_by: String,
    mounted_by: String,
    warranty_until: Option<String>,
}

impl Sensor {
    /// The sensor of a case; none, where it concerns a whole site or system.
    pub fn of(case: &Case) -> Option<Self> {
        let (id, facts) = case.incident.draft.sensor.zip(case.facts.sensor.clone())?;
        Some(Self {
            id,
            name: facts.name,
            entrance: facts.entrance,
            model: facts.model,
            serial: facts.serial,
            room: facts.room,
            cabinet: facts.cabinet,
            supplied_by: facts.supplied_by,
            mounted_by: facts.mounted_by,
            warranty_until: facts.warranty_until,
        })
    }
}
