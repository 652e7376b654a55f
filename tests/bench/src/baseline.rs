//! The server that ours is compared with: native, plain, of the same schema
//! and durability. A transaction a request, as one would write it first.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{self, State};
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use http::StatusCode;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use spp_counts::step::offset_quarters;

/// The most people that pass a door in a second, as in our schema's flag.
const PLAUSIBLE_PER_SECOND: u32 = 4;

/// Serves until it is killed.
///
/// # Errors
/// The database cannot be opened, or the address is taken.
pub fn run(database: &Path, listen: SocketAddr) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Brings the schema.
        drop(spp_store::Connection::open_file(database).await?);
        let connection = Connection::open(database)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let counts = Arc::new(Mutex::new(Counts {
            connection,
            channels: HashMap::new(),
        }));
        let router = Router::new()
            .route("/push/spp/{token}", post(push))
            .route("/hello", get(|| async { "hello" }))
            .with_state(counts);
        let listener = tokio::net::TcpListener::bind(listen).await?;
        println!("Serving http://{}", listener.local_addr()?);
        let listener = listener.tap_io(|stream| {
            // As good as without.
            _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await?;
        Ok(())
    })
}

struct Counts {
    connection: Connection,
    channels: HashMap<(i64, String), Channel>,
}

#[derive(Clone, Copy)]
struct Channel {
    id: i64,
    since: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    #[serde(default = "first_channel")]
    channel: String,
    start: DateTime<Utc>,
    interval: u32,
    r#in: u32,
    out: u32,
    coverage: Option<u8>,
}

fn first_channel() -> String {
    "1".to_owned()
}

async fn push(
    State(counts): State<Arc<Mutex<Counts>>>,
    extract::Path(token): extract::Path<String>,
    body: Bytes,
) -> StatusCode {
    let readings = if body.first() == Some(&b'[') {
        serde_json::from_slice::<Vec<Reading>>(&body)
    } else {
        serde_json::from_slice(&body).map(|reading| vec![reading])
    };
    let Ok(readings) = readings else {
        return StatusCode::UNPROCESSABLE_ENTITY;
    };
    let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    let written = tokio::task::spawn_blocking(move || {
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.write(&hash, &readings)
    });
    match written.await {
        Ok(Ok(true)) => StatusCode::OK,
        Ok(Ok(false)) => StatusCode::UNAUTHORIZED,
        Ok(Err(error)) => {
            eprintln!("baseline: {error:#}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Counts {
    /// Writes a push, unless its token is no sensor's.
    fn write(&mut self, hash: &[u8; 32], readings: &[Reading]) -> Result<bool> {
        let sensor = self
            .connection
            .prepare_cached(SENSOR)?
            .query_row([hash], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
            })
            .optional()?;
        let Some((sensor, zone)) = sensor else {
            return Ok(false);
        };
        let zone: Tz = zone.parse().ok().context("an unknown zone")?;
        let now = Utc::now().timestamp();
        let behavior = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        let mut last = None;
        for reading in readings {
            let start = reading.start.timestamp();
            let end = start + i64::from(reading.interval);
            let key = (sensor, reading.channel.clone());
            let channel = match self.channels.get(&key) {
                Some(channel) => *channel,
                None => channel(&transaction, sensor, &reading.channel)?,
            };
            if channel.since.is_none_or(|since| start < since) {
                transaction
                    .prepare_cached(SINCE)?
                    .execute([start, channel.id])?;
            }
            // Should the commit fail, the process has other worries.
            let since = Some(channel.since.unwrap_or(start).min(start));
            self.channels.insert(key, Channel { since, ..channel });
            let most = reading.interval * PLAUSIBLE_PER_SECOND;
            transaction.prepare_cached(COUNT)?.execute(params![
                start.div_euclid(3600),
                channel.id,
                start.rem_euclid(3600),
                reading.interval,
                reading.r#in,
                reading.out,
                now - end,
                offset_quarters(zone, start),
                reading.coverage.filter(|percent| *percent < 100),
                u8::from(most < reading.r#in.max(reading.out)),
            ])?;
            last = last.max(Some(end));
        }
        transaction
            .prepare_cached(STATE)?
            .execute(params![sensor, now, last])?;
        transaction.commit()?;
        Ok(true)
    }
}

/// Finds a channel, or enters it.
fn channel(transaction: &Transaction<'_>, sensor: i64, source: &str) -> Result<Channel> {
    transaction
        .prepare_cached(ENTER)?
        .execute(params![sensor, source])?;
    let channel =
        transaction
            .prepare_cached(CHANNEL)?
            .query_row(params![sensor, source], |row| {
                Ok(Channel {
                    id: row.get(0)?,
                    since: row.get(1)?,
                })
            })?;
    Ok(channel)
}

const SENSOR: &str = "
    SELECT s.id, site.zone FROM sensor_token t
    JOIN sensor s ON s.id = t.sensor_id
    JOIN entrance e ON e.id = s.entrance_id
    JOIN site ON site.id = e.site_id
    WHERE t.hash = ?1 AND t.revoked_at IS NULL AND s.retired_at IS NULL";

const ENTER: &str = "
    INSERT INTO channel (sensor_id, source, direction, mapped) VALUES (?1, ?2, 'both', 0)
    ON CONFLICT DO NOTHING";

const CHANNEL: &str = "SELECT id, since FROM channel WHERE sensor_id = ?1 AND source = ?2";

const SINCE: &str = "UPDATE channel SET since = ?1 WHERE id = ?2";

/// The schema's triggers keep the sums of hours and days.
const COUNT: &str = "
    INSERT INTO count (hour, channel, second, length, entered, exited, delay, zone, coverage, flags)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING";

const STATE: &str = "
    INSERT INTO sensor_state (sensor_id, last_contact, last_data) VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE SET last_contact = max(last_contact, excluded.last_contact),
        last_data = max(coalesce(last_data, excluded.last_data), coalesce(excluded.last_data, last_data))";
