//! One row of an import: an interval of a channel of a sensor.

use chrono::{DateTime, TimeDelta};
use serde::Deserialize;
use spp_counts::{Amount, Reading, Value};
use spp_formats::json::{self, Rfc3339};
use spp_formats::{Expected, Refusal, limits};
use spp_web::{Error, Result};

/// How rows are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A header, then a row a line, with commas or semicolons between.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

/// A row, of either layout.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The sensor's id; needed from an administrator, else the token's.
    sensor: Option<i64>,
    /// The channel, `1` if absent.
    channel: Option<String>,
    start: Rfc3339,
    end: Option<Rfc3339>,
    /// Seconds, in the place of `end`.
    interval: Option<u32>,
    r#in: u32,
    out: u32,
    /// Percent observed, 100 if absent.
    coverage: Option<u8>,
}

/// The names of the columns, in the order of [`Columns`].
const NAMES: [&str; 8] = [
    "sensor", "channel", "start", "end", "interval", "in", "out", "coverage",
];

/// Where a CSV file has its columns.
#[derive(Debug)]
pub struct Columns {
    delimiter: u8,
    places: [Option<usize>; NAMES.len()],
}

impl Row {
    /// Reads a line of NDJSON.
    pub fn from_json(line: &[u8]) -> std::result::Result<Self, Refusal> {
        json::parse(line)
    }

    /// The sensor and what was counted, where only one sensor's rows may stand.
    pub fn of(self, own: Option<i64>) -> std::result::Result<(i64, Reading), Refusal> {
        let sensor = match (self.sensor, own) {
            (Some(sensor), Some(own)) if sensor != own => {
                return Err(Refusal::field("sensor", Expected::Absent));
            }
            (Some(sensor), _) | (None, Some(sensor)) => sensor,
            (None, None) => return Err(Refusal::field("sensor", Expected::Present)),
        };
        let Rfc3339(start) = self.start;
        let end = match (self.end, self.interval) {
            (Some(Rfc3339(end)), _) => end,
            (None, Some(seconds)) => start + TimeDelta::seconds(seconds.into()),
            (None, None) => return Err(Refusal::field("end", Expected::Present)),
        };
        limits::interval(start, end, || "end".to_owned())?;
        let channel = match self.channel {
            Some(name) => limits::channel(name, || "channel".to_owned())?,
            None => "1".to_owned(),
        };
        let coverage = self.coverage.unwrap_or(100);
        if 100 < coverage {
            return Err(Refusal::field("coverage", Expected::Percent));
        }
        let amount = Amount::Both {
            entered: self.r#in.into(),
            exited: self.out.into(),
        };
        let value = Value::Increment {
            start,
            end,
            amount,
            coverage,
            corrects: false,
        };
        Ok((sensor, Reading { channel, value }))
    }
}

impl Columns {
    /// Reads the header.
    ///
    /// # Errors
    /// A column that is not known, or one that is missing: then no row can be read.
    pub fn read(header: &str) -> Result<Self> {
        let header = header.trim_start_matches('\u{feff}');
        let delimiter = if header.contains(';') { b';' } else { b',' };
        let mut columns = Self {
            delimiter,
            places: [None; NAMES.len()],
        };
        for (place, name) in header.split(char::from(delimiter)).enumerate() {
            let name = name.trim().trim_matches('"').to_lowercase();
            let known = NAMES.iter().position(|known| *known == name);
            let known = known.and_then(|known| columns.places.get_mut(known));
            *known.ok_or_else(|| {
                let names = NAMES.join(", ");
                Error::invalid(
                    name,
                    &format!("expected one of: {names}"),
                    &format!("ожидается одно из: {names}"),
                )
            })? = Some(place);
        }
        let has = |name: &str| {
            NAMES
                .iter()
                .zip(&columns.places)
                .any(|(known, place)| *known == name && place.is_some())
        };
        let missing = ["start", "in", "out"].into_iter().find(|name| !has(name));
        let missing = missing.or((!has("end") && !has("interval")).then_some("end"));
        match missing {
            Some(name) => Err(Error::invalid(
                name,
                "this column is missing",
                "этого столбца нет",
            )),
            None => Ok(columns),
        }
    }

    /// Reads a row.
    pub fn row(&self, line: &[u8]) -> std::result::Result<Row, Refusal> {
        let text = std::str::from_utf8(line).map_err(|_| Refusal::body(Expected::Utf8))?;
        let record: csv::StringRecord = if line.contains(&b'"') {
            let mut record = csv::StringRecord::new();
            csv::ReaderBuilder::new()
                .delimiter(self.delimiter)
                .has_headers(false)
                .from_reader(line)
                .read_record(&mut record)
                .map_err(|_| Refusal::body(Expected::Utf8))?;
            record
        } else {
            text.split(char::from(self.delimiter)).collect()
        };
        let [
            sensor,
            channel,
            start,
            end,
            interval,
            entered,
            exited,
            coverage,
        ] = self.places.map(|place| {
            let value = record.get(place?)?.trim();
            (!value.is_empty()).then_some(value)
        });
        Ok(Row {
            sensor: sensor
                .map(|value| number("sensor", value, Expected::Integer))
                .transpose()?,
            channel: channel.map(str::to_owned),
            start: time("start", start.ok_or_else(|| missing("start"))?)?,
            end: end.map(|value| time("end", value)).transpose()?,
            interval: interval
                .map(|value| number("interval", value, Expected::Seconds))
                .transpose()?,
            r#in: number("in", entered.ok_or_else(|| missing("in"))?, Expected::Count)?,
            out: number(
                "out",
                exited.ok_or_else(|| missing("out"))?,
                Expected::Count,
            )?,
            coverage: coverage
                .map(|value| number("coverage", value, Expected::Percent))
                .transpose()?,
        })
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::field(name, Expected::Present)
}

fn number<T: std::str::FromStr>(
    name: &str,
    value: &str,
    expected: Expected,
) -> std::result::Result<T, Refusal> {
    value.parse().map_err(|_| Refusal::field(name, expected))
}

/// A time as RFC 3339, or as seconds since 1970; in the years 2000 to 2099.
fn time(name: &str, value: &str) -> std::result::Result<Rfc3339, Refusal> {
    let seconds = value
        .parse()
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let time = seconds.or_else(|| {
        DateTime::parse_from_rfc3339(value)
            .ok()
            .map(|time| time.to_utc())
    });
    time.and_then(limits::in_era)
        .map(Rfc3339)
        .ok_or_else(|| Refusal::field(name, Expected::Rfc3339))
}

#[cfg(test)]
mod tests {
    use spp_formats::Language;

    use super::*;

    /// A header and a row against the sensor and channel, or what was expected.
    #[track_caller]
    fn check(header: &str, line: &str, expected: std::result::Result<(i64, &str), &str>) {
        let columns = Columns::read(header).unwrap();
        let row = columns.row(line.as_bytes()).and_then(|row| row.of(None));
        let found = row.map(|(sensor, reading)| (sensor, reading.channel));
        let found = found.map_err(|refusal| refusal.text(Language::English));
        let expected = expected
            .map(|(sensor, channel)| (sensor, channel.to_owned()))
            .map_err(str::to_owned);
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_are_read_by_the_headers_names() {
        check(
            "sensor,start,end,in,out",
            "7,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z,1,2",
            Ok((7, "1")),
        );
        check(
            "\u{feff}OUT;In;start;interval;channel;sensor",
            "1;2;1772359200;900;\"a;b\";8",
            Ok((8, "a;b")),
        );
        check(
            "start,interval,in,out",
            "1772359200,900,1,2",
            Err("sensor: expected this field, which is missing"),
        );
        check(
            "sensor,start,interval,in,out",
            "7,1772359200,900,-1,2",
            Err("in: expected a whole number from 0 to 4294967295"),
        );
        check(
            "sensor,start,interval,in,out",
            "7,1772359200,86401,1,2",
            Err("end: expected an end after the start, at most a day later"),
        );
        check(
            "sensor,start,interval,in,out",
            "7,yesterday,900,1,2",
            Err("start: expected a time such as 2026-03-01T10:00:00+03:00"),
        );
        check(
            "sensor,start,interval,in,out",
            "7",
            Err("start: expected this field, which is missing"),
        );
    }

    #[test]
    fn a_header_names_its_fault() {
        let check = |header, field: &str| {
            let problem = Columns::read(header)
                .unwrap_err()
                .problem(Language::English);
            assert_eq!(problem.field.as_deref(), Some(field));
        };
        check("sensor,start,end,in,outs", "outs");
        check("sensor,start,end,in", "out");
        check("sensor,start,in,out", "end");
    }
}
