//! Whether a site's counts are plausible.

use serde::Serialize;
use spp_incident::class;
use spp_store::watch::today::Standing;
use spp_web::Language;
use utoipa::ToSchema;

use crate::list::said;
use crate::today::findings::Found;

/// Whether counts are plausible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quality {
    /// plausible or doubtful; awaited while there were no counts yet.
    pub state: &'static str,
    /// How many sensors' are not.
    pub affected: usize,
    /// What was found, but for what an event of the site explains.
    pub symptoms: Vec<Coded>,
}

/// A code with its name in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coded {
    pub code: &'static str,
    pub name: &'static str,
}

/// Whether the counts of a site's sensors are plausible.
pub fn quality(standings: &[Standing], found: &Found, language: Language) -> Quality {
    let (mut symptoms, mut affected) = (Vec::new(), 0);
    for findings in standings.iter().filter_map(|one| found.get(&one.sensor)) {
        affected += usize::from(!findings.is_empty());
        for finding in findings {
            let coded = Coded {
                code: finding.symptom.as_str(),
                name: said(language, class::name(finding.symptom)),
            };
            if !symptoms.contains(&coded) {
                symptoms.push(coded);
            }
        }
    }
    Quality {
        state: match affected {
            0 if standings.iter().all(|one| one.data.code == "awaited") => "awaited",
            0 => "plausible",
            _ => "doubtful",
        },
        affected,
        symptoms,
    }
}
