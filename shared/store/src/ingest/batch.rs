//! All statements of one transaction about intervals, judged together and
//! written with one statement a step.

use std::collections::BTreeMap;

use serde::Serialize;
use spp_counts::interval::judge;
use spp_counts::step::offset_quarters;
use spp_counts::{Count, Flags, Verdict};

use super::journal::Journal;
use super::profile::Channel;
use super::{Delivery, Gathered, Outcome};
use crate::{Result, Transaction};

/// The batch of one transaction.
pub(super) struct Batch {
    pub(super) journal: Journal,
    outcomes: Vec<Outcome>,
    statements: Vec<Statement>,
    conflicts: Vec<Conflict>,
    /// Channels of which an earlier interval came than was known.
    since: BTreeMap<i64, i64>,
}

/// Two statements at odds; both are kept for ever.
#[derive(Debug, Serialize)]
pub(super) struct Conflict {
    pub(super) channel: i64,
    pub(super) start: i64,
    pub(super) arrived: i64,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) replaced: bool,
}

struct Statement {
    position: usize,
    count: Count,
    arrived: i64,
    zone: i64,
    source: Source,
}

#[derive(Clone, Copy, PartialEq)]
enum Source {
    /// The device said it; whether it may correct itself.
    Said { corrects: bool },
    /// It follows from raw values, and follows them when they grow.
    Derived,
}

/// What stands, or will stand, in the database about one interval.
struct Entry {
    count: Count,
    delay: i64,
    zone: i64,
    change: Change,
}

#[derive(PartialEq)]
enum Change {
    None,
    New,
    Updated,
}

impl Batch {
    pub(super) fn new(deliveries: usize) -> Self {
        Self {
            journal: Journal::default(),
            outcomes: vec![Outcome::default(); deliveries],
            statements: Vec::new(),
            conflicts: Vec::new(),
            since: BTreeMap::new(),
        }
    }

    /// Changes the outcome of one delivery.
    pub(super) fn tell(&mut self, position: usize, change: impl FnOnce(&mut Outcome)) {
        self.outcomes.get_mut(position).map(change);
    }

    /// A device states an interval.
    pub(super) fn state(
        &mut self,
        (position, delivery): (usize, &Delivery),
        channel: Channel,
        corrects: bool,
        count: Count,
    ) {
        self.begin(channel, count.start);
        self.statements.push(Statement {
            position,
            count,
            arrived: delivery.arrived,
            zone: offset_quarters(delivery.profile.zone, count.start),
            source: Source::Said { corrects },
        });
    }

    /// Intervals follow from raw values.
    pub(super) fn derive(
        &mut self,
        (position, delivery): (usize, &Delivery),
        channel: Channel,
        gathered: Gathered,
    ) {
        self.tell(position, |outcome| {
            outcome.stored += gathered.stored;
            outcome.repeated += gathered.repeated;
            outcome.conflicting += super::capped(gathered.conflicts.len());
        });
        self.conflicts.extend(gathered.conflicts);
        for count in gathered.counts {
            self.begin(channel, count.start);
            self.statements.push(Statement {
                position,
                count,
                arrived: delivery.arrived,
                zone: offset_quarters(delivery.profile.zone, count.start),
                source: Source::Derived,
            });
        }
    }

    /// Notes where a channel's counts begin, if earlier than was known.
    fn begin(&mut self, channel: Channel, start: i64) {
        if channel.since.is_none_or(|since| start < since) {
            let since = self.since.entry(channel.id).or_insert(start);
            *since = start.min(*since);
        }
    }

    /// Judges and writes it all.
    pub(super) async fn write(mut self, transaction: &Transaction) -> Result<Vec<Outcome>> {
        if !self.statements.is_empty() {
            let mut entries = known(transaction, &self.statements).await?;
            for statement in std::mem::take(&mut self.statements) {
                self.judge(&mut entries, statement);
            }
            let rows = |change| {
                let rows: Vec<_> = entries
                    .iter()
                    .filter(|(_, entry)| entry.change == change)
                    .map(|(key, entry)| row(*key, entry))
                    .collect();
                (!rows.is_empty()).then(|| serde_json::to_string(&rows).unwrap_or_default())
            };
            if let Some(new) = rows(Change::New) {
                transaction.execute(INSERT, vec![new.into()]).await?;
            }
            if let Some(updated) = rows(Change::Updated) {
                transaction.execute(UPDATE, vec![updated.into()]).await?;
            }
        }
        if !self.conflicts.is_empty() {
            let rows = serde_json::to_string(&self.conflicts).unwrap_or_default();
            transaction.execute(CONFLICTS, vec![rows.into()]).await?;
        }
        if !self.since.is_empty() {
            let rows: Vec<_> = self.since.into_iter().collect();
            let rows = serde_json::to_string(&rows).unwrap_or_default();
            transaction.execute(SINCE, vec![rows.into()]).await?;
        }
        self.journal.write(transaction).await?;
        Ok(self.outcomes)
    }

    fn judge(&mut self, entries: &mut BTreeMap<Key, Entry>, statement: Statement) {
        let Statement {
            position,
            count,
            arrived,
            zone,
            source,
        } = statement;
        let key = key(&count);
        let known = entries.get(&key).map(|entry| entry.count);
        let verdict = match source {
            Source::Said { corrects } => judge(known.as_ref(), &count, corrects),
            Source::Derived => follow(known.as_ref(), &count),
        };
        let delay = arrived - count.start - i64::from(count.length);
        match (verdict, known) {
            (Verdict::New, _) => {
                entries.insert(
                    key,
                    Entry {
                        count,
                        delay,
                        zone,
                        change: Change::New,
                    },
                );
            }
            (Verdict::Corrected, _) => {
                if let Some(entry) = entries.get_mut(&key) {
                    let corrected = Flags::CORRECTED;
                    let flags = match source {
                        Source::Said { .. } => count.flags.with(corrected),
                        Source::Derived => count.flags,
                    };
                    entry.count = Count { flags, ..count };
                    entry.delay = delay;
                    if entry.change == Change::None {
                        entry.change = Change::Updated;
                    }
                }
            }
            (Verdict::Repeated | Verdict::Conflicting, _) => {}
        }
        let implausible = count.flags.contains(Flags::IMPLAUSIBLE)
            && matches!(verdict, Verdict::New | Verdict::Corrected);
        self.tell(position, |outcome| {
            outcome.implausible += u32::from(implausible);
            if source != Source::Derived {
                *match verdict {
                    Verdict::New => &mut outcome.stored,
                    Verdict::Repeated => &mut outcome.repeated,
                    Verdict::Corrected => &mut outcome.corrected,
                    Verdict::Conflicting => &mut outcome.conflicting,
                } += 1;
            }
        });
        let Some(known) = known else { return };
        let replaced = verdict == Verdict::Corrected;
        if verdict == Verdict::Conflicting || replaced && source != Source::Derived {
            self.conflicts.push(Conflict {
                channel: count.channel,
                start: count.start,
                arrived,
                before: text(&known),
                after: text(&count),
                replaced,
            });
        }
    }
}

/// What follows from raw values changes with them; only where the interval is
/// of another length does the earlier statement stay.
fn follow(known: Option<&Count>, count: &Count) -> Verdict {
    match known {
        None => Verdict::New,
        Some(known) if known.length != count.length => Verdict::Conflicting,
        Some(known) if known == count => Verdict::Repeated,
        Some(_) => Verdict::Corrected,
    }
}

/// The order of the database: hour, channel, second.
type Key = (i64, i64, i64);

fn key(count: &Count) -> Key {
    let hour = count.start.div_euclid(3600);
    (hour, count.channel, count.start.rem_euclid(3600))
}

/// What the database knows of the intervals that are spoken of.
async fn known(
    transaction: &Transaction,
    statements: &[Statement],
) -> Result<BTreeMap<Key, Entry>> {
    let mut keys: Vec<_> = statements
        .iter()
        .map(|statement| key(&statement.count))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let keys = serde_json::to_string(&keys).unwrap_or_default();
    let rows = transaction.query(KNOWN, vec![keys.into()]).await?;
    rows.iter()
        .map(|row| {
            let (hour, channel, second): Key = (row.get(0)?, row.get(1)?, row.get(2)?);
            let count = Count {
                channel,
                start: hour * 3600 + second,
                length: row.get(3)?,
                entered: row.get(4)?,
                exited: row.get(5)?,
                coverage: row.get(6)?,
                flags: Flags(row.get(7)?),
            };
            let (delay, zone) = (row.get(8)?, row.get(9)?);
            Ok((
                (hour, channel, second),
                Entry {
                    count,
                    delay,
                    zone,
                    change: Change::None,
                },
            ))
        })
        .collect()
}

/// An entry as a row of the parameter.
fn row(key: Key, entry: &Entry) -> impl Serialize + use<> {
    let Entry {
        count, delay, zone, ..
    } = entry;
    let (hour, channel, second) = key;
    let Count {
        length,
        entered,
        exited,
        coverage,
        flags,
        ..
    } = *count;
    let coverage = (coverage < 100).then_some(coverage);
    (
        hour, channel, second, length, entered, exited, *delay, *zone, coverage, flags.0,
    )
}

fn text(count: &Count) -> String {
    serde_json::json!({
        "in": count.entered,
        "out": count.exited,
        "length": count.length,
        "coverage": count.coverage,
    })
    .to_string()
}

const KNOWN: &str = "
    SELECT c.hour, c.channel, c.second, c.length, c.entered, c.exited,
           coalesce(c.coverage, 100), c.flags, c.delay, c.zone
    FROM json_each(?1) k CROSS JOIN count c
    ON c.hour = k.value ->> 0 AND c.channel = k.value ->> 1 AND c.second = k.value ->> 2";

const INSERT: &str = "
    INSERT INTO count (hour, channel, second, length, entered, exited, delay, zone, coverage, flags)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
           value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9
    FROM json_each(?1)";

const UPDATE: &str = "
    UPDATE count SET entered = n.value ->> 4, exited = n.value ->> 5, delay = n.value ->> 6,
        coverage = n.value ->> 8, flags = n.value ->> 9
    FROM json_each(?1) n
    WHERE count.hour = n.value ->> 0 AND count.channel = n.value ->> 1
      AND count.second = n.value ->> 2";

const CONFLICTS: &str = "
    INSERT INTO conflict (channel, start, arrived, before, after, replaced)
    SELECT value ->> 'channel', value ->> 'start', value ->> 'arrived', value ->> 'before',
           value ->> 'after', value ->> 'replaced'
    FROM json_each(?1)";

const SINCE: &str = "
    UPDATE channel SET since = n.value ->> 1 FROM json_each(?1) n
    WHERE channel.id = n.value ->> 0 AND (channel.since IS NULL OR n.value ->> 1 < channel.since)";
