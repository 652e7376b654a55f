//! All statements of one transaction about intervals, judged together and
//! written with one statement a step.

mod rows;

use std::collections::BTreeMap;

use serde::Serialize;
use spp_counts::interval::judge;
use spp_counts::step::offset_quarters;
use spp_counts::{Count, Flags, Verdict};

use super::journal::Journal;
use super::profile::Channel;
use super::{Delivery, Gathered, Outcome};
use crate::{Error, Result, Transaction};
use rows::{Change, Entry, Key, key};

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

    /// A statement is at odds with the registers that count the interval too.
    pub(super) fn refuse(&mut self, position: usize, arrived: i64, count: &Count) {
        self.conflicts.push(Conflict {
            channel: count.channel,
            start: count.start,
            arrived,
            before: r#"{"counted":"by registers"}"#.to_owned(),
            after: text(count),
            replaced: false,
        });
        self.tell(position, |outcome| outcome.conflicting += 1);
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
        let statements = std::mem::take(&mut self.statements);
        if !statements.is_empty() && !self.write_unheard(transaction, &statements).await? {
            let keys = statements.iter().map(|statement| key(&statement.count));
            let mut entries = rows::known(transaction, keys.collect()).await?;
            for statement in statements {
                self.judge(&mut entries, statement);
            }
            rows::write(transaction, &entries).await?;
        }
        if !self.conflicts.is_empty() {
            rows::conflicts(transaction, &self.conflicts).await?;
        }
        if !self.since.is_empty() {
            rows::since(transaction, &self.since).await?;
        }
        self.journal.write(transaction).await?;
        Ok(self.outcomes)
    }

    /// Writes statements about intervals of which nothing was known, as nearly
    /// all are, without asking first what is known. Where something was, nothing
    /// is written: the database refuses all of them.
    async fn write_unheard(
        &mut self,
        transaction: &Transaction,
        statements: &[Statement],
    ) -> Result<bool> {
        let mut entries = BTreeMap::new();
        for statement in statements {
            let entry = Entry::new(statement);
            let before = entries.insert(key(&statement.count), entry);
            if before.is_some() || statement.source == Source::Derived {
                return Ok(false);
            }
        }
        match rows::write(transaction, &entries).await {
            Ok(()) => {}
            Err(Error::NotUnique(_)) => return Ok(false),
            Err(error) => return Err(error),
        }
        for statement in statements {
            let implausible = statement.count.flags.contains(Flags::IMPLAUSIBLE);
            self.tell(statement.position, |outcome| {
                outcome.stored += 1;
                outcome.implausible += u32::from(implausible);
            });
        }
        Ok(true)
    }

    fn judge(&mut self, entries: &mut BTreeMap<Key, Entry>, statement: Statement) {
        let new = Entry::new(&statement);
        let Statement {
            position,
            count,
            arrived,
            source,
            ..
        } = statement;
        let key = key(&count);
        let known = entries.get(&key).map(|entry| entry.count);
        let verdict = match source {
            Source::Said { corrects } => judge(known.as_ref(), &count, corrects),
            Source::Derived => follow(known.as_ref(), &count),
        };
        match (verdict, known) {
            (Verdict::New, _) => {
                entries.insert(key, new);
            }
            (Verdict::Corrected, _) => {
                if let Some(entry) = entries.get_mut(&key) {
                    let corrected = Flags::CORRECTED;
                    let flags = match source {
                        Source::Said { .. } => count.flags.with(corrected),
                        Source::Derived => count.flags,
                    };
                    entry.count = Count { flags, ..count };
                    entry.delay = new.delay;
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

fn text(count: &Count) -> String {
    serde_json::json!({
        "in": count.entered,
        "out": count.exited,
        "length": count.length,
        "coverage": count.coverage,
    })
    .to_string()
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
