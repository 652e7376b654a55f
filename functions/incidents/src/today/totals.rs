//! All sites together.

use serde::Serialize;
use utoipa::ToSchema;

use super::health::Health;
use super::line::Line;
use crate::list::Row;

/// All sites together.
#[derive(Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Totals {
    sites: u32,
    good: u32,
    watch: u32,
    bad: u32,
    awaited: u32,
    visitors: i64,
    /// Visitors usual by now, where that is known of every site.
    usual: Option<f64>,
    /// Incidents that are not over: those of the sites, and those of no site, such as
    /// of a local server, that the reader may see.
    open_incidents: u32,
    /// All terms of these incidents that are near or past, and not met.
    at_risk: u32,
}

impl Totals {
    /// Those of the sites that are shown, with all incidents that are not over.
    pub fn new<'a>(lines: &[Line], incidents: impl Iterator<Item = &'a Row>) -> Self {
        let mut totals = Self {
            usual: lines.iter().map(|line| line.visitors.usual).sum(),
            ..Self::default()
        };
        for row in incidents {
            totals.open_incidents += 1;
            totals.at_risk += row.terms_at_risk;
        }
        for line in lines {
            totals.sites += 1;
            totals.visitors += line.visitors.so_far;
            *match line.state {
                Health::Bad => &mut totals.bad,
                Health::Watch => &mut totals.watch,
                Health::Awaited => &mut totals.awaited,
                Health::Good => &mut totals.good,
            } += 1;
        }
        totals
    }
}
