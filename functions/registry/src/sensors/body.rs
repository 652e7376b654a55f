//! What is said of a sensor.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use spp_counts::ValueKind;
use spp_formats::Format;
use spp_store::registry::sensors::{By, ChannelDraft, Direction, Draft, Side};
use spp_web::{Error, Result};
use utoipa::ToSchema;

use crate::fields;

/// What is said of a sensor.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SensorBody {
    /// The system that it belongs to.
    pub system_id: i64,
    /// The entrance that it watches.
    pub entrance_id: i64,
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// The maker's name of the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Its serial number. Where it is known, a push that names another one is
    /// refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// hikvision, xovis, axis, brickstream, milesight, hpc015, irisys, foorir,
    /// tts or spp.
    pub format: String,
    /// increment, cumulative or event: the one kind of value that is counted;
    /// the format's usual one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// In seconds, 60 to 86 400, a divisor of a day; 900 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<u32>,
    /// Its firmware; what its pushes say of it wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firmware: Option<String>,
    /// The room in which it hangs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// The cabinet in which it is connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cabinet: Option<String>,
    /// Who supplied it: contractor, client or third_party.
    pub supplied_by: String,
    /// The supplier's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// Who mounted it: contractor, client or third_party.
    pub mounted_by: String,
    /// The mounter's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mounter: Option<String>,
    /// The last day of its warranty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty_until: Option<NaiveDate>,
    /// How often it is heard from at least, in seconds, 60 to 604 800; what its
    /// interval gives if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heartbeat: Option<u32>,
    /// What the maker's lines or registers mean. Without any, each channel
    /// that tells in from out is counted from its first push.
    #[serde(default)]
    pub channels: Vec<Channel>,
}

/// What a line or a register of a maker means.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The maker's name of it, 1 to 64 characters.
    pub source: String,
    /// both, in, out, or none for what is kept and not summed.
    pub direction: String,
    /// In and out change places: the sensor hangs the other way round.
    #[serde(default)]
    pub flip: bool,
}

impl TryFrom<SensorBody> for Draft {
    type Error = Error;

    fn try_from(body: SensorBody) -> Result<Self> {
        let format = fields::word("format", &body.format, &Format::ALL, Format::id)?;
        let kind = match &body.kind {
            None => format.default_kind(),
            Some(kind) => fields::word("kind", kind, &KINDS, ValueKind::id)?,
        };
        let interval = body.interval.unwrap_or(900);
        if !(60..=86_400).contains(&interval) || 86_400 % interval != 0 {
            let english = "expected 60 to 86400 seconds, a divisor of a day";
            let russian = "ожидается от 60 до 86400 секунд, делитель суток";
            return Err(Error::invalid("interval", english, russian));
        }
        let heartbeat = body.heartbeat;
        if heartbeat.is_some_and(|seconds| !(60..=604_800).contains(&seconds)) {
            let english = "expected 60 to 604800 seconds";
            let russian = "ожидается от 60 до 604800 секунд";
            return Err(Error::invalid("heartbeat", english, russian));
        }
        let optional =
            |field, value: &Option<String>| fields::optional(field, value.as_deref(), 200);
        Ok(Self {
            system_id: body.system_id,
            entrance_id: body.entrance_id,
            name: fields::text("name", &body.name, 200)?,
            model: optional("model", &body.model)?,
            serial: optional("serial", &body.serial)?,
            format,
            kind,
            interval,
            firmware: optional("firmware", &body.firmware)?,
            room: optional("room", &body.room)?,
            cabinet: optional("cabinet", &body.cabinet)?,
            supplied: By {
                side: side("supplied_by", &body.supplied_by)?,
                name: optional("supplier", &body.supplier)?,
            },
            mounted: By {
                side: side("mounted_by", &body.mounted_by)?,
                name: optional("mounter", &body.mounter)?,
            },
            warranty_until: body.warranty_until,
            heartbeat,
            channels: channels(body.channels)?,
        })
    }
}

fn channels(body: Vec<Channel>) -> Result<Vec<ChannelDraft>> {
    let mut channels: Vec<ChannelDraft> = Vec::new();
    for (
        position,
        Channel {
            source,
            direction,
            flip,
        },
    ) in body.into_iter().enumerate()
    {
        let path = |field: &str| format!("channels[{position}].{field}");
        let source = fields::text(&path("source"), &source, 64)?;
        if channels.iter().any(|known| known.source == source) {
            let (english, russian) = ("the channel stands twice", "канал указан дважды");
            return Err(Error::invalid(path("source"), english, russian));
        }
        let field = path("direction");
        let direction = fields::word(&field, &direction, Direction::ALL, Direction::id)?;
        channels.push(ChannelDraft {
            source,
            direction,
            flip,
        });
    }
    Ok(channels)
}

const KINDS: [ValueKind; 3] = [
    ValueKind::Increment,
    ValueKind::Cumulative,
    ValueKind::Event,
];

fn side(field: &str, name: &str) -> Result<Side> {
    fields::word(field, name, Side::ALL, Side::id)
}

impl From<Draft> for SensorBody {
    fn from(draft: Draft) -> Self {
        Self {
            system_id: draft.system_id,
            entrance_id: draft.entrance_id,
            name: draft.name,
            model: draft.model,
            serial: draft.serial,
            format: draft.format.id().to_owned(),
            kind: Some(draft.kind.id().to_owned()),
            interval: Some(draft.interval),
            firmware: draft.firmware,
            room: draft.room,
            cabinet: draft.cabinet,
            supplied_by: draft.supplied.side.id().to_owned(),
            supplier: draft.supplied.name,
            mounted_by: draft.mounted.side.id().to_owned(),
            mounter: draft.mounted.name,
            warranty_until: draft.warranty_until,
            heartbeat: draft.heartbeat,
            channels: draft
                .channels
                .into_iter()
                .map(
                    |ChannelDraft {
                         source,
                         direction,
                         flip,
                     }| {
                        Channel {
                            source,
                            direction: direction.id().to_owned(),
                            flip,
                        }
                    },
                )
                .collect(),
        }
    }
}
