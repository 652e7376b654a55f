//! Imports of history: streamed in, written piece by piece, each piece in one
//! transaction with the import's progress. Whatever cuts an import off, its
//! progress says which byte is wanted next; rows that come twice change
//! nothing.

mod row;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use chrono::Utc;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use spp_counts::Reading;
use spp_formats::Language;
use spp_store::imports::{self, RefusedLine};
use spp_store::ingest::{self, Delivery, Identity, Profile, Said};
use spp_store::registry::Window;
use spp_web::auth::{self, Principal};
use spp_web::page::{Meta, Page, PageQuery};
use spp_web::{Error, Path, Query, Result, body};
use utoipa::{IntoParams, ToSchema};

use crate::stream::Lines;
use crate::{profiles, push};

pub use row::Layout;
use row::{Columns, Row};

/// How to import.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// A name for the import, 1 to 100 characters, by which its progress is
    /// asked for and it is resumed; the time of its start if absent.
    import: Option<String>,
    /// Which byte of the import the body starts with, unpacked; 0 if absent.
    /// What was written before is skipped, so that sending all again is right too.
    from_byte: Option<i64>,
}

/// How far an import has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct Progress {
    /// The import's name.
    name: String,
    /// The next line that is wanted, from 1.
    next_line: i64,
    /// The next byte that is wanted, from 0, unpacked.
    next_byte: i64,
    /// Rows stored.
    stored: i64,
    /// Rows known before.
    repeated: i64,
    /// Rows at odds with what was known, which stays.
    conflicting: i64,
    /// Lines that could not be read; `refusals` lists them.
    refused: i64,
    /// Whether the end was reached.
    complete: bool,
}

/// A page of the lines that an import refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct Refusals {
    /// The lines, by their numbers.
    refusals: Vec<Refused>,
    meta: Meta,
}

/// A line that an import refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct Refused {
    /// Which, from 1.
    line: i64,
    /// Where in it, and what was expected there.
    title: String,
}

/// Imports a body. A sensor's token imports that sensor's history; the
/// administrator's imports for every sensor that the rows name.
pub async fn import(
    token: &str,
    layout: Layout,
    options: Options,
    headers: &HeaderMap,
    incoming: Body,
) -> Result<Progress> {
    let from_byte = options.from_byte.unwrap_or(0);
    let (owner, sensor) = owner(token).await?;
    let started = Utc::now().format("%Y-%m-%dT%H:%M:%S%.3fZ");
    let name = options.import.unwrap_or_else(|| started.to_string());
    if name.is_empty() || 100 < name.chars().count() {
        let (english, russian) = (
            "expected 1 to 100 characters",
            "ожидается от 1 до 100 знаков",
        );
        return Err(Error::invalid("import", english, russian));
    }
    let progress = begin(&owner, &name).await?;
    let skip = usize::try_from(progress.next_byte - from_byte).map_err(|_| {
        Error::invalid(
            "from_byte",
            &format!("expected at most {}", progress.next_byte),
            &format!("ожидается не больше {}", progress.next_byte),
        )
    })?;
    let mut import = Import {
        owner,
        sensor,
        layout,
        columns: None,
        progress,
        skip,
    };
    if let Some(header) = &import.progress.header {
        import.columns = Some(Columns::read(header)?);
    }
    let mut lines = Lines::new(incoming, body::is_gzip(headers)?);
    while let Some(piece) = lines.next().await? {
        import.write(&piece, false).await?;
    }
    import.write(&[], true).await?;
    Ok(import.progress.into())
}

/// Tells how far an import has come.
#[utoipa::path(
    get,
    operation_id = "history_progress",
    path = "/api/v1/imports/{name}",
    tag = "ingest",
    params(("name" = String, Path, description = "the import's name")),
    responses((status = 200, body = Progress), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")),
    security(("token" = []))
)]
pub async fn progress(Path(name): Path<String>, headers: HeaderMap) -> Result<Json<Progress>> {
    find(&name, &headers)
        .await
        .map(|progress| Json(progress.into()))
}

/// Lists the lines that an import refused, the first 10 000 of them.
#[utoipa::path(
    get,
    operation_id = "history_refusals",
    path = "/api/v1/imports/{name}/refusals",
    tag = "ingest",
    params(("name" = String, Path, description = "the import's name"), PageQuery),
    responses((status = 200, body = Refusals), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")),
    security(("token" = []))
)]
pub async fn refusals(
    Path(name): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Json<Refusals>> {
    let page = Page::try_from(query)?;
    let progress = find(&name, &headers).await?;
    let connection = profiles::connection().await?;
    let window = Window {
        after: page.after,
        limit: page.probe(),
    };
    let mut rows = imports::refusals(&connection, progress.id, window).await?;
    profiles::give_back(connection);
    let meta = page.cut(&mut rows, |line| line.line);
    let language = spp_web::language(&headers);
    let refusals = rows
        .into_iter()
        .map(
            |RefusedLine {
                 line,
                 english,
                 russian,
             }| Refused {
                line,
                title: match language {
                    Language::English => english,
                    Language::Russian => russian,
                },
            },
        )
        .collect();
    Ok(Json(Refusals { refusals, meta }))
}

async fn find(name: &str, headers: &HeaderMap) -> Result<imports::Progress> {
    let token = push::token(headers).ok_or_else(Error::unauthorized)?;
    let (owner, _) = owner(&token).await?;
    let connection = profiles::connection().await?;
    let found = imports::find(&connection, &owner, name).await?;
    profiles::give_back(connection);
    found.ok_or_else(Error::not_found)
}

/// Whose import it is, and the one sensor whose history it may hold.
async fn owner(token: &str) -> Result<(String, Option<i64>)> {
    let identity = Identity::Token(auth::hash(token));
    if let Some(profile) = profiles::find(identity, Utc::now().timestamp()).await? {
        return Ok((format!("sensor {}", profile.sensor), Some(profile.sensor)));
    }
    match Principal::of(token).await? {
        Principal::Administrator => Ok(("administrator".to_owned(), None)),
        Principal::Client { .. } | Principal::Person(_) => Err(Error::forbidden()),
    }
}

/// The import of that name, from its beginning if it has been finished before.
async fn begin(owner: &str, name: &str) -> Result<imports::Progress> {
    let now = Utc::now().timestamp();
    let transaction = profiles::connection().await?.begin().await?;
    let mut progress = imports::begin(&transaction, owner, name, now).await?;
    if progress.complete {
        let (id, name) = (progress.id, progress.name);
        progress = imports::restart(&transaction, id, name, now).await?;
    }
    profiles::give_back(transaction.commit().await?);
    Ok(progress)
}

struct Import {
    owner: String,
    sensor: Option<i64>,
    layout: Layout,
    columns: Option<Columns>,
    progress: imports::Progress,
    /// So many bytes of the body were written by an earlier request.
    skip: usize,
}

impl Import {
    /// Writes a piece of whole lines and the progress that it makes.
    async fn write(&mut self, piece: &[u8], complete: bool) -> Result<()> {
        let skipped = self.skip.min(piece.len());
        self.skip -= skipped;
        let piece = piece.get(skipped..).unwrap_or_default();
        if piece.is_empty() && !complete {
            return Ok(());
        }
        let before = self.progress.next_byte;
        let (mut refused, mut sensors) = (Vec::new(), BTreeMap::new());
        for line in piece.split_inclusive(|byte| *byte == b'\n') {
            self.read(line, &mut sensors, &mut refused)?;
        }
        let arrived = Utc::now().timestamp();
        let mut deliveries = Vec::new();
        for (sensor, rows) in sensors {
            match profiles::find(Identity::Sensor(sensor), arrived).await? {
                Some(profile) => deliveries.push(delivery(profile, arrived, rows)),
                None => refused.extend(rows.into_iter().map(|(line, _)| RefusedLine {
                    line,
                    english: format!("sensor: there is no sensor {sensor}"),
                    russian: format!("sensor: датчика {sensor} нет"),
                })),
            }
        }
        refused.sort_by_key(|refused: &RefusedLine| refused.line);
        self.commit(before, arrived, complete, &deliveries, &refused)
            .await
    }

    /// Reads one line into its sensor's rows, or into the refused ones.
    fn read(
        &mut self,
        bytes: &[u8],
        sensors: &mut BTreeMap<i64, Vec<(i64, Reading)>>,
        refused: &mut Vec<RefusedLine>,
    ) -> Result<()> {
        let number = self.progress.next_line;
        self.progress.next_line += 1;
        self.progress.next_byte += i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let line = bytes.trim_ascii();
        if line.is_empty() {
            return Ok(());
        }
        if self.layout == Layout::Csv && self.columns.is_none() {
            let header = String::from_utf8_lossy(line).into_owned();
            self.columns = Some(Columns::read(&header)?);
            self.progress.header = Some(header);
            return Ok(());
        }
        let row = match &self.columns {
            Some(columns) => columns.row(line),
            None => Row::from_json(line),
        };
        let row = row.and_then(|row| row.of(self.sensor));
        match row {
            Ok((sensor, reading)) => sensors.entry(sensor).or_default().push((number, reading)),
            Err(refusal) => refused.push(RefusedLine {
                line: number,
                english: refusal.text(Language::English),
                russian: refusal.text(Language::Russian),
            }),
        }
        Ok(())
    }

    async fn commit(
        &mut self,
        before: i64,
        arrived: i64,
        complete: bool,
        deliveries: &[Delivery],
        refused: &[RefusedLine],
    ) -> Result<()> {
        let transaction = profiles::connection().await?.begin().await?;
        let name = self.progress.name.clone();
        let standing = imports::begin(&transaction, &self.owner, &name, arrived).await?;
        if standing.next_byte != before {
            return Err(Error::conflict(
                "the same import is under way in another request",
                "тот же импорт уже идёт в другом запросе",
            ));
        }
        let written = ingest::write(&transaction, deliveries).await?;
        let progress = &mut self.progress;
        for outcome in &written.outcomes {
            progress.stored += i64::from(outcome.stored);
            progress.repeated += i64::from(outcome.repeated);
            progress.conflicting += i64::from(outcome.conflicting);
        }
        progress.refused += i64::try_from(refused.len()).unwrap_or(i64::MAX);
        progress.complete = complete;
        progress.updated_at = arrived;
        imports::advance(&transaction, progress, refused).await?;
        profiles::give_back(transaction.commit().await?);
        profiles::forget_before(written.version);
        Ok(())
    }
}

fn delivery(profile: Arc<Profile>, arrived: i64, rows: Vec<(i64, Reading)>) -> Delivery {
    let readings = rows.into_iter().map(|(_, reading)| reading).collect();
    Delivery {
        profile,
        arrived,
        said: Said::History(readings),
    }
}

impl From<imports::Progress> for Progress {
    fn from(progress: imports::Progress) -> Self {
        Self {
            name: progress.name,
            next_line: progress.next_line,
            next_byte: progress.next_byte,
            stored: progress.stored,
            repeated: progress.repeated,
            conflicting: progress.conflicting,
            refused: progress.refused,
            complete: progress.complete,
        }
    }
}
