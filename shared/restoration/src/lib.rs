#![doc = include_str!("../README.md")]

mod band;
mod level;
mod series;
#[cfg(test)]
mod tests;
mod weeks;
mod whole;

use std::fmt;
use std::ops::Range;

pub use whole::whole;

use band::Band;
use series::Series;

/// The method and its version, to be kept with all that it restores.
pub const METHOD: &str = "level_kernel/1";

/// Usual weeks around a wanted hour in which its hour of the week has to be
/// known: of two, nobody can say which is the strange one.
const NEEDED: usize = 3;

/// Restores the hours of a gap from the others of the series (S2 4.2.7).
///
/// `hours` are consecutive hours of real time, one an hour and without a hole,
/// before, in and after the gap; those within twelve weeks of it count.
/// `wanted` are positions in them; what is beyond their end is left out. The
/// people of the wanted hours are not looked at. What is told of each of them
/// is in their order.
///
/// Three factors make an estimate: what the same hour of the week had in twelve
/// weeks before and after; the level of the days beside the gap; the level of
/// the hours beside it. Counts from after a gap improve it much (Zhong and
/// Sharma, Open Transportation Journal, 2009), so that a gap is better restored
/// once more when days have passed. The bounds come from gaps of the same
/// length that are made, and restored, elsewhere in the series.
///
/// # Errors
///
/// [`TooLittle`], where a wanted open hour is known in fewer than three usual
/// weeks of the twelve before and after it.
pub fn restore(hours: &[Hour], wanted: Range<usize>) -> Result<Vec<Estimate>, TooLittle> {
    let end = wanted.end.min(hours.len());
    let series = Series::new(hours, wanted.start.min(end)..end);
    let known = series.known();
    if known.is_some_and(|known| known < NEEDED) {
        return Err(TooLittle {
            known: known.unwrap_or_default(),
            needed: NEEDED,
        });
    }
    let band = Band::tested(&series);
    let expected = series.expected(&series.gap);
    let estimates = expected.into_iter().zip(series.gap_hours());
    Ok(estimates
        .map(|(people, hour)| band.around(people, hour.usual))
        .collect())
}

/// One hour of a channel in one direction, on its site's clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hour {
    /// Hour of the week from Monday's midnight, 0..168.
    pub slot: u8,
    /// People counted in the whole hour; `None` where the hour is missing, not
    /// wholly measured or not to be trusted.
    pub people: Option<f64>,
    /// Whether nothing explains an unusual figure: neither a holiday nor an
    /// event of the site. Others teach nothing of usual weeks.
    pub usual: bool,
    /// Whether the site is open. Closed hours are never restored above zero.
    pub open: bool,
}

impl Hour {
    /// People counted while the site was open. What cannot be a count is none.
    fn counted(&self) -> Option<f64> {
        let possible = 0.0..=f64::from(u32::MAX);
        self.people
            .filter(|people| self.open && possible.contains(people))
    }
}

/// What an hour is restored to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// People, from zero; not rounded.
    pub people: f64,
    /// The lower of the bounds within which nine of ten such hours lie; from
    /// zero to `people`.
    pub low: f64,
    /// The upper of them; from `people`.
    pub high: f64,
}

/// Too little is known to restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLittle {
    /// Usual weeks in which the least known of the wanted hours is known.
    pub known: usize,
    /// Usual weeks in which each of them has to be.
    pub needed: usize,
}

impl fmt::Display for TooLittle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { known, needed } = self;
        write!(
            f,
            "only {known} usual weeks are known of an hour, and {needed} are needed"
        )
    }
}

impl std::error::Error for TooLittle {}
