//! What an instance remembers between requests: sensors' profiles, and
//! connections that nobody holds.
//!
//! A remembered profile may be out of date; the transaction in which it is
//! used notices that by the registry's version.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use spp_store::Connection;
use spp_store::ingest::{self, Identity, Profile};
use spp_web::Result;

thread_local! {
    static PROFILES: RefCell<HashMap<Identity, Arc<Profile>>> = RefCell::default();
    static IDLE: RefCell<Vec<Connection>> = const { RefCell::new(Vec::new()) };
}

/// More profiles are not remembered: an instance does not live long.
const MOST_PROFILES: usize = 1024;

/// More connections are not kept open.
const MOST_IDLE: usize = 4;

/// The sensor of that identity, unless it may not deliver.
pub async fn find(identity: Identity, now: i64) -> Result<Option<Arc<Profile>>> {
    if let Some(profile) = PROFILES.with_borrow(|known| known.get(&identity).cloned())
        && profile.is_good_at(now)
    {
        return Ok(Some(profile));
    }
    let connection = connection().await?;
    let found = ingest::find(&connection, &identity, now).await?;
    give_back(connection);
    Ok(found.map(|profile| {
        let profile = Arc::new(profile);
        PROFILES.with_borrow_mut(|known| {
            if known.len() == MOST_PROFILES {
                known.clear();
            }
            known.insert(identity, Arc::clone(&profile));
        });
        profile
    }))
}

/// Forgets the profiles of another version of the registry.
pub fn forget_before(version: i64) {
    PROFILES.with_borrow_mut(|known| known.retain(|_, profile| profile.version == version));
}

/// A connection of one's own: one that was given back, or a new one.
pub async fn connection() -> spp_store::Result<Connection> {
    match IDLE.with_borrow_mut(Vec::pop) {
        Some(connection) => Ok(connection),
        None => Connection::open().await,
    }
}

/// Gives a connection back whose work is done: no transaction is open on it.
pub fn give_back(connection: Connection) {
    IDLE.with_borrow_mut(|idle| {
        if idle.len() < MOST_IDLE {
            idle.push(connection);
        }
    });
}
