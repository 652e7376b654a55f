use serde_json::json;

use super::*;

#[track_caller]
fn check(query: serde_json::Value, expected: Filter) {
    let wanted: Wanted = serde_json::from_value(query).unwrap();
    assert_eq!(Filter::from(wanted), expected);
}

#[test]
fn whose_turn_it_is_stands_in_the_stages() {
    let third = vec!["third_party_told".to_owned()];
    let filter = |stages| Filter {
        stages: Some(stages),
        ..Filter::default()
    };
    check(json!({"whose": "third_party"}), filter(third));
    check(json!({"whose": "nobody"}), filter(Vec::new()));
}

#[test]
fn only_an_open_incident_has_terms_at_risk() {
    let filter = |open| Filter {
        open,
        ..Filter::default()
    };
    check(json!({"at_risk": true, "open": false}), filter(Some(true)));
    check(
        json!({"at_risk": false, "open": false}),
        filter(Some(false)),
    );
    check(json!({"search": ""}), filter(None));
}

#[test]
fn moments_are_written_as_the_sites_clock_shows_them() {
    let zone = chrono_tz::Asia::Yekaterinburg;
    assert_eq!(time(0, zone), "1970-01-01T05:00:00+05:00");
}
