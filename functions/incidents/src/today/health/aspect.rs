//! Whether a site's sensors are heard, and whether their counts are there.

use serde::Serialize;
use spp_store::watch::State;
use spp_store::watch::today::Standing;
use utoipa::ToSchema;

/// Whether sensors are heard, or whether their counts are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Aspect {
    /// Of contact: up, partly, lost or awaited. Of data: current, late,
    /// `catching_up` or awaited.
    pub state: &'static str,
    pub sensors: usize,
    /// How many are not well.
    pub affected: usize,
    /// Since when the first of them is not.
    pub since: Option<String>,
    /// Whether that is trouble: while the site is closed it is not.
    pub alarms: bool,
}

/// Whether a site's sensors are heard.
pub fn link(standings: &[Standing], open: bool, show: impl Fn(i64) -> String) -> Aspect {
    let sensors = standings.len();
    let (lost, since) = affected(standings, "lost", |one| &one.link);
    let (awaited, _) = affected(standings, "awaited", |one| &one.link);
    Aspect {
        state: match lost {
            0 if awaited == sensors => "awaited",
            0 => "up",
            lost if lost + awaited == sensors => "lost",
            _ => "partly",
        },
        sensors,
        affected: lost,
        since: since.map(show),
        alarms: open && 0 < lost,
    }
}

/// Whether their counts are there.
pub fn data(standings: &[Standing], open: bool, show: impl Fn(i64) -> String) -> Aspect {
    let sensors = standings.len();
    let (late, since) = affected(standings, "late", |one| &one.data);
    let (catching_up, _) = affected(standings, "catching_up", |one| &one.data);
    let (awaited, _) = affected(standings, "awaited", |one| &one.data);
    let affected = if late == 0 { catching_up } else { late };
    Aspect {
        state: match (late, catching_up) {
            (0, 0) if awaited == sensors => "awaited",
            (0, 0) => "current",
            (0, _) => "catching_up",
            _ => "late",
        },
        sensors,
        affected,
        since: since.map(show),
        alarms: open && 0 < affected,
    }
}

/// How many sensors stand so, and since when the first does.
fn affected(
    standings: &[Standing],
    code: &str,
    state: impl Fn(&Standing) -> &State,
) -> (usize, Option<i64>) {
    let of = standings.iter().map(state);
    let found: Vec<_> = of.filter(|state| state.code == code).collect();
    let since = found.iter().filter_map(|state| state.since).min();
    (found.len(), since)
}
