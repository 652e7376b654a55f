//! What concerns the component alone.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::HeaderMap;

use crate::Outcome;

static SERVED: AtomicU32 = AtomicU32::new(0);

/// How many requests this instance was asked this by.
pub fn served() -> String {
    (SERVED.fetch_add(1, Ordering::Relaxed) + 1).to_string()
}

pub fn headers(headers: &HeaderMap) -> String {
    headers
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())))
        .collect()
}

pub async fn variable(name: &str) -> Outcome {
    spin_sdk::variables::get(name)
        .await
        .map_err(|error| format!("{error:?}"))
}

pub fn environment() -> String {
    std::env::vars()
        .map(|(name, value)| format!("{name}={value}\n"))
        .collect()
}

pub fn print(text: &str) -> String {
    print!("{text}");
    eprint!("{text}");
    String::new()
}

pub async fn sleep(millis: &str) -> Outcome {
    let millis = millis.parse().map_err(|_| "how long?".to_owned())?;
    spin_sdk::time::sleep(Duration::from_millis(millis)).await;
    Ok("slept".to_owned())
}

pub fn spin() -> Outcome {
    let mut number = 0_u64;
    loop {
        number = std::hint::black_box(number.wrapping_add(1));
    }
}

#[expect(clippy::panic, reason = "this is what it is for")]
pub fn trap() -> Outcome {
    panic!("trapped, as told to")
}

/// Takes so many MiB of memory.
pub fn memory(mebibytes: &str) -> Outcome {
    let mebibytes: usize = mebibytes.parse().map_err(|_| "how much?".to_owned())?;
    let mut taken: Vec<u8> = Vec::new();
    taken
        .try_reserve_exact(mebibytes << 20)
        .map_err(|error| error.to_string())?;
    taken.resize(mebibytes << 20, 1);
    Ok(std::hint::black_box(taken).len().to_string())
}
