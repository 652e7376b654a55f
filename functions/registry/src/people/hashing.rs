//! Passwords are hashed a few at once, however many ask for it: each takes memory and
//! a processor that counting needs, too.

use std::time::Duration;

use chrono::Utc;
use spp_store::Connection;
use spp_store::people::hashing::{self, Place};
use spp_web::{Error, Result};

/// So long is waited between two looks for a free place.
const PAUSE: Duration = Duration::from_millis(100);
/// So often is looked: two seconds long.
const LOOKS: u32 = 20;

/// Hashes, once a place is free for it.
///
/// # Errors
/// `503` where none is for two seconds, and what the hashing meets.
pub async fn within<T>(connection: &Connection, hash: impl FnOnce() -> Result<T>) -> Result<T> {
    let place = enter(connection).await?;
    let hashed = hash();
    // A place that is not left is free again in some seconds.
    if let Err(error) = hashing::leave(connection, place).await {
        eprintln!("a place for hashing: {error}");
    }
    hashed
}

async fn enter(connection: &Connection) -> Result<Place> {
    for _ in 0..LOOKS {
        let now = Utc::now().timestamp();
        if let Some(place) = hashing::enter(connection, now).await? {
            return Ok(place);
        }
        pause().await;
    }
    let why = "passwords are hashed in all places";
    Err(Error::unavailable(2, why.to_owned()))
}

#[cfg(target_family = "wasm")]
async fn pause() {
    spin_sdk::time::sleep(PAUSE).await;
}

#[cfg(not(target_family = "wasm"))]
#[expect(clippy::unused_async, reason = "a component sleeps by awaiting")]
async fn pause() {
    std::thread::sleep(PAUSE);
}
