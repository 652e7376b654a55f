use super::*;

const WEEK: Week = [(600, 1320); 7];

fn crowd() -> Crowd {
    Crowd::new(chrono_tz::Asia::Yekaterinburg, WEEK, 7, 1_000.0)
}

/// People between two moments.
fn people(from: &str, to: &str) -> People {
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp();
    let (from, to) = (at(from), at(to));
    crowd().interval(from, u32::try_from(to - from).unwrap())
}

#[test]
fn a_week_has_its_visitors_and_all_of_them_leave() {
    let week = people("2026-03-02T00:00:00+05:00", "2026-03-09T00:00:00+05:00");
    assert!((6_300..7_700).contains(&week.entered), "{week:?}");
    assert!(week.entered.abs_diff(week.exited) < 400, "{week:?}");
}

#[test]
fn nobody_comes_at_night() {
    let night = people("2026-03-02T22:35:00+05:00", "2026-03-03T10:00:00+05:00");
    assert_eq!(night, People::default());
    let last = people("2026-03-02T22:00:00+05:00", "2026-03-02T22:35:00+05:00");
    assert_eq!(last.entered, 0);
    assert_ne!(last.exited, 0);
}

#[test]
fn days_have_peaks() {
    let of = |day: &str, hour: u32| {
        let from = format!("2026-03-{day}T{hour:02}:00:00+05:00");
        let to = format!("2026-03-{day}T{:02}:00:00+05:00", hour + 1);
        people(&from, &to).entered
    };
    // Friday: lunch and the evening; Saturday: the afternoon.
    assert!(of("06", 10) < of("06", 12));
    assert!(of("06", 15) < of("06", 18));
    assert!(of("07", 20) < of("07", 15));
    let day = |day: &str| {
        let (from, to) = (
            format!("2026-03-{day}T00:00:00+05:00"),
            format!("2026-03-{day}T23:59:00+05:00"),
        );
        people(&from, &to).entered
    };
    assert!(day("02") < day("07"));
}

#[test]
fn the_new_year_is_kept() {
    let eve = people("2026-12-31T18:40:00+05:00", "2027-01-01T00:00:00+05:00");
    assert_eq!(eve, People::default());
    let before = people("2026-12-31T12:00:00+05:00", "2026-12-31T14:00:00+05:00");
    assert_ne!(before, People::default());
    let new = people("2027-01-01T00:00:00+05:00", "2027-01-02T00:00:00+05:00");
    assert_eq!(new, People::default());
}

#[test]
fn few_come_at_night_where_it_is_open() {
    let crowd = Crowd::new(chrono_tz::UTC, [(0, 1_440); 7], 7, 1_000.0);
    let hour = |hour: i64| crowd.interval(1_772_409_600 + hour * 3_600, 3_600).entered;
    assert!((1..20).contains(&hour(3)), "{}", hour(3));
    assert!(hour(3) < hour(8) && hour(8) < hour(18));
}

#[test]
fn a_minute_is_the_same_whoever_asks() {
    let whole = crowd().interval(1_772_442_000, 900);
    let parts: u32 = (0..15)
        .map(|minute| crowd().interval(1_772_442_000 + minute * 60, 60).entered)
        .sum();
    assert_eq!(whole.entered, parts);
    assert_eq!(whole, crowd().interval(1_772_442_000, 900));
}

#[test]
fn a_sale_is_the_weekend_of_a_months_last_friday() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let check = |day, friday: Option<&str>| assert_eq!(sale(date(day)), friday.map(date));
    check("2026-11-27", Some("2026-11-27"));
    check("2026-11-29", Some("2026-11-27"));
    check("2026-11-30", None);
    check("2026-11-22", None);
    // The weekend reaches into the next month.
    check("2026-02-01", Some("2026-01-30"));
}

#[test]
fn half_as_many_again_come_to_a_sale() {
    let of = |crowd: Crowd, day: i64| {
        let midnight = DateTime::parse_from_rfc3339("2026-03-20T00:00:00+05:00").unwrap();
        let day = crowd.interval(midnight.timestamp() + day * 86_400, 86_400);
        f64::from(day.entered)
    };
    let ratio = |day| of(crowd().with_sales(), day) / of(crowd(), day);
    // The last Friday of March is the 27th; what is drawn strays by a few percent.
    assert!((1.35..1.65).contains(&ratio(7)), "{}", ratio(7));
    assert_eq!(ratio(0), 1.0);
}
