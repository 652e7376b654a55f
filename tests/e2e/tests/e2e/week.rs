//! A week of a chain of shops, simulated: sensors die, freeze, flap and come
//! back, a whole site loses its power, a clock drifts, history is imported, our
//! own host stops for an hour. What the watch says of it, and what lies in the
//! mailbox afterwards, is exactly what is kept in tests/fixtures/week.
//!
//! `UPDATE=1 cargo test -p e2e week` writes that anew, to be read.

mod chain;
mod shoppers;
mod transcript;

use chrono::{DateTime, Utc};
use e2e::server::{on_spin, root};
use serde_json::json;

use chain::Chain;

/// Seconds between two steps of the simulation, and the sensors' interval.
const STEP: i64 = 600;

/// A moment of that week, Moscow time: `16 10:30` is Monday.
fn at(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').expect("a day and a time");
    let text = format!("2026-11-{day}T{time}:00+03:00");
    let moment: DateTime<Utc> = text.parse().expect("a time");
    moment.timestamp()
}

#[test]
fn a_week_of_faults_leads_to_the_expected_incidents_and_letters() {
    // Spin's components see the machine's clock, which nobody can move.
    if on_spin() {
        return;
    }
    let mut chain = Chain::open(at("16 00:00"));
    chain.import_history(at("16 00:00"), 8 * 7);

    // Север-1 loses its network at noon and delivers what it has kept.
    chain.run(at("16 11:00"));
    chain.cut("Север-1", true);
    chain.run(at("16 14:00"));
    chain.mend("Север-1");

    // Юг-1 freezes; the engineer decides, the client restarts it.
    chain.run(at("17 11:00"));
    chain.freeze("Юг-1");
    chain.run(at("17 16:30"));
    chain.say("Юг-1", "frozen", &json!({"event": "recorded"}));
    chain.say("Юг-1", "frozen", &json!({"event": "diagnosis_started"}));
    let decided = json!({"event": "side_decided", "clause": "4.2.4.2"});
    chain.say("Юг-1", "frozen", &decided);
    chain.run(at("17 17:00"));
    let planned = json!({"event": "accepted", "planned": "2026-11-18T12:00:00+03:00"});
    chain.answer("Юг-1", "frozen", &planned);
    chain.run(at("17 19:00"));
    chain.mend("Юг-1");
    chain.answer("Юг-1", "frozen", &json!({"event": "fixed"}));

    // Север-2 flaps all Wednesday afternoon.
    chain.run(at("18 12:00"));
    for hour in 12..20 {
        chain.cut("Север-2", true);
        chain.run(at(&format!("18 {hour}:40")));
        chain.mend("Север-2");
        chain.run(at(&format!("18 {}:00", hour + 1)));
    }
    let closed = json!({"event": "closed", "cause": "sensor_hung", "remedy": "restarted"});
    chain.say("Юг-1", "frozen", &closed);

    // The whole of Юг loses its power, and what it would have counted.
    chain.run(at("19 13:00"));
    chain.cut("Юг-1", false);
    chain.cut("Юг-2", false);
    chain.run(at("19 15:00"));
    chain.mend("Юг-1");
    chain.mend("Юг-2");

    // Восток's clock drifts on Friday and is set right; history comes in.
    chain.run(at("20 00:00"));
    chain.drift("Восток-1", 1);
    chain.run(at("20 16:00"));
    chain.import_old("Север-1");
    chain.run(at("20 20:00"));
    chain.drift("Восток-1", 0);

    // Our own host stops for an hour; sensors keep what they cannot send.
    chain.run(at("21 13:00"));
    chain.stop_host();
    chain.pass(at("21 14:00"));
    chain.start_host();

    // Восток dies on Sunday, and nobody records it by Monday evening.
    chain.run(at("22 15:00"));
    chain.cut("Восток-1", true);
    chain.run(at("24 18:30"));

    transcript::check(&chain, &root().join("tests/fixtures/week/expected.txt"));
}
