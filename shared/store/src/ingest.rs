//! The write path: what sensors said becomes counts, once.

mod batch;
mod channels;
mod events;
mod journal;
mod profile;
mod registers;

use std::collections::BTreeMap;
use std::sync::Arc;

use spp_counts::{Amount, Count, Value, ValueKind, interval};
use spp_formats::Readings;

pub use journal::{Entry, entries};
pub use profile::{Identity, Profile, find};

use crate::{Result, Transaction};
use batch::Batch;
use registers::Covers;

/// A device's clock may be off by so many seconds before that is notable.
pub const CLOCK_TOLERANCE: i64 = 120;

/// What one push, or one piece of a history, brings to be written.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Whose it is; read before the transaction, checked again inside it.
    pub profile: Arc<Profile>,
    /// When it arrived, in seconds since 1970.
    pub arrived: i64,
    /// What it says.
    pub said: Said,
}

/// What a delivery says.
#[derive(Debug, Clone)]
pub enum Said {
    /// The device pushed readings, or a sign of life.
    Push(Readings),
    /// A history of readings, which tells nothing of the device's present.
    History(Vec<spp_counts::Reading>),
    /// The body named another device; nothing of it is counted.
    ForeignSerial(String),
}

/// What became of a delivery's readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The sensor may not deliver any more: its token or itself was withdrawn
    /// after the profile was read. Nothing was written.
    pub withdrawn: bool,
    /// First statements, kept.
    pub stored: u32,
    /// Statements known before: nothing changed.
    pub repeated: u32,
    /// Statements that replaced earlier ones.
    pub corrected: u32,
    /// Statements at odds with earlier ones, which stay.
    pub conflicting: u32,
    /// Readings of a kind that is not counted for this sensor.
    pub ignored: u32,
    /// Stored or corrected, but above what a door lets through.
    pub implausible: u32,
}

/// What a transaction wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The registry's version inside it: profiles of another one are out of date.
    pub version: i64,
    /// An outcome a delivery, in their order.
    pub outcomes: Vec<Outcome>,
}

/// Writes deliveries, in their order, inside a transaction that the caller
/// commits. A statement a step, whatever their number.
///
/// # Errors
/// The database's; then the caller drops the transaction, and nothing was written.
pub async fn write(transaction: &Transaction, deliveries: &[Delivery]) -> Result<Written> {
    let version = profile::version(transaction).await?;
    let mut batch = Batch::new(deliveries.len());
    for (position, delivery) in deliveries.iter().enumerate() {
        if delivery.profile.version == version {
            take(transaction, &mut batch, position, delivery).await?;
            continue;
        }
        let identity = &delivery.profile.identity;
        match find(transaction, identity, delivery.arrived).await? {
            Some(profile) => {
                let profile = Arc::new(profile);
                let delivery = Delivery {
                    profile,
                    ..delivery.clone()
                };
                take(transaction, &mut batch, position, &delivery).await?;
            }
            None => batch.tell(position, |outcome| outcome.withdrawn = true),
        }
    }
    let outcomes = batch.write(transaction).await?;
    Ok(Written { version, outcomes })
}

/// Sorts one delivery's readings by kind into the batch.
async fn take(
    transaction: &Transaction,
    batch: &mut Batch,
    position: usize,
    delivery: &Delivery,
) -> Result<()> {
    let Delivery {
        profile,
        arrived,
        said,
    } = delivery;
    let (profile, arrived) = (profile.as_ref(), *arrived);
    let readings = match said {
        Said::Push(Readings {
            device, readings, ..
        }) => {
            batch
                .journal
                .contact(profile, arrived, device, newest(readings));
            readings
        }
        Said::History(readings) => readings,
        Said::ForeignSerial(serial) => {
            let serial = serial.chars().take(64).collect();
            batch.journal.note(profile, arrived, Entry::SERIAL, serial);
            return Ok(());
        }
    };
    // A history's intervals were counted before, by whatever kind of value.
    let history = matches!(said, Said::History(_));
    let (counted, other): (Vec<_>, Vec<_>) = readings
        .iter()
        .partition(|reading| history || reading.value.kind() == profile.kind);
    if let Some(reading) = other.first() {
        // Some makers send several kinds in each push; where none of them is
        // the counted one, the sensor's settings are wrong.
        if counted.is_empty() {
            let kind = reading.value.kind().id().to_owned();
            batch.journal.note(profile, arrived, Entry::KIND, kind);
        }
        batch.tell(position, |outcome| {
            outcome.ignored += capped(other.len());
        });
    }
    let new = channels::enter(transaction, profile, &counted).await?;
    // Registers that stood before and after an interval hold its people already.
    let covers = if history && profile.kind == ValueKind::Cumulative {
        registers::covers(transaction, profile.sensor).await?
    } else {
        Covers::default()
    };
    let mut registers: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut crossings: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for reading in counted {
        let name = &reading.channel;
        let Some(channel) = new.get(name).or_else(|| profile.channels.get(name)) else {
            batch
                .journal
                .note(profile, arrived, Entry::CHANNELS, name.clone());
            batch.tell(position, |outcome| outcome.ignored += 1);
            continue;
        };
        match &reading.value {
            Value::Increment { corrects, .. } => {
                if let Some(count) = increment(channel.id, &reading.value) {
                    if covers.hold(&count) {
                        batch.refuse(position, arrived, &count);
                    } else {
                        batch.state((position, delivery), *channel, *corrects, count);
                    }
                }
            }
            Value::Cumulative {
                at,
                amount,
                register,
            } => {
                let state = registers::state(at.timestamp(), *amount, *register);
                registers.entry(*channel).or_default().push(state);
            }
            Value::Event { at, amount, key } => {
                let event = events::event(at.timestamp(), *amount, *key);
                crossings.entry(*channel).or_default().push(event);
            }
        }
    }
    for (channel, states) in registers {
        let gathered =
            registers::gather(transaction, profile, channel.id, &states, arrived).await?;
        batch.derive((position, delivery), channel, gathered);
    }
    for (channel, events) in crossings {
        let gathered = events::gather(transaction, profile, channel.id, &events, arrived).await?;
        batch.derive((position, delivery), channel, gathered);
    }
    Ok(())
}

/// An increment as a count.
fn increment(channel: i64, value: &Value) -> Option<Count> {
    let Value::Increment {
        start,
        end,
        amount,
        coverage,
        ..
    } = value
    else {
        return None;
    };
    let (entered, exited) = directed(*amount);
    let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let length = u32::try_from((*end - *start).num_seconds()).ok()?;
    Some(Count {
        channel,
        start: start.timestamp(),
        length,
        entered: narrow(entered),
        exited: narrow(exited),
        coverage: *coverage,
        flags: interval::plausibility(entered, exited, length),
    })
}

/// What raw values of one channel became.
#[derive(Default)]
struct Gathered {
    stored: u32,
    repeated: u32,
    conflicts: Vec<batch::Conflict>,
    counts: Vec<Count>,
}

/// The end of the newest statement, in seconds since 1970.
fn newest(readings: &[spp_counts::Reading]) -> Option<i64> {
    readings
        .iter()
        .map(|reading| match &reading.value {
            Value::Increment { end, .. } => end.timestamp(),
            Value::Cumulative { at, .. } | Value::Event { at, .. } => at.timestamp(),
        })
        .max()
}

/// In and out; of an undirected amount all stands in the first place.
fn directed(amount: Amount) -> (u64, u64) {
    match amount {
        Amount::Both { entered, exited } => (entered, exited),
        Amount::Undirected(people) => (people, 0),
    }
}

fn capped(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
