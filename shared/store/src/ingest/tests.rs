mod arrivals;
mod restorations;

use std::sync::Arc;

use chrono::DateTime;
use futures_util::FutureExt;
use proptest::prelude::*;
use spp_counts::step::{Span, Step};
use spp_counts::{Amount, Reading, Register, Value, ValueKind};
use spp_formats::{Device, Format, Readings};

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

impl Shop {
    fn new(kind: ValueKind, zone: chrono_tz::Tz) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let connection = now(Connection::open_file(&path));
        let client = clients::Draft {
            name: "Client".to_owned(),
            inn: None,
        };
        let client_id = now(clients::create(&connection, &client, 0));
        let edition = systems::Edition::Cloud;
        let system = systems::Draft {
            client_id,
            name: "System".to_owned(),
            edition,
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
        let by = By {
            side: Side::Contractor,
            name: None,
        };
        let sensor = sensors::Draft {
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
        };
        let sensor = now(sensors::create(&transaction, &sensor, 0));
        now(tokens::rotate(&transaction, sensor, &TOKEN, 0, 0));
        now(transaction.commit());
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
        self.deliver(
            arrived,
            Said::Push(Readings {
                readings: readings.to_vec(),
                ..Readings::default()
            }),
        )
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

#[test]
fn a_repeat_changes_nothing_and_a_conflict_is_kept_beside() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let check = |readings: &[Reading], expected, sums: (i64, i64), conflicts| {
        assert_eq!(tally(shop.push(MIDNIGHT + 1000, readings)), expected);
        let day = shop.sums(Step::Day, MIDNIGHT, MIDNIGHT + 1)[0];
        assert_eq!((day.entered, day.exited), sums);
        assert_eq!(shop.number("SELECT count(*) FROM conflict"), conflicts);
    };
    check(&[increment(0, 5, 4)], (1, 0, 0, 0, 0), (5, 4), 0);
    check(&[increment(0, 5, 4)], (0, 1, 0, 0, 0), (5, 4), 0);
    check(&[increment(0, 6, 4)], (0, 0, 0, 1, 0), (5, 4), 1);
    check(&[correction(0, 7, 4)], (0, 0, 1, 0, 0), (7, 4), 2);
    check(&[correction(0, 7, 4)], (0, 1, 0, 0, 0), (7, 4), 2);
    // Within one push too, and out of order.
    let twice = [
        increment(30, 2, 2),
        increment(15, 1, 1),
        increment(30, 2, 2),
    ];
    check(&twice, (2, 1, 0, 0, 0), (10, 7), 2);
}

#[test]
fn a_history_and_registers_never_count_the_same_people_twice() {
    let history = || {
        let stated = [
            increment(0, 10, 0),
            increment(15, 10, 0),
            increment(30, 10, 0),
        ];
        Said::History(stated.to_vec())
    };
    let registers = [register(0, 100), register(60, 140)];
    let hour = |shop: &Shop| shop.sums(Step::Hour, MIDNIGHT, MIDNIGHT + 3600)[0].entered;
    // The history first: the registers' difference is what it leaves.
    let shop = Shop::new(ValueKind::Cumulative, chrono_tz::UTC);
    assert_eq!(tally(shop.deliver(MIDNIGHT, history())), (3, 0, 0, 0, 0));
    shop.push(MIDNIGHT, &registers);
    assert_eq!(hour(&shop), 40);
    // The registers first: they hold the history's people already.
    let shop = Shop::new(ValueKind::Cumulative, chrono_tz::UTC);
    shop.push(MIDNIGHT, &registers);
    assert_eq!(tally(shop.deliver(MIDNIGHT, history())), (0, 0, 0, 3, 0));
    assert_eq!(hour(&shop), 40);
    assert_eq!(shop.number("SELECT count(*) FROM conflict"), 3);
}

#[test]
fn another_kind_of_the_same_sensor_is_never_added_up() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let outcome = shop.push(
        MIDNIGHT,
        &[increment(0, 5, 4), register(15, 100), event(3, 1)],
    );
    assert_eq!(tally(outcome), (1, 0, 0, 0, 2));
    assert_eq!(shop.number("SELECT sum(entered) FROM count_day"), 5);
    // Both kinds in a push are a maker's habit; only the other one is a fault.
    assert_eq!(shop.number("SELECT count(*) FROM journal"), 0);
    shop.push(MIDNIGHT, &[register(30, 120)]);
    let connection = shop.connection();
    let entries = now(entries(&connection, shop.sensor, 10));
    assert_eq!(entries[0].kind, Entry::KIND);
    assert_eq!(entries[0].times, 1);
}

#[test]
fn registers_are_differenced_in_whatever_order_they_come() {
    let shop = Shop::new(ValueKind::Cumulative, chrono_tz::UTC);
    let check = |readings: &[Reading], expected, quarters: [i64; 4]| {
        assert_eq!(tally(shop.push(MIDNIGHT, readings)), expected);
        let sums = shop.sums(Step::Interval(900), MIDNIGHT, MIDNIGHT + 3600);
        assert_eq!(
            sums.iter().map(|sum| sum.entered).collect::<Vec<_>>(),
            quarters
        );
        let hour = shop.sums(Step::Hour, MIDNIGHT, MIDNIGHT + 3600)[0].entered;
        assert_eq!(hour, quarters.iter().sum::<i64>());
    };
    check(&[register(0, 100)], (1, 0, 0, 0, 0), [0, 0, 0, 0]);
    check(&[register(60, 140)], (1, 0, 0, 0, 0), [0, 0, 0, 40]);
    // The one between arrives late: the sum stays, its place becomes exact.
    check(&[register(30, 110)], (1, 0, 0, 0, 0), [0, 10, 0, 30]);
    check(
        &[register(45, 120), register(15, 104)],
        (2, 0, 0, 0, 0),
        [4, 6, 10, 20],
    );
    check(&[register(45, 120)], (0, 1, 0, 0, 0), [4, 6, 10, 20]);
    check(&[register(45, 121)], (0, 0, 0, 1, 0), [4, 6, 10, 20]);
    assert_eq!(shop.number("SELECT count(*) FROM conflict"), 1);
}

#[test]
fn events_are_summed_once_each() {
    let shop = Shop::new(ValueKind::Event, chrono_tz::UTC);
    let check = |readings: &[Reading], expected, people| {
        assert_eq!(tally(shop.push(MIDNIGHT, readings)), expected);
        assert_eq!(shop.number("SELECT sum(entered) FROM count_day"), people);
    };
    check(
        &[event(3, 1), event(3, 2), event(901, 1)],
        (3, 0, 0, 0, 0),
        3,
    );
    check(&[event(3, 2), event(4, 9)], (1, 1, 0, 0, 0), 4);
    assert_eq!(shop.number("SELECT count(*) FROM count"), 2);
}

#[test]
fn a_push_tells_of_the_device_and_a_history_does_not() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    shop.deliver(MIDNIGHT, Said::History(vec![increment(-60, 1, 1)]));
    assert_eq!(shop.number("SELECT count(*) FROM sensor_state"), 0);
    let device = Device {
        firmware: Some("2.1".to_owned()),
        clock: DateTime::from_timestamp(MIDNIGHT + 4000, 0),
        ..Device::default()
    };
    shop.deliver(
        MIDNIGHT + 400,
        Said::Push(Readings {
            device,
            ..Readings::default()
        }),
    );
    shop.deliver(MIDNIGHT + 500, Said::Push(Readings::default()));
    let sensor = now(sensors::get(&shop.connection(), shop.sensor, None)).unwrap();
    let state = sensor.state.unwrap();
    assert_eq!(
        (state.last_contact, state.last_data),
        (MIDNIGHT + 500, None)
    );
    assert_eq!(
        (state.firmware.as_deref(), state.clock_offset),
        (Some("2.1"), Some(3600))
    );
    let entries = now(entries(&shop.connection(), shop.sensor, 10));
    assert_eq!(
        (entries[0].kind.as_str(), entries[0].detail.as_str()),
        (Entry::CLOCK, "3600")
    );
}

#[test]
fn what_was_withdrawn_since_the_profile_was_read_is_not_written() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let profile = shop.profile();
    now(tokens::revoke(&shop.connection(), shop.sensor, 5));
    let said = Said::Push(Readings {
        readings: vec![increment(0, 1, 1)],
        ..Readings::default()
    });
    let transaction = now(shop.connection().begin());
    let written = now(write(
        &transaction,
        &[Delivery {
            profile,
            arrived: 6,
            said,
        }],
    ));
    assert!(written.outcomes[0].withdrawn);
    now(transaction.commit());
    assert_eq!(shop.number("SELECT count(*) FROM count"), 0);
}

#[test]
fn a_dropped_transaction_leaves_nothing() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let said = Said::Push(Readings {
        readings: vec![increment(0, 1, 1)],
        ..Readings::default()
    });
    let transaction = now(shop.connection().begin());
    let delivery = Delivery {
        profile: shop.profile(),
        arrived: 6,
        said,
    };
    now(write(&transaction, &[delivery]));
    drop(transaction);
    for table in [
        "count",
        "count_hour",
        "count_day",
        "channel",
        "sensor_state",
    ] {
        assert_eq!(
            shop.number(&format!("SELECT count(*) FROM {table}")),
            0,
            "{table}"
        );
    }
}

#[test]
fn counts_are_never_deleted_nor_moved() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    shop.push(MIDNIGHT, &[increment(0, 1, 1)]);
    for sql in ["DELETE FROM count", "UPDATE count SET second = 1"] {
        let refused = shop
            .connection()
            .execute(sql, Vec::new())
            .now_or_never()
            .unwrap();
        assert!(refused.is_err(), "{sql}");
    }
}

#[test]
fn a_changed_channel_map_holds_for_the_history_too() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    shop.push(MIDNIGHT, &[increment(0, 5, 2)]);
    let check = |sql: &str, expected| {
        now(shop.connection().execute(sql, Vec::new()));
        let day = shop.sums(Step::Day, MIDNIGHT, MIDNIGHT + 1)[0];
        assert_eq!((day.entered, day.exited, day.measured), expected, "{sql}");
    };
    check("UPDATE channel SET flip = 1", (2, 5, 1));
    check("UPDATE channel SET direction = 'in'", (0, 5, 1));
    check("UPDATE channel SET flip = 0", (5, 0, 1));
    check("UPDATE channel SET direction = 'out'", (0, 5, 1));
    check("UPDATE channel SET direction = 'none'", (0, 0, 0));
}

#[test]
fn a_sensor_has_a_limited_number_of_channels() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let readings: Vec<_> = (0..300)
        .map(|number| Reading {
            channel: format!("{number}"),
            ..increment(0, 1, 0)
        })
        .collect();
    assert_eq!(tally(shop.push(MIDNIGHT, &readings)), (256, 0, 0, 0, 44));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is said, in whatever order and however often: the rollups are
    /// the sums of the counts, in the site's own hours and days.
    #[test]
    fn rollups_agree_with_the_counts(
        zone in proptest::sample::select(vec![
            chrono_tz::UTC, chrono_tz::Europe::Moscow, chrono_tz::Europe::Berlin,
            chrono_tz::Asia::Kolkata, chrono_tz::Asia::Kathmandu,
        ]),
        // Around the spring change of clocks of 2026-03-29.
        said in proptest::collection::vec((2680_i64..2880, 0_u64..9, 0_u64..9, any::<bool>()), 1..80),
    ) {
        let shop = Shop::new(ValueKind::Increment, zone);
        for pushed in said.chunks(7) {
            let readings: Vec<_> = pushed
                .iter()
                .map(|&(quarter, entered, exited, corrects)| match corrects {
                    true => correction(quarter * 15, entered, exited),
                    false => increment(quarter * 15, entered, exited),
                })
                .collect();
            shop.push(MIDNIGHT, &readings);
        }
        let (from, to) = (MIDNIGHT + 27 * 86_400, MIDNIGHT + 31 * 86_400);
        let quarters = Step::Interval(900);
        for step in [Step::Hour, Step::Day, Step::Week, Step::Month] {
            let spans = step.spans(zone, from, to).unwrap();
            let rolled = shop.sums(step, from, to);
            for (Span { start, end }, rolled) in spans.into_iter().zip(rolled) {
                let mut exact = Sums::default();
                for sum in shop.sums(quarters, start, end) {
                    exact.entered += sum.entered;
                    exact.exited += sum.exited;
                    exact.measured += sum.measured;
                }
                prop_assert_eq!(rolled, exact, "{:?} {}", step, start);
            }
        }
    }
}
