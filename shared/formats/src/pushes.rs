//! The list of pushes that the end-to-end tests send is checked here against
//! the formats, so that the two cannot disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use spp_counts::gather::{Crossing, RegisterState, bucket, difference};
use spp_counts::{Amount, Reading, Value, ValueKind};

use crate::testing::time;
use crate::{Acknowledgement, Format, Payload, Readings};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    format: Format,
    content_type: String,
    serial: Option<String>,
    kind: ValueKind,
    interval: u32,
    zone: String,
    then: Option<String>,
    counts: Vec<Count>,
    acknowledgement: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Clone)]
#[serde(deny_unknown_fields)]
struct Count {
    channel: String,
    start: DateTime<Utc>,
    length: i64,
    r#in: u64,
    out: u64,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pushes")
}

fn cases() -> Vec<Case> {
    let list = std::fs::read(folder().join("expected.json")).expect("the list");
    serde_json::from_slice(&list).expect("cases")
}

fn read(case: &Case, file: &str) -> Readings {
    let body = std::fs::read(folder().join(file)).expect("a fixture");
    let payload = Payload {
        body: &body,
        content_type: Some(&case.content_type),
        received_at: time("2026-03-02T10:15:05Z"),
        zone: case.zone.parse().expect("a zone"),
        interval: case.interval,
    };
    let readings = case.format.read(payload);
    readings.unwrap_or_else(|refusal| panic!("{file}: {refusal}"))
}

fn numbers(amount: Amount) -> (u64, u64) {
    match amount {
        Amount::Both { entered, exited } => (entered, exited),
        Amount::Undirected(people) => (people, 0),
    }
}

/// What readings of one kind come to, as the service counts them.
fn counts(readings: &[Reading], kind: ValueKind, interval: u32) -> Vec<Count> {
    let mut stated = BTreeMap::new();
    let mut registers: BTreeMap<&str, BTreeMap<i64, RegisterState>> = BTreeMap::new();
    let mut crossings: BTreeMap<&str, BTreeMap<(i64, u64), Crossing>> = BTreeMap::new();
    for reading in readings
        .iter()
        .filter(|reading| reading.value.kind() == kind)
    {
        let channel = reading.channel.as_str();
        match reading.value {
            Value::Increment {
                start,
                end,
                amount,
                corrects,
                ..
            } => {
                let said = ((end - start).num_seconds(), numbers(amount));
                let known = stated.entry((channel, start)).or_insert(said);
                if corrects {
                    *known = said;
                }
            }
            Value::Cumulative {
                at,
                amount,
                register,
            } => {
                let at = at.timestamp();
                let (entered, exited) = numbers(amount);
                let state = RegisterState {
                    at,
                    entered,
                    exited,
                    register,
                };
                registers.entry(channel).or_default().insert(at, state);
            }
            Value::Event { at, amount, key } => {
                let at = at.timestamp();
                let (entered, exited) = numbers(amount);
                let crossing = Crossing {
                    at,
                    entered,
                    exited,
                };
                crossings
                    .entry(channel)
                    .or_default()
                    .insert((at, key), crossing);
            }
        }
    }
    let mut counts: Vec<Count> = stated
        .into_iter()
        .map(|((channel, start), (length, (entered, exited)))| Count {
            channel: channel.to_owned(),
            start,
            length,
            r#in: entered,
            out: exited,
        })
        .collect();
    let mut add = |channel: &str, gathered: Vec<spp_counts::Count>| {
        counts.extend(gathered.into_iter().map(|count| Count {
            channel: channel.to_owned(),
            start: DateTime::from_timestamp_secs(count.start).expect("a time"),
            length: count.length.into(),
            r#in: count.entered.into(),
            out: count.exited.into(),
        }));
    };
    for (channel, states) in registers {
        let states: Vec<_> = states.into_values().collect();
        add(channel, difference(1, &states, interval));
    }
    for (channel, crossed) in crossings {
        let crossed: Vec<_> = crossed.into_values().collect();
        add(channel, bucket(1, &crossed, interval));
    }
    counts.sort();
    counts
}

#[test]
fn what_is_expected_is_what_the_formats_read() {
    for case in cases() {
        let first = read(&case, &case.file);
        let mut readings = first.readings.clone();
        if let Some(then) = &case.then {
            readings.extend(read(&case, then).readings);
        }
        let mut expected = case.counts.clone();
        expected.sort();
        assert_eq!(
            counts(&readings, case.kind, case.interval),
            expected,
            "{}",
            case.file
        );

        let plain = |text: &str| text.replace([':', '-'], "").to_ascii_lowercase();
        if let Some(serial) = &case.serial {
            let mut known = first.device.serials.iter();
            assert!(
                known.any(|known| plain(known) == plain(serial)),
                "{}",
                case.file
            );
        }
        if let Some(text) = &case.acknowledgement {
            let answer = match &first.acknowledgement {
                Acknowledgement::Empty => "",
                Acknowledgement::Text(text) | Acknowledgement::Json(text) => text,
            };
            assert_eq!(answer, text, "{}", case.file);
        }
    }
}

#[test]
fn every_fixture_is_expected_or_refused() {
    let listed: BTreeSet<String> = cases()
        .into_iter()
        .flat_map(|case| [Some(case.file), case.then])
        .flatten()
        .collect();
    for format in Format::ALL {
        for entry in std::fs::read_dir(folder().join(format.id())).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let name = name.to_str().expect("a name");
            let file = format!("{}/{name}", format.id());
            if name.starts_with("bad-") {
                let body = std::fs::read(folder().join(&file)).expect("a fixture");
                let result = crate::testing::read(format, &body);
                assert!(result.is_err(), "{file}");
            } else {
                assert!(listed.contains(&file), "{file}");
            }
        }
    }
}
