//! Nothing acknowledged is ever lost, and nothing is doubled when it is sent again.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use e2e::http::{self, Request};
use e2e::server::{Server, on_spin};
use e2e::shop::Sensor;
use serde_json::json;

/// What a sensor says of a minute after midnight.
fn said(minute: i64, entered: u32, exited: u32) -> String {
    let start = chrono::DateTime::from_timestamp(1_772_323_200 + minute * 60, 0).unwrap();
    let start = start.to_rfc3339();
    json!({"start": start, "interval": 60, "in": entered, "out": exited}).to_string()
}

/// The push of a sender's minute: its numbers tell it from every other.
fn body(sender: u32, minute: u32) -> String {
    said(minute.into(), sender * 7 + minute, minute)
}

/// Pushes, and returns the status, where one comes.
fn push(url: &str, sensor: &Sensor, body: &str) -> Option<u16> {
    let url = &format!("{url}/push/spp/{}", sensor.token);
    let request = Request {
        method: "POST",
        url,
        headers: &[],
        body: body.as_bytes(),
    };
    http::send(request).ok().map(|answer| answer.status)
}

#[test]
fn a_kill_at_any_moment_loses_nothing_acknowledged() {
    const SENDERS: u32 = 8;
    let mut server = Server::start();
    let shop = server.shop("UTC");
    let sensors: Vec<_> = (0..SENDERS)
        .map(|_| server.sensor(shop, &json!({"interval": 60})))
        .collect();
    let acknowledged = Mutex::new(BTreeSet::new());
    let mut next = 0;
    for (round, kill_after) in [60, 150, 400].into_iter().enumerate() {
        let answers = AtomicUsize::new(0);
        let url = server.url.clone();
        let (reached, restarted): (Vec<u32>, _) = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..SENDERS)
                .map(|sender| {
                    let (sensors, acknowledged, answers, url) =
                        (&sensors, &acknowledged, &answers, &url);
                    scope.spawn(move || {
                        let sensor = &sensors[sender as usize];
                        for minute in next.. {
                            match push(url, sensor, &body(sender, minute)) {
                                Some(200) => {
                                    acknowledged.lock().unwrap().insert((sender, minute));
                                    answers.fetch_add(1, Ordering::Relaxed);
                                }
                                // Cut off by the kill; whether it was written is not known.
                                _ => return minute,
                            }
                        }
                        unreachable!("the senders end with the server")
                    })
                })
                .collect();
            // Under full load, after another number of answers each round.
            while answers.load(Ordering::Relaxed) < kill_after {
                std::thread::yield_now();
            }
            let state = server.kill();
            let reached = senders.into_iter().map(|sender| sender.join().unwrap());
            (reached.collect(), Server::start_in(state, &[]))
        });
        server = restarted;
        let known = |sender: u32| {
            let id = sensors[sender as usize].id;
            let parts = server.counts(&format!(
                "sensor={id}&from=2026-03-01&to=2026-03-02&step=interval"
            ));
            (0..)
                .zip(parts)
                .filter(|(_, part)| part.3 == 1)
                .map(|(minute, part)| (minute, part.1))
                .collect::<Vec<(u32, i64)>>()
        };
        for (sender, reached) in (0..).zip(&reached) {
            let known = known(sender);
            for (minute, entered) in &known {
                assert_eq!(*entered, i64::from(sender * 7 + minute), "round {round}");
            }
            let minutes: BTreeSet<_> = known.iter().map(|(minute, _)| *minute).collect();
            for (_, minute) in acknowledged
                .lock()
                .unwrap()
                .iter()
                .filter(|(of, _)| *of == sender)
            {
                assert!(
                    minutes.contains(minute),
                    "round {round}: minute {minute} of sender {sender} was lost"
                );
            }
            // The device sends again what it got no answer to, and more.
            for minute in reached.saturating_sub(3)..=*reached {
                let sensor = &sensors[sender as usize];
                let status = push(&server.url, sensor, &body(sender, minute));
                assert_eq!(status, Some(200));
                acknowledged.lock().unwrap().insert((sender, minute));
            }
        }
        next = reached.iter().max().unwrap() + 1;
    }
    // Nothing twice: the sums are those of the distinct minutes.
    let acknowledged = acknowledged.into_inner().unwrap();
    let expected: u32 = acknowledged
        .iter()
        .map(|(sender, minute)| sender * 7 + minute)
        .sum();
    let days = server.counts(&format!(
        "site={}&from=2026-03-01&to=2026-03-02&step=day",
        shop.site
    ));
    assert_eq!(
        (days[0].1, days[0].3),
        (
            i64::from(expected),
            i64::try_from(acknowledged.len()).unwrap()
        )
    );
}

#[test]
fn a_stop_loses_nothing_acknowledged() {
    const SENDERS: i64 = 8;
    let server = Server::start();
    let shop = server.shop("UTC");
    let sensor = server.sensor(shop, &json!({"interval": 60}));
    let (acknowledged, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let url = server.url.clone();
    let state = std::thread::scope(|scope| {
        for sender in 0..SENDERS {
            let (acknowledged, refused, url, sensor) = (&acknowledged, &refused, &url, &sensor);
            scope.spawn(move || {
                for minute in 0.. {
                    match push(url, sensor, &said(sender * 10_000 + minute, 1, 0)) {
                        Some(200) => acknowledged.fetch_add(1, Ordering::Relaxed),
                        Some(_) => refused.fetch_add(1, Ordering::Relaxed),
                        None => return,
                    };
                }
            });
        }
        while acknowledged.load(Ordering::Relaxed) < 100 {
            std::thread::yield_now();
        }
        let (well, state) = server.stop();
        assert!(well, "the server did not stop by itself");
        state
    });
    let server = Server::start_in(state, &[]);
    let months = server.counts(&format!(
        "site={}&from=2026-03-01&to=2026-12-01&step=month",
        shop.site
    ));
    let stored: i64 = months.iter().map(|month| month.3).sum();
    let acknowledged = i64::try_from(acknowledged.into_inner()).unwrap();
    let refused = i64::try_from(refused.into_inner()).unwrap();
    // The host answers each push, or never begins it. Spin stops at once: what
    // is under way, one push a sender, gets no answer or an error.
    let cut_off = if on_spin() { SENDERS } else { 0 };
    assert!(
        (acknowledged..=acknowledged + cut_off).contains(&stored) && refused <= cut_off,
        "{acknowledged} acknowledged, {refused} refused, {stored} stored"
    );
}
