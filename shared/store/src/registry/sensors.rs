//! Sensors and the maps of their channels.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use spp_counts::ValueKind;
use spp_formats::Format;

use super::{Window, all, changes, one, word, words};
use crate::{Connection, Error, Result, Row, Transaction, Value};

/// What an administrator says of a sensor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The system that it belongs to.
    pub system_id: i64,
    /// The entrance that it watches; of the same client as the system.
    pub entrance_id: i64,
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// The maker's name of the model.
    pub model: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// The format of its pushes.
    pub format: Format,
    /// The one kind of value that is counted.
    pub kind: ValueKind,
    /// Its interval in seconds, 60 to 86 400, a divisor of a day.
    pub interval: u32,
    /// The firmware as entered by hand; a push that names its own wins.
    pub firmware: Option<String>,
    /// Where it hangs.
    pub room: Option<String>,
    /// Where it is connected.
    pub cabinet: Option<String>,
    /// Who supplied it.
    pub supplied: By,
    /// Who mounted it.
    pub mounted: By,
    /// The last day of its warranty.
    pub warranty_until: Option<NaiveDate>,
    /// How often it is heard from at least, in seconds, 60 to 604 800; none for
    /// what its interval gives.
    pub heartbeat: Option<u32>,
    /// Its channel map; empty where the first pushes are to make it.
    pub channels: Vec<ChannelDraft>,
}

/// Whose work something was; with a name where that is a third party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Which side.
    pub side: Side,
    /// The company's name.
    pub name: Option<String>,
}

/// The sides that a supply, a mounting or a fault can be on (S2 4.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The supplier of the service.
    Contractor,
    /// The client.
    Client,
    /// Somebody else.
    ThirdParty,
}

words!(Side {
    Contractor = "contractor",
    Client = "client",
    ThirdParty = "third_party",
});

/// What a maker's line or register means here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelDraft {
    /// The maker's name of it.
    pub source: String,
    /// `both`, `in`, `out`, or `none` for what is kept and not summed.
    pub direction: Direction,
    /// In and out change places: the sensor hangs the other way round.
    pub flip: bool,
}

/// The direction of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// It tells in from out.
    Both,
    /// All are coming in.
    In,
    /// All are going out.
    Out,
    /// Kept, and not summed.
    None,
}

words!(Direction {
    Both = "both",
    In = "in",
    Out = "out",
    None = "none",
});

/// A sensor, with what its pushes have told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensor {
    /// Its id.
    pub id: i64,
    /// What is said of it; its channels are the known ones, mapped or not.
    pub draft: Draft,
    /// Since when it is known, in seconds since 1970.
    pub created_at: i64,
    /// Since when it is out of service.
    pub retired_at: Option<i64>,
    /// What its pushes have told; none before the first.
    pub state: Option<State>,
}

/// What a sensor's pushes have told, times in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The last push of any kind.
    pub last_contact: i64,
    /// The end of the newest statement.
    pub last_data: Option<i64>,
    /// The device's firmware by its own word.
    pub firmware: Option<String>,
    /// How far the device's clock is ahead, in seconds.
    pub clock_offset: Option<i64>,
}

/// Enters a sensor with its channel map and returns its id.
///
/// # Errors
/// [`Error::Reference`] where system and entrance do not exist or are not of
/// one client.
pub async fn create(transaction: &Transaction, draft: &Draft, now: i64) -> Result<i64> {
    let sql = "INSERT INTO sensor (system_id, entrance_id, name, model, serial, format, kind,
             interval, firmware, room, cabinet, supplied_by, supplier, mounted_by, mounter,
             warranty_until, heartbeat, created_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18
         FROM system JOIN site ON site.client_id = system.client_id
         JOIN entrance ON entrance.site_id = site.id
         WHERE system.id = ?1 AND entrance.id = ?2 RETURNING id";
    let mut parameters = values(draft);
    parameters.push(now.into());
    let row = transaction.find(sql, parameters).await?;
    let id = row.ok_or(Error::Reference)?.get(0)?;
    map(transaction, id, &draft.channels).await?;
    Ok(id)
}

/// Replaces what is said of a sensor, and the directions of the channels that
/// are named; `false` where there is none.
///
/// # Errors
/// As [`create`].
pub async fn update(transaction: &Transaction, id: i64, draft: &Draft) -> Result<bool> {
    let sql = "UPDATE sensor SET system_id = ?1, entrance_id = ?2, name = ?3, model = ?4,
             serial = ?5, format = ?6, kind = ?7, interval = ?8, firmware = ?9, room = ?10,
             cabinet = ?11, supplied_by = ?12, supplier = ?13, mounted_by = ?14, mounter = ?15,
             warranty_until = ?16, heartbeat = ?17
         WHERE id = ?18
           AND (SELECT client_id FROM system WHERE id = ?1) =
               (SELECT client_id FROM site JOIN entrance ON entrance.site_id = site.id
                WHERE entrance.id = ?2)
           AND (SELECT client_id FROM system WHERE id = ?1) =
               (SELECT client_id FROM system WHERE id = sensor.system_id)
         RETURNING id";
    let mut parameters = values(draft);
    parameters.push(id.into());
    if !changes(transaction, sql, parameters).await? {
        let known = "SELECT 1 FROM sensor WHERE id = ?1";
        return match changes(transaction, known, vec![id.into()]).await? {
            true => Err(Error::Reference),
            false => Ok(false),
        };
    }
    map(transaction, id, &draft.channels).await?;
    Ok(true)
}

/// Takes a sensor out of service, or back into it; `false` where there is none.
///
/// # Errors
/// The database's.
pub async fn retire(connection: &Connection, id: i64, at: Option<i64>) -> Result<bool> {
    let sql = "UPDATE sensor SET retired_at = ?2 WHERE id = ?1 RETURNING id";
    changes(connection, sql, vec![id.into(), at.into()]).await
}

/// One sensor.
///
/// # Errors
/// The database's.
pub async fn get(connection: &Connection, id: i64, tenant: Option<i64>) -> Result<Option<Sensor>> {
    let sql = format!("{SELECT} WHERE s.id = ?1 AND (?2 IS NULL OR system.client_id = ?2)");
    one(connection, &sql, vec![id.into(), tenant.into()], sensor).await
}

/// Whose sensors are wanted: of all that are given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Of {
    /// Of this system.
    pub system: Option<i64>,
    /// Of this entrance.
    pub entrance: Option<i64>,
    /// Of this site.
    pub site: Option<i64>,
}

/// A page of the sensors, of one system or entrance if told.
///
/// # Errors
/// The database's.
pub async fn list(
    connection: &Connection,
    tenant: Option<i64>,
    of: Of,
    window: Window,
) -> Result<Vec<Sensor>> {
    let sql = format!(
        "{SELECT} WHERE ?1 < s.id AND (?3 IS NULL OR system.client_id = ?3)
           AND (?4 IS NULL OR s.system_id = ?4) AND (?5 IS NULL OR s.entrance_id = ?5)
           AND (?6 IS NULL OR s.entrance_id IN (SELECT id FROM entrance WHERE site_id = ?6))
         ORDER BY s.id LIMIT ?2"
    );
    let parameters = vec![
        window.after.into(),
        window.limit.into(),
        tenant.into(),
        of.system.into(),
        of.entrance.into(),
        of.site.into(),
    ];
    all(connection, &sql, parameters, sensor).await
}

async fn map(transaction: &Transaction, id: i64, channels: &[ChannelDraft]) -> Result<()> {
    let sql = "INSERT INTO channel (sensor_id, source, direction, flip, mapped)
         SELECT ?1, value ->> 'source', value ->> 'direction', value ->> 'flip', 1
         FROM json_each(?2) WHERE true
         ON CONFLICT (sensor_id, source) DO UPDATE SET
             direction = excluded.direction, flip = excluded.flip, mapped = 1";
    let channels = serde_json::to_string(channels).unwrap_or_default();
    transaction
        .execute(sql, vec![id.into(), channels.into()])
        .await
}

const SELECT: &str = "
    SELECT s.id, s.system_id, s.entrance_id, s.name, s.model, s.serial, s.format, s.kind,
        s.interval, s.firmware, s.room, s.cabinet, s.supplied_by, s.supplier, s.mounted_by,
        s.mounter, s.warranty_until, s.created_at, s.retired_at,
        (SELECT json_group_array(json_object('source', source, 'direction', direction,
             'flip', json(iif(flip, 'true', 'false')))) FROM channel WHERE sensor_id = s.id),
        st.last_contact, st.last_data, st.firmware, st.clock_offset, s.heartbeat
    FROM sensor s JOIN system ON system.id = s.system_id
    LEFT JOIN sensor_state st ON st.sensor_id = s.id";

fn values(draft: &Draft) -> Vec<Value> {
    vec![
        draft.system_id.into(),
        draft.entrance_id.into(),
        draft.name.as_str().into(),
        draft.model.clone().into(),
        draft.serial.clone().into(),
        draft.format.id().into(),
        draft.kind.id().into(),
        draft.interval.into(),
        draft.firmware.clone().into(),
        draft.room.clone().into(),
        draft.cabinet.clone().into(),
        draft.supplied.side.id().into(),
        draft.supplied.name.clone().into(),
        draft.mounted.side.id().into(),
        draft.mounted.name.clone().into(),
        draft.warranty_until.map(|date| date.to_string()).into(),
        draft.heartbeat.into(),
    ]
}

fn sensor(row: &Row) -> Result<Sensor> {
    let unexpected = |column| Error::Unexpected { column };
    let warranty = row.get::<Option<String>>(16)?;
    let draft = Draft {
        system_id: row.get(1)?,
        entrance_id: row.get(2)?,
        name: row.get(3)?,
        model: row.get(4)?,
        serial: row.get(5)?,
        format: word(row, 6, Format::from_id)?,
        kind: word(row, 7, ValueKind::from_id)?,
        interval: row.get(8)?,
        firmware: row.get(9)?,
        room: row.get(10)?,
        cabinet: row.get(11)?,
        supplied: By {
            side: word(row, 12, Side::from_id)?,
            name: row.get(13)?,
        },
        mounted: By {
            side: word(row, 14, Side::from_id)?,
            name: row.get(15)?,
        },
        warranty_until: warranty
            .map(|date| date.parse().map_err(|_| unexpected(16)))
            .transpose()?,
        heartbeat: row.get(24)?,
        channels: serde_json::from_str(&row.get::<String>(19)?).map_err(|_| unexpected(19))?,
    };
    let state = match row.get::<Option<i64>>(20)? {
        None => None,
        Some(last_contact) => Some(State {
            last_contact,
            last_data: row.get(21)?,
            firmware: row.get(22)?,
            clock_offset: row.get(23)?,
        }),
    };
    let (id, created_at, retired_at) = (row.get(0)?, row.get(17)?, row.get(18)?);
    Ok(Sensor {
        id,
        draft,
        created_at,
        retired_at,
        state,
    })
}
