//! A component that misbehaves harms nobody else.

use std::time::{Duration, Instant};

use crate::running::{Host, eventually};

#[test]
fn a_trap_ends_the_instances_requests_and_nothing_else() {
    let host = Host::start("", &[]);
    assert_eq!(host.get("/trap").status, 500);
    assert_eq!(host.get("/hello").ok(), "hello");

    // Another request in the same instance is lost with it.
    let sleeping = host.send("/sleep/30000", "");
    let sleeping = std::thread::spawn(move || sleeping.answer().status);
    eventually("the sleeper's instance has trapped", || {
        assert_eq!(host.get("/trap").status, 500);
        sleeping.is_finished()
    });
    assert_eq!(sleeping.join().unwrap(), 500);
    assert_eq!(host.get("/hello").ok(), "hello");
    let log = host.log();
    assert!(log.contains("trapped, as told to"), "{log}");
}

#[test]
fn an_endless_loop_is_ended() {
    let host = Host::start("", &["--request-timeout", "1"]);
    let began = Instant::now();
    // More of them than the machine has processors.
    let endless: Vec<_> = (0..8).map(|_| host.send("/spin", "")).collect();
    assert_eq!(host.get("/hello").ok(), "hello");
    for one in endless {
        assert_eq!(one.answer().status, 504);
    }
    assert!(began.elapsed() < Duration::from_secs(20));
    assert_eq!(host.get("/hello").ok(), "hello");
}

#[test]
fn a_component_that_waits_too_long_is_ended() {
    let host = Host::start("", &["--request-timeout", "500ms"]);
    assert_eq!(host.get("/sleep/30000").status, 504);
    assert_eq!(host.get("/sleep/1").ok(), "slept");
}

#[test]
fn memory_is_limited() {
    let host = Host::start("", &["--memory-limit", "64"]);
    assert_eq!(host.get("/memory/32").ok(), (32 << 20).to_string());
    let answer = host.get("/memory/64");
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("memory allocation failed"));
    assert_eq!(host.get("/hello").ok(), "hello");
}

#[test]
fn an_instance_serves_only_so_many_requests() {
    let host = Host::start("", &["--max-instance-reuse-count", "3"]);
    let served: Vec<u32> = (0..30)
        .map(|_| host.get("/served").ok().parse().unwrap())
        .collect();
    assert!(served.iter().all(|count| *count <= 3), "{served:?}");
    assert!(served.iter().any(|count| *count > 1), "{served:?}");
}

#[test]
fn what_a_component_prints_is_logged_in_bounded_lines() {
    let host = Host::start("", &[]);
    let text = format!("first\nsecond \u{1b}[31m\n{}\nlast\n", "x".repeat(10_000));
    host.ask("/print", &text).ok();
    eventually("the log has it all", || {
        host.log().matches("last component=").count() == 2
    });
    let log = host.log();
    assert!(
        log.contains("component=\"intruder\" stream=\"stdout\""),
        "{log}"
    );
    assert!(
        log.contains("component=\"intruder\" stream=\"stderr\""),
        "{log}"
    );
    assert!(log.contains(r"second \u{1b}[31m"), "{log}");
    assert_eq!(log.matches("xxxx component=").count(), 6, "{log}");
}
