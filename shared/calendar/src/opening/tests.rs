use chrono::Timelike;
use chrono_tz::{Africa, America, Asia, Atlantic, Australia, Europe, Pacific};
use proptest::prelude::*;

use super::*;

fn hours(opens: u16, closes: u16) -> Hours {
    Hours { opens, closes }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

/// The same hours on the given weekdays.
fn on(zone: Tz, weekdays: &[u8], day: &[Hours]) -> OpeningHours {
    let week = weekdays
        .iter()
        .flat_map(|&weekday| day.iter().map(move |&hours| (weekday, hours)));
    OpeningHours::new(zone, week, []).unwrap()
}

/// The open stretches between two moments, all in UTC.
#[track_caller]
fn check(site: &OpeningHours, from: &str, to: &str, expected: &[(&str, &str)]) {
    let shown = |at: DateTime<Utc>| at.format("%FT%R").to_string();
    let found: Vec<_> = site
        .spans(utc(from), utc(to))
        .map(|(opens, closes)| (shown(opens), shown(closes)))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(opens, closes)| ((*opens).to_owned(), (*closes).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

const EVERY_DAY: [u8; 7] = [1, 2, 3, 4, 5, 6, 7];

#[test]
fn a_week_repeats_in_the_sites_zone_with_several_hours_a_day() {
    // Vladivostok is ten hours ahead: Wednesday there begins on Tuesday.
    let site = on(
        Asia::Vladivostok,
        &[3, 6],
        &[hours(840, 1200), hours(540, 780)],
    );
    check(
        &site,
        "2026-11-24T00:00",
        "2026-11-28T00:00",
        &[
            ("2026-11-24T23:00", "2026-11-25T03:00"),
            ("2026-11-25T04:00", "2026-11-25T10:00"),
            ("2026-11-27T23:00", "2026-11-28T00:00"),
        ],
    );
    assert_eq!(
        site.open_seconds(utc("2026-11-25T02:00"), utc("2026-11-25T05:00")),
        7_200
    );
    assert!(!site.is_open(utc("2026-11-25T10:00")));
    assert!(site.is_open(utc("2026-11-25T09:59")));
}

#[test]
fn hours_until_24_go_on_without_a_break() {
    let site = on(
        Europe::Moscow,
        &EVERY_DAY,
        &[hours(1080, 1440), hours(0, 120)],
    );
    check(
        &site,
        "2026-11-25T12:00",
        "2026-11-26T12:00",
        &[("2026-11-25T15:00", "2026-11-25T23:00")],
    );
    let always = on(Europe::Moscow, &EVERY_DAY, &[Hours::ALL_DAY]);
    let (from, to) = (utc("2026-11-01T00:30"), utc("2026-12-01T00:30"));
    for site in [always, OpeningHours::ALWAYS] {
        assert_eq!(site.spans(from, to).collect::<Vec<_>>(), [(from, to)]);
        assert_eq!(site.next_open(from), Some(from));
        assert_eq!(site.next_close(from), None);
        assert_eq!(site.last_open_before(to), Some(to));
        assert_eq!(site.after(from, 30 * 86_400), Some(to));
    }
}

#[test]
fn a_date_has_its_own_hours_instead_of_its_weekdays() {
    let exceptions = [
        (date("2026-12-31"), Some(hours(600, 1080))),
        (date("2027-01-01"), None),
    ];
    let week = EVERY_DAY.map(|weekday| (weekday, hours(600, 1320)));
    let site = OpeningHours::new(Europe::Moscow, week, exceptions).unwrap();
    check(
        &site,
        "2026-12-31T00:00",
        "2027-01-03T00:00",
        &[
            ("2026-12-31T07:00", "2026-12-31T15:00"),
            ("2027-01-02T07:00", "2027-01-02T19:00"),
        ],
    );
    let evening = utc("2026-12-31T16:00");
    assert_eq!(site.next_open(evening), Some(utc("2027-01-02T07:00")));
    assert_eq!(site.next_close(evening), Some(evening));
    assert_eq!(
        site.next_close(utc("2027-01-02T07:00")),
        Some(utc("2027-01-02T19:00"))
    );
    assert_eq!(
        site.last_open_before(utc("2027-01-02T06:00")),
        Some(utc("2026-12-31T15:00"))
    );
    assert_eq!(
        site.after(utc("2026-12-31T14:00"), 3_600),
        Some(utc("2026-12-31T15:00"))
    );
    assert_eq!(
        site.after(utc("2026-12-31T14:00"), 7_200),
        Some(utc("2027-01-02T08:00"))
    );

    let shop = EVERY_DAY.map(|weekday| (weekday, Hours::ALL_DAY));
    let closed_once =
        OpeningHours::new(Europe::Moscow, shop, [(date("2027-05-09"), None)]).unwrap();
    let closes = utc("2027-05-08T21:00");
    assert_eq!(closed_once.next_close(evening), Some(closes));
    assert_eq!(closed_once.next_close(closes), Some(closes));
    assert_eq!(closed_once.next_close(closes + TimeDelta::days(1)), None);
}

#[test]
fn a_site_that_never_opens_is_answered_and_not_waited_for() {
    let site = on(Europe::Moscow, &[], &[]);
    let at = utc("2026-11-25T12:00");
    assert!(!site.is_open(at));
    assert_eq!(site.next_open(at), None);
    assert_eq!(site.last_open_before(at), None);
    assert_eq!(site.after(at, 1), None);
    assert_eq!(site.next_close(at), Some(at));
    assert_eq!(site.open_seconds(at, at + TimeDelta::days(365)), 0);
}

#[test]
fn the_ends_of_time_are_no_danger() {
    let week = on(Asia::Kamchatka, &[1], &[hours(0, 600)]);
    for site in [week, OpeningHours::ALWAYS] {
        for at in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC] {
            assert_eq!(site.open_seconds(at, at), 0);
            let _ = (site.is_open(at), site.next_open(at), site.next_close(at));
            let _ = (site.last_open_before(at), site.after(at, 86_400));
        }
    }
    let (from, to) = (utc("2000-01-03T00:00"), utc("2050-01-03T00:00"));
    let decades = on(Tz::UTC, &[1], &[hours(0, 60)]);
    assert_eq!(decades.open_seconds(from, to), 2_609 * 3_600);
}

#[test]
fn days_of_23_and_25_hours_are_open_as_long_as_they_last() {
    let day = on(Europe::Berlin, &EVERY_DAY, &[Hours::ALL_DAY]);
    let length = |from, to| day.open_seconds(utc(from), utc(to)) / 3_600;
    assert_eq!(length("2026-03-28T23:00", "2026-03-29T22:00"), 23);
    assert_eq!(length("2026-10-24T22:00", "2026-10-25T23:00"), 25);
    // From 1:30 to 2:30, where 2:00 to 3:00 is skipped, then comes twice.
    let night = on(Europe::Berlin, &EVERY_DAY, &[hours(90, 150)]);
    check(
        &night,
        "2026-03-28T12:00",
        "2026-03-29T12:00",
        &[("2026-03-29T00:30", "2026-03-29T01:00")],
    );
    check(
        &night,
        "2026-10-24T12:00",
        "2026-10-25T12:00",
        &[("2026-10-24T23:30", "2026-10-25T01:30")],
    );
}

#[test]
fn a_day_ends_as_the_next_one_begins_though_its_midnight_comes_twice() {
    let saturday = on(Atlantic::Azores, &[6], &[Hours::ALL_DAY]);
    check(
        &saturday,
        "2026-10-23T00:00",
        "2026-10-27T00:00",
        &[("2026-10-24T00:00", "2026-10-25T00:00")],
    );
}

#[test]
fn a_week_open_by_day_and_night_closes_at_its_end() {
    let site = on(Tz::UTC, &[1, 2, 3, 4, 5, 6], &[Hours::ALL_DAY]);
    let sunday = utc("2026-11-29T00:00");
    assert_eq!(site.next_close(utc("2026-11-23T00:00")), Some(sunday));
}

#[test]
fn hours_that_overlap_where_the_clock_comes_back_count_once() {
    let site = on(Europe::Berlin, &[7], &[hours(120, 150), hours(165, 180)]);
    let (opens, closes) = (utc("2026-10-25T00:00"), utc("2026-10-25T02:00"));
    assert_eq!(site.open_seconds(opens, closes), 7_200);
    assert_eq!(site.after(opens, 7_200), Some(closes));
}

#[test]
fn hours_that_contradict_themselves_are_refused() {
    let refused = |week: &[(u8, Hours)], dates: &[(NaiveDate, Option<Hours>)]| {
        let found = OpeningHours::new(Tz::UTC, week.iter().copied(), dates.iter().copied());
        found.unwrap_err().to_string()
    };
    let day = date("2027-01-01");
    let cases = [
        (
            refused(&[(0, hours(0, 60))], &[]),
            "0 is no weekday from 1 to 7",
        ),
        (
            refused(&[(8, hours(0, 60))], &[]),
            "8 is no weekday from 1 to 7",
        ),
        (
            refused(&[(1, hours(60, 60))], &[]),
            "hours from minute 60 to minute 60 are no part of a day",
        ),
        (
            refused(&[], &[(day, Some(hours(0, 1441)))]),
            "hours from minute 0 to minute 1441 are no part of a day",
        ),
        (
            refused(&[(1, hours(600, 700)), (1, hours(540, 601))], &[]),
            "the hours from minute 600 overlap others of their day",
        ),
        (
            refused(&[], &[(day, None), (day, Some(hours(0, 60)))]),
            "2027-01-01 is both closed and open",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, expected);
    }
}

/// Zones whose clocks are put back and forward at two, at midnight, by half an
/// hour, and not at all; with a day on which they are.
const CHANGES: [(Tz, &str); 9] = [
    (Europe::Moscow, "2026-11-25"),
    (Europe::Berlin, "2026-03-29"),
    (Europe::Berlin, "2026-10-25"),
    (Atlantic::Azores, "2026-10-25"),
    (Asia::Beirut, "2026-03-29"),
    (Africa::Cairo, "2026-10-29"),
    (Australia::Lord_Howe, "2026-04-05"),
    (America::Santiago, "2026-09-06"),
    (Pacific::Apia, "2011-12-30"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn it_agrees_with_looking_at_the_clock_minute_by_minute(
        change in 0..CHANGES.len(),
        weekdays in proptest::collection::vec(any::<bool>(), 7),
        marks in proptest::collection::btree_set(0_u16..=96, 0..7),
        start in 0_i64..4_000,
        length in 0_i64..6_000,
        seconds in 0_u32..100_000,
    ) {
        let (zone, day) = CHANGES[change];
        let marks: Vec<u16> = marks.into_iter().map(|quarter| quarter * 15).collect();
        let day_hours: Vec<Hours> =
            marks.chunks_exact(2).map(|pair| hours(pair[0], pair[1])).collect();
        let weekdays: Vec<u8> =
            EVERY_DAY.into_iter().filter(|day| weekdays[usize::from(*day) - 1]).collect();
        let site = on(zone, &weekdays, &day_hours);

        // What the clock shows, and whether it shows it once more, or again.
        let open = |at: DateTime<Utc>| {
            let local = at.with_timezone(&zone);
            let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap();
            let twice = |minute: u16| {
                let naive = local.date_naive().and_time(NaiveTime::MIN)
                    + TimeDelta::minutes(i64::from(minute));
                let found = zone.from_local_datetime(&naive);
                (found.earliest().map(|at| at.to_utc()), found.latest().map(|at| at.to_utc()))
            };
            weekdays.contains(&u8::try_from(local.weekday().number_from_monday()).unwrap())
                && day_hours.iter().any(|hours| {
                    let opened = match twice(hours.opens) {
                        (Some(first), _) if hours.opens < 1440 => first <= at,
                        _ => hours.opens <= minute,
                    };
                    let closed = match twice(hours.closes) {
                        (_, Some(last)) if hours.closes < 1440 => last <= at,
                        _ => hours.closes <= minute,
                    };
                    opened && !closed
                })
        };
        let minute = TimeDelta::minutes(1);
        let noon = date(day).pred_opt().unwrap().pred_opt().unwrap().and_hms_opt(0, 0, 0).unwrap();
        let from = noon.and_utc() + minute * i32::try_from(start).unwrap();
        let to = from + minute * i32::try_from(length).unwrap();
        let minutes = || std::iter::successors(Some(from), |at| Some(*at + minute));

        let brute: i64 = minutes().take_while(|at| *at < to).map(|at| i64::from(open(at))).sum();
        prop_assert_eq!(site.open_seconds(from, to), brute * 60);
        prop_assert_eq!(site.is_open(from), open(from));
        let week = || minutes().take(20 * 1440);
        prop_assert_eq!(site.next_open(from), week().find(|at| open(*at)));
        prop_assert_eq!(site.next_close(from), week().find(|at| !open(*at)));
        let spans: Vec<_> = site.spans(from, to).collect();
        for pair in spans.windows(2) {
            prop_assert!(pair[0].1 < pair[1].0, "{:?} touch", pair);
        }
        let before = std::iter::successors(Some(from), |at| Some(*at - minute)).take(20 * 1440);
        prop_assert_eq!(
            site.last_open_before(from),
            before.into_iter().find(|at| open(*at - minute))
        );
        if let Some(due) = site.after(from, seconds) {
            prop_assert_eq!(site.open_seconds(from, due), i64::from(seconds));
        }
    }
}
