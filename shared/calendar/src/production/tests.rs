use chrono::Timelike;
use proptest::prelude::*;

use super::*;

/// A moment by Moscow time, `2026-11-25 09:00` or with seconds.
fn msk(text: &str) -> DateTime<Utc> {
    let seconds = if text.len() == 16 { ":00" } else { "" };
    DateTime::parse_from_rfc3339(&format!("{}{seconds}+03:00", text.replace(' ', "T")))
        .unwrap()
        .to_utc()
}

fn shown(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&MOSCOW);
    if local.second() == 0 {
        local.format("%F %H:%M").to_string()
    } else {
        local.format("%F %T").to_string()
    }
}

/// What a question about moments answers, in Moscow time.
#[track_caller]
fn check(
    question: impl Fn(&Production, DateTime<Utc>) -> Result<DateTime<Utc>, Beyond>,
    cases: &[(&str, &str)],
) {
    let calendar = Production::built_in();
    for (at, expected) in cases {
        let found = question(&calendar, msk(at)).map(shown);
        assert_eq!(found.as_deref(), Ok(*expected), "{at}");
    }
}

#[test]
fn the_office_works_9_to_18_and_9_to_17_before_a_holiday() {
    let calendar = Production::built_in();
    let cases = [
        ("2026-11-25 08:59:59", false),
        ("2026-11-25 09:00", true),
        ("2026-11-25 13:30", true),
        ("2026-11-25 17:59:59", true),
        ("2026-11-25 18:00", false),
        // Tuesday before 4 November.
        ("2026-11-03 16:59:59", true),
        ("2026-11-03 17:00", false),
        // A holiday, a plain Saturday, a working Saturday, a short one, and a
        // Monday that is off by transfer.
        ("2026-11-04 12:00", false),
        ("2026-11-28 12:00", false),
        ("2024-04-27 17:30", true),
        ("2025-11-01 12:00", true),
        ("2025-11-01 17:30", false),
        ("2024-04-29 12:00", false),
    ];
    for (at, expected) in cases {
        assert_eq!(calendar.is_working(msk(at)), Ok(expected), "{at}");
    }
}

#[test]
fn the_next_working_moment_is_now_or_an_opening() {
    check(
        Production::next_working,
        &[
            ("2026-11-25 12:34:56", "2026-11-25 12:34:56"),
            ("2026-11-25 18:00", "2026-11-26 09:00"),
            ("2026-11-28 22:00", "2026-11-30 09:00"),
            ("2026-12-30 19:00", "2027-01-11 09:00"),
        ],
    );
}

#[test]
fn working_time_passes_in_office_hours_only_and_ends_in_them_or_as_they_close() {
    let hours =
        |hours| move |calendar: &Production, at| calendar.after(at, BusinessDuration::hours(hours));
    check(
        hours(9),
        &[
            ("2026-11-25 09:00", "2026-11-25 18:00"),
            ("2026-11-25 10:00", "2026-11-26 10:00"),
            ("2026-11-25 03:00", "2026-11-25 18:00"),
            // Created outside of office hours, the clock starts with the next ones.
            ("2026-11-28 22:00", "2026-11-30 18:00"),
            // Over a short day, which has eight.
            ("2026-11-03 09:00", "2026-11-05 10:00"),
        ],
    );
    check(
        hours(0),
        &[
            ("2026-11-25 12:00", "2026-11-25 12:00"),
            ("2026-11-25 18:00", "2026-11-25 18:00"),
            ("2026-11-25 18:00:01", "2026-11-26 09:00"),
        ],
    );
    // 22 full days and two hours, with a holiday and a short day among them.
    check(hours(200), &[("2026-10-12 09:00", "2026-11-12 12:00")]);
}

#[test]
fn working_time_is_counted_back_from_a_deadline() {
    let hours = |hours| {
        move |calendar: &Production, at| calendar.before(at, BusinessDuration::hours(hours))
    };
    check(
        hours(2),
        &[
            ("2026-11-30 10:00", "2026-11-27 17:00"),
            ("2026-11-30 11:00", "2026-11-30 09:00"),
        ],
    );
    check(
        hours(0),
        &[
            ("2026-11-28 12:00", "2026-11-27 18:00"),
            ("2026-11-27 12:00", "2026-11-27 12:00"),
        ],
    );
}

#[test]
fn a_pause_over_a_weekend_takes_only_its_working_time() {
    let calendar = Production::built_in();
    let pause = calendar.between(msk("2026-11-27 17:00"), msk("2026-11-30 10:00"));
    assert_eq!(pause, Ok(BusinessDuration::hours(2)));
    // Ten hours from Friday noon, paused so: never past a closing hour.
    let term = BusinessDuration::hours(10) + pause.unwrap();
    let deadline = calendar.after(msk("2026-11-27 12:00"), term).map(shown);
    assert_eq!(deadline.as_deref(), Ok("2026-11-30 15:00"));
    let reversed = calendar.between(msk("2026-11-30 10:00"), msk("2026-11-27 17:00"));
    assert_eq!(reversed, Ok(BusinessDuration::ZERO));
}

#[test]
fn the_working_day_ends_when_its_office_closes() {
    let cases = [
        ("2026-11-25 00:00", "2026-11-25 18:00"),
        ("2026-11-25 17:59:59", "2026-11-25 18:00"),
        ("2026-11-25 18:00", "2026-11-26 18:00"),
        ("2026-11-28 12:00", "2026-11-30 18:00"),
        ("2026-11-03 12:00", "2026-11-03 17:00"),
        ("2026-11-03 17:30", "2026-11-05 18:00"),
        ("2024-11-02 12:00", "2024-11-02 17:00"),
    ];
    check(Production::end_of_working_day, &cases);
    check(Production::same_day, &cases);
    check(|calendar, at| calendar.working_days_after(at, 0), &cases);
}

#[test]
fn an_incident_is_recorded_within_one_working_day() {
    check(
        |calendar, at| calendar.working_days_after(at, 1),
        &[
            ("2026-11-25 10:00", "2026-11-26 18:00"),
            // The day itself does not count, whatever the hour.
            ("2026-11-25 00:00", "2026-11-26 18:00"),
            ("2026-11-25 23:59:59", "2026-11-26 18:00"),
            ("2026-11-27 12:00", "2026-11-30 18:00"),
            ("2026-11-28 12:00", "2026-11-30 18:00"),
            // The next day is short; then there is a holiday.
            ("2026-11-02 12:00", "2026-11-03 17:00"),
            ("2026-11-03 12:00", "2026-11-05 18:00"),
        ],
    );
}

#[test]
fn visits_and_requests_by_mail_have_three_working_days() {
    check(
        |calendar, at| calendar.working_days_after(at, 3),
        &[
            ("2026-11-25 10:00", "2026-11-30 18:00"),
            ("2026-11-28 22:00", "2026-12-02 18:00"),
            ("2026-12-29 12:00", "2027-01-12 18:00"),
            // Over a working Saturday, and ending on a short one.
            ("2024-04-25 12:00", "2024-05-02 18:00"),
            ("2025-10-29 12:00", "2025-11-01 17:00"),
        ],
    );
}

#[test]
fn a_call_back_of_the_last_30_minutes_may_wait_until_the_next_working_day() {
    check(
        Production::call_back,
        &[
            ("2026-11-25 09:00", "2026-11-25 18:00"),
            ("2026-11-25 17:29:59", "2026-11-25 18:00"),
            ("2026-11-25 17:30", "2026-11-26 18:00"),
            ("2026-11-27 17:45", "2026-11-30 18:00"),
            ("2026-11-03 16:29", "2026-11-03 17:00"),
            ("2026-11-03 16:30", "2026-11-05 18:00"),
            ("2026-11-28 12:00", "2026-11-30 18:00"),
        ],
    );
}

#[test]
fn wishes_have_five_days_by_the_clock() {
    let due = calendar_days_after(msk("2026-11-24 15:30"), 5);
    assert_eq!(shown(due), "2026-11-29 15:30");
    let planned = Production::built_in().before(due, BusinessDuration::ZERO);
    assert_eq!(planned.map(shown).as_deref(), Ok("2026-11-27 18:00"));
    assert_eq!(calendar_days_after(due, u32::MAX), DateTime::<Utc>::MAX_UTC);
}

#[test]
fn nothing_is_computed_beyond_the_loaded_years() {
    let calendar = Production::built_in();
    let hour = BusinessDuration::hours(1);
    let last = msk("2027-12-30 17:30");
    let end = msk("2028-01-01 00:00");
    let year = |year| Err(Beyond { year });
    assert_eq!(calendar.after(last, hour), year(2028));
    assert_eq!(
        calendar.after(last, BusinessDuration::seconds(u64::MAX)),
        year(2028)
    );
    assert_eq!(calendar.working_days_after(last, 1), year(2028));
    assert_eq!(calendar.working_days_after(last, u32::MAX), year(2028));
    assert_eq!(calendar.call_back(last), year(2028));
    assert_eq!(
        calendar.end_of_working_day(msk("2027-12-31 12:00")),
        year(2028)
    );
    assert_eq!(calendar.next_working(msk("2027-12-30 18:00")), year(2028));
    assert_eq!(calendar.is_working(end), Err(Beyond { year: 2028 }));
    assert_eq!(calendar.after(msk("2030-05-05 12:00"), hour), year(2030));
    assert_eq!(calendar.after(msk("2022-12-31 23:59"), hour), year(2022));
    assert_eq!(calendar.before(msk("2023-01-09 09:30"), hour), year(2022));
    let far = calendar_days_after(last, u32::MAX);
    assert!(calendar.before(far, hour).is_err());
    // All until the year's end is known.
    assert_eq!(
        calendar.between(last, end),
        Ok(BusinessDuration::minutes(30))
    );
    assert_eq!(
        calendar.between(last, end + TimeDelta::seconds(1)),
        Err(Beyond { year: 2028 })
    );
    let date = NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
    let refused = calendar.day(date).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "no production calendar is loaded for 2028"
    );
    assert_eq!((calendar.first_year(), calendar.last_year()), (2023, 2027));
}

#[test]
fn the_end_of_the_calendar_is_announced_60_days_ahead() {
    let calendar = Production::built_in();
    let left = |month, day| {
        let today = NaiveDate::from_ymd_opt(2027, month, day).unwrap();
        (calendar.days_left(today), calendar.is_ending(today))
    };
    assert_eq!(left(11, 1), (60, true));
    assert_eq!(left(10, 31), (61, false));
    assert_eq!(left(12, 31), (0, true));
}

/// Whether a minute is a working one, by the kinds of the days alone.
fn works(calendar: &Production, at: DateTime<Utc>) -> bool {
    let local = at.with_timezone(&MOSCOW);
    let hours = calendar.day(local.date_naive()).unwrap().hours();
    hours.is_some_and(|(opens, closes)| (opens..closes).contains(&local.hour()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn it_agrees_with_counting_minute_by_minute(
        start in 0_i64..4 * 365 * 1440,
        minutes in 0_u64..1_500,
        days in 1_u32..5,
    ) {
        let calendar = Production::built_in();
        let minute = TimeDelta::minutes(1);
        let from = msk("2023-01-09 00:00") + minute * i32::try_from(start).unwrap();
        prop_assert_eq!(calendar.is_working(from).unwrap(), works(&calendar, from));

        let mut at = from;
        let mut passed = 0;
        while passed < minutes || !(works(&calendar, at) || works(&calendar, at - minute)) {
            passed += u64::from(works(&calendar, at));
            at += minute;
        }
        let length = BusinessDuration::minutes(minutes);
        prop_assert_eq!(calendar.after(from, length), Ok(at));
        prop_assert_eq!(calendar.between(from, at), Ok(length));

        let mut date = from.with_timezone(&MOSCOW).date_naive();
        let mut left = days;
        while 0 < left {
            date = date.succ_opt().unwrap();
            left -= u32::from(calendar.day(date).unwrap() != DayKind::Off);
        }
        let due = calendar.working_days_after(from, days).unwrap();
        prop_assert_eq!(due.with_timezone(&MOSCOW).date_naive(), date);
        prop_assert!(works(&calendar, due - minute) && !works(&calendar, due));
    }

    #[test]
    fn lengths_add_up_and_come_back(
        start in 0_i64..4 * 365 * 86_400,
        one in 0_u64..400_000,
        other in 0_u64..400_000,
    ) {
        let calendar = Production::built_in();
        let from = msk("2023-02-20 00:00") + TimeDelta::seconds(start);
        let (one, other) = (BusinessDuration::seconds(one), BusinessDuration::seconds(other));
        let middle = calendar.after(from, one).unwrap();
        let to = calendar.after(middle, other).unwrap();
        prop_assert_eq!(calendar.after(from, one + other), Ok(to));
        prop_assert_eq!(calendar.between(from, to), Ok(one + other));
        let back = calendar.before(to, one + other).unwrap();
        prop_assert_eq!(calendar.between(back, to), Ok(one + other));
    }
}
