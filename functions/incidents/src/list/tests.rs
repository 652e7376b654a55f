use chrono::DateTime;
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
fn what_is_rare_is_looked_for_in_large_steps() {
    let check = |limit: u32, at_risk: Option<bool>, expected: u32| {
        let page = Page { after: 0, limit };
        assert_eq!(round(page, at_risk), expected);
    };
    check(1, None, 2);
    check(1, Some(false), 2);
    check(1, Some(true), ROUND);
    check(1000, Some(true), 1001);
}

#[test]
fn moments_are_written_as_the_sites_clock_shows_them() {
    let zone = chrono_tz::Asia::Yekaterinburg;
    let check = |seconds: i64, expected: &str| assert_eq!(time(seconds, zone), expected);
    check(0, "1970-01-01T05:00:00+05:00");
    // The last moment there is, which no clock ahead of UTC can show.
    let last = DateTime::<Utc>::MAX_UTC.timestamp();
    check(last - 5 * 3_600, "+262142-12-31T23:59:59+05:00");
    check(last, "+262142-12-31T23:59:59Z");
}
