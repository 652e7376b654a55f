//! What is asked for.

use chrono_tz::Tz;
use serde::Deserialize;
use spp_store::counts::Scope;
use spp_web::{Language, Result, moment};
use utoipa::{IntoParams, ToSchema};

use crate::query::{self, StepName};

/// A question about counts and what they are compared with. Exactly one of
/// `sensor`, `entrance`, `site` and `client` says whose.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ComparisonQuery {
    /// A sensor's id.
    pub sensor: Option<i64>,
    /// An entrance's id: the sum of its sensors.
    pub entrance: Option<i64>,
    /// A site's id: the sum of its entrances.
    pub site: Option<i64>,
    /// A client's id: the sum of its sites.
    pub client: Option<i64>,
    /// First moment: RFC 3339, or a date of the site's zone.
    pub from: String,
    /// First moment after the period: RFC 3339, or a date of the site's zone.
    pub to: String,
    /// How the period is divided: interval, hour, day, week or month. The
    /// first and the last part are whole.
    pub step: StepName,
    /// Whether what is usual is told, of all but intervals.
    pub usual: Option<bool>,
    /// Whether last year is told, of all but intervals.
    pub year: Option<bool>,
    /// `json`, `csv` or `xlsx`; JSON unless told.
    #[param(inline)]
    pub format: Option<Document>,
    /// `ru` or `en`: the language of a workbook, which is that of the
    /// Accept-Language header unless told. A CSV of which it is told is for people
    /// and their spreadsheets, and else for programs.
    #[param(inline)]
    pub language: Option<Tongue>,
}

/// The languages of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    /// Russian.
    Ru,
    /// English.
    En,
}

impl From<Tongue> for Language {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::Ru => Self::Russian,
            Tongue::En => Self::English,
        }
    }
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    /// JSON.
    #[default]
    Json,
    /// CSV with a header, commas and times in RFC 3339; of which a language is told,
    /// with headings in it, semicolons, plain dates and a byte order mark.
    Csv,
    /// A workbook of Office Open XML, in the reader's language.
    Xlsx,
}

impl ComparisonQuery {
    /// Whose counts are asked for.
    ///
    /// # Errors
    /// None or several of the four ids.
    pub fn scope(&self) -> Result<Scope> {
        query::scope(self.sensor, self.entrance, self.site, self.client)
    }

    /// The period, in seconds since 1970.
    ///
    /// # Errors
    /// As [`moment::period`].
    pub fn period(&self, zone: Tz) -> Result<(i64, i64)> {
        moment::period(&self.from, &self.to, zone)
    }
}
