use chrono::{Days, TimeDelta};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::BusinessDuration;
use crate::production::Beyond;

fn msk(text: &str) -> DateTime<Utc> {
    let text = format!("{}:00+03:00", text.replace(' ', "T"));
    DateTime::parse_from_rfc3339(&text).unwrap().to_utc()
}

fn document(id: &str, in_force: &str, year: Option<i32>, days: &[(&str, &str)]) -> Value {
    let days: Vec<_> = days
        .iter()
        .map(|(date, kind)| json!({"date": date, "kind": kind}))
        .collect();
    json!({
        "format": 1, "id": id, "source": "publication.pravo.gov.ru",
        "in_force": msk(in_force), "year": year, "days": days,
    })
}

fn decree(id: &str, in_force: &str, days: &[(&str, &str)]) -> Decree {
    serde_json::from_value(document(id, in_force, None, days)).unwrap()
}

fn next_year() -> Decree {
    let holidays = [
        "01-03", "01-04", "01-05", "01-06", "01-07", "02-23", "03-08", "05-01", "05-09", "06-12",
    ];
    let days: Vec<_> = holidays.iter().map(|day| format!("2028-{day}")).collect();
    let days: Vec<_> = days.iter().map(|day| (day.as_str(), "off")).collect();
    serde_json::from_value(document("2028", "2027-10-01 00:00", Some(2028), &days)).unwrap()
}

/// Moments of a decree, of a start and of an expected end, by Moscow time; for
/// the hours, and for the end of the first working day after.
#[track_caller]
fn check(decree: &Decree, from: &str, hours: u64, expected: &str, next_day: &str) {
    let calendar = Production::built_in().with_decree(decree).unwrap();
    let length = BusinessDuration::hours(hours);
    assert_eq!(
        calendar.after(msk(from), length),
        Ok(msk(expected)),
        "{from}"
    );
    assert_eq!(
        calendar.between(msk(from), msk(expected)),
        Ok(length),
        "{from}"
    );
    assert_eq!(
        calendar.working_days_after(msk(from), 1),
        Ok(msk(next_day)),
        "{from}"
    );
}

#[test]
fn time_used_stays_as_it_was_and_the_rest_is_counted_anew() {
    // On Wednesday noon, Thursday becomes off and Friday shorter.
    let days = [("2026-11-26", "off"), ("2026-11-27", "short")];
    let coming = decree("1", "2026-11-25 12:00", &days);
    check(
        &coming,
        "2026-11-24 09:00",
        18,
        "2026-11-25 18:00",
        "2026-11-25 18:00",
    );
    check(
        &coming,
        "2026-11-25 09:00",
        18,
        "2026-11-30 10:00",
        "2026-11-27 17:00",
    );
    // On Wednesday noon, Wednesday itself becomes off: three hours are used.
    let now = decree("2", "2026-11-25 12:00", &[("2026-11-25", "off")]);
    check(
        &now,
        "2026-11-25 09:00",
        3,
        "2026-11-25 12:00",
        "2026-11-26 18:00",
    );
    check(
        &now,
        "2026-11-25 09:00",
        4,
        "2026-11-26 10:00",
        "2026-11-26 18:00",
    );
    // A day that is cut short at once is no day to count a term by.
    check(
        &now,
        "2026-11-24 17:00",
        4,
        "2026-11-25 12:00",
        "2026-11-26 18:00",
    );
    // A Saturday that works from noon on, when the decree comes.
    let saturday = decree("3", "2026-11-28 12:00", &[("2026-11-28", "working")]);
    check(
        &saturday,
        "2026-11-27 17:00",
        2,
        "2026-11-28 13:00",
        "2026-11-28 18:00",
    );
    // After closing, Wednesday is used up, whatever it becomes.
    let late = decree("4", "2026-11-25 19:00", &[("2026-11-25", "off")]);
    check(
        &late,
        "2026-11-24 17:00",
        10,
        "2026-11-25 18:00",
        "2026-11-25 18:00",
    );
    // The same at the very moment of closing, and after an hour that is gone.
    let closing = decree("6", "2026-11-25 18:00", &[("2026-11-25", "off")]);
    check(
        &closing,
        "2026-11-24 17:00",
        10,
        "2026-11-25 18:00",
        "2026-11-25 18:00",
    );
    let shorter = decree("7", "2026-11-25 17:30", &[("2026-11-25", "short")]);
    check(
        &shorter,
        "2026-11-24 17:30",
        9,
        "2026-11-25 17:30",
        "2026-11-26 18:00",
    );
    // A short day that becomes a full one after it closed opens once more, but
    // a term that ended with it has ended.
    let longer = decree("5", "2026-11-03 17:30", &[("2026-11-03", "working")]);
    check(
        &longer,
        "2026-11-03 16:00",
        1,
        "2026-11-03 17:00",
        "2026-11-05 18:00",
    );
    check(
        &longer,
        "2026-11-02 16:30",
        10,
        "2026-11-03 18:00",
        "2026-11-03 17:00",
    );
}

#[test]
fn a_further_year_is_added_whole() {
    let calendar = Production::built_in().with_decree(&next_year()).unwrap();
    assert_eq!(calendar.last_year(), 2028);
    let from = msk("2027-12-30 12:00");
    assert_eq!(
        calendar.working_days_after(from, 1),
        Ok(msk("2028-01-10 18:00"))
    );
    let beyond = calendar.working_days_after(msk("2028-12-29 12:00"), 1);
    assert_eq!(beyond, Err(Beyond { year: 2029 }));

    // Loaded too late, it still counts from the year's first day.
    let mut late = next_year();
    late.in_force = msk("2028-02-01 00:00");
    let calendar = Production::built_in().with_decree(&late).unwrap();
    assert_eq!(
        calendar.working_days_after(from, 1),
        Ok(msk("2028-01-10 18:00"))
    );
    let (begins, ends) = (msk("2028-01-10 09:00"), msk("2028-01-10 18:00"));
    assert_eq!(
        calendar.between(begins, ends),
        Ok(BusinessDuration::hours(9))
    );
}

#[test]
fn decrees_follow_one_another_in_whichever_order_they_are_kept() {
    let base = Production::built_in();
    let first = decree("a", "2026-11-01 00:00", &[("2026-11-26", "off")]);
    let second = decree("b", "2026-11-20 00:00", &[("2026-11-26", "short")]);
    let both = base.with_decrees([&second, &first]).unwrap();
    assert_eq!(
        Ok(&both),
        base.with_decree(&first)
            .unwrap()
            .with_decree(&second)
            .as_ref()
    );
    assert_eq!(
        both.day(NaiveDate::from_ymd_opt(2026, 11, 26).unwrap()),
        Ok(DayKind::Short)
    );
    let ids: Vec<_> = both
        .decrees()
        .iter()
        .map(|applied| applied.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "b"]);

    let later = base.with_decree(&second).unwrap();
    assert_eq!(later.with_decree(&first), Err(Refused::Later("b".into())));
    assert_eq!(both.with_decree(&second), Err(Refused::Known("b".into())));
}

#[test]
fn a_decree_that_does_not_fit_is_refused() {
    let cases = [
        (
            document("", "2026-11-25 12:00", None, &[("2026-11-26", "off")]),
            "no id or no source",
        ),
        (
            document("1", "2026-11-25 12:00", None, &[]),
            "changes nothing",
        ),
        (
            document(
                "1",
                "2026-11-25 12:00",
                None,
                &[("2026-11-26", "off"), ("2026-11-26", "short")],
            ),
            "2026-11-26 is listed twice",
        ),
        (
            document("1", "2026-11-25 12:00", None, &[("2026-11-26", "half")]),
            "unknown variant",
        ),
        (
            document("1", "2026-11-25 12:00", None, &[("2026-11-31", "off")]),
            "out of range",
        ),
        (
            document(
                "1",
                "2026-11-25 12:00",
                Some(2028),
                &[("2028-01-01", "off")],
            ),
            "2028-01-03 is a holiday by law",
        ),
        (
            document("1", "2026-11-25 12:00", None, &[("2026-11-24", "off")]),
            "2026-11-24 was over",
        ),
        (
            document("1", "2026-11-25 12:00", None, &[("2028-01-03", "off")]),
            "not loaded",
        ),
    ];
    for (document, expected) in cases {
        let refused = serde_json::from_value::<Decree>(document.clone())
            .map_err(|error| error.to_string())
            .and_then(|decree| {
                Production::built_in()
                    .with_decree(&decree)
                    .map_err(|error| error.to_string())
            })
            .unwrap_err();
        assert!(refused.contains(expected), "{document}: {refused}");
    }
    let mut newer = document("1", "2026-11-25 12:00", None, &[("2026-11-26", "off")]);
    newer["format"] = json!(2);
    let refused = serde_json::from_value::<Decree>(newer).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("format is 2, this version reads 1")
    );

    let calendar = Production::built_in().with_decree(&next_year()).unwrap();
    let mut again = next_year();
    again.id = "2028 again".into();
    let refused = Refused::NotNext {
        year: 2028,
        next: 2029,
    };
    assert_eq!(calendar.with_decree(&again), Err(refused));
}

#[test]
fn a_decree_is_written_as_it_is_read() {
    for decree in [
        next_year(),
        decree("1", "2026-11-25 12:00", &[("2026-11-26", "off")]),
    ] {
        let text = serde_json::to_string(&decree).unwrap();
        assert_eq!(serde_json::from_str::<Decree>(&text).unwrap(), decree);
    }
}

/// What a calendar answers to a question about a term.
type Term<'a> = &'a dyn Fn(&Production) -> DateTime<Utc>;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_term_that_has_ended_is_moved_and_none_ends_with_the_decree_itself(
        day in 0_i64..14,
        half_hour in prop_oneof![0_i64..48, 33_i64..38],
        changed in proptest::collection::btree_map(0_u64..14, 0_usize..3, 1..14),
        start in 0_i64..14 * 24 * 60,
        minutes in 0_u64..3_000,
        days in 1_u32..6,
    ) {
        let old = Production::built_in();
        let first = msk("2026-10-26 00:00");
        let moment = first + TimeDelta::days(day) + TimeDelta::minutes(30 * half_hour);
        let today = moment.with_timezone(&MOSCOW).date_naive();
        let kinds = [DayKind::Working, DayKind::Short, DayKind::Off];
        let days_changed = changed.into_iter().map(|(day, kind)| (today + Days::new(day), kinds[kind]));
        let decree = Decree {
            id: "1".into(),
            source: "1".into(),
            in_force: moment,
            year: None,
            days: days_changed.collect(),
        };
        let new = old.with_decree(&decree).unwrap();
        let all_new = Production::of_days(new.days.iter().map(|day| (day.date, day.kind)));

        let from = first + TimeDelta::minutes(start);
        let length = BusinessDuration::minutes(minutes);
        let terms: [Term; 4] = [
            &|calendar| calendar.after(from, length).unwrap(),
            &|calendar| calendar.working_days_after(from, days).unwrap(),
            &|calendar| calendar.end_of_working_day(from).unwrap(),
            &|calendar| calendar.call_back(from).unwrap(),
        ];
        for term in terms {
            let (before, now) = (term(&old), term(&new));
            if from < moment && before <= moment {
                prop_assert_eq!(now, before);
            } else {
                prop_assert!(moment < now || from == now, "{} {} {}", moment, before, now);
            }
        }
        let used = old.between(from, moment.max(from)).unwrap();
        let left = if from < moment { (moment, length.saturating_sub(used)) } else { (from, length) };
        if used < length {
            prop_assert_eq!(new.after(from, length), all_new.after(left.0, left.1));
        }
    }
}
