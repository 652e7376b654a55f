//! Thresholds of the watch that differ from the defaults: a client's, then a
//! site's, then a sensor's own.

use super::{changes, one, words};
use crate::{Connection, Result};

/// Whose thresholds they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All sensors of a client.
    Client,
    /// All sensors of a site.
    Site,
    /// One sensor.
    Sensor,
}

words!(Scope {
    Client = "client",
    Site = "site",
    Sensor = "sensor",
});

/// Replaces the thresholds of a client, a site or a sensor, a JSON document;
/// `false` where there is no such thing.
///
/// # Errors
/// The database's.
pub async fn put(connection: &Connection, scope: Scope, id: i64, overrides: &str) -> Result<bool> {
    let sql = format!(
        "INSERT INTO limit_override (scope, scope_id, overrides)
         SELECT scope, id, ?3 FROM ({SUBJECTS}) WHERE scope = ?1 AND id = ?2
         ON CONFLICT (scope, scope_id) DO UPDATE SET overrides = excluded.overrides
         RETURNING scope_id"
    );
    let parameters = vec![scope.id().into(), id.into(), overrides.into()];
    changes(connection, &sql, parameters).await
}

/// Leaves a client, a site or a sensor to the thresholds above it; `false`
/// where it had none of its own.
///
/// # Errors
/// The database's.
pub async fn delete(connection: &Connection, scope: Scope, id: i64) -> Result<bool> {
    let sql = "DELETE FROM limit_override WHERE scope = ?1 AND scope_id = ?2 RETURNING scope_id";
    changes(connection, sql, vec![scope.id().into(), id.into()]).await
}

/// The thresholds that a client, a site or a sensor has of its own, `{}` where
/// it has none; `None` where there is no such thing.
///
/// # Errors
/// The database's.
pub async fn get(
    connection: &Connection,
    scope: Scope,
    id: i64,
    tenant: Option<i64>,
) -> Result<Option<String>> {
    let sql = format!(
        "SELECT coalesce(o.overrides, '{{}}') FROM ({SUBJECTS}) s
         LEFT JOIN limit_override o ON o.scope = s.scope AND o.scope_id = s.id
         WHERE s.scope = ?1 AND s.id = ?2 AND (?3 IS NULL OR s.client_id = ?3)"
    );
    let parameters = vec![scope.id().into(), id.into(), tenant.into()];
    one(connection, &sql, parameters, |row| row.get(0)).await
}

const SUBJECTS: &str = "
    SELECT 'client' AS scope, id, id AS client_id FROM client
    UNION ALL SELECT 'site', id, client_id FROM site
    UNION ALL SELECT 'sensor', sensor.id, system.client_id
    FROM sensor JOIN system ON system.id = sensor.system_id";
