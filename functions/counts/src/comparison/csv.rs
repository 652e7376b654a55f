//! A comparison as CSV.

use serde::Serialize;
use spp_web::{Error, Result};

use super::{ComparedPart, Comparison};

/// A line: what is not known is empty.
#[derive(Serialize)]
struct Line<'a> {
    start: &'a str,
    end: &'a str,
    r#in: i64,
    out: i64,
    expected: i64,
    measured: i64,
    late: Option<i64>,
    implausible: i64,
    usual_low: Option<i64>,
    usual_median: Option<i64>,
    usual_high: Option<i64>,
    year_start: Option<&'a str>,
    year_in: Option<i64>,
    year_out: Option<i64>,
    year_measured: Option<i64>,
}

/// The parts, a line each, behind a header.
///
/// # Errors
/// None that is known: it is written to memory.
pub fn csv(comparison: &Comparison) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for part in &comparison.parts {
        writer
            .serialize(line(part))
            .map_err(|error| Error::internal(error.to_string()))?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::internal(error.to_string()))
}

fn line(part: &ComparedPart) -> Line<'_> {
    let (usual, year) = (part.usual, part.year.as_ref());
    Line {
        start: &part.start,
        end: &part.end,
        r#in: part.r#in,
        out: part.out,
        expected: part.expected,
        measured: part.measured,
        late: part.late,
        implausible: part.implausible,
        usual_low: usual.map(|usual| usual.low),
        usual_median: usual.map(|usual| usual.median),
        usual_high: usual.map(|usual| usual.high),
        year_start: year.map(|year| year.start.as_str()),
        year_in: year.map(|year| year.r#in),
        year_out: year.map(|year| year.out),
        year_measured: year.map(|year| year.measured),
    }
}
