//! A shop with one sensor, and what that says.

mod arrivals;
mod channels;
mod deliveries;
mod readings;
mod restorations;
mod rollups;

use std::sync::Arc;

use chrono::DateTime;
use futures_util::FutureExt;
use spp_counts::step::Step;
use spp_counts::{Amount, Reading, Register, Value, ValueKind};
use spp_formats::{Format, Readings};

use super::*;
use crate::Connection;
use crate::counts::{self, Scope, Sums};
use crate::registry::sensors::{By, Side};
use crate::registry::{clients, entrances, sensors, sites, systems, tokens};

/// A database with one sensor, whose clock the tests set.
struct Shop {
    folder: tempfile::TempDir,
    sensor: i64,
}

const TOKEN: [u8; 32] = [7; 32];

/// Native calls do not wait.
fn now<T>(future: impl Future<Output = Result<T>>) -> T {
    future.now_or_never().expect("native").expect("no error")
}

/// Enters a client with a system, an entrance and a sensor there.
fn enter(connection: Connection, kind: ValueKind, zone: chrono_tz::Tz) -> i64 {
    let client = clients::Draft {
        name: "Client".to_owned(),
        inn: None,
    };
    let client_id = now(clients::create(&connection, &client, 0));
    let system = systems::Draft {
        client_id,
        name: "System".to_owned(),
        edition: systems::Edition::Cloud,
        plan: None,
    };
    let system_id = now(systems::create(&connection, &system, 0));
    let transaction = now(connection.begin());
    let site = sites::Draft {
        client_id,
        name: "Site".to_owned(),
        address: None,
        zone,
        hours: Vec::new(),
        exceptions: Vec::new(),
    };
    let site_id = now(sites::create(&transaction, &site, 0));
    let entrance = entrances::Draft {
        site_id,
        name: "Door".to_owned(),
    };
    let entrance_id = now(entrances::create(&transaction, &entrance, 0));
    let sensor = sensor(system_id, entrance_id, kind);
    let sensor = now(sensors::create(&transaction, &sensor, 0));
    now(tokens::rotate(&transaction, sensor, &TOKEN, 0, 0));
    now(transaction.commit());
    sensor
}

/// A sensor of quarters of an hour.
fn sensor(system_id: i64, entrance_id: i64, kind: ValueKind) -> sensors::Draft {
    let by = By {
        side: Side::Contractor,
        name: None,
    };
    sensors::Draft {
        system_id,
        entrance_id,
        name: "Sensor".to_owned(),
        model: None,
        serial: None,
        format: Format::Spp,
        kind,
        interval: 900,
        heartbeat: None,
        firmware: None,
        room: None,
        cabinet: None,
        supplied: by.clone(),
        mounted: by,
        warranty_until: None,
        channels: Vec::new(),
    }
}

/// What a push of readings says.
fn said(readings: &[Reading]) -> Said {
    Said::Push(Readings {
        readings: readings.to_vec(),
        ..Readings::default()
    })
}

impl Shop {
    fn new(kind: ValueKind, zone: chrono_tz::Tz) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let connection = now(Connection::open_file(&folder.path().join("a.db")));
        let sensor = enter(connection, kind, zone);
        Self { folder, sensor }
    }

    fn connection(&self) -> Connection {
        now(Connection::open_file(&self.folder.path().join("a.db")))
    }

    fn profile(&self) -> Arc<Profile> {
        let found = now(find(&self.connection(), &Identity::Token(TOKEN), 1));
        Arc::new(found.expect("a profile"))
    }

    fn push(&self, arrived: i64, readings: &[Reading]) -> Outcome {
        self.deliver(arrived, said(readings))
    }

    fn deliver(&self, arrived: i64, said: Said) -> Outcome {
        let delivery = Delivery {
            profile: self.profile(),
            arrived,
            said,
        };
        let transaction = now(self.connection().begin());
        let written = now(write(&transaction, std::slice::from_ref(&delivery)));
        now(transaction.commit());
        written.outcomes[0]
    }

    /// The sums of a period, by a step.
    fn sums(&self, step: Step, from: i64, to: i64) -> Vec<Sums> {
        let connection = self.connection();
        let scope = Scope::Sensor(self.sensor);
        let extent = now(counts::extent(&connection, scope, None)).expect("an extent");
        let spans = step.spans(extent.zone, from, to).unwrap();
        now(counts::sums(&connection, scope, &extent, step, &spans))
    }

    /// The only number that a question has for an answer.
    fn number(&self, sql: &str) -> i64 {
        now(self.connection().one(sql, Vec::new())).get(0).unwrap()
    }
}

/// 2026-03-01T00:00:00Z.
const MIDNIGHT: i64 = 1_772_323_200;

fn increment(minute: i64, entered: u64, exited: u64) -> Reading {
    let start = DateTime::from_timestamp(MIDNIGHT + minute * 60, 0).unwrap();
    let end = start + chrono::TimeDelta::minutes(15);
    let amount = Amount::Both { entered, exited };
    let value = Value::Increment {
        start,
        end,
        amount,
        coverage: 100,
        corrects: false,
    };
    Reading {
        channel: "1".to_owned(),
        value,
    }
}

fn correction(minute: i64, entered: u64, exited: u64) -> Reading {
    let mut reading = increment(minute, entered, exited);
    if let Value::Increment { corrects, .. } = &mut reading.value {
        *corrects = true;
    }
    reading
}

fn register(minute: i64, people: u64) -> Reading {
    let at = DateTime::from_timestamp(MIDNIGHT + minute * 60, 0).unwrap();
    let amount = Amount::Both {
        entered: people,
        exited: 0,
    };
    let value = Value::Cumulative {
        at,
        amount,
        register: Register::Full,
    };
    Reading {
        channel: "1".to_owned(),
        value,
    }
}

fn event(second: i64, key: u64) -> Reading {
    let at = DateTime::from_timestamp(MIDNIGHT + second, 0).unwrap();
    let amount = Amount::Both {
        entered: 1,
        exited: 0,
    };
    Reading {
        channel: "1".to_owned(),
        value: Value::Event { at, amount, key },
    }
}

/// (stored, repeated, corrected, conflicting, ignored)
fn tally(outcome: Outcome) -> (u32, u32, u32, u32, u32) {
    let Outcome {
        stored,
        repeated,
        corrected,
        conflicting,
        ignored,
        ..
    } = outcome;
    (stored, repeated, corrected, conflicting, ignored)
}
