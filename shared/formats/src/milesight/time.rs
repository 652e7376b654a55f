//! The times of a Milesight report.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::{Expected, Refusal, limits, local};

/// When a report was counted, as it stands there.
#[derive(Deserialize, Default)]
pub struct TimeInfo {
    time: Option<String>,
    start_time: Option<String>,
    end_time: Option<String>,
    #[serde(alias = "timezone")]
    time_zone: Option<String>,
    /// True or false, in some firmware as text.
    dst_status: Option<Json>,
}

impl TimeInfo {
    /// The interval of a periodic report.
    pub fn interval(&self, zone: Tz) -> Result<(DateTime<Utc>, DateTime<Utc>), Refusal> {
        let start = self.read("start_time", self.start_time.as_deref(), zone)?;
        let end = self.read("end_time", self.end_time.as_deref(), zone)?;
        limits::interval(start, end, || "time_info.end_time".to_owned())?;
        Ok((start, end))
    }

    /// The moment of a report: its own, else the end of its interval.
    pub fn moment(&self, zone: Tz) -> Result<DateTime<Utc>, Refusal> {
        match (&self.time, &self.end_time) {
            (None, Some(end)) => self.read("end_time", Some(end), zone),
            (time, _) => self.read("time", time.as_deref(), zone),
        }
    }

    /// When a report was sent, where it says so: the end of an interval does
    /// not, since a report that was kept over an outage has an old one.
    pub fn sent(&self, zone: Tz) -> Option<DateTime<Utc>> {
        self.time
            .as_deref()
            .and_then(|time| self.read("time", Some(time), zone).ok())
    }

    fn read(&self, field: &str, text: Option<&str>, zone: Tz) -> Result<DateTime<Utc>, Refusal> {
        let refuse = |expected| Refusal::field(format!("time_info.{field}"), expected);
        let text = text.ok_or_else(|| refuse(Expected::Present))?.trim();
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return limits::in_era(time.to_utc()).ok_or_else(|| refuse(Expected::Era));
        }
        let shown = [
            "%Y/%m/%d %H:%M:%S",
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S",
        ]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or_else(|| refuse(Expected::LocalTime))?;
        match self.time_zone.as_deref().and_then(offset) {
            Some(offset) => local::at_offset(shown, offset + self.summer()),
            None => local::to_utc(zone, shown),
        }
        .ok_or_else(|| refuse(Expected::Era))
    }

    /// Seconds by which the clock is ahead of its zone in summer.
    fn summer(&self) -> i64 {
        match &self.dst_status {
            Some(Json::Bool(true)) => 3_600,
            Some(Json::String(text)) if text == "true" => 3_600,
            _ => 0,
        }
    }
}

/// Seconds east of Greenwich in a text such as `UTC+8:00 China Standard Time`.
fn offset(text: &str) -> Option<i64> {
    let text = text.trim();
    let rest = text
        .strip_prefix("UTC")
        .or_else(|| text.strip_prefix("GMT"))?;
    let rest = rest.split_whitespace().next().unwrap_or_default();
    let (sign, rest) = match rest.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    match (hours.parse().ok()?, minutes.parse().ok()?) {
        (hours @ 0_i64..=14, minutes @ 0_i64..=59) => Some(sign * (hours * 3_600 + minutes * 60)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets() {
        let cases = [
            ("UTC+8:00", Some(28_800)),
            ("UTC+8:00 China Standard Time (CT/CST)", Some(28_800)),
            ("UTC-0:00 WET/GMT", Some(0)),
            ("UTC-03:30", Some(-12_600)),
            ("UTC+3", Some(10_800)),
            ("UTC", None),
            ("UTC+99:00", None),
            ("Moscow", None),
            ("UTCЖ", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(offset(text), seconds, "{text}");
        }
    }
}
