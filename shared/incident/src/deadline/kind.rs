//! The kinds of terms, each with its rule.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Due, Facts, WorkingTime};
use crate::life::Stage;
use crate::side::Side;

/// What must be done by a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The incident is recorded within one working day.
    Record,
    /// It is diagnosed within one working day.
    Diagnose,
    /// The contractor visits the site within three working days of detection.
    Visit,
    /// The client's technical services are told on the day of detection.
    TellClient,
    /// The client has fixed it by the term the client gave.
    ClientTerm,
    /// The contractor visits for further diagnosis within three working days
    /// of the client's answer, by plan `korp`.
    DiagnosisVisit,
    /// The contractor comes at the time that was agreed.
    AgreedVisit,
    /// The third party is told on the day of diagnosis.
    TellThirdParty,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Record,
        Self::Diagnose,
        Self::Visit,
        Self::TellClient,
        Self::ClientTerm,
        Self::DiagnosisVisit,
        Self::AgreedVisit,
        Self::TellThirdParty,
    ];

    /// Its code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Diagnose => "diagnose",
            Self::Visit => "visit",
            Self::TellClient => "tell_client",
            Self::ClientTerm => "client_term",
            Self::DiagnosisVisit => "diagnosis_visit",
            Self::AgreedVisit => "agreed_visit",
            Self::TellThirdParty => "tell_third_party",
        }
    }

    /// The rule that sets it.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::Record | Self::Diagnose => "S2 4.2.2",
            Self::Visit | Self::AgreedVisit => "S2 4.2.4.1",
            Self::TellClient | Self::ClientTerm | Self::DiagnosisVisit => "S2 4.2.4.2",
            Self::TellThirdParty => "S2 4.2.4.3",
        }
    }

    /// Who must keep it.
    #[must_use]
    pub fn whose(self) -> Side {
        match self {
            Self::ClientTerm => Side::Client,
            _ => Side::Contractor,
        }
    }

    /// Whether it runs in a stage.
    pub(super) fn runs(self, stage: Stage, facts: &Facts) -> bool {
        match self {
            Self::Record => stage == Stage::Detected,
            Self::Diagnose => stage.is_undecided(),
            Self::Visit => matches!(stage, Stage::VisitDue | Stage::VisitAgreed),
            Self::TellClient => stage == Stage::TellClient,
            Self::ClientTerm => stage == Stage::InWork,
            Self::DiagnosisVisit => {
                facts.korp && matches!(stage, Stage::Unconfirmed | Stage::DiagnosisAgreed)
            }
            Self::AgreedVisit => matches!(stage, Stage::VisitAgreed | Stage::DiagnosisAgreed),
            Self::TellThirdParty => stage == Stage::TellThirdParty,
        }
    }

    /// Whether its end is a moment that somebody has named, so that it passes by
    /// the clock and not in working time.
    #[must_use]
    pub fn is_named(self) -> bool {
        matches!(self, Self::ClientTerm | Self::AgreedVisit)
    }

    /// From when it is counted: the moment at which the fault became known, or
    /// the one at which this stage began.
    pub(super) fn started(self, at: DateTime<Utc>, known: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Record | Self::Diagnose | Self::Visit | Self::TellClient => known,
            Self::ClientTerm | Self::DiagnosisVisit | Self::AgreedVisit | Self::TellThirdParty => {
                at
            }
        }
    }

    /// When it ends; none where nobody has named an end.
    pub(super) fn due(
        self,
        started: DateTime<Utc>,
        named: Option<DateTime<Utc>>,
        calendar: &impl WorkingTime,
    ) -> Option<Due> {
        let due = match self {
            Self::Record | Self::Diagnose => calendar.working_days_after(started, 1),
            Self::Visit | Self::DiagnosisVisit => calendar.working_days_after(started, 3),
            Self::TellClient | Self::TellThirdParty => calendar.same_day(started),
            Self::ClientTerm | Self::AgreedVisit => Ok(named?),
        };
        Some(due.map_or_else(|beyond| Due::Beyond(beyond.year), Due::At))
    }
}
