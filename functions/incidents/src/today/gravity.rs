//! Which of a site's open incidents is the gravest.

use serde::Serialize;
use spp_incident::life::Stage;
use spp_quality::Symptom;
use utoipa::ToSchema;

use crate::list::{Next, Row};

/// The gravest of a site's open incidents. One that lasts is graver than one that
/// works again and is only to be closed; then one of the whole site, which is
/// critical (S1 2.6), than one of a sensor; then one that loses counts than one that
/// makes them doubtful; then one with a missed term than one with a term at risk, and
/// that than one in time; and of equals the one that was found first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Worst {
    pub id: i64,
    pub symptom: String,
    pub name: &'static str,
    pub stage: String,
    pub stage_name: &'static str,
}

/// How grave an incident is: the gravest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Gravity {
    works_again: bool,
    is_of_a_sensor: bool,
    keeps_counts: bool,
    term: Term,
    number: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Term {
    Missed,
    AtRisk,
    InTime,
}

impl Worst {
    /// The gravest of these incidents.
    pub fn of(incidents: &[Row]) -> Option<Self> {
        let grave = |row: &&Row| {
            let term = Term::of(row.term.as_ref());
            Gravity::new(row.id, &row.symptom, &row.stage, term)
        };
        let row = incidents.iter().min_by_key(grave)?;
        Some(Self {
            id: row.id,
            symptom: row.symptom.clone(),
            name: row.name,
            stage: row.stage.clone(),
            stage_name: row.stage_name,
        })
    }

    /// Whether counts are lost while it lasts, and it does.
    pub fn is_grave(&self) -> bool {
        lasts(&self.stage) && loses_counts(&self.symptom)
    }
}

impl Gravity {
    fn new(number: i64, symptom: &str, stage: &str, term: Term) -> Self {
        let is_whole = [Symptom::SiteDown, Symptom::ServiceOutage].map(Symptom::as_str);
        Self {
            works_again: !lasts(stage),
            is_of_a_sensor: !is_whole.contains(&symptom),
            keeps_counts: !loses_counts(symptom),
            term,
            number,
        }
    }
}

impl Term {
    /// The one that ends next is the first to be missed.
    fn of(next: Option<&Next>) -> Self {
        match next {
            Some(next) if next.breached => Self::Missed,
            Some(next) if next.at_risk => Self::AtRisk,
            _ => Self::InTime,
        }
    }
}

fn lasts(stage: &str) -> bool {
    stage != Stage::Recovered.as_str()
}

fn loses_counts(symptom: &str) -> bool {
    let lose = [
        Symptom::NoContact,
        Symptom::NoData,
        Symptom::Zero,
        Symptom::Frozen,
        Symptom::SiteDown,
        Symptom::ServiceOutage,
    ];
    lose.iter().any(|one| one.as_str() == symptom)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Incidents as number, symptom, stage and term, against their order.
    #[track_caller]
    fn check(incidents: &[(i64, &str, &str, Term)], expected: &[i64]) {
        let mut all: Vec<_> = incidents
            .iter()
            .map(|&(number, symptom, stage, term)| Gravity::new(number, symptom, stage, term))
            .collect();
        all.sort_unstable();
        let found: Vec<_> = all.iter().map(|one| one.number).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn scope_comes_before_severity_and_that_before_terms_and_age() {
        check(
            &[
                (1, "firmware", "detected", Term::InTime),
                (2, "clock", "recorded", Term::AtRisk),
                (3, "spike", "recorded", Term::Missed),
                (4, "zero", "detected", Term::InTime),
                (5, "no_contact", "recorded", Term::Missed),
                (6, "site_down", "detected", Term::InTime),
            ],
            &[6, 5, 4, 3, 2, 1],
        );
        check(
            &[
                (1, "site_down", "recovered", Term::Missed),
                (3, "firmware", "detected", Term::InTime),
                (2, "firmware", "detected", Term::InTime),
            ],
            &[2, 3, 1],
        );
    }

    #[test]
    fn only_what_lasts_and_loses_counts_is_grave() {
        let check = |symptom: &str, stage: &str, expected: bool| {
            let worst = Worst {
                id: 1,
                symptom: symptom.to_owned(),
                name: "",
                stage: stage.to_owned(),
                stage_name: "",
            };
            assert_eq!(worst.is_grave(), expected, "{symptom} {stage}");
        };
        check("no_contact", "in_work", true);
        check("site_down", "detected", true);
        check("no_contact", "recovered", false);
        check("clock", "detected", false);
    }
}
