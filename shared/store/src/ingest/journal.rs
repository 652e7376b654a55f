//! What pushes tell of the sensors themselves, and what is notable about them.

use std::collections::BTreeMap;

use spp_formats::Device;

use super::{CLOCK_TOLERANCE, Profile};
use crate::{Connection, Result, Transaction};

/// Something notable about a sensor's pushes, one a kind and day of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What: one of the constants below.
    pub kind: String,
    /// When it was first seen on that day, in seconds since 1970.
    pub first: i64,
    /// When it was last seen on that day.
    pub last: i64,
    /// In how many pushes.
    pub times: i64,
    /// The latest detail.
    pub detail: String,
}

impl Entry {
    /// A push named another device's serial number, which is the detail.
    pub const SERIAL: &'static str = "foreign-serial";
    /// Readings of a kind that is not counted, which is the detail.
    pub const KIND: &'static str = "uncounted-kind";
    /// The device's clock is wrong, by so many seconds.
    pub const CLOCK: &'static str = "wrong-clock";
    /// Readings of more channels than a sensor may have; the name of one.
    pub const CHANNELS: &'static str = "too-many-channels";
}

/// The latest entries of a sensor, at most so many.
///
/// # Errors
/// The database's.
pub async fn entries(connection: &Connection, sensor: i64, limit: u32) -> Result<Vec<Entry>> {
    let sql = "SELECT kind, first, last, times, detail FROM journal
         WHERE sensor_id = ?1 ORDER BY day DESC, kind LIMIT ?2";
    let rows = connection
        .query(sql, vec![sensor.into(), limit.into()])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Entry {
                kind: row.get(0)?,
                first: row.get(1)?,
                last: row.get(2)?,
                times: row.get(3)?,
                detail: row.get(4)?,
            })
        })
        .collect()
}

/// The notes of one transaction, summed before they are written.
#[derive(Default)]
pub(super) struct Journal {
    contacts: BTreeMap<i64, Contact>,
    /// By sensor, day and kind.
    notes: BTreeMap<(i64, i64, &'static str), Note>,
}

struct Note {
    first: i64,
    last: i64,
    times: u32,
    detail: String,
}

#[derive(Default)]
struct Contact {
    at: i64,
    data: Option<i64>,
    firmware: Option<String>,
    clock_offset: Option<i64>,
}

impl Journal {
    /// A device was heard.
    pub(super) fn contact(
        &mut self,
        profile: &Profile,
        arrived: i64,
        device: &Device,
        data: Option<i64>,
    ) {
        let offset = device.clock.map(|clock| clock.timestamp() - arrived);
        let contact = self.contacts.entry(profile.sensor).or_default();
        contact.at = contact.at.max(arrived);
        contact.data = contact.data.max(data);
        if device.firmware.is_some() {
            contact.firmware.clone_from(&device.firmware);
        }
        contact.clock_offset = offset.or(contact.clock_offset);
        if let Some(offset) = offset.filter(|offset| CLOCK_TOLERANCE < offset.abs()) {
            self.note(profile, arrived, Entry::CLOCK, offset.to_string());
        }
    }

    /// Something is notable.
    pub(super) fn note(&mut self, profile: &Profile, at: i64, kind: &'static str, detail: String) {
        let key = (profile.sensor, at.div_euclid(86_400), kind);
        let note = self.notes.entry(key).or_insert_with(|| Note {
            first: at,
            last: at,
            times: 0,
            detail: String::new(),
        });
        note.first = at.min(note.first);
        note.last = at.max(note.last);
        note.times += 1;
        note.detail = detail;
    }

    /// Writes it all: two statements at most.
    pub(super) async fn write(self, transaction: &Transaction) -> Result<()> {
        if !self.contacts.is_empty() {
            let rows: Vec<_> = self
                .contacts
                .into_iter()
                .map(|(sensor, contact)| {
                    let Contact {
                        at,
                        data,
                        firmware,
                        clock_offset,
                    } = contact;
                    (
                        sensor,
                        at,
                        data,
                        firmware,
                        clock_offset,
                        clock_offset.map(|_| at),
                        data.map(|_| at),
                    )
                })
                .collect();
            let rows = serde_json::to_string(&rows).unwrap_or_default();
            transaction.execute(CONTACTS, vec![rows.into()]).await?;
        }
        if !self.notes.is_empty() {
            let rows: Vec<_> = self
                .notes
                .into_iter()
                .map(|((sensor, day, kind), note)| {
                    let Note {
                        first,
                        last,
                        times,
                        detail,
                    } = note;
                    (sensor, day, kind, first, last, times, detail)
                })
                .collect();
            let rows = serde_json::to_string(&rows).unwrap_or_default();
            transaction.execute(NOTES, vec![rows.into()]).await?;
        }
        Ok(())
    }
}

const CONTACTS: &str = "
    INSERT INTO sensor_state
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
    FROM json_each(?1) WHERE true
    ON CONFLICT (sensor_id) DO UPDATE SET
        last_contact = max(last_contact, excluded.last_contact),
        data_arrived = CASE WHEN coalesce(last_data, 0) < excluded.last_data
            THEN excluded.data_arrived ELSE data_arrived END,
        last_data = max(coalesce(last_data, excluded.last_data), coalesce(excluded.last_data, last_data)),
        firmware = coalesce(excluded.firmware, firmware),
        clock_offset = coalesce(excluded.clock_offset, clock_offset),
        clock_at = coalesce(excluded.clock_at, clock_at)";

const NOTES: &str = "
    INSERT INTO journal
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
    FROM json_each(?1) WHERE true
    ON CONFLICT (sensor_id, day, kind) DO UPDATE SET
        first = min(first, excluded.first), last = max(last, excluded.last),
        times = times + excluded.times, detail = excluded.detail";
