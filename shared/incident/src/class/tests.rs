use std::collections::HashSet;

use spp_quality::Symptom;

use super::{CAUSES, REMEDIES, cause, causes_of, remedy, wanted};

#[test]
fn every_symptom_has_a_cause_of_its_own_and_actions() {
    for symptom in Symptom::ALL {
        let own = causes_of(symptom).filter(|cause| cause.fits.len() < Symptom::ALL.len());
        assert!(0 < own.count(), "{symptom}");
        let ours = symptom == Symptom::ServiceOutage;
        assert_eq!(wanted(symptom).is_empty(), ours, "{symptom}");
    }
}

#[test]
fn codes_name_one_thing_each() {
    let causes: HashSet<_> = CAUSES.iter().map(|cause| cause.code).collect();
    let remedies: HashSet<_> = REMEDIES.iter().map(|remedy| remedy.code).collect();
    assert_eq!(
        (causes.len(), remedies.len()),
        (CAUSES.len(), REMEDIES.len())
    );
    assert_eq!(cause("power").map(|cause| cause.name.en), Some("No power"));
    assert_eq!(remedy("nothing_such"), None);
}
