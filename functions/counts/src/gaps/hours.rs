//! When a site is open.

use spp_calendar::{Hours, OpeningHours};
use spp_store::registry::sites::Site;
use spp_web::{Error, Result};

/// The hours of a site; one without hours is taken to be always open.
///
/// # Errors
/// What is stored contradicts itself, which must not be.
pub fn of(site: &Site) -> Result<OpeningHours> {
    let hours = |opens, closes| Hours { opens, closes };
    let week: Vec<_> = match site.draft.hours.as_slice() {
        [] => (1..=7).map(|weekday| (weekday, Hours::ALL_DAY)).collect(),
        week => week
            .iter()
            .map(|day| (day.weekday, hours(day.opens, day.closes)))
            .collect(),
    };
    let exceptions = site.draft.exceptions.iter().map(|exception| {
        let span = exception.opens.zip(exception.closes);
        (
            exception.date,
            span.map(|(opens, closes)| hours(opens, closes)),
        )
    });
    OpeningHours::new(site.draft.zone, week, exceptions)
        .map_err(|error| Error::internal(error.to_string()))
}
