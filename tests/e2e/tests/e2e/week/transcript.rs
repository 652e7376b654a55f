//! What the watch said and what was sent, a line each, in the order of time.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use e2e::server::ADMINISTRATOR;
use serde_json::Value;

use super::chain::Chain;

/// Compares the week with the one that is kept.
pub fn check(chain: &Chain, path: &Path) {
    let mut lines = incidents(chain);
    lines.extend(letters(chain));
    lines.sort();
    let terms = terms(chain);
    let found: Vec<_> = lines
        .into_iter()
        .map(|(.., line)| line)
        .chain(terms)
        .collect();
    let found = found.join("\n") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &found).expect("the kept week");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    for (number, (found, kept)) in found.lines().zip(kept.lines()).enumerate() {
        assert_eq!(found, kept, "line {}", number + 1);
    }
    assert_eq!(found.lines().count(), kept.lines().count(), "{found}");
}

type Line = (i64, u8, usize, String);

fn incidents(chain: &Chain) -> Vec<Line> {
    let mut lines = Vec::new();
    for incident in all(chain) {
        let (id, symptom) = (&incident["id"], incident["symptom"].as_str().unwrap());
        let place = incident["sensor"]["name"]
            .as_str()
            .or(incident["site"]["name"].as_str());
        let parent = incident["parent_id"].as_i64().map(|id| format!(" (#{id})"));
        for (number, said) in incident["timeline"].as_array().unwrap().iter().enumerate() {
            let at = moment(said["at"].as_str().unwrap());
            let author = said["author"]["author"].as_str().unwrap();
            let event = said["event"]["event"].as_str().unwrap();
            let line = format!(
                "{}  #{id} {symptom} {}{}: {author} {event}",
                at.format("%a %H:%M"),
                place.unwrap_or("-"),
                parent.clone().unwrap_or_default(),
            );
            lines.push((at.timestamp(), 0, number, line));
        }
    }
    lines
}

/// The terms of all incidents: which, until when, met when.
fn terms(chain: &Chain) -> Vec<String> {
    let mut lines = Vec::new();
    for incident in all(chain) {
        for term in incident["deadlines"].as_array().unwrap() {
            let show = |value: &Value| {
                let at = value.as_str().map(moment);
                at.map_or("-".to_owned(), |at| at.format("%a %H:%M").to_string())
            };
            let breached = if term["breached"] == true {
                ", breached"
            } else {
                ""
            };
            lines.push(format!(
                "#{} {} ({}): due {}, met {}{breached}",
                incident["id"],
                term["kind"].as_str().unwrap(),
                term["clause"].as_str().unwrap(),
                show(&term["due"]),
                show(&term["met"]),
            ));
        }
    }
    lines
}

fn letters(chain: &Chain) -> Vec<Line> {
    let letters = chain.letters().into_iter().enumerate();
    letters
        .map(|(number, letter)| {
            let date = letter.header("date").expect("a date");
            let at = DateTime::parse_from_rfc2822(&date).expect("a date");
            let at = at.with_timezone(&moscow());
            let title = letter.text();
            let title = title.lines().next().unwrap_or_default().to_owned();
            let line = format!(
                "{}  letter to {}: {title} | {}",
                at.format("%a %H:%M"),
                letter.to.join(", "),
                letter.subject(),
            );
            (at.timestamp(), 1, number, line)
        })
        .collect()
}

/// All incidents, the oldest first.
fn all(chain: &Chain) -> Vec<Value> {
    let list = chain
        .server()
        .get("/api/v1/incidents?limit=1000", ADMINISTRATOR)
        .json();
    let mut ids: Vec<_> = list["incidents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|incident| incident["id"].as_i64().unwrap())
        .collect();
    ids.sort_unstable();
    ids.iter()
        .map(|id| {
            chain
                .server()
                .get(&format!("/api/v1/incidents/{id}"), ADMINISTRATOR)
                .json()
        })
        .collect()
}

fn moment(text: &str) -> DateTime<FixedOffset> {
    let at = DateTime::parse_from_rfc3339(text).expect("a time");
    at.with_timezone(&moscow())
}

fn moscow() -> FixedOffset {
    FixedOffset::east_opt(3 * 3_600).expect("an offset")
}
