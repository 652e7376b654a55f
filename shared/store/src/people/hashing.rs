//! Places in which passwords are hashed: a hash takes memory and a processor, and
//! strangers ask for it.

use crate::{Connection, Result};

/// A place that is not left is free again after so many seconds: whoever took it was
/// ended. A hash takes a tenth of one.
pub const LEASE: i64 = 10;

/// A place that was taken.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    id: i64,
    lease: i64,
}

/// Takes a place; none where all are taken. Whether one is free is asked first, since
/// to read takes no turn among those who write.
///
/// # Errors
/// The database's.
pub async fn enter(connection: &Connection, now: i64) -> Result<Option<Place>> {
    let free = "SELECT place FROM hashing WHERE until <= ?1 LIMIT 1";
    if connection.find(free, vec![now.into()]).await?.is_none() {
        return Ok(None);
    }
    let sql = format!(
        "UPDATE hashing SET until = ?1 + ?2, lease = lease + 1 WHERE place = ({free})
         RETURNING place, lease"
    );
    let row = connection
        .find(&sql, vec![now.into(), LEASE.into()])
        .await?;
    row.map(|row| {
        let (id, lease) = (row.get(0)?, row.get(1)?);
        Ok(Place { id, lease })
    })
    .transpose()
}

/// Leaves a place, unless it was given to another meanwhile.
///
/// # Errors
/// The database's.
pub async fn leave(connection: &Connection, place: Place) -> Result<()> {
    let sql = "UPDATE hashing SET until = 0 WHERE place = ?1 AND lease = ?2";
    let parameters = vec![place.id.into(), place.lease.into()];
    connection.execute(sql, parameters).await
}
